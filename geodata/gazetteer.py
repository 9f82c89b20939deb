"""Names to places: by exact name, by transliteration key, by a near key, or near a point.

The files come from `geodata.build.places`: places.parquet (one row a place), a trie of folded
names, a trie of keys, and place_links.parquet, which says for each name its places, best first,
and its key. Opening maps the tries and reads columns; Place records are made when asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, Self

import marisa_trie
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyproj import Geod
from rapidfuzz.distance import Indel

from geodata.errors import DataFileError
from geodata.installed import places_in_use
from geodata.model import Place
from geodata.names import CONSONANTS, fold, key, sounds, without_generic
from geodata.settings import Settings

# Flags of a name's link to a place, larger ones win where one place has a name twice.
PREFERRED: Final = 1
ACRONYM: Final = 2

# The share of letters in common (Indel similarity of `sounds`) that a key match and a key one
# letter off must have. Calibrated on 4,000 alternate names of North Africa and the Sahel with
# their own entries set aside: 98 % of the right places that the key reaches lie above 0.8, half of
# the wrong ones that lie above 0.7 do not; 0.78 lets "Ain Ghazzam" reach In Guezzam (0.8). A key
# one letter off needs more: at 0.8 random strings begin to find places.
KEY_FLOOR: Final = 0.78
FUZZY_FLOOR: Final = 0.85
# Below five letters a key one letter off is another word more often than another spelling.
FUZZY_MIN_KEY: Final = 5
# "san" and the like share a key with thousands of names; beyond this the rest can't be told apart.
MAX_NAMES_PER_KEY: Final = 2_000


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

    Countries, then capitals, then first-level units, continents and regions, then everything else;
    within each by population, then extent. In news a bare name is mostly the one the world knows.
    """
    code = place.feature_code
    if code.startswith("PCL"):
        tier = 0
    elif code == "PPLC":
        tier = 1
    elif code in {"ADM1", "CONT", "RGN", "RGNH"}:
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
    ) -> None:
        self._names = names
        self._keys = keys
        self._columns = _PlaceColumns(places)
        self._rows = _Lists(links.column("rows"), np.int32)
        self._flags = _Lists(links.column("flags"), np.int8)
        self._key_of_name: NDArray[np.int32] = _numbers(links.column("key"), np.int32)

    @classmethod
    def open(cls, folder: Path | None = None) -> Self:
        """Open the gazetteer's files in `folder`. Raises DataFileError when one can't be read.

        None means the shipped places, with those that the analyst installed (`geodata.places`).
        """
        folder = folder or places_in_use(Settings.from_environment().places_folder)
        try:
            return cls(
                _table(folder / FILES.places),
                _table(folder / FILES.links),
                _trie(folder / FILES.names),
                _trie(folder / FILES.keys),
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
        """Yield every place in row order: what an index with more places is made from."""
        return map(self._columns.place, range(len(self._columns)))

    def names(self) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
        """Yield every folded name with its key ("" for none) and its (row, flag) pairs."""
        for number, key_number in enumerate(self._key_of_name.tolist()):
            linked = zip(self._rows[number], self._flags[number], strict=True)
            name_key = self._keys.restore_key(key_number) if key_number >= 0 else ""
            yield self._names.restore_key(number), name_key, list(linked)

    def is_name(self, folded: str) -> bool:
        """True when some name folds to exactly this."""
        return folded in self._names

    def starts_name(self, folded: str) -> bool:
        """True when some name is these folded words or begins with them."""
        longer: Iterator[str] = self._names.iterkeys(folded + " ")
        return folded in self._names or next(longer, None) is not None

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
        """Return the places the name may mean: exact matches, else by key, else by a near key.

        A key match needs KEY_FLOOR of its letters in common with the name, a key one letter off
        FUZZY_FLOOR; these are ordered by that likeness and by population. [] when nothing is like
        the name: unknown names stay unknown.
        """
        return (
            self.exact(name, country_code=country_code, limit=limit)
            or self._by_key(name, country_code, limit)
            or self._by_near_key(name, country_code, limit)
        )

    def place(self, place_id: str) -> Place:
        """Return the place of that id. Raises KeyError when there is none."""
        return self._columns.place(self._columns.row_of[place_id])

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
        return [
            (self._columns.place(int(rows[index])), float(distances[index])) for index in nearest
        ]

    def _named(self, folded: str, country_code: str | None, limit: int) -> list[Candidate]:
        number = self._names.get(folded, -1)
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

    def _by_key(self, name: str, country_code: str | None, limit: int) -> list[Candidate]:
        wanted = key(name)
        number = self._keys.get(wanted, -1) if wanted else -1
        if number < 0:
            return []
        alike = self._alike(name, [number], KEY_FLOOR)
        return self._candidates(alike, "key", country_code, limit)

    def _by_near_key(self, name: str, country_code: str | None, limit: int) -> list[Candidate]:
        wanted = key(name)
        if len(wanted) < FUZZY_MIN_KEY:
            return []
        numbers = (self._keys.get(near, -1) for near in one_letter_off(wanted))
        alike = self._alike(name, [number for number in numbers if number >= 0], FUZZY_FLOOR)
        return self._candidates(alike, "fuzzy", country_code, limit)

    def _alike(self, name: str, keys: list[int], floor: float) -> dict[int, float]:
        """Return the rows named by these keys with the likeness of their most similar name."""
        spoken, folded = sounds(name), fold(name)
        best: dict[int, float] = {}
        for number in self._names_of_keys(keys):
            other = self._names.restore_key(number)
            likeness = Indel.normalized_similarity(spoken, sounds(other), score_cutoff=floor)
            if likeness < floor:
                continue
            likeness = _with_spelling(likeness, folded, other)
            for row, flag in zip(self._rows[number], self._flags[number], strict=True):
                if flag != ACRONYM:
                    best[row] = max(best.get(row, 0.0), likeness)
        return best

    def _names_of_keys(self, keys: list[int]) -> list[int]:
        starts, numbers = self._names_by_key
        parts = [numbers[starts[number] : starts[number + 1]] for number in keys]
        return [int(name) for part in parts for name in part[:MAX_NAMES_PER_KEY]]

    def _candidates(
        self,
        alike: dict[int, float],
        match: Literal["key", "fuzzy"],
        country_code: str | None,
        limit: int,
    ) -> list[Candidate]:
        # A found name is a guess: even the likest scores below any exact match.
        weight = 0.9 if match == "key" else 0.7
        rows = sorted(alike, key=lambda row: (-alike[row] - self._columns.fame(row), row))
        linked = ((row, 0) for row in rows)
        return [
            Candidate(self._columns.place(row), round(weight * alike[row], 4), match)
            for row, _ in self._in_country(linked, country_code, limit)
        ]

    @cached_property
    def _names_by_key(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the names' numbers sorted by key, and where each key's names start."""
        order = np.argsort(self._key_of_name, kind="stable")
        starts = np.searchsorted(self._key_of_name[order], np.arange(len(self._keys) + 1))
        return starts, order


def one_letter_off(wanted: str) -> Iterator[str]:
    """Yield the keys that differ from this one by one letter, its first letter kept.

    Peter Norvig's way round (spell-correct, 2007): look up each variant instead of comparing with
    each key. The first letter is what misspellings keep.
    """
    first, rest = wanted[:1], wanted[1:]
    for at in range(len(rest) + 1):
        head, tail = first + rest[:at], rest[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in CONSONANTS if letter != tail[0])
        yield from (head + letter + tail for letter in CONSONANTS)


def _with_spelling(likeness: float, folded: str, other: str) -> float:
    """Let the spelling, where it is one script, order names that sound alike."""
    if folded.isascii() != other.isascii():
        return likeness
    return 0.8 * likeness + 0.2 * Indel.normalized_similarity(folded, other)


class _Lists:
    """A column of lists, each read as a slice of one array."""

    def __init__(self, column: pa.ChunkedArray, values: type[np.integer[Any]]) -> None:
        lists = column.combine_chunks()
        self._starts = _numbers(lists.offsets, np.int32)
        self._values = _numbers(lists.values, values)

    def __getitem__(self, number: int) -> list[int]:
        values: list[int] = self._values[self._starts[number] : self._starts[number + 1]].tolist()
        return values


class _PlaceColumns:
    """The columns of places.parquet; a row becomes a Place when asked for."""

    def __init__(self, table: pa.Table) -> None:
        self._ids = table.column("place_id").combine_chunks()
        self._names = table.column("name").combine_chunks()
        self.latitude: NDArray[np.float64] = _numbers(table.column("latitude"), np.float64)
        self.longitude: NDArray[np.float64] = _numbers(table.column("longitude"), np.float64)
        self._population = _numbers(table.column("population"), np.int64)
        self._radius_km = _numbers(table.column("radius_km"), np.float32)
        columns = ("country_code", "admin1", "feature_class", "feature_code", "source")
        self._categories = {name: _Categories(table.column(name)) for name in columns}

    def __len__(self) -> int:
        return len(self._ids)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Place ids to row numbers, made on first use: most programs never ask."""
        return {place_id: row for row, place_id in enumerate(self._ids.to_pylist())}

    def country_code(self, row: int) -> str:
        return self._categories["country_code"][row]

    def fame(self, row: int) -> float:
        """How much population adds to likeness: 0.1 for ten million people."""
        return float(np.log10(self._population[row] + 1)) / 70

    def place(self, row: int) -> Place:
        return Place(
            place_id=self._ids[row].as_py(),
            name=self._names[row].as_py(),
            latitude=float(self.latitude[row]),
            longitude=float(self.longitude[row]),
            population=int(self._population[row]),
            radius_km=round(float(self._radius_km[row]), 1),
            **{name: column[row] for name, column in self._categories.items()},
        )

    def rows_in_box(self, latitude: float, longitude: float, radius_km: float) -> NDArray[np.intp]:
        """Rows within a box of degrees round the point that surely holds the circle."""
        # 110.5 km is the shortest degree of latitude on WGS 84 (at the equator).
        height = radius_km / 110.5
        shortest = np.cos(np.radians(min(abs(latitude) + height, 90.0)))
        width = min(height / shortest, 180.0) if shortest > 0.001 else 180.0
        turn = np.abs((self.longitude - longitude + 180) % 360 - 180)
        return np.flatnonzero((np.abs(self.latitude - latitude) <= height) & (turn <= width))


class _Categories:
    """A dictionary-encoded column of strings."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        array = column.combine_chunks()
        self._values: list[str] = array.dictionary.to_pylist()
        self._numbers = _numbers(array.indices, np.int16)

    def __getitem__(self, row: int) -> str:
        value: str = self._values[self._numbers[row]]
        return value


def _numbers(column: pa.Array | pa.ChunkedArray, dtype: type[np.number[Any]]) -> NDArray[Any]:
    """Return a column without nulls as an array over Arrow's own memory."""
    # Not to_numpy: it imports pandas, 50 MB and 0.15 s for nothing here.
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    right = (
        pa.types.is_primitive(array.type) and array.type.bit_width == 8 * np.dtype(dtype).itemsize
    )
    if not right or array.null_count:
        raise KeyError(f"a column of {dtype.__name__} without gaps is needed, not {array.type}")
    values = np.frombuffer(array.buffers()[1], dtype=dtype)
    return values[array.offset : array.offset + len(array)]


def _table(path: Path) -> pa.Table:
    # Not read_table: it loads pyarrow.dataset, 70 MB and 0.15 s for nothing here.
    with pq.ParquetFile(path, memory_map=True) as file:
        return file.read(use_threads=False)


def _trie(path: Path) -> marisa_trie.Trie:
    trie = marisa_trie.Trie()
    return trie.mmap(str(path))


def _distances_km(
    latitude: float, longitude: float, columns: _PlaceColumns, rows: NDArray[np.intp]
) -> NDArray[np.float64]:
    _, _, metres = Geod(ellps="WGS84").inv(
        np.full(len(rows), longitude),
        np.full(len(rows), latitude),
        columns.longitude[rows],
        columns.latitude[rows],
    )
    return np.asarray(metres) / 1000
