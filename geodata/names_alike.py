"""Which places of a gazetteer have a name that sounds like one that nothing is called.

`geodata.fuzzy` says where to look, `geodata.likeness` how like a name found there is.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from geodata.fuzzy import Reading, key_only, keys_near, likeness_countries, readings
from geodata.likeness import (
    ELSEWHERE,
    FLOOR,
    GUESSED_READING,
    IN_COUNTRY_ASKED,
    IN_REGION,
    SAME_KEY,
    chance,
    same_spelling,
)
from geodata.names import fold, key_of_sounds, sounds_of_folded
from geodata.place_files import ACRONYM, PlaceFiles

# Elsewhere than in the region only cities are found by likeness: any string is like some village.
CITY: Final = 100_000
CITY_ELSEWHERE: Final = 1
REGION: Final = 2
# Names that share fewer letters than this aren't compared closely, nor more than so many a reading:
# a right one was never farther down among 4,000.
QUICK_FLOOR: Final = 0.5
CLOSE_LOOKS: Final = 20
# With a find this sure, keys near the name's own aren't looked at.
SURE: Final = 0.95


class Alike(NamedTuple):
    """A row of places.parquet that a name may mean, how likely, and how it was found."""

    row: int
    chance: float
    match: Literal["key", "fuzzy"]


class NamesAlike:
    """The names of a gazetteer by what they sound like. Safe to share by threads."""

    def __init__(self, files: PlaceFiles) -> None:
        self._places = files.places
        self._names = files.names
        self._keys = files.keys
        self._rows = files.rows
        self._flags = files.flags
        self._key_of_name = files.key_of_name

    def find(self, name: str, *, everywhere: bool) -> list[Alike]:
        """Return the places with a name that sounds like this, likest first, each once.

        By its key, else by near keys. `everywhere` counts all places, not only those of
        `likeness_countries` and cities elsewhere.
        """
        alike: dict[int, Alike] = {}
        folded, spoken = fold(name), readings(name)
        # Keys near the plain reading include what the others' articles change.
        for look, tried in ((key_only, spoken), (_keys_near, spoken[:1])):
            for reading in tried:
                keys = {self._keys.get(near, -1) for near in look(reading.sounds)} - {-1}
                for found in self._alike(folded, reading, keys, everywhere=everywhere):
                    known = alike.get(found.row)
                    if known is None or found.chance > known.chance:
                        alike[found.row] = found
            if any(found.chance >= SURE for found in alike.values()):
                break
        fame = self._places.fame
        return sorted(alike.values(), key=lambda a: (-a.chance, -fame(a.row), a.row))

    def names_of_keys(self, keys: Iterable[int], *, everywhere: bool) -> Iterator[int]:
        """Yield the numbers of the names that have one of these keys.

        Not `everywhere`: only names of the region's places and of cities.
        """
        starts, names = self._names_by_key if everywhere else self._likely_names_by_key
        for number in keys:
            yield from names[starts[number] : starts[number + 1]].tolist()

    def _alike(
        self, folded: str, reading: Reading, keys: Iterable[int], *, everywhere: bool
    ) -> Iterator[Alike]:
        """Yield the rows that the names of these keys mean, those like enough."""
        own = key_of_sounds(reading.sounds)
        near = self.names_of_keys(keys, everywhere=everywhere)
        for number, theirs, other in self._closest(reading.sounds, near):
            reach = int(self._reach_of_name[number])
            is_key = reading.is_plain and key_of_sounds(theirs) == own
            prior = IN_COUNTRY_ASKED if everywhere else IN_REGION if reach == REGION else ELSEWHERE
            prior += SAME_KEY * is_key + GUESSED_READING * (not reading.is_plain)
            spelling = same_spelling(folded, other)
            alike = round(chance(reading.sounds, theirs, spelling, prior, least=FLOOR - 0.01), 2)
            if alike < FLOOR:
                continue
            for row, flag in zip(self._rows[number], self._flags[number], strict=True):
                if flag != ACRONYM and (everywhere or self._reach_of_row[row] == reach):
                    yield Alike(row, alike, "key" if is_key else "fuzzy")

    def _closest(self, spoken: str, numbers: Iterable[int]) -> list[tuple[int, str, str]]:
        """Return which of the names deserve a close look: number, sounds, folded."""
        near = []
        for number in numbers:
            other = self._names.restore_key(number)
            theirs = sounds_of_folded(other)
            quick = Indel.normalized_similarity(spoken, theirs, score_cutoff=QUICK_FLOOR)
            if quick:
                near.append((-quick, number, theirs, other))
        return [(number, theirs, other) for _, number, theirs, other in sorted(near)[:CLOSE_LOOKS]]

    @cached_property
    def _reach_of_row(self) -> NDArray[np.int8]:
        """Return REGION for each place of likeness_countries, CITY_ELSEWHERE for cities, else 0."""
        in_region = REGION * self._places.is_in(likeness_countries())
        reach: NDArray[np.int8] = np.maximum(in_region, self._places.population >= CITY).astype(
            np.int8
        )
        return reach

    @cached_property
    def _reach_of_name(self) -> NDArray[np.int8]:
        return self._rows.largest(self._reach_of_row)

    @cached_property
    def _names_by_key(self) -> "_ByKey":
        return self._by_key(np.arange(len(self._key_of_name), dtype=np.int32))

    @cached_property
    def _likely_names_by_key(self) -> "_ByKey":
        likely = np.flatnonzero(self._reach_of_name >= CITY_ELSEWHERE).astype(np.int32)
        return self._by_key(likely)

    def _by_key(self, names: NDArray[np.int32]) -> "_ByKey":
        keys = self._key_of_name[names]
        order = np.argsort(keys, kind="stable")
        starts = np.searchsorted(keys[order], np.arange(len(self._keys) + 1)).astype(np.int32)
        return _ByKey(starts, names[order])


# A name is looked for in the gazetteer beside as well.
@lru_cache(maxsize=16)
def _keys_near(spoken: str) -> frozenset[str]:
    return frozenset(keys_near(spoken))


class _ByKey(NamedTuple):
    """The names of key k are names[starts[k] : starts[k + 1]]."""

    starts: NDArray[np.int32]
    names: NDArray[np.int32]
