"""Which entries of several sources are one place, and what becomes of them."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from geodata.build.entries import LEAST_RADIUS_KM, Entry
from geodata.model import Place
from geodata.names import fold, key, without_generic

# Two rows with one name and this near each other are one place: sources place towns and air fields
# up to this far apart, and towns of one name in one country are farther.
SAME_PLACE_KM = 25.0
AIR_FIELDS = frozenset({"AIRP", "AIRB", "AIRF"})
# A seat may lie off the middle of a long desert commune, beyond the circle of its area.
SEAT_REACH = 2.0
# What a unit of a level may be the same as, in this order. News name a commune by its town; a
# district and its town are told apart.
SAME_AS_UNIT: Mapping[str, tuple[str, ...]] = {"ADM3": ("P", "ADM3", "ADM2"), "ADM2": ("ADM2",)}

# (kind, country, name as `name_keys` gives it) -> positions.
NameIndex = Mapping[tuple[str, str, str], list[int]]


def merge(ours: Iterable[Entry], others: list[Entry]) -> list[Entry]:
    """Return both lists' entries, those that are one place merged into one.

    One place: same country, a name with the same fold or key in common, within SAME_PLACE_KM, and
    both towns or both air fields. A town keeps the other source's identity and point (GeoNames), an
    air field ours; names are joined.
    """
    ours = list(ours)
    kept = dict(enumerate(others))
    index = name_index(_in_countries_of(ours, kept), _town_or_air_field)
    added = []
    for entry in ours:
        same = nearest(entry, index, kept, _town_or_air_field(entry.place))
        if same is None:
            added.append(entry)
        elif entry.place.feature_class == "P":
            kept[same] = joined(kept[same], entry)
        else:
            added.append(joined(entry, kept.pop(same)))
    return [*kept.values(), *added]


def merge_units(units: Iterable[Entry], others: list[Entry]) -> list[Entry]:
    """Return the other entries with the units, those that are one place merged into it.

    One place: as SAME_AS_UNIT says, same country and name, within SAME_PLACE_KM or SEAT_REACH
    times the unit's radius. The other's identity and point are kept; a unit takes the outline's
    radius.
    """
    units = list(units)
    kept = dict(enumerate(others))
    index = unit_index(_in_countries_of(units, kept))
    added = []
    for unit in units:
        same = same_as_unit(unit, index, kept)
        if same is None:
            added.append(unit)
            continue
        place = kept[same].place
        if place.feature_class == "A":
            place = replace(place, radius_km=unit.place.radius_km)
        kept[same] = joined(replace(kept[same], place=place), unit)
    return [*kept.values(), *added]


def at_seats(units: Iterable[Entry], towns: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the units, those of which one town is seen moved to the largest town of their name.

    Of the wilaya Bordj Badji Mokhtar that is its second town. A unit with a point of its own stays.
    """
    seats: dict[tuple[str, str], Place] = {}
    taken = set()
    for place in (town.place for town in towns if town.place.feature_class == "P"):
        taken.add((place.latitude, place.longitude))
        named = (place.country_code, fold(place.name))
        if named not in seats or place.population > seats[named].population:
            seats[named] = place
    for unit in units:
        place = unit.place
        seat = seats.get((place.country_code, fold(place.name)))
        at_a_town = (place.latitude, place.longitude) in taken
        if seat is None or not at_a_town or place.radius_km > LEAST_RADIUS_KM:
            yield unit
            continue
        moved = replace(place, latitude=seat.latitude, longitude=seat.longitude)
        yield replace(unit, place=moved)


def one_an_id(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, those of one id joined to the first: sources share units."""
    found: dict[str, Entry] = {}
    for entry in entries:
        known = found.get(entry.place.place_id)
        found[entry.place.place_id] = joined(known, entry) if known else entry
    return list(found.values())


def unit_index(entries: Iterable[tuple[int, Entry]]) -> NameIndex:
    """Return an index for `same_as_unit`."""
    return name_index(entries, _town_or_level)


def same_as_unit(unit: Entry, index: NameIndex, kept: Mapping[int, Entry]) -> int | None:
    """Return the position of the place that the unit is, by SAME_AS_UNIT, None for none."""
    reach_km = max(SAME_PLACE_KM, SEAT_REACH * unit.place.radius_km)
    for kind in SAME_AS_UNIT[unit.place.feature_code]:
        same = nearest(unit, index, kept, kind, reach_km)
        if same is not None:
            return same
    return None


def name_index(entries: Iterable[tuple[int, Entry]], kind: Callable[[Place], str]) -> NameIndex:
    """Return the entries' positions by kind, country and name."""
    index = defaultdict(list)
    for position, entry in entries:
        place = entry.place
        for name in name_keys(entry):
            index[(kind(place), place.country_code, name)].append(position)
    return index


def name_keys(entry: Entry) -> set[str]:
    """Folds and keys of the entry's names, told apart by a mark."""
    names = set(entry.all_names())
    if entry.place.feature_class == "A":
        cores = (without_generic(fold(name)) for name in entry.all_names())
        names |= {core[0] for core in cores if core}
    return ({f"={fold(name)}" for name in names} | {f"~{key(name)}" for name in names}) - {"=", "~"}


def nearest(
    entry: Entry,
    index: NameIndex,
    kept: Mapping[int, Entry],
    kind: str,
    reach_km: float = SAME_PLACE_KM,
) -> int | None:
    """Return the position of the nearest kept entry of a name and kind within reach."""
    named = {
        position
        for name in name_keys(entry)
        for position in index.get((kind, entry.place.country_code, name), ())
        if kind and position in kept
    }
    distances = ((distance_km(entry.place, kept[at].place), at) for at in named)
    return min(((km, at) for km, at in distances if km <= reach_km), default=(0.0, None))[1]


def joined(entry: Entry, other: Entry) -> Entry:
    """Return `entry` with the names of `other`; the other's main names stay main names."""
    return replace(
        entry,
        preferred=(*entry.preferred, other.place.name, *other.preferred),
        alternates=(*entry.alternates, *other.alternates),
        acronyms=(*entry.acronyms, *other.acronyms),
    )


def distance_km(one: Place, other: Place) -> float:
    """Great-circle distance by the haversine formula; 0.5 % of error does no harm at 25 km."""
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - one.longitude)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(turn / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def _in_countries_of(
    entries: Iterable[Entry], kept: Mapping[int, Entry]
) -> Iterator[tuple[int, Entry]]:
    countries = {entry.place.country_code for entry in entries}
    return ((at, entry) for at, entry in kept.items() if entry.place.country_code in countries)


def _town_or_air_field(place: Place) -> str:
    """What may merge with what: "" merges with nothing."""
    if place.feature_class == "P":
        return "P"
    return "air" if place.feature_code in AIR_FIELDS else ""


def _town_or_level(place: Place) -> str:
    return "P" if place.feature_class == "P" else place.feature_code
