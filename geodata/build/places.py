"""Makes the gazetteer: every source's entries, merged where they are one place, and indexed."""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from geodata.build.borders import ADMIN1_SOURCE, COUNTRIES_SOURCE
from geodata.build.entries import Entry
from geodata.build.manifest import describe
from geodata.build.place_areas import (
    admin1,
    admin1_at,
    countries,
    natural_earth_countries,
    world_regions,
)
from geodata.build.place_index import write_index
from geodata.build.place_sources import (
    AIRPORTS,
    CITIES_JSON,
    GEONAMES,
    REGIONAL,
    admin1_from_cities,
    admin2_from_cities,
    admin_names,
    airport_towns,
    airports,
    continents,
    geonames_cities,
    regional,
    territories,
)
from geodata.manifest import Dataset
from geodata.model import Place
from geodata.names import fold, key

SOURCES = (GEONAMES, CITIES_JSON, AIRPORTS, COUNTRIES_SOURCE, ADMIN1_SOURCE, REGIONAL)
# Two rows with one name and this near each other are one place: sources place towns and air fields
# up to this far apart, and towns of one name in one country are farther.
SAME_PLACE_KM = 25.0
# An airport serves the town of its name when no populated place of that name is within this.
TOWN_KM = 30.0
AIR_FIELDS = frozenset({"AIRP", "AIRB", "AIRF"})


def build(out: Path, only: Collection[str] | None = None) -> tuple[Dataset, ...]:
    """Write the gazetteer's files into `out`; return what they are.

    `only` keeps the places of these countries (ISO 3166-1 alpha-2); an entry is the same in a part
    as in the whole. Raises DownloadError when npm's files can't be fetched.
    """
    entries = sorted(gather(only), key=_order)
    out.mkdir(parents=True, exist_ok=True)
    written = write_index(entries, out)
    return tuple(describe(path, text, SOURCES, rows) for path, text, rows in written)


def gather(only: Collection[str] | None = None) -> list[Entry]:
    """Return all entries, merged, each with its admin-1 unit, in no special order."""
    codes = None if only is None else frozenset(only)

    def wanted(country_code: str) -> bool:
        return codes is None or country_code in codes

    names = admin_names()
    units = list(admin1(wanted))
    unit_names = names | {code: entry.place.name for code, entry in units if code}
    ours = list(regional(wanted))
    towns = [*geonames_cities(wanted, unit_names)]
    fields = [*airports(wanted)]
    merged = merge(ours, [*towns, *fields])
    areas = [
        *countries(wanted),
        *territories(wanted, natural_earth_countries()),
        *(entry for _, entry in units),
        *admin1_from_cities(wanted, (code for code, _ in units), names),
        *admin2_from_cities(wanted, names),
    ]
    world = [] if codes else [*continents(), *world_regions(_folded_names(ours))]
    return _in_units(_with_airport_towns([*merged, *areas, *world]))


def merge(ours: Iterable[Entry], others: list[Entry]) -> list[Entry]:
    """Return both lists' entries, those that are one place merged into one.

    One place: same country, a name with the same fold or key in common, within SAME_PLACE_KM, and
    both towns or both air fields. A town keeps the other source's identity and point (GeoNames), an
    air field ours; names are joined.
    """
    kept = dict(enumerate(others))
    index = _name_index(kept.items(), _merge_kind)
    added = []
    for entry in ours:
        same = _same_place(entry, index, kept)
        if same is None:
            added.append(entry)
        elif entry.place.feature_class == "P":
            kept[same] = _joined(kept[same], entry)
        else:
            added.append(_joined(entry, kept.pop(same)))
    return [*kept.values(), *added]


def _merge_kind(place: Place) -> str:
    """What may merge with what: "" merges with nothing."""
    if place.feature_class == "P":
        return "P"
    return "air" if place.feature_code in AIR_FIELDS else ""


def _any_kind(_: Place) -> str:
    return ""


def _name_index(
    entries: Iterable[tuple[int, Entry]], kind: Callable[[Place], str]
) -> dict[tuple[str, str, str], list[int]]:
    index = defaultdict(list)
    for position, entry in entries:
        place = entry.place
        for name in _name_keys(entry):
            index[(kind(place), place.country_code, name)].append(position)
    return index


def _name_keys(entry: Entry) -> set[str]:
    """Folds and keys of the entry's names, told apart by a mark."""
    names = set(entry.all_names())
    return ({f"={fold(name)}" for name in names} | {f"~{key(name)}" for name in names}) - {"=", "~"}


def _same_place(
    entry: Entry, index: dict[tuple[str, str, str], list[int]], kept: dict[int, Entry]
) -> int | None:
    kind = _merge_kind(entry.place)
    named = {
        position
        for name in _name_keys(entry)
        for position in index.get((kind, entry.place.country_code, name), ())
        if kind and position in kept
    }
    distances = ((_distance_km(entry.place, kept[at].place), at) for at in named)
    return min(((km, at) for km, at in distances if km <= SAME_PLACE_KM), default=(0.0, None))[1]


def _joined(entry: Entry, other: Entry) -> Entry:
    """Return `entry` with the names of `other`; the other's main names stay main names."""
    return replace(
        entry,
        preferred=(*entry.preferred, other.place.name, *other.preferred),
        alternates=(*entry.alternates, *other.alternates),
        acronyms=(*entry.acronyms, *other.acronyms),
    )


def _with_airport_towns(entries: list[Entry]) -> list[Entry]:
    """Give airports their town's name as an alternate where no place of that name is near."""
    towns = dict(enumerate(entry for entry in entries if entry.place.feature_class != "S"))
    index = _name_index(towns.items(), _any_kind)
    return [
        replace(entry, alternates=(*entry.alternates, *_missing_towns(entry.place, index, towns)))
        if entry.place.source == "airportsdata"
        else entry
        for entry in entries
    ]


def _missing_towns(
    airport: Place, index: dict[tuple[str, str, str], list[int]], towns: dict[int, Entry]
) -> Iterator[str]:
    for town in airport_towns(airport):
        named = {
            position
            for name in (f"={fold(town)}", f"~{key(town)}")
            for position in index.get(("", airport.country_code, name), ())
        }
        if not any(_distance_km(airport, towns[at].place) <= TOWN_KM for at in named):
            yield town


def _in_units(entries: list[Entry]) -> list[Entry]:
    """Fill an empty admin1 of towns and sites from the polygon they lie in."""
    without = [
        position
        for position, entry in enumerate(entries)
        if not entry.place.admin1 and entry.place.feature_class in {"P", "S"}
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


def _distance_km(one: Place, other: Place) -> float:
    """Great-circle distance by the haversine formula; 0.5 % of error does no harm at 25 km."""
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - one.longitude)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(turn / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def _order(entry: Entry) -> tuple[str, str, str]:
    return (entry.place.country_code, entry.place.feature_class, entry.place.place_id)
