"""Arabic spellings of towns that the sources of the gazetteer have in Latin letters only."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from geodata.manifest import DATA_FOLDER
from geodata.names import fold

SPELLINGS_FILE = DATA_FOLDER / "arabic_spellings.csv"


@cache
def arabic_spellings() -> Mapping[str, tuple[str, ...]]:
    """Return the folded spellings with the ids of the places that they mean."""
    found: dict[str, list[str]] = defaultdict(list)
    with SPELLINGS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[fold(row["spelling"])].append(row["place_id"])
    return MappingProxyType({spelling: tuple(ids) for spelling, ids in found.items()})


@cache
def spelling_beginnings() -> frozenset[str]:
    """Return every spelling and what its first words are."""
    return frozenset(
        " ".join(words[: count + 1])
        for words in map(str.split, arabic_spellings())
        for count in range(len(words))
    )
