"""Names to places: by exact name, by transliteration key, by a near key, or near a point.

The files come from `geodata.build.places`: places.parquet (one row a place), a trie of folded
names, a trie of keys, and place_links.parquet, which says for each name its places, best first,
and its key. Opening maps the tries and reads columns; Place records are made when asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, Self

import marisa_trie
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyproj import Geod
from rapidfuzz.distance import Indel

from geodata.errors import DataFileError
from geodata.fuzzy import Reading, key_only, keys_near, likeness_countries, readings
from geodata.installed import places_in_use
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
from geodata.manifest import DATA_FOLDER, SHARE_ALIKE_FOLDER
from geodata.model import Place
from geodata.names import arabic_stems, fold, key_of_sounds, sounds, without_generic
from geodata.place_columns import Lists, PlaceColumns, numbers
from geodata.settings import Settings

# Flags of a name's link to a place, larger ones win where one place has a name twice.
PREFERRED: Final = 1
ACRONYM: Final = 2

# Elsewhere than in the region only cities are found by likeness: any string is like some village.
CITY: Final = 100_000
CITY_ELSEWHERE: Final = 1
REGION: Final = 2
# Names that share fewer letters than this aren't compared closely, nor more than so many a reading:
# a right one was never farther down among 4,000.
QUICK_FLOOR: Final = 0.5
CLOSE_LOOKS: Final = 20
# A few of the 600,000 names are longer. Variants of a key grow with the square of its length, and
# "names" out of broken texts may have a million letters.
MAX_LIKENED: Final = 80
# With a find this sure, keys near the name's own aren't looked at.
SURE: Final = 0.95


class _Files(NamedTuple):
    places: str = "places.parquet"
    links: str = "place_links.parquet"
    names: str = "place_names.marisa"
    keys: str = "place_keys.marisa"


FILES: Final = _Files()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    `score` is 0 to 1: 1.0 the place's main name, 0.95 an alternate or an acronym, lower for what is
    only like it. `match` says how it was found.
    """

    place: Place
    score: float
    match: Literal["exact", "key", "fuzzy"]


def rank_of(place: Place) -> tuple[int, int, float]:
    """Return what places of one name are ordered by, best first.

    Countries, then capitals, then first-level units, continents, regions and seas, then all else;
    within each by population, then extent. In news a bare name is mostly the one the world knows.
    """
    code = place.feature_code
    if code.startswith("PCL"):
        tier = 0
    elif code == "PPLC":
        tier = 1
    elif code in {"ADM1", "CONT", "RGN", "RGNH", "OCN", "SEA", "GULF", "DSRT"}:
        tier = 2
    else:
        tier = 3
    return (tier, -place.population, -place.radius_km)


