"""Actors as a tree: type, country, name, each with the count that choosing it would leave. Pure.

An actor stands in the tree once. Its type is the one that it has most often in the store; its
country is told by its own name ("Police Forces of Libya", "Protesters (Libya)"), as events don't
say it: a country's army fights abroad, too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard.choices import Vocabulary, choices, count_words, vocabulary
from geodata.borders import country_names
from geodata.index import EventIndex
from geodata.selection import Selection

NO_TYPE: Final = "no type"
NO_COUNTRY: Final = "No one country"
_SIDES: Final = (("actor1", "actor1_type"), ("actor2", "actor2_type"))
_KEPT_INDEXES: Final = 2
_KEPT_ANSWERS: Final = 4

Branch = tuple[str, str]


@dataclass(frozen=True, eq=False)
class ActorTree:
    """The names of each branch (type, country), and what choosing one or all would leave.

    `names` has each branch's names, the most frequent first; `branches` counts the happenings that
    have any of them.
    """

    branches: Mapping[Branch, int]
    names: Mapping[Branch, Mapping[str, int]]

    @property
    def types(self) -> list[str]:
        """The types there are, in alphabetical order."""
        return sorted({kind for kind, _ in self.branches})

    def countries(self, kind: str) -> dict[str, int]:
        """Return the type's countries with their counts, the most frequent first."""
        found = {country: count for (one, country), count in self.branches.items() if one == kind}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


@lru_cache(maxsize=_KEPT_ANSWERS)
def actor_tree(index: EventIndex, selection: Selection) -> ActorTree:
    """Return the tree of the actors that all other parts of the selection leave."""
    homes = branches_of(index)
    names: dict[Branch, dict[str, int]] = {}
    for name, count in choices(index, selection, "actors").items():
        names.setdefault(homes[name], {})[name] = count
    known = {branch: number for number, branch in enumerate(names)}
    words = vocabulary(index, "actors")
    number = {place: known.get(homes[name]) for place, name in enumerate(words.words)}
    numbers = {
        column: tuple(
            tuple(sorted({found for one in group if (found := number[one]) is not None}))
            for group in groups
        )
        for column, groups in words.numbers.items()
    }
    others = index.select(replace(selection, actors=()))
    counts = count_words(others, Vocabulary(tuple(map("\n".join, known)), numbers))
    return ActorTree({branch: counts.get("\n".join(branch), 0) for branch in names}, names)


@lru_cache(maxsize=_KEPT_INDEXES)
def branches_of(index: EventIndex) -> Mapping[str, Branch]:
    """Return the type and the country of every actor of the index."""
    words = vocabulary(index, "actors").words
    place = {name: number for number, name in enumerate(words)}
    kinds: dict[str, int] = {}
    for _, column in _SIDES:
        for kind in index.frame[column].cat.categories:
            kinds.setdefault(kind, len(kinds))
    # The last column is of those without a type: it wins only where there is no other.
    counts = np.zeros((len(words), len(kinds) + 1), dtype=np.int64)
    for names, types in _SIDES:
        rows = _numbers(index, names, place)
        columns = _numbers(index, types, kinds)
        known = (rows >= 0) & (columns >= 0)
        pairs = rows[known] * counts.shape[1] + columns[known]
        counts += np.bincount(pairs, minlength=counts.size).reshape(counts.shape)
    typed = counts.any(axis=1)
    every = [*kinds, NO_TYPE]
    most = np.where(typed, counts.argmax(axis=1), len(kinds)).tolist()
    return {
        name: (every[kind], country_of_actor(name) or NO_COUNTRY)
        for name, kind in zip(words, most, strict=True)
    }


def _numbers(index: EventIndex, column: str, known: Mapping[str, int]) -> NDArray[np.int64]:
    values = index.frame[column].cat
    numbers = np.array([*(known[value] for value in values.categories), -1], dtype=np.int64)
    rows: NDArray[np.int64] = numbers[values.codes.to_numpy()]
    return rows


def country_of_actor(name: str) -> str | None:
    """Return the country that the name itself tells, None when it tells none.

    It is told by "... of <country>", with brackets or a dash behind it or nothing ("Military Forces
    of Mali (2021-)"), or by "(<country>)" at the end: so ACLED and this program name unnamed and
    state actors. A country elsewhere in a name ("Islamic State Algeria Province") tells nothing.
    """
    found = _country_pattern().search(name)
    return _spellings()[found[1] or found[2]] if found else None


@cache
def _country_pattern() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_spellings(), key=len, reverse=True)))
    return re.compile(rf"\bof (?:the )?({names})(?=$| \(| -)|\(({names})\)$")


@cache
def _spellings() -> Mapping[str, str]:
    every = country_names().values()
    return {name.replace(" of the ", " of "): name for name in every} | {one: one for one in every}
