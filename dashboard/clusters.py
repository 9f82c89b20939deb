"""Which points share a marker at a zoom level: a pixel grid whose crowded neighbours are joined."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

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
# The world at zoom 10; a view across the antimeridian can be so wide.
_MAX_GRID: Final = 20_000_000

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

    @property
    def box(self) -> Any:
        """The view as a polygon; two when it spans the antimeridian."""
        if self.west <= self.east:
            return shapely.box(self.west, self.south, self.east, self.north)
        west = shapely.box(self.west, self.south, 180.0, self.north)
        east = shapely.box(-180.0, self.south, self.east, self.north)
        return shapely.union_all([west, east])


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


def in_view(x: Floats, y: Floats, view: View) -> Mask:
    """Return which points, in pixels at zoom 0, lie in the view or within two cells of it.

    The margin keeps a cluster at the edge the same while the map is moved a little.
    """
    left, top, right, bottom = _edges(view)
    tall: Mask = (y >= top) & (y <= bottom)
    after, before = x >= left, x <= right
    wide: Mask = after | before if view.west > view.east else after & before
    return tall & wide


def _edges(view: View) -> tuple[float, float, float, float]:
    corners = np.array([view.north, view.south]), np.array([view.west, view.east])
    (left, right), (top, bottom) = pixels(*corners, 0)
    margin = 2 * CELL_PX / 2**view.zoom
    return left - margin, top - margin, right + margin, bottom + margin


def cluster_labels(x: Floats, y: Floats, view: View) -> tuple[Integers, Integers]:
    """Return each point's cluster number and cell number, for points `in_view`.

    `x` and `y` are pixels at zoom 0. A cluster has the number of its anchoring cell, and is drawn
    at the mean of that cell's points. Cells whose means are less than `APART_PX` apart join, the
    fullest first, so that no two markers overlap.
    """
    if not len(x):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    scale = float(2**view.zoom)
    columns = np.floor(x * (scale / CELL_PX)).astype(np.int64)
    rows = np.floor(y * (scale / CELL_PX)).astype(np.int64)
    # Counted from the view's corner there are some hundred cells, which need no sorting.
    columns -= columns.min()
    rows -= rows.min()
    grid = rows * (columns.max() + 1) + columns
    if grid.max() > _MAX_GRID:
        grid = np.unique(grid, return_inverse=True)[1]
    there = np.bincount(grid)
    numbers = np.cumsum(there > 0) - 1
    cells = numbers[grid]
    sizes = there[there > 0]
    x_of, y_of = (np.bincount(cells, values) * scale / sizes for values in (x, y))
    return _owners(x_of, y_of, sizes)[cells], cells


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
