"""Which points share a marker at a zoom level: a pixel grid whose crowded neighbours are joined."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geodata.errors import SelectionError

TILE_PX: Final = 256
CELL_PX: Final = 64
# Markers are up to 34 px wide; seeds this far apart never overlap.
APART_PX: Final = 40
# Web Mercator's square world ends here (EPSG:3857).
MAX_LATITUDE: Final = 85.05112878
MAX_ZOOM: Final = 14
# The joining step compares all pairs of cells; one screen has some hundred.
_MAX_JOINED_CELLS: Final = 3000

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The part of the world on a screen: degrees, and the zoom level as Leaflet counts it.

    `west` may be greater than `east` when the view spans the antimeridian.
    """

    west: float
    south: float
    east: float
    north: float
    zoom: int


def view_from_text(bbox: str, zoom: str) -> View:
    """Return the view of "west,south,east,north" and a zoom level, both from a request.

    Longitudes beyond ±180 (a map panned around the world) are wrapped. Raises SelectionError.
    """
    try:
        west, south, east, north = (float(part) for part in bbox.split(","))
        level = int(zoom)
        finite = all(np.isfinite([west, south, east, north]))
    except (ValueError, OverflowError) as error:
        message = (
            f"view {bbox[:80]!r} at zoom {zoom[:8]!r} is not west,south,east,north and a level"
        )
        raise SelectionError(message) from error
    if not finite or south > north or west > east:
        raise SelectionError(f"view {bbox[:80]!r} has its sides the wrong way round")
    if east - west >= 360:
        west, east = -180.0, 180.0
    else:
        west, east = _wrap(west), _wrap(east)
    return View(west=west, south=south, east=east, north=north, zoom=min(max(level, 0), MAX_ZOOM))


def _wrap(longitude: float) -> float:
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def pixels(latitudes: Floats, longitudes: Floats, zoom: int) -> tuple[Floats, Floats]:
    """Return x and y in pixels of the Web Mercator world at the zoom level; poles are clipped."""
    size = float(TILE_PX * 2**zoom)
    sines = np.sin(np.radians(np.clip(latitudes, -MAX_LATITUDE, MAX_LATITUDE)))
    x = (longitudes + 180) / 360 * size
    y = (0.5 - np.log((1 + sines) / (1 - sines)) / (4 * np.pi)) * size
    return x, y


def in_view(latitudes: Floats, longitudes: Floats, view: View) -> Mask:
    """Return which points lie in the view or within two cells of it.

    The margin keeps a cluster at the edge the same while the map is moved a little.
    """
    x, y = pixels(latitudes, longitudes, view.zoom)
    corners = np.array([view.north, view.south]), np.array([view.west, view.east])
    (left, right), (top, bottom) = pixels(*corners, view.zoom)
    margin = 2 * CELL_PX
    tall: Mask = (y >= top - margin) & (y <= bottom + margin)
    after, before = x >= left - margin, x <= right + margin
    wide: Mask = after | before if view.west > view.east else after & before
    return tall & wide


def cluster_labels(latitudes: Floats, longitudes: Floats, zoom: int) -> tuple[Integers, Integers]:
    """Return each point's cluster number and, per cluster, the row of its anchoring cell's points.

    The second array gives every point's cell number; the cluster is drawn at the mean of the cell
    that has the cluster's own number. Cells whose means are less than `APART_PX` apart join, the
    fullest first, so that no two markers overlap.
    """
    if not len(latitudes):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    x, y = pixels(latitudes, longitudes, zoom)
    rows = np.floor(y / CELL_PX).astype(np.int64)
    columns = np.floor(x / CELL_PX).astype(np.int64)
    wide = np.int64(TILE_PX // CELL_PX * 2**zoom + 1)
    _, cells = np.unique(rows * wide + columns, return_inverse=True)
    sizes = np.bincount(cells)
    owners = _owners(np.bincount(cells, x) / sizes, np.bincount(cells, y) / sizes, sizes)
    return owners[cells], cells.astype(np.int64)


def _owners(x: Floats, y: Floats, sizes: npt.NDArray[np.intp]) -> Integers:
    owners = np.full(len(x), -1, dtype=np.int64)
    if len(x) > _MAX_JOINED_CELLS:
        return np.arange(len(x), dtype=np.int64)
    for cell in np.argsort(-sizes, kind="stable"):
        if owners[cell] >= 0:
            continue
        near = np.hypot(x - x[cell], y - y[cell]) < APART_PX
        owners[near & (owners < 0)] = cell
    return owners
