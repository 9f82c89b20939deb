"""Places given by others: a point by distance and direction, a line between two, part of an area.

How exactly such a place is known goes by its radius, that of the disc within which it lies:

| relation | the point given | radius_km | geometry |
|---|---|---|---|
| near A | A | 25, which is what UCDP GED means by "near" (where_prec 2) | point |
| 30 km south of A | by geodesic | a quarter of the distance, at least 5 | point, disc |
| 30 km from A | A | the distance, at least 5 | point, disc |
| south of A | 15 km off A | 20 | point |
| halfway between A and B | the middle | a quarter of the way to an end, at least 5 | point, disc |
| between A and B, the A-B road | the middle | half the distance of A and B | straight line |
| the road to A | A | 50 | disc |
| southern A (a country, a province) | a point inside | that of a disc as large | the part |

The quarter: "south" among eight winds is up to 22.5 degrees off, which is 0.4 of the distance at
most and 0.2 on average. A point up to 30 km unsure is 2/2 (near); what is less sure, and every
line, is 3/5; part of a province is 3/4.
"""

from functools import cache, lru_cache
from math import pi, sqrt
from typing import Final

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from geodata.borders import (
    ELLIPSOID,
    admin1_polygon,
    country_polygon,
    neighbours,
)
from geodata.geodesy import disc, distance_km
from geodata.model import Place, Relation, RelationKind

NEAR_RADIUS_KM: Final = 25.0
POINT_RADIUS_KM: Final = 30.0
LEAST_RADIUS_KM: Final = 5.0
SHARE_OF_DISTANCE: Final = 0.25
DIRECTION_KM: Final = 15.0
DIRECTION_RADIUS_KM: Final = 20.0
ROAD_RADIUS_KM: Final = 50.0
# Two places further apart than this don't say where something between them is.
MAX_APART_KM: Final = 1000.0
# "Northern Mali" begins at Gao and "southern Libya" at Sabha: 60 % of the extent holds both.
PART_SHARE: Final = 0.6
STEP_KM: Final = 50.0
SOURCE: Final = "relative"
_WINDS: Final = (
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"
)  # fmt: skip


# News comes back to the same few: "northern Mali" is computed once.
@lru_cache(maxsize=4096)
def related_place(relation: Relation) -> Place | None:
    """Return the place that the relation gives; None where it gives none.

    That is: two places too far apart, one and the same place, a part of what has no outline.
    `feature_class` and `feature_code` are "": it is nothing that a gazetteer lists.
    """
    if len(relation.anchors) == 2 and not 0 < _apart_km(relation) <= MAX_APART_KM:
        return None
    if relation.kind is RelationKind.PART and _part_of(relation) is None:
        return None
    latitude, longitude = _point(relation)
    first = relation.anchors[0]
    return Place(
        place_id=f"{SOURCE}:{_key(relation)}",
        name=relation_name(relation),
        latitude=round(latitude, 5),
        longitude=round(longitude, 5),
        country_code=_country_code(relation, latitude, longitude),
        admin1=first.admin1 if relation.kind is RelationKind.NEAR else "",
        feature_class="",
        feature_code="",
        population=0,
        source=SOURCE,
        radius_km=round(_radius_km(relation), 1),
    )


def relation_name(relation: Relation) -> str:
    """Return the place's name in English: "30 km south of Ghat", "Gao–Kidal road"."""
    first, last = relation.anchors[0].name, relation.anchors[-1].name
    wind = _WINDS[round((relation.bearing or 0) / 45) % 8]
    has_wind = relation.bearing is not None
    match relation.kind:
        case RelationKind.NEAR:
            return f"near {first}"
        case RelationKind.DISTANCE:
            distance = f"{relation.distance_km or 0:.3g} km"
            return f"{distance} {wind} of {first}" if has_wind else f"{distance} from {first}"
        case RelationKind.DIRECTION:
            return f"{wind} of {first}"
        case RelationKind.BETWEEN:
            return f"between {first} and {last}"
        case RelationKind.MIDWAY:
            return f"halfway between {first} and {last}"
        case RelationKind.ROAD:
            is_pair = len(relation.anchors) == 2
            return f"{first}–{last} road" if is_pair else f"road to {first}"
        case RelationKind.PART:
            return f"{wind}ern {first}" if has_wind else f"central {first}"


def relation_precision(relation: Relation) -> tuple[int, int]:
    """Return (geo_precision, where_prec): 2/2 near a point, 3/4 in a province, else 3/5."""
    if relation.kind is RelationKind.PART and relation.anchors[0].feature_code == "ADM1":
        return 3, 4
    return (2, 2) if _is_point(relation) else (3, 5)


def relation_geometry(relation: Relation) -> BaseGeometry:
    """Return what is drawn (EPSG:4326): a point with precision 2/2, else a line or an area."""
    latitude, longitude = _point(relation)
    if _is_point(relation):
        return Point(longitude, latitude)
    if relation.kind is RelationKind.PART:
        part = _part_of(relation)
        assert part is not None
        return part
    if _is_line(relation):
        return _line(relation)
    return disc(latitude, longitude, _radius_km(relation))


