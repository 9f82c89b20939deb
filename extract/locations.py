"""A place of an act with its geometry and precision, ready for an event's fields."""

from dataclasses import dataclass, replace

from shapely import Point
from shapely.geometry.base import BaseGeometry

from extract.countries import name_of_country
from geodata.borders import admin1_polygon, border_line, border_point, country_polygon
from geodata.codes import PlaceBasis
from geodata.geodesy import disc
from geodata.model import Place, Toponym
from geodata.relations import relation_geometry, relation_precision

# The ranks of a place's kind: what says more precisely where it was.
POINT, SMALL_AREA, LINE, BORDER, LARGE_AREA, PART, COUNTRY = 5.0, 4.0, 3.8, 3.6, 3.0, 2.5, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where an act took place, ready for an event's fields.

    `mention_start` and `mention_end` are the words' offsets. `border_id` is set for a border line
    only; `country_code` is None for a line and for areas across borders.
    """

    name: str
    latitude: float
    longitude: float
    geometry: BaseGeometry
    geo_precision: int | None
    where_prec: int
    basis: PlaceBasis
    mention_start: int
    mention_end: int
    country_code: str | None = None
    border_id: str | None = None
    place: Place | None = None


def locations_of(toponym: Toponym) -> list[Location]:
    """Return where a toponym of the act's own sentence is, each stretch of a border by itself."""
    if toponym.relation:
        return [relative_location(toponym, PlaceBasis.SENTENCE)]
    if toponym.place:
        return [location_of_place(toponym.place, PlaceBasis.SENTENCE, toponym.start, toponym.end)]
    return [border_location(b, toponym.start, toponym.end) for b in toponym.border_ids]


def location_of_place(place: Place, basis: PlaceBasis, start: int, end: int) -> Location:
    """Return the place as a location on its own."""
    geo_precision, where_prec = _precision(place)
    return Location(
        name=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
        geometry=_geometry(place),
        geo_precision=geo_precision,
        where_prec=where_prec,
        basis=basis,
        mention_start=start,
        mention_end=end,
        country_code=place.country_code or None,
        place=place,
    )


def relative_location(toponym: Toponym, basis: PlaceBasis) -> Location:
    """Return a relative place with what `geodata.relations` draws for it, 2/2 to 3/5."""
    assert toponym.place is not None
    assert toponym.relation is not None
    geo_precision, where_prec = relation_precision(toponym.relation)
    located = location_of_place(toponym.place, basis, toponym.start, toponym.end)
    return replace(
        located,
        geometry=relation_geometry(toponym.relation),
        geo_precision=geo_precision,
        where_prec=where_prec,
    )


def lowered(location: Location) -> Location:
    """Return the province of a point that the act was not at but by, 3/4; else its country.

    For an act whose own place is unknown and that only its neighbours place.
    """
    place = location.place
    if place is None or location.where_prec >= 4:
        return location
    outline = admin1_polygon(place.country_code, place.admin1) if place.admin1 else None
    codes = (3, 4) if outline is not None else (None, 6)
    outline = outline if outline is not None else country_polygon(place.country_code)
    if outline is None:
        return location
    inside = outline.representative_point()
    return replace(
        location,
        name=place.admin1 if codes[0] else name_of_country(place.country_code),
        latitude=inside.y,
        longitude=inside.x,
        geometry=outline,
        geo_precision=codes[0],
        where_prec=codes[1],
        place=None,
    )


def border_location(border_id: str, start: int, end: int) -> Location:
    """Return the whole stretch of a border as a line, 3/5."""
    point = border_point(border_id)
    return Location(
        name=_border_name(border_id),
        latitude=point.y,
        longitude=point.x,
        geometry=border_line(border_id),
        geo_precision=3,
        where_prec=5,
        basis=PlaceBasis.SENTENCE,
        mention_start=start,
        mention_end=end,
        border_id=border_id,
    )


def _border_name(border_id: str) -> str:
    one, two = (name_of_country(code) for code in border_id.split("-"))
    return f"{one}–{two} border"


def _precision(place: Place) -> tuple[int | None, int]:
    """Return (geo_precision, where_prec) by the design's table."""
    rank = place_rank(place)
    if rank == COUNTRY:
        return None, 6
    if place.feature_code in ("SEA", "GULF", "OCN", "STRT", "BAY"):
        return 3, 7
    if place.feature_code == "ADM1":
        return 3, 4
    if rank == LARGE_AREA:
        return 3, 5
    if rank == SMALL_AREA:
        return 2, 3
    return 1, 1


def _geometry(place: Place) -> BaseGeometry:
    point = Point(place.longitude, place.latitude)
    outline: BaseGeometry | None = None
    if place.feature_code.startswith("PCL"):
        outline = country_polygon(place.country_code)
    elif place.feature_code == "ADM1":
        outline = admin1_polygon(place.country_code, place.admin1 or place.name)
    if outline is not None:
        return outline
    if place.radius_km and place.feature_code == "ADM1":  # a unit newer than the shipped outlines
        return disc(place.latitude, place.longitude, place.radius_km)
    if place_rank(place) == LARGE_AREA:
        return disc(place.latitude, place.longitude, place.radius_km)
    return point


def place_rank(place: Place) -> float:
    """Return how precisely the place says where, one of POINT to COUNTRY."""
    code = place.feature_code
    if code.startswith(("PCL", "CONT")):
        return COUNTRY
    if code == "ADM1" or (place.radius_km > 40 and place.feature_class in "LTVH"):
        return LARGE_AREA
    if code.startswith("ADM"):
        return SMALL_AREA
    return POINT
