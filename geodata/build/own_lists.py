"""Our own lists of places and names: regional, physical features, country aliases."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from geodata.build.entries import Entry, place_of
from geodata.manifest import Source
from geodata.model import Place
from geodata.names import fold

REGIONAL_FILE = Path(__file__).with_name("regional.csv")
PHYSICAL_FILE = Path(__file__).with_name("physical_features.csv")
COUNTRY_ALIASES_FILE = Path(__file__).with_name("country_aliases.csv")

REGIONAL = Source(
    name="Borderwatch regional list",
    version="1",
    licence="MIT",
    attribution="Regional places: Borderwatch, a source for each row",
    url="geodata/build/regional.csv",
)

PHYSICAL = Source(
    name="Borderwatch list of seas, rivers, mountains, deserts",
    version="1",
    licence="MIT",
    attribution="Regional places: Borderwatch, a source for each row",
    url="geodata/build/physical_features.csv",
)


def physical_features(skip: set[str]) -> Iterator[Entry]:
    """Yield what belongs to no country: seas, rivers, ranges, deserts, regions.

    Rows with a folded name in `skip` are left out: the regional list is more exact.
    """
    with PHYSICAL_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = (row["name"], *filter(None, row["alternate_names"].split("|")))
            if skip.isdisjoint(map(fold, names)):
                yield Entry(_feature(row), preferred=names[1:])


def regional(only: Callable[[str], bool], path: Path = REGIONAL_FILE) -> Iterator[Entry]:
    """Yield the hand-made list's places; all their names are preferred ones."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if only(row["country_code"]):
                yield _regional_entry(row)


def country_aliases() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return our own list: country code -> kind (acronym, short, official, former) -> names."""
    with COUNTRY_ALIASES_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(lambda: defaultdict(tuple))
    for row in rows:
        found[row["country_code"]][row["kind"]] += (row["name"],)
    return found


def _feature(row: Mapping[str, str]) -> Place:
    return place_of(
        f"borderwatch:{row['feature_id']}",
        row["name"],
        (float(row["latitude"]), float(row["longitude"])),
        feature_class=row["feature_class"],
        feature_code=row["feature_code"],
        source="borderwatch",
        radius_km=float(row["radius_km"]),
    )


def _regional_entry(row: Mapping[str, str]) -> Entry:
    place = place_of(
        f"borderwatch:{row['regional_id']}",
        row["name"],
        (float(row["latitude"]), float(row["longitude"])),
        country_code=row["country_code"],
        admin1=row["admin1"],
        feature_class=row["feature_class"],
        feature_code=row["feature_code"],
        source="borderwatch",
        radius_km=float(row["radius_km"] or 0),
    )
    return Entry(place, preferred=tuple(filter(None, row["alternate_names"].split("|"))))
