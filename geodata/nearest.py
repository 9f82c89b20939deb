"""The nearest land border of points: by distance on the ellipsoid, not in degrees.

Borders are cut into pieces of at most 2 km. They are compared by straight distance through the
earth (geocentric coordinates), which orders them as geodesics do, to 1 part in 100,000 at
1,000 km; the distance given is the geodesic one.
"""

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree

from geodata.borders import ELLIPSOID, STEP_DEGREES, land_borders

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Farther away a land border says nothing about a place (Réunion and France's land borders).
MAX_DISTANCE_KM: Final = 2000.0
# Nearer to each other than a millimetre are the same: borders that meet at the nearest point.
TIE_M: Final = 0.001
# Candidates of so many points are held at once (some 100 MB).
CHUNK: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The nearest border of each point, in the points' order.

    `border_id` is None, the numbers NaN, where none is within MAX_DISTANCE_KM. `position_km` is
    counted from the border's westernmost end through its parts in the order of `land_borders`;
    gaps between parts count nothing.
    """

    border_id: NDArray[np.object_]
    distance_km: Floats
    position_km: Floats


def nearest_borders(latitude: Floats, longitude: Floats, of: str | None = None) -> Nearest:
    """Return the nearest border of each point, given in degrees, among those of `of`.

    `of` is a country_code (its borders), a border_id (that one alone) or None (all). Where several
    are equally near, the first border_id in alphabetical order is taken.
    """
    pieces = _pieces_of(of)
    if len(pieces.border_id) == 0 or len(latitude) == 0:
        return _nothing(len(latitude))
    tree = _tree_of(of)
    cuts = range(0, len(latitude), CHUNK)
    parts = [
        _nearest(latitude[cut : cut + CHUNK], longitude[cut : cut + CHUNK], pieces, tree)
        for cut in cuts
    ]
    return Nearest(
        border_id=np.concatenate([part.border_id for part in parts]),
        distance_km=np.concatenate([part.distance_km for part in parts]),
        position_km=np.concatenate([part.position_km for part in parts]),
    )


def _nothing(count: int) -> Nearest:
    nowhere = np.full(count, np.nan)
    ids = np.full(count, None, dtype=object)
    return Nearest(border_id=ids, distance_km=nowhere, position_km=nowhere.copy())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pieces:
    """Pieces of borders, by border_id and along each; `start` and `end` are (x, y) in degrees."""

    border_id: NDArray[np.object_]
    start: Floats
    end: Floats
    start_km: Floats
    length_km: Floats

    def take(self, rows: Integers | NDArray[np.bool_]) -> "_Pieces":
        return _Pieces(
            border_id=self.border_id[rows],
            start=self.start[rows],
            end=self.end[rows],
            start_km=self.start_km[rows],
            length_km=self.length_km[rows],
        )


@cache
def _pieces_of(of: str | None) -> _Pieces:
    pieces = _all_pieces()
    if of is None:
        return pieces
    frame = land_borders()
    is_meant = (frame[["border_id", "country_code_a", "country_code_b"]] == of).any(axis=1)
    return pieces.take(np.isin(pieces.border_id, list(frame.loc[is_meant, "border_id"])))


@cache
def _all_pieces() -> _Pieces:
    frame = land_borders()
    parts, part_borders = shapely.get_parts(frame.geometry.to_numpy(), return_index=True)
    steps = shapely.segmentize(parts, STEP_DEGREES)
    points, point_parts = shapely.get_coordinates(steps, return_index=True)
    inside = point_parts[1:] == point_parts[:-1]
    start, end = points[:-1][inside], points[1:][inside]
    borders = part_borders[point_parts[1:][inside]]
    length_km = ELLIPSOID.inv(*start.T, *end.T)[2] / 1000
    before = np.cumsum(length_km) - length_km
    first = np.flatnonzero(np.diff(borders, prepend=-1))
    return _Pieces(
        border_id=frame["border_id"].to_numpy(dtype=object)[borders],
        start=start,
        end=end,
        start_km=before - np.repeat(before[first], np.diff(first, append=len(borders))),
        length_km=length_km,
    )


@cache
def _tree_of(of: str | None) -> KDTree:
    """Return the tree of the pieces' ends: point i and point i + count are the ends of piece i."""
    pieces = _pieces_of(of)
    return KDTree(np.vstack([_geocentric(pieces.start), _geocentric(pieces.end)]))


def _geocentric(points: Floats) -> Floats:
    """Return metres from the earth's centre of points in degrees, on the ellipsoid's surface."""
    x, y = np.radians(points.T)
    squared_eccentricity = ELLIPSOID.es
    radius = ELLIPSOID.a / np.sqrt(1 - squared_eccentricity * np.sin(y) ** 2)
    return np.column_stack(
        [
            radius * np.cos(y) * np.cos(x),
            radius * np.cos(y) * np.sin(x),
            radius * (1 - squared_eccentricity) * np.sin(y),
        ]
    )


def _nearest(latitude: Floats, longitude: Floats, pieces: _Pieces, tree: KDTree) -> Nearest:
    places = _geocentric(np.column_stack([longitude, latitude]))
    points, candidates = _candidates(places, pieces, tree)
    found = _nothing(len(places))
    if len(points) == 0:
        return found
    metres, fractions = _to_pieces(places[points], pieces.take(candidates))
    best = _first_of_the_nearest(points, metres)
    rows, chosen, fraction = points[best], pieces.take(candidates[best]), fractions[best]
    foot = chosen.start + fraction[:, None] * (chosen.end - chosen.start)
    distance_km = ELLIPSOID.inv(longitude[rows], latitude[rows], *foot.T)[2] / 1000
    near = distance_km <= MAX_DISTANCE_KM
    found.border_id[rows[near]] = chosen.border_id[near]
    found.distance_km[rows[near]] = distance_km[near]
    found.position_km[rows[near]] = (chosen.start_km + fraction * chosen.length_km)[near]
    return found


def _candidates(places: Floats, pieces: _Pieces, tree: KDTree) -> tuple[Integers, Integers]:
    """Return pairs (point, piece), sorted, with every piece that can be the point's nearest.

    A piece at distance d has an end within sqrt(d**2 + (half its length)**2), and d is at most the
    distance of the nearest end of all.
    """
    # a chord is shorter than its arc, so that this bound loses nothing
    nearest_end = tree.query(places, distance_upper_bound=MAX_DISTANCE_KM * 1000)[0]
    near = np.flatnonzero(np.isfinite(nearest_end))
    half = pieces.length_km.max() * 500
    reach = np.sqrt(nearest_end[near] ** 2 + half**2) + 1.0
    found = tree.query_ball_point(places[near], reach)
    points = np.repeat(near, [len(ends) for ends in found])
    ends = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=len(points))
    candidates = ends % len(pieces.border_id)
    order = np.lexsort((candidates, points))
    return points[order], candidates[order]


def _to_pieces(places: Floats, pieces: _Pieces) -> tuple[Floats, Floats]:
    """Return each place's distance to its piece in metres, and where along it, 0 to 1."""
    start, end = _geocentric(pieces.start), _geocentric(pieces.end)
    along = end - start
    fractions = np.einsum("ij,ij->i", places - start, along) / np.einsum("ij,ij->i", along, along)
    fractions = np.clip(fractions, 0.0, 1.0)
    metres = np.linalg.norm(places - start - fractions[:, None] * along, axis=1)
    return metres, fractions


def _first_of_the_nearest(points: Integers, metres: Floats) -> Integers:
    """Return for each point the row of its nearest pair, the first one of those within TIE_M."""
    first = np.flatnonzero(np.diff(points, prepend=-1))
    least = np.minimum.reduceat(metres, first)
    counts = np.diff(first, append=len(points))
    rows = np.flatnonzero(metres <= np.repeat(least, counts) + TIE_M)
    return rows[np.unique(points[rows], return_index=True)[1]]
