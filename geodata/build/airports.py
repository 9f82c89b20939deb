"""Airports of the world, from the package airportsdata."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

import airportsdata

from geodata.build.entries import Entry, place_of
from geodata.manifest import Source
from geodata.model import Place

AIRPORTS = Source(
    name="airportsdata",
    version=version("airportsdata"),
    licence="MIT",
    attribution="Airports: airportsdata by Mike Borsetti, MIT",
    url="https://github.com/mborsetti/airportsdata",
)


def airports(only: Callable[[str], bool]) -> Iterator[Entry]:
    """Yield the airports that have an ICAO location indicator of four letters.

    The package's other codes are local ones of private air strips. Names: the airport's own and
    "<town> airport".
    """
    for code, row in sorted(airportsdata.load("ICAO").items()):
        if not (code.isascii() and code.isalpha() and only(row["country"]) and row["name"]):
            continue
        place = place_of(
            f"airportsdata:{code}",
            row["name"],
            (row["lat"], row["lon"]),
            country_code=row["country"],
            feature_class="S",
            feature_code="AIRP",
            source="airportsdata",
        )
        yield Entry(place, alternates=(f"{row['city']} airport",) if row["city"] else ())


def airport_towns(airport: Place) -> tuple[str, ...]:
    """Return the names an airport's town may have: as the package gives it, and as in its name."""
    row = _airports()[airport.place_id.partition(":")[2]]
    # Only a name that is nothing but "<town> Airport", of an airport with scheduled flights, surely
    # names a town.
    match = re.fullmatch(r"([\w' -]+?) Airport", row["name"])
    named = [match[1]] if match and row["iata"] else []
    return tuple(dict.fromkeys(filter(None, [*named, row["city"]])))


@cache
def _airports() -> Mapping[str, Mapping[str, Any]]:
    rows: Mapping[str, Mapping[str, Any]] = airportsdata.load("ICAO")
    return rows
