"""The filtered set as a file: made on disk some events at a time, sent, and removed."""

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from dashboard.data import store_view
from dashboard.filters import filters_from_dict
from geodata.errors import FormatError, GeodataError, SelectionError
from geodata.formats import write_found
from geodata.selection import Selection
from geodata.settings import DEFAULT_STORE, Settings
from geodata.store import EventStore
from geodata.store_engine import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format that can be asked for: its name on the screen and its MIME type."""

    label: str
    mime: str


# By suffix, which is also the last part of the address. A table has no room for filter, time,
# count and attribution: it goes out with the file that has them, in one ZIP.
FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "geojson": Format(label="GeoJSON", mime="application/geo+json"),
        "csv": Format(label="CSV", mime="application/zip"),
        "gpkg": Format(label="GeoPackage", mime="application/geopackage+sqlite3"),
        "parquet": Format(label="GeoParquet", mime="application/vnd.apache.parquet"),
        "kml": Format(label="KML", mime="application/vnd.google-earth.kml+xml"),
    }
)
# As many as there are cores to make them; others wait their turn, so that memory stays flat.
AT_ONCE: Final = 2
_FOLDER: Final = "borderwatch-export-"
# Nothing is made or sent for so long: a folder this old was left by a server that was killed.
_STALE_S: Final = 24 * 3600
# Without the header the request comes from an older browser or from no browser at all.
_OWN_PAGES: Final = frozenset({"same-origin", "none", ""})


def download_routes() -> list[BaseRoute]:
    """Return the routes of the downloads, /{suffix}?<filters>."""
    return [Route("/{suffix}", _download, methods=["GET"])]


def download_path(suffix: str, query: str) -> str:
    """Return the address of a download below the app's own; `query` is percent-encoded."""
    return f"events/export/{suffix}?{query}"


def file_name(suffix: str) -> str:
    """Return what a browser calls the file: the day (UTC), and nothing that anybody typed."""
    ending = "csv.zip" if suffix == "csv" else suffix
    return f"borderwatch-{datetime.now(tz=UTC):%Y-%m-%d}.{ending}"


async def _download(request: Request) -> Response:
    suffix = request.path_params["suffix"]
    if suffix not in FORMATS:
        known = ", ".join(FORMATS)
        raise HTTPException(404, f"There is no export {suffix[:20]!r}; known are {known}\n")
    if request.headers.get("sec-fetch-site", "") not in _OWN_PAGES:
        raise HTTPException(403, "Another site may not make this machine write exports\n")
    try:
        selection = filters_from_dict(request.query_params).selection
        path = await to_thread.run_sync(partial(_made, selection, suffix), limiter=_limiter())
    except SelectionError as error:
        raise HTTPException(400, str(error)) from error
    except GeodataError as error:
        raise HTTPException(503, str(error)) from error
    return _Passing(
        path,
        media_type=FORMATS[suffix].mime,
        filename=file_name(suffix),
        headers={"Accept-Ranges": "none", "Cache-Control": "no-store"},
    )


@cache
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(AT_ONCE)


def _made(selection: Selection, suffix: str) -> Path:
    """Write the selection's events into a folder of their own and return the file.

    Raises GeodataError, also where the disk is full.
    """
    url = Settings.from_environment().store_url
    folder = _new_folder(url)
    try:
        path = folder / f"events.{suffix}"
        index = store_view().index
        with EventStore.open(url) as store, store.found(selection, index=index) as found:
            write_found(found, path)
        return _with_header(path) if suffix == "csv" else path
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _new_folder(store_url: str) -> Path:
    # Beside the store: the system's folder for temporary files is memory on many machines.
    file = address_of(store_url).file
    parent = (file or DEFAULT_STORE).parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        for old in parent.glob(f"{_FOLDER}*"):
            if time.time() - old.stat().st_mtime > _STALE_S:
                shutil.rmtree(old, ignore_errors=True)
        return Path(mkdtemp(prefix=_FOLDER, dir=parent))
    except OSError as error:
        reason = f"exports can't be written to {parent}: {error.strerror}; free space or ask for"
        raise FormatError(f"{reason} the right to write there") from error


def _with_header(table: Path) -> Path:
    """Return a ZIP of the table and the file beside it that says filter, time, count and source."""
    archive = table.with_suffix(".zip")
    try:
        with ZipFile(archive, "w", ZIP_DEFLATED, compresslevel=1) as together:
            for part in (table, table.with_name(f"{table.name}-metadata.json")):
                together.write(part, part.name)
                part.unlink()
    except OSError as error:
        raise FormatError(f"{archive.name!r} can't be written: {error.strerror}") from error
    return archive


class _Passing(FileResponse):
    """A file that goes with its folder when it has been sent, or the browser has gone.

    Always whole: a second request makes another file, so that parts of two would not fit.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [item for item in scope["headers"] if item[0] != b"range"]
        try:
            await super().__call__({**scope, "headers": headers}, receive, send)
        finally:
            shutil.rmtree(Path(self.path).parent, ignore_errors=True)