def _is_line(relation: Relation) -> bool:
    kinds = (RelationKind.BETWEEN, RelationKind.ROAD)
    return relation.kind in kinds and len(relation.anchors) == 2


def _is_point(relation: Relation) -> bool:
    if _is_line(relation) or relation.kind is RelationKind.PART:
        return False
    return _radius_km(relation) <= POINT_RADIUS_KM


def _radius_km(relation: Relation) -> float:
    match relation.kind:
        case RelationKind.NEAR:
            return NEAR_RADIUS_KM
        case RelationKind.DIRECTION:
            return DIRECTION_RADIUS_KM
        case RelationKind.DISTANCE:
            share = 1.0 if relation.bearing is None else SHARE_OF_DISTANCE
            return max(share * (relation.distance_km or 0), LEAST_RADIUS_KM)
        case RelationKind.MIDWAY:
            return max(SHARE_OF_DISTANCE * _apart_km(relation) / 2, LEAST_RADIUS_KM)
        case RelationKind.PART:
            metres2: float = abs(ELLIPSOID.geometry_area_perimeter(_part_of(relation))[0])
            return sqrt(metres2 / pi) / 1000
        case _:
            is_pair = len(relation.anchors) == 2
            return _apart_km(relation) / 2 if is_pair else ROAD_RADIUS_KM


def _point(relation: Relation) -> tuple[float, float]:
    """Return latitude and longitude of the point given."""
    anchor = relation.anchors[0]
    if relation.kind is RelationKind.PART:
        part = _part_of(relation)
        assert part is not None
        inside = part.representative_point()
        return inside.y, inside.x
    if len(relation.anchors) == 2:
        middle = _line(relation, pieces=2).coords[1]
        return middle[1], middle[0]
    if relation.bearing is None:
        return anchor.latitude, anchor.longitude
    kilometres = relation.distance_km
    metres = 1000 * (DIRECTION_KM if kilometres is None else kilometres)
    x, y, _ = ELLIPSOID.fwd(anchor.longitude, anchor.latitude, relation.bearing, metres)
    return float(y), float(x)


def _apart_km(relation: Relation) -> float:
    one, two = relation.anchors
    return distance_km(one.latitude, one.longitude, two.latitude, two.longitude)


def _line(relation: Relation, pieces: int | None = None) -> LineString:
    """Return the geodesic between the two anchors, cut so that it stays one on the map."""
    one, two = relation.anchors
    count = pieces or max(1, round(_apart_km(relation) / STEP_KM))
    points = (one.longitude, one.latitude, two.longitude, two.latitude)
    # the library takes no 0: places a step apart or nearer have none between them
    between = ELLIPSOID.npts(*points, count - 1) if count > 1 else []
    ends = ((one.longitude, one.latitude), (two.longitude, two.latitude))
    return LineString([ends[0], *between, ends[1]])


def _part_of(relation: Relation) -> BaseGeometry | None:
    area = relation.anchors[0]
    unit = (area.admin1 or area.name) if area.feature_code == "ADM1" else ""
    return _part(area.country_code, unit, relation.bearing)


@cache
def _part(country_code: str, admin1: str, bearing: float | None) -> BaseGeometry | None:
    """Return the part of a country or province in a direction, its centre without one.

    Cut by its bounding box: 60 % of the extent from that side, or the middle half.
    """
    whole = admin1_polygon(country_code, admin1) if admin1 else country_polygon(country_code)
    if whole is None:
        return None
    west, south, east, north = whole.bounds
    wide, tall = east - west, north - south
    if bearing is None:
        box = (west + wide / 4, south + tall / 4, east - wide / 4, north - tall / 4)
    else:
        x, y = np.sin(np.radians(bearing)), np.cos(np.radians(bearing))
        box = (
            east - PART_SHARE * wide if x > 0.1 else west,
            north - PART_SHARE * tall if y > 0.1 else south,
            west + PART_SHARE * wide if x < -0.1 else east,
            south + PART_SHARE * tall if y < -0.1 else north,
        )
    part: BaseGeometry = shapely.intersection(whole, shapely.box(*box))
    return None if part.is_empty else part


def _country_code(relation: Relation, latitude: float, longitude: float) -> str:
    """Return the country of the place counted from, another one only where it surely is not.

    "" for a line between two countries.
    """
    codes = list(dict.fromkeys(anchor.country_code for anchor in relation.anchors))
    if len(codes) > 1:
        return ""
    if relation.distance_km is None or relation.bearing is None or not codes[0]:
        return codes[0]
    around = disc(latitude, longitude, _radius_km(relation))
    for code in (codes[0], *neighbours(codes[0])):
        outline = country_polygon(code)
        if outline is not None and outline.intersects(around):
            return code
    return codes[0]  # at sea


def _key(relation: Relation) -> str:
    numbers = [f"{n:g}" for n in (relation.distance_km, relation.bearing) if n is not None]
    return "|".join([relation.kind, *numbers, *(a.place_id for a in relation.anchors)])