class Gazetteer:
    """The places of the world, opened from a folder of built files. Safe to share by threads."""

    def __init__(
        self,
        places: pa.Table,
        links: pa.Table,
        names: marisa_trie.Trie,
        keys: marisa_trie.Trie,
        beside: "Gazetteer | None" = None,
    ) -> None:
        self._names = names
        self._keys = keys
        self._columns = PlaceColumns(places)
        self._rows = Lists(links.column("rows"), np.int32)
        self._flags = Lists(links.column("flags"), np.int8)
        self._key_of_name: NDArray[np.int32] = numbers(links.column("key"), np.int32)
        # Unknown names take a millisecond or more, and articles of a day share them.
        self._liked = lru_cache(maxsize=10_000)(self._like_both)
        self._beside = beside

    @classmethod
    def open(cls, folder: Path | None = None) -> Self:
        """Open the gazetteer's files in `folder`. Raises DataFileError when one can't be read.

        None means the shipped places, with those that the analyst installed (`geodata.places`). The
        share-alike places in their folder beside the files are read too, where it is there.
        """
        beside = (folder or DATA_FOLDER) / SHARE_ALIKE_FOLDER
        return cls._read(
            folder or places_in_use(Settings.from_environment().places_folder),
            cls._read(beside) if beside.is_dir() else None,
        )

    @classmethod
    def _read(cls, folder: Path, beside: "Gazetteer | None" = None) -> Self:
        try:
            return cls(
                _table(folder / FILES.places),
                _table(folder / FILES.links),
                _trie(folder / FILES.names),
                _trie(folder / FILES.keys),
                beside,
            )
        except (OSError, pa.ArrowException, RuntimeError, KeyError) as error:
            message = (
                f"the gazetteer in {str(folder)!r} can't be read: {error}; restore the files from "
                "the repository or run python -m geodata.build places"
            )
            raise DataFileError(message) from error

    def __len__(self) -> int:
        return len(self._columns)

    def places(self) -> Iterator[Place]:
        """Yield every place in row order: what an index with more places is made from.

        Like `names` and `len`, without the share-alike places beside.
        """
        return map(self._columns.place, range(len(self._columns)))

    def names(self) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
        """Yield every folded name with its key ("" for none) and its (row, flag) pairs."""
        for number, key_number in enumerate(self._key_of_name.tolist()):
            linked = zip(self._rows[number], self._flags[number], strict=True)
            name_key = self._keys.restore_key(key_number) if key_number >= 0 else ""
            yield self._names.restore_key(number), name_key, list(linked)

    def is_name(self, folded: str) -> bool:
        """True when some name folds to exactly this."""
        return folded in self._names or (self._beside is not None and self._beside.is_name(folded))

    def starts_name(self, folded: str) -> bool:
        """True when some name is these folded words or begins with them."""
        longer: Iterator[str] = self._names.iterkeys(folded + " ")
        if folded in self._names or next(longer, None) is not None:
            return True
        return self._beside is not None and self._beside.starts_name(folded)

    def is_acronym(self, folded: str) -> bool:
        """True when this is an acronym or abbreviation of some place ("us", "mass").

        As such it counts only in capitals or with its dots ("US", "U.S.", "Mass."); the same
        letters may be another place's whole name, for which case doesn't matter.
        """
        number = self._names.get(folded, -1)
        return number >= 0 and ACRONYM in self._flags[number]

    def exact(
        self, name: str, *, country_code: str | None = None, limit: int = 50
    ) -> list[Candidate]:
        """Return the places with a name that folds to this one's, best first (`rank_of`).

        A main name goes before an alternate within one tier. A name that nothing has is tried once
        more without its generic word, areas first for "Illizi province", towns for "Benghazi city".
        """
        folded = fold(name)
        found = self._named(folded, country_code, limit)
        bare = None if found else without_generic(folded)
        if bare is None:
            return found
        found = self._named(bare[0], country_code, limit)
        return sorted(found, key=lambda candidate: candidate.place.feature_class != bare[1])

    def find(
        self, name: str, *, country_code: str | None = None, limit: int = 10
    ) -> list[Candidate]:
        """Return the places the name may mean: exact matches, else by key, else by near keys.

        What isn't exact needs an even chance by `geodata.likeness.chance`; it is ordered by that
        chance, then by population, and scores nine tenths of it. Only places of
        `likeness_countries` and cities elsewhere are found so, but in a country asked for all. []
        when nothing is like the name: unknown names stay unknown.
        """
        found = (
            self.exact(name, country_code=country_code, limit=limit)
            or self._without_particles(name, country_code, limit)
            or self._like(name, country_code, limit)
        )
        bare = None if found else without_generic(fold(name))
        if bare is None:
            return found
        found = self._like(bare[0], country_code, limit)
        return sorted(found, key=lambda candidate: candidate.place.feature_class != bare[1])

    def place(self, place_id: str) -> Place:
        """Return the place of that id. Raises KeyError when there is none."""
        row = self._columns.row_of.get(place_id)
        if row is not None:
            return self._columns.place(row)
        if self._beside is None:
            raise KeyError(place_id)
        return self._beside.place(place_id)

    def near(
        self, latitude: float, longitude: float, *, radius_km: float, limit: int = 10
    ) -> list[tuple[Place, float]]:
        """Return the places within `radius_km` of the point with their distances, nearest first.

        Distances are geodesic kilometres on WGS 84, to the point that stands for the place.
        """
        rows = self._columns.rows_in_box(latitude, longitude, radius_km)
        distances = _distances_km(latitude, longitude, self._columns, rows)
        within = np.flatnonzero(distances <= radius_km)
        nearest = within[np.argsort(distances[within], kind="stable")[:limit]]
        found = [
            (self._columns.place(int(rows[index])), float(distances[index])) for index in nearest
        ]
        if self._beside is not None:
            known = {place.place_id for place, _ in found}
            more = self._beside.near(latitude, longitude, radius_km=radius_km, limit=limit)
            found += [pair for pair in more if pair[0].place_id not in known]
            found.sort(key=lambda pair: pair[1])
        return found[:limit]

    def number_of(self, folded: str) -> int:
        """Return the number of the folded name, -1 when nothing is called so."""
        number: int = self._names.get(folded, -1)
        return number

    def _without_particles(
        self, name: str, country_code: str | None, limit: int
    ) -> list[Candidate]:
        found = (self._named(s, country_code, limit) for s in arabic_stems(fold(name)))
        return [replace(c, score=0.9) for c in next(filter(None, found), [])]

    def _named(self, folded: str, country_code: str | None, limit: int) -> list[Candidate]:
        found = self._named_here(folded, country_code, limit)
        if self._beside is None:
            return found
        more = self._beside._named_here(folded, country_code, limit)  # noqa: SLF001 - of this class
        if not more:
            return found
        return sorted([*found, *_others(more, found)], key=_exact_order)[:limit]

    def _named_here(self, folded: str, country_code: str | None, limit: int) -> list[Candidate]:
        number = self.number_of(folded)
        if number < 0:
            return []
        linked = zip(self._rows[number], self._flags[number], strict=True)
        return [
            Candidate(self._columns.place(row), 1.0 if flag == PREFERRED else 0.95, "exact")
            for row, flag in self._in_country(linked, country_code, limit)
        ]

    def _in_country(
        self, linked: Iterable[tuple[int, int]], country_code: str | None, limit: int
    ) -> Iterator[tuple[int, int]]:
        left = limit
        for row, flag in linked:
            if left > 0 and country_code in (None, self._columns.country_code(row)):
                left -= 1
                yield row, flag

    def _like(self, name: str, country_code: str | None, limit: int) -> list[Candidate]:
        return [] if len(name) > MAX_LIKENED else list(self._liked(name, country_code, limit))

    def _like_both(self, name: str, country_code: str | None, limit: int) -> list[Candidate]:
        found = self._like_here(name, country_code, limit)
        if self._beside is None:
            return found
        more = self._beside._like_here(name, country_code, limit)  # noqa: SLF001 - of this class
        best = found[0].score if found else 0.0
        liker = [candidate for candidate in more if candidate.score > best]
        first = [*liker, *_others(found, liker)]
        return [*first, *_others(more, first)][:limit]

    def _like_here(self, name: str, country_code: str | None, limit: int) -> list[Candidate]:
        """Return the places with a name that sounds like this: by its key, else by near keys."""
        alike: dict[int, _Alike] = {}
        folded, spoken = fold(name), readings(name)
        # Keys near the plain reading include what the others' articles change.
        for look, tried in ((key_only, spoken), (keys_near, spoken[:1])):
            for reading in tried:
                keys = {self._keys.get(near, -1) for near in look(reading.sounds)} - {-1}
                for found in self._alike(folded, reading, keys, everywhere=bool(country_code)):
                    known = alike.get(found.row)
                    if known is None or found.chance > known.chance:
                        alike[found.row] = found
            if any(found.chance >= SURE for found in alike.values()):
                break
        rows = sorted(alike, key=lambda row: (-alike[row].chance, -self._columns.fame(row), row))
        linked = ((row, 0) for row in rows)
        return [
            # A found name is a guess: even the likest scores below any exact match.
            Candidate(self._columns.place(row), round(0.9 * alike[row].chance, 3), alike[row].match)
            for row, _ in self._in_country(linked, country_code, limit)
        ]

    def _alike(
        self, folded: str, reading: Reading, keys: Iterable[int], *, everywhere: bool
    ) -> Iterator["_Alike"]:
        """Yield the rows that the names of these keys mean, those like enough."""
        own = key_of_sounds(reading.sounds)
        least = 0 if everywhere else CITY_ELSEWHERE
        for number, theirs, other in self._closest(reading.sounds, keys, least):
            reach = int(self._reach_of_name[number])
            is_key = reading.is_plain and key_of_sounds(theirs) == own
            prior = IN_COUNTRY_ASKED if everywhere else IN_REGION if reach == REGION else ELSEWHERE
            prior += SAME_KEY * is_key + GUESSED_READING * (not reading.is_plain)
            alike = round(chance(reading.sounds, theirs, same_spelling(folded, other), prior), 2)
            if alike < FLOOR:
                continue
            for row, flag in zip(self._rows[number], self._flags[number], strict=True):
                if flag != ACRONYM and (everywhere or self._reach_of_row[row] == reach):
                    yield _Alike(row, alike, "key" if is_key else "fuzzy")

    def _closest(self, spoken: str, keys: Iterable[int], least: int) -> list[tuple[int, str, str]]:
        """Return the names of these keys that deserve a close look: number, sounds, folded."""
        near = []
        for number in self.names_of_keys(keys, least):
            other = self._names.restore_key(number)
            theirs = sounds(other)
            quick = Indel.normalized_similarity(spoken, theirs, score_cutoff=QUICK_FLOOR)
            if quick:
                near.append((-quick, number, theirs, other))
        return [(number, theirs, other) for _, number, theirs, other in sorted(near)[:CLOSE_LOOKS]]

    def names_of_keys(self, keys: Iterable[int], least: int = 0) -> Iterator[int]:
        """Yield the numbers of the names that have one of these keys and reach so far at least."""
        starts, names = self._names_by_key
        for number in keys:
            part = names[starts[number] : starts[number + 1]]
            yield from part[self._reach_of_name[part] >= least].tolist()

    @cached_property
    def _reach_of_row(self) -> NDArray[np.int8]:
        """Return REGION for each place of likeness_countries, CITY_ELSEWHERE for cities, else 0."""
        in_region = REGION * self._columns.is_in(likeness_countries())
        reach: NDArray[np.int8] = np.maximum(in_region, self._columns.population >= CITY).astype(
            np.int8
        )
        return reach

    @cached_property
    def _reach_of_name(self) -> NDArray[np.int8]:
        return self._rows.largest(self._reach_of_row)

    @cached_property
    def _names_by_key(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the names' numbers sorted by key, and where each key's names start."""
        order = np.argsort(self._key_of_name, kind="stable")
        starts = np.searchsorted(self._key_of_name[order], np.arange(len(self._keys) + 1))
        return starts, order


class _Alike(NamedTuple):
    row: int
    chance: float
    match: Literal["key", "fuzzy"]


def _others(candidates: list[Candidate], known: list[Candidate]) -> list[Candidate]:
    ids = {candidate.place.place_id for candidate in known}
    return [candidate for candidate in candidates if candidate.place.place_id not in ids]


def _exact_order(candidate: Candidate) -> tuple[int, float, int, float]:
    tier, population, radius_km = rank_of(candidate.place)
    return (tier, -candidate.score, population, radius_km)


def _table(path: Path) -> pa.Table:
    # Not read_table: it loads pyarrow.dataset, 70 MB and 0.15 s for nothing here.
    with pq.ParquetFile(path, memory_map=True) as file:
        return file.read(use_threads=False)


def _trie(path: Path) -> marisa_trie.Trie:
    trie = marisa_trie.Trie()
    return trie.mmap(str(path))


def _distances_km(
    latitude: float, longitude: float, columns: PlaceColumns, rows: NDArray[np.intp]
) -> NDArray[np.float64]:
    _, _, metres = Geod(ellps="WGS84").inv(
        np.full(len(rows), longitude),
        np.full(len(rows), latitude),
        columns.longitude[rows],
        columns.latitude[rows],
    )
    return np.asarray(metres) / 1000
