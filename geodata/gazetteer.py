"""Names to places: by exact name, by transliteration key, by a near key, or near a point.

`geodata.place_files` opens the files, `geodata.names_alike` looks for what is only like a name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final, Literal, Self

from geodata.installed import places_in_use
from geodata.manifest import DATA_FOLDER, SHARE_ALIKE_FOLDER
from geodata.model import Place
from geodata.names import arabic_stems, fold, without_generic
from geodata.names_alike import NamesAlike
from geodata.place_files import ACRONYM, PREFERRED, PlaceFiles, open_places
from geodata.settings import Settings
from geodata.spellings import arabic_spellings, spelling_beginnings

# A few of the 600,000 names are longer. Variants of a key grow with the square of its length, and
# "names" out of broken texts may have a million letters.
MAX_LIKENED: Final = 80


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

    def __init__(self, files: PlaceFiles, beside: "Gazetteer | None" = None) -> None:
        self._names = files.names
        self._keys = files.keys
        self._columns = files.places
        self._rows = files.rows
        self._flags = files.flags
        self._key_of_name = files.key_of_name
        self._alike = NamesAlike(files)
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
        return cls(
            open_places(folder or places_in_use(Settings.from_environment().places_folder)),
            cls(open_places(beside)) if beside.is_dir() else None,
        )

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
        if folded in self._names or any(self._spelt(folded)):
            return True
        return self._beside is not None and self._beside.is_name(folded)

    def starts_name(self, folded: str) -> bool:
        """True when some name is these folded words or begins with them."""
        longer: Iterator[str] = self._names.iterkeys(folded + " ")
        if folded in self._names or next(longer, None) is not None:
            return True
        if folded in spelling_beginnings():
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
        nearest = self._columns.nearest(latitude, longitude, radius_km, limit)
        found = [(self._columns.place(row), km) for row, km in nearest]
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
        number, spelt = self.number_of(folded), list(self._spelt(folded))
        linked = (
            list(zip(self._rows[number], self._flags[number], strict=True)) if number >= 0 else []
        )
        known = {row for row, _ in linked}
        linked += [(row, PREFERRED) for row in spelt if row not in known]
        found = [
            Candidate(self._columns.place(row), 1.0 if flag == PREFERRED else 0.95, "exact")
            for row, flag in self._in_country(linked, country_code, limit)
        ]
        return sorted(found, key=_exact_order) if spelt else found

    def _spelt(self, folded: str) -> Iterator[int]:
        """Yield the rows of the places that are spelt so in Arabic by our own list."""
        for place_id in arabic_spellings().get(folded, ()):
            row = self._columns.row_of.get(place_id)
            if row is not None:
                yield row

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
        country_of = self._columns.country_code
        alike = (
            found
            for found in self._alike.find(name, everywhere=bool(country_code))
            if country_code in (None, country_of(found.row))
        )
        return [
            # A found name is a guess: even the likest scores below any exact match.
            Candidate(self._columns.place(found.row), round(0.9 * found.chance, 3), found.match)
            for found in islice(alike, limit)
        ]


def _others(candidates: list[Candidate], known: list[Candidate]) -> list[Candidate]:
    ids = {candidate.place.place_id for candidate in known}
    return [candidate for candidate in candidates if candidate.place.place_id not in ids]


def _exact_order(candidate: Candidate) -> tuple[int, float, int, float]:
    tier, population, radius_km = rank_of(candidate.place)
    return (tier, -candidate.score, population, radius_km)
