"""What the map's script asks for: assets, polygons, and the events of a filter as JSON."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from xstatic.pkg import leaflet

from dashboard import geography, layers
from dashboard.clusters import view_from_text
from dashboard.data import selected, store_view
from dashboard.filters import filters_from_dict
from geodata.borders import map_layers
from geodata.errors import GeodataError, SelectionError

STATIC_FOLDER: Final = Path(__file__).parent / "static"
# The shipped data changes with an installation, not while a browser looks at it.
_KEEP: Final = {"Cache-Control": "public, max-age=3600"}


def routes(base_path: str = "") -> list[BaseRoute]:
    """Return the app's own routes under Streamlit's base path ("" for none)."""
    prefix = "/" + base_path.strip("/") if base_path.strip("/") else ""
    return [
        Mount(f"{prefix}/assets/leaflet", StaticFiles(directory=leaflet.BASE_DIR)),
        Mount(f"{prefix}/assets/borderwatch", StaticFiles(directory=STATIC_FOLDER)),
        Mount(f"{prefix}/geo", _router(_geo_routes())),
        Mount(f"{prefix}/events", _router(_event_routes())),
        Mount(f"{prefix}/assets", _router([])),
    ]


@asynccontextmanager
async def warm_up(app: Any) -> AsyncIterator[dict[str, Any]]:  # noqa: ARG001
    """Read the store while the browser is still opening the page; faults wait for the page."""
    Thread(target=_read_ahead, daemon=True).start()
    yield {}


def _read_ahead() -> None:
    with suppress(GeodataError):
        geography.names_json()
        store_view()


def _router(own: list[BaseRoute]) -> Router:
    # A mounted router answers 404 itself; unmatched paths never reach Streamlit's fallback.
    return Router(routes=own, default=_not_found)


async def _not_found(scope: Any, receive: Any, send: Any) -> None:
    await PlainTextResponse("Not found\n", status_code=404)(scope, receive, send)


def _geo_routes() -> list[BaseRoute]:
    return [Route("/names.json", _names), Route("/{name}", _polygons)]


async def _names(request: Request) -> Response:  # noqa: ARG001
    content = await _checked(geography.names_json)
    return Response(content, media_type="application/json", headers=_KEEP)


async def _polygons(request: Request) -> Response:
    path = map_layers().get(request.path_params["name"])
    if path is None:
        return PlainTextResponse("Not found\n", status_code=404)
    return FileResponse(path, media_type="application/geo+json", headers=_KEEP)


def _event_routes() -> list[BaseRoute]:
    return [Route("/shapes", _shapes), Route("/markers", _markers)]


async def _shapes(request: Request) -> Response:
    return JSONResponse(await _checked(partial(shapes_answer, request.query_params)))


async def _markers(request: Request) -> Response:
    return JSONResponse(await _checked(partial(markers_answer, request.query_params)))


def shapes_answer(query: Mapping[str, str]) -> dict[str, Any]:
    """Return the lines and areas of the query's events, and the extent of all that is drawn."""
    drawn = _drawn(query)
    return {"shapes": layers.shapes(drawn), "extent": layers.extent(drawn)}


def markers_answer(query: Mapping[str, str]) -> dict[str, Any]:
    """Return the markers of the query's events for its view and zoom."""
    view = view_from_text(query.get("view", ""), query.get("zoom", ""))
    return {"markers": layers.markers(_drawn(query), view)}


def _drawn(query: Mapping[str, str]) -> Any:
    filters = filters_from_dict(query)
    events = selected(store_view(), filters.selection)
    return events if filters.talk_layer else layers.incidents(events)


async def _checked(make: Callable[[], Any]) -> Any:
    try:
        return await run_in_threadpool(make)
    except SelectionError as error:
        raise HTTPException(status_code=400, detail=str(error)) from error
    except GeodataError as error:
        raise HTTPException(status_code=503, detail=str(error)) from error
