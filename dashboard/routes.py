"""What the browser asks for: assets, polygons, the events of a filter as JSON or as a file."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from xstatic.pkg import leaflet

from dashboard import geography, layers, overlays
from dashboard.clusters import View, view_from_text
from dashboard.data import selected, store_view
from dashboard.downloads import download_routes
from dashboard.drawing import drawing_of
from dashboard.filters import filters_from_dict
from geodata.borders import country_names, map_layers
from geodata.coordinates import as_decimal, as_dms, as_mgrs
from geodata.errors import GeodataError, RecordError, SelectionError
from geodata.index import EventSet
from geodata.labels import labels
from geodata.selection import Selection

STATIC_FOLDER: Final = Path(__file__).parent / "static"
# An answer of 20 kB goes over the wire as 4.
_SMALLER: Final = Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
# One answer's worth; the script asks again for the rest.
MAX_OUTLINES: Final = 200
# The shipped data changes with an installation, not while a browser looks at it.
_KEEP: Final = {"Cache-Control": "public, max-age=3600"}


def routes(base_path: str = "") -> list[BaseRoute]:
    """Return the app's own routes under Streamlit's base path ("" for none)."""
    prefix = "/" + base_path.strip("/") if base_path.strip("/") else ""
    return [
        Mount(f"{prefix}/assets/leaflet", StaticFiles(directory=leaflet.BASE_DIR)),
        Mount(f"{prefix}/assets/borderwatch", StaticFiles(directory=STATIC_FOLDER)),
        Mount(f"{prefix}/geo", _router(_geo_routes()), middleware=[_SMALLER]),
        Mount(f"{prefix}/events/export", _router(download_routes())),
        Mount(f"{prefix}/events", _router(_event_routes()), middleware=[_SMALLER]),
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
        index = store_view().index
        drawing_of(index)
        labels()
        # The first search reads the texts from the disk; the analyst's then finds them in memory.
        index.select(Selection(text="a"))


def _router(own: list[BaseRoute]) -> Router:
    # A mounted router answers 404 itself; unmatched paths never reach Streamlit's fallback.
    return Router(routes=own, default=_not_found)


async def _not_found(scope: Any, receive: Any, send: Any) -> None:
    await PlainTextResponse("Not found\n", status_code=404)(scope, receive, send)


def _geo_routes() -> list[BaseRoute]:
    return [
        Route("/names.json", _names),
        Route("/places", _answer_of(places_answer)),
        Route("/coordinates", _answer_of(coordinates_answer)),
        Route("/cells/{column:int}/{row:int}", _cell),
        Route("/units/{country_code}", _units),
        Route("/{name}", _polygons),
    ]


def places_answer(query: Mapping[str, str]) -> dict[str, Any]:
    """Return the names of places that the map writes in the query's view."""
    return {"places": geography.places_in(_view(query))}


def coordinates_answer(query: Mapping[str, str]) -> dict[str, str]:
    """Return the query's latitude and longitude in every form that analysts write them."""
    try:
        place = float(query.get("latitude", "")), float(query.get("longitude", ""))
    except ValueError as error:
        raise SelectionError("latitude and longitude are not degrees") from error
    return {"Decimal": as_decimal(*place), "DMS": as_dms(*place), "MGRS": as_mgrs(*place)}


async def _cell(request: Request) -> Response:
    column, row = request.path_params["column"], request.path_params["row"]
    if column >= 360 // geography.CELL_DEGREES or row >= 180 // geography.CELL_DEGREES:
        return PlainTextResponse("Not found\n", status_code=404)
    content = await _checked(partial(geography.cell_json, column, row))
    return Response(content, media_type="application/geo+json", headers=_KEEP)


async def _units(request: Request) -> Response:
    code = request.path_params["country_code"]
    if code not in country_names():
        return PlainTextResponse("Not found\n", status_code=404)
    content = await _checked(partial(geography.units_json, code))
    return Response(content, media_type="application/geo+json", headers=_KEEP)


