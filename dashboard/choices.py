"""What the filters offer: the values that occur in the store, the most frequent first. Pure."""

from dataclasses import dataclass

import pandas as pd

from geodata.codes import EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The values of each filter: types and activities as coded, country codes, border ids."""

    actors: tuple[str, ...]
    types: tuple[str, ...]
    countries: tuple[str, ...]
    borders: tuple[str, ...]


def choices_of(events: pd.DataFrame) -> Choices:
    """Return the choices of an events frame: all event types, all else as it occurs."""
    associates = events["assoc_actors"].explode()
    actors = pd.concat([events["actor1"], events["actor2"], associates.astype("str")])
    return Choices(
        actors=_by_frequency(actors),
        types=(*(str(name) for name in EventType), *_by_frequency(events["border_activity"])),
        countries=_by_frequency(events["country_code"]),
        borders=_by_frequency(events["border_id"]),
    )


def _by_frequency(values: pd.Series) -> tuple[str, ...]:
    counts = values.dropna().value_counts()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return tuple(str(value) for value, _ in ordered)
