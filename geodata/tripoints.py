"""Where three countries meet."""

from functools import cache, lru_cache
from itertools import combinations
from typing import Final

import numpy as np
import shapely

from geodata.borders import country_name, land_borders
from geodata.geodesy import distance_km
from geodata.model import Place, border_id_of

# "The tri-border area" reaches well beyond the point itself.
TRIPOINT_RADIUS_KM: Final = 100.0
# Three borders whose ends are further apart than this don't meet.
MAX_GAP_KM: Final = 20.0
SOURCE: Final = "tripoint"


def border_ids_between(country_codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the borders that exist between any two of the countries, in their order."""
    pairs = (border_id_of(pair) for pair in combinations(country_codes, 2))
    known = _lines()
    return tuple(dict.fromkeys(border for border in pairs if border in known))


@lru_cache(maxsize=4096)
def tripoint(country_codes: frozenset[str]) -> Place | None:
    """Return the area around the point where three countries meet, with the radius of such areas.

    The point is the vertex of one border that is nearest to the two others. None when two of the
    three have no border, or the borders don't meet.
    """
    codes = sorted(country_codes)
    borders = border_ids_between(tuple(codes))
    if len(codes) != 3 or len(borders) != 3:
        return None
    first, *others = (_lines()[border] for border in borders)
    vertices = shapely.get_coordinates(first)
    points = shapely.points(vertices)
    gaps = np.max([shapely.distance(points, other) for other in others], axis=0)
    point = shapely.Point(vertices[int(np.argmin(gaps))])
    if _gap_km(point, others) > MAX_GAP_KM:
        return None
    return Place(
        place_id=f"{SOURCE}:{'-'.join(codes)}",
        name=f"{'–'.join(sorted(map(country_name, codes)))} tripoint",
        latitude=round(point.y, 4),
        longitude=round(point.x, 4),
        country_code="",
        admin1="",
        feature_class="L",
        feature_code="AREA",
        population=0,
        source=SOURCE,
        radius_km=TRIPOINT_RADIUS_KM,
    )


def _gap_km(point: shapely.Point, lines: list[shapely.Geometry]) -> float:
    """Return the distance from the point to the line that is farthest from it."""
    nearest = [shapely.shortest_line(point, line).coords[1] for line in lines]
    return max(distance_km(point.y, point.x, y, x) for x, y in nearest)


@cache
def _lines() -> dict[str, shapely.Geometry]:
    frame = land_borders()
    return dict(zip(frame["border_id"], frame.geometry, strict=True))
