"""Whether a source's units stand where their names say, country by country.

A file of outlines may have its names at the wrong outlines, as that of Burkina Faso's communes
does (2 of 97 in place): each row looks well by itself, but not beside the places known from
elsewhere.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from geodata.build.entries import Entry
from geodata.build.merging import SEAT_REACH, NameIndex, distance_km, name_index, name_keys

# A unit is in its place when a known place of its name lies within this, or within SEAT_REACH times
# its radius. Names dealt out at random get there in 2 to 20 % of the cases, by country.
IN_PLACE_KM = 60.0
# In the good files 83 to 100 % are in place; the others are namesakes of what is known.
LEAST_SHARE = 0.7
# Fewer than this say nothing.
LEAST_COMPARABLE = 10

logger = logging.getLogger(__name__)


class Standing(NamedTuple):
    """How many of a country's units have a known place of their name, and how many one near."""

    comparable: int
    in_place: int

    @property
    def is_trusted(self) -> bool:
        """False when enough units could be compared and too few of them are in place."""
        few = self.comparable < LEAST_COMPARABLE
        return few or self.in_place >= LEAST_SHARE * self.comparable


def in_their_places(units: Iterable[Entry], known: Iterable[Entry]) -> list[Entry]:
    """Return the units of the countries whose units stand near the known places of their names.

    A country that is left out is named in a warning.
    """
    units = list(units)
    standings = standings_of(units, known)
    for code, standing in standings.items():
        if not standing.is_trusted:
            logger.warning(
                "the units of %s are left out: of %d whose names are known, %d stand near",
                *(code, standing.comparable, standing.in_place),
            )
    return [unit for unit in units if standings[unit.place.country_code].is_trusted]


def standings_of(units: Iterable[Entry], known: Iterable[Entry]) -> Mapping[str, Standing]:
    """Return the standing of the units of each country, by its code."""
    in_order = sorted(units, key=_country)
    codes = {_country(unit) for unit in in_order}
    places = {at: entry for at, entry in enumerate(known) if _country(entry) in codes}
    index = name_index(places.items(), lambda _: "")
    standings = {}
    for code, group in groupby(in_order, _country):
        found = [near for unit in group for near in _is_near(unit, index, places)]
        standings[code] = Standing(len(found), sum(found))
    return standings


def _is_near(unit: Entry, index: NameIndex, places: Mapping[int, Entry]) -> Iterator[bool]:
    """Yield whether a place of the unit's name is near; nothing when no place has that name."""
    # By folded names only: keys join names that are alike, and so more namesakes.
    folded = (name for name in name_keys(unit) if name.startswith("="))
    named = {at for name in folded for at in index.get(("", _country(unit), name), ())}
    if named:
        reach_km = max(IN_PLACE_KM, SEAT_REACH * unit.place.radius_km)
        yield min(distance_km(unit.place, places[at].place) for at in named) <= reach_km


def _country(entry: Entry) -> str:
    return entry.place.country_code
