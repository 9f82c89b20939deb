"""Countries, first-level units and the land borders between neighbours.

The frames are read once from geodata/data and shared: don't change them in place. All geometry is
EPSG:4326. Whose lines these are stands in the manifest: Natural Earth's, Germany's point of view.
A country_code is ISO 3166-1 alpha-2, else Natural Earth's ADM0_A3 ("BRT" for Bir Tawil).
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from geodata.errors import DataFileError, RecordError
from geodata.manifest import DATA_FOLDER
from geodata.names import fold

ELLIPSOID: Final = Geod(ellps="WGS84")
# A line between two vertices is straight in degrees (Egypt's south runs on a parallel); cut into
# steps of 2 km it's within 0.1 m of the geodesic between the steps' ends.
STEP_DEGREES: Final = 0.02
# What an event's own geometry needs; a border of 1,000 km keeps 30 to 100 vertices.
LINE_TOLERANCE_DEGREES: Final = 0.02
AREA_TOLERANCE_DEGREES: Final = 0.05


@cache
def countries() -> gpd.GeoDataFrame:
    """Return country_code, name, name_fr, name_ar, continent, geometry; one row a code, sorted.

    Raises DataFileError when the file is missing or damaged.
    """
    return _read("countries.parquet")


@cache
def admin1() -> gpd.GeoDataFrame:
    """Return country_code, admin1, name_fr, name_ar, iso_3166_2, geometry, by code and name.

    Outlines are simplified to about a kilometre. A name can be there twice in a country.
    """
    return _read("admin1.parquet")


@cache
def land_borders() -> gpd.GeoDataFrame:
    """Return border_id, country_code_a, country_code_b, name, length_km, disputed, note, geometry.

    One row a border, by border_id; a MultiLineString whose parts run from their western end
    (a closed one clockwise from its westernmost vertex) and stand from west to east.
    `note` says what a dispute is about and who says so, "" where there is nothing to say.
    """
    return _read("land_borders.parquet")


def _read(name: str) -> gpd.GeoDataFrame:
    path = DATA_FOLDER / name
    try:
        return gpd.read_parquet(path)
    except (OSError, ValueError) as error:
        message = f"{name} can't be read: {error}; build it with: python -m geodata.build"
        raise DataFileError(message) from error


def country_name(country_code: str) -> str:
    """Return the country's English name. Raises RecordError for a code that isn't there."""
    names = country_names()
    if country_code not in names:
        raise RecordError(f"no country has the code {country_code!r}; codes are like 'DZ'")
    return names[country_code]


@cache
def country_names() -> Mapping[str, str]:
    """Return the countries' English names by code."""
    frame = countries()
    return MappingProxyType(dict(zip(frame["country_code"], frame["name"], strict=True)))


def border_name(border_id: str) -> str:
    """Return the border's name ("Algeria–Libya border"). Raises RecordError for an unknown id."""
    return f"{_border(border_id, 'name')} border"


@cache
def neighbours(country_code: str) -> tuple[str, ...]:
    """Return the codes of the countries it has a land border with, sorted; () for an island."""
    frame = land_borders()
    first, second = frame["country_code_a"], frame["country_code_b"]
    return tuple(sorted([*second[first == country_code], *first[second == country_code]]))


@cache
def border_line(border_id: str) -> LineString | MultiLineString:
    """Return the border simplified to about 2 km, light enough to be an event's geometry.

    Raises RecordError when no such border is there ("LY-DZ" is written "DZ-LY").
    """
    parts = shapely.get_parts(_border(border_id, "geometry"))
    simple: list[LineString] = list(shapely.simplify(parts, LINE_TOLERANCE_DEGREES))
    return simple[0] if len(simple) == 1 else MultiLineString(simple)


@cache
def border_point(border_id: str) -> Point:
    """Return the point halfway along the longest part of `border_line`, in degrees."""
    parts = shapely.get_parts(border_line(border_id))
    longest = parts[int(np.argmax(shapely.length(parts)))]
    halfway: Point = longest.interpolate(0.5, normalized=True)
    return halfway


def _border(border_id: str, column: str) -> Any:
    frame = _borders_by_id()
    if border_id not in frame.index:
        raise RecordError(
            f"no land border has the id {border_id!r}; ids are two codes in alphabetical order "
            "like 'DZ-LY'"
        )
    return frame.at[border_id, column]


@cache
def _borders_by_id() -> gpd.GeoDataFrame:
    return land_borders().set_index("border_id")


@cache
def country_polygon(country_code: str) -> BaseGeometry | None:
    """Return the country's area simplified to about 5 km; None when the code isn't there."""
    frame = countries()
    return _light_area(frame[frame["country_code"] == country_code])


@cache
def admin1_polygon(country_code: str, name: str) -> BaseGeometry | None:
    """Return the first-level unit's area simplified to about 5 km; None when it isn't there.

    `name` may be the English or local, the French or the Arabic one, compared after folding.
    """
    frame = admin1()
    inside = frame[frame["country_code"] == country_code]
    folded = fold(name)
    same = [
        any(fold(other) == folded for other in names if isinstance(other, str))
        for names in zip(inside["admin1"], inside["name_fr"], inside["name_ar"], strict=True)
    ]
    return _light_area(inside[same])


def _light_area(rows: gpd.GeoDataFrame) -> BaseGeometry | None:
    if rows.empty:
        return None
    shapes = rows.geometry
    area: BaseGeometry = shapes.iloc[0] if len(shapes) == 1 else shapes.union_all()
    light: BaseGeometry = shapely.make_valid(shapely.simplify(area, AREA_TOLERANCE_DEGREES))
    return area if light.is_empty else light


def length_km(line: BaseGeometry) -> float:
    """Return the geodesic length of a line, in kilometres, along its path in degrees."""
    metres: float = ELLIPSOID.geometry_length(shapely.segmentize(line, STEP_DEGREES))
    return metres / 1000


def map_layers() -> dict[str, Path]:
    """Return the files that the map draws, by name: countries.geojson, land_borders.geojson.

    Countries have the properties country_code, name, name_fr, name_ar; border stretches border_id,
    name, disputed, note.
    """
    folder = DATA_FOLDER / "map"
    return {path.name: path for path in sorted(folder.glob("*.geojson"))}
