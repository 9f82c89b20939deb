"""What each filter offers: values with the count that choosing them would leave. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.codes import ActorType, EventType
from geodata.index import EventIndex, EventSet
from geodata.selection import Selection

# The index's columns whose values a part of the selection is about.
FACETS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "types": ("event_type", "border_activity"),
        "actor_types": ("actor1_type", "actor2_type"),
        "actors": ("actor1", "actor2", "assoc_actors"),
        "countries": ("country_code",),
        "borders": ("border_id",),
        "sources": ("source",),
        "statuses": ("status",),
    }
)
# Offered whether they occur or not.
_ALWAYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "types": tuple(kind.value for kind in EventType),
        "actor_types": tuple(kind.value for kind in ActorType),
    }
)
# As many indexes as `dashboard.data` keeps, each with all facets.
_KEPT: Final = 2 * len(FACETS)
# What a page that is drawn again without another filter asks for.
_KEPT_ANSWERS: Final = 4 * len(FACETS)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The values of one or more columns of an index under common numbers.

    `words` are the values; `numbers` has, for each column, the numbers of its codes' values, which
    are several for the associates' column; the last is for code -1 and empty.
    """

    words: tuple[str, ...]
    numbers: Mapping[str, tuple[tuple[int, ...], ...]]


@lru_cache(maxsize=_KEPT)
def vocabulary(index: EventIndex, facet: str) -> Vocabulary:
    """Return the values that occur in a facet's columns."""
    known: dict[str, int] = {}
    numbers = {
        column: (
            # Associates stand one a line.
            *(
                tuple(known.setdefault(word, len(known)) for word in value.split("\n"))
                for value in index.frame[column].cat.categories
            ),
            (),
        )
        for column in FACETS[facet]
    }
    return Vocabulary(tuple(known), numbers)


def happenings_by_value(events: EventSet, facet: str) -> dict[str, int]:
    """Return how many of the set's happenings have each value, those with none left out."""
    return count_words(events, vocabulary(events.index, facet))


def count_words(events: EventSet, words: Vocabulary) -> dict[str, int]:
    """Return how many of the set's happenings have each word, those with none left out."""
    happening = events.column("happening")
    pairs = [
        _pairs(happening, events.column(column), numbers, len(words.words))
        for column, numbers in words.numbers.items()
    ]
    several = len(pairs) > 1 or events.happenings < len(events)
    found = np.concatenate(pairs)
    distinct = pd.unique(found) if several else found
    counts = np.bincount(distinct % max(len(words.words), 1), minlength=len(words.words))
    return {word: count for word, count in zip(words.words, counts.tolist(), strict=True) if count}


def _pairs(
    happening: NDArray[Any], codes: NDArray[Any], numbers: Sequence[tuple[int, ...]], words: int
) -> NDArray[np.int64]:
    """Return a number for each pair of happening and value, as often as it stands there."""
    longest = max(map(len, numbers))
    padded = np.full((len(numbers), longest), -1, dtype=np.int64)
    for row, group in enumerate(numbers):
        padded[row, : len(group)] = group
    found = []
    for place in range(longest):
        value = padded[codes, place]
        there = value >= 0
        found.append(happening[there].astype(np.int64) * words + value[there])
    return np.concatenate([np.empty(0, dtype=np.int64), *found])


@lru_cache(maxsize=_KEPT_ANSWERS)
def choices(index: EventIndex, selection: Selection, facet: str) -> Mapping[str, int]:
    """Return the facet's values with what choosing each would leave, the most frequent first.

    The count is of happenings that all other parts of the selection leave and that have the value.
    Types of events and actors are always there; other values only where they would leave any.
    """
    open_part: dict[str, Any] = {facet: ()}
    others = index.select(replace(selection, **open_part))
    counts = dict.fromkeys(_ALWAYS.get(facet, ()), 0) | happenings_by_value(others, facet)
    first = {value: place for place, value in enumerate(_ALWAYS.get(facet, ()))}
    order = sorted(counts, key=lambda value: (first.get(value, len(first)), -counts[value], value))
    return MappingProxyType({value: counts[value] for value in order})