async def _names(request: Request) -> Response:  # noqa: ARG001
    content = await _checked(geography.names_json)
    return Response(content, media_type="application/json", headers=_KEEP)


async def _polygons(request: Request) -> Response:
    path = map_layers().get(request.path_params["name"])
    if path is None:
        return PlainTextResponse("Not found\n", status_code=404)
    return FileResponse(path, media_type="application/geo+json", headers=_KEEP)


def _event_routes() -> list[BaseRoute]:
    return [
        Route("/extent", _answer_of(extent_answer)),
        Route("/drawn", _answer_of(drawn_answer)),
        Route("/outlines", _answer_of(outlines_answer)),
        Route("/at", _answer_of(ids_answer)),
        Route("/density", _answer_of(density_answer)),
        Route("/units", _answer_of(units_answer)),
    ]


Answer = Callable[[Mapping[str, str]], dict[str, Any]]


def _answer_of(make: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return JSONResponse(await _checked(partial(make, request.query_params)))

    return answer


def extent_answer(query: Mapping[str, str]) -> dict[str, Any]:
    """Return the extent of all that the query's events draw, and their first and last day."""
    drawn = _drawn(query)
    return {"extent": layers.extent(drawn), "days": layers.days(drawn)}


def drawn_answer(query: Mapping[str, str]) -> dict[str, Any]:
    """Return the markers and shapes of the query's events for its view and zoom."""
    drawn, view = _drawn(query), _view(query)
    return {"markers": layers.markers(drawn, view), "shapes": layers.shapes(drawn, view)}


def outlines_answer(query: Mapping[str, str]) -> dict[str, Any]:
    """Return the outlines that the query names, comma-separated, as GeoJSON geometries."""
    names = query.get("names", "").split(",")[:MAX_OUTLINES]
    return {"outlines": layers.outlines(drawing_of(store_view().index), names)}


def ids_answer(query: Mapping[str, str]) -> dict[str, Any]:
    """Return the ids of the events that a marker, a shape, a cell or a unit stands for."""
    drawn, most = _drawn(query), layers.MAX_IDS
    if "unit" in query:
        return {"ids": overlays.ids_in_unit(drawn, query["unit"], most)}
    if "cell" in query:
        return {"ids": overlays.ids_in_cell(drawn, _view(query), *_cell_of(query["cell"]), most)}
    return {"ids": layers.ids_at(drawn, _view(query), query.get("anchor", ""))}


def density_answer(query: Mapping[str, str]) -> dict[str, Any]:
    """Return the grid of the query's events for its view and zoom."""
    return overlays.density(_drawn(query), _view(query))


def units_answer(query: Mapping[str, str]) -> dict[str, Any]:
    """Return how many of the query's events each first-level unit has."""
    return overlays.units(_drawn(query))


def _cell_of(text: str) -> tuple[int, int]:
    try:
        column, row = (int(part) for part in text.split(","))
    except ValueError as error:
        raise SelectionError(f"cell {text[:40]!r} is not column,row") from error
    if max(abs(column), abs(row)) > overlays.MAX_CELL:
        raise SelectionError(f"cell {text[:40]!r} is outside the map")
    return column, row


def _view(query: Mapping[str, str]) -> View:
    return view_from_text(query.get("view", ""), query.get("zoom", ""))


def _drawn(query: Mapping[str, str]) -> EventSet:
    filters = filters_from_dict(query)
    events = selected(store_view(), filters.selection)
    return events if filters.talk_layer else events.incidents


async def _checked(make: Callable[[], Any]) -> Any:
    try:
        return await run_in_threadpool(make)
    except (SelectionError, RecordError) as error:
        raise HTTPException(status_code=400, detail=str(error)) from error
    except GeodataError as error:
        raise HTTPException(status_code=503, detail=str(error)) from error
