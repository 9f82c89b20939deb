"""What the filters offer: the values that occur in the store, the most frequent first. Pure."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.codes import EventType
from geodata.index import EventIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The values of each filter: types and activities as coded, country codes, border ids."""

    actors: tuple[str, ...]
    types: tuple[str, ...]
    countries: tuple[str, ...]
    borders: tuple[str, ...]


def choices_of(index: EventIndex) -> Choices:
    """Return the choices of an index: all event types, all else as it occurs."""
    return Choices(
        actors=_by_frequency(index, "actor1", "actor2", "assoc_actors"),
        types=(*(str(name) for name in EventType), *_by_frequency(index, "border_activity")),
        countries=_by_frequency(index, "country_code"),
        borders=_by_frequency(index, "border_id"),
    )


def _by_frequency(index: EventIndex, *columns: str) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for column in columns:
        values = index.frame[column].cat
        for value, count in zip(values.categories, _counts(values.codes.to_numpy()), strict=False):
            # Associates stand one a line.
            for name in value.split("\n"):
                counts[name] = counts.get(name, 0) + int(count)
    there = [(value, count) for value, count in counts.items() if count]
    return tuple(value for value, _ in sorted(there, key=lambda item: (-item[1], item[0])))


def _counts(codes: NDArray[Any]) -> NDArray[np.intp]:
    return np.bincount(codes[codes >= 0], minlength=int(codes.max(initial=-1)) + 1)
