"""The event index: of every event in the store, what filters, map and timeline ask for.

A frame sorted by day, small enough to keep a million events in memory for all analysts at once.
`geodata.index_file` makes, keeps and opens it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.matching import selected, talk
from geodata.selection import Selection

Rows = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class EventIndex:
    """The index of a store at one version. Its arrays are shared: never change them.

    `frame` has one row an event, by date_start, undated last, and within a day as stored. Its
    columns mean what they mean in an events frame, text as categories, but for these:
    geo_precision and where_prec have 0 where it is missing; assoc_actors has the names one a line,
    missing where there is none; shape is the geometry of lines and areas, missing for points;
    happening a running number that linked reports share; search_text what the text filter looks
    at, folded. `event_ids` are the rows' ids.
    """

    version: str
    frame: pd.DataFrame
    event_ids: pa.ChunkedArray

    def __len__(self) -> int:
        return len(self.frame)

    @cached_property
    def everything(self) -> "EventSet":
        """All events."""
        return EventSet(self, np.arange(len(self.frame), dtype=np.int32))

    @cached_property
    def talk(self) -> NDArray[np.bool_]:
        """Which events are no incidents, by row."""
        return talk(self.frame)

    def row(self, event_id: str) -> int | None:
        """Return the event's row, None when it isn't there."""
        row = pc.index(self.event_ids, event_id).as_py()
        return None if row < 0 else int(row)

    def reports(self, row: int) -> "EventSet":
        """Return all reports of the happening that the row's event reports, itself included."""
        happening = self.frame["happening"].to_numpy()
        return EventSet(self, np.flatnonzero(happening == happening[row]).astype(np.int32))

    def select(self, selection: Selection) -> "EventSet":
        """Return the events that the selection means."""
        if selection == Selection():
            return self.everything
        return EventSet(self, np.flatnonzero(selected(self.frame, selection)).astype(np.int32))


@dataclass(frozen=True, eq=False)
class EventSet:
    """Some rows of an index, in its order. Columns are taken out when they are asked for."""

    index: EventIndex
    rows: Rows

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def whole(self) -> bool:
        """Whether it is every event of the index."""
        return len(self.rows) == len(self.index)

    def column(self, name: str) -> NDArray[Any]:
        """Return the rows' values of a column; of one with categories the codes, -1 for missing."""
        values = self.index.frame[name]
        array = values.cat.codes if isinstance(values.dtype, pd.CategoricalDtype) else values
        return self.take(array.to_numpy())

    def take(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the rows' values of an array that has one for each event of the index."""
        return values if self.whole else values[self.rows]

    def categories(self, name: str) -> NDArray[Any]:
        """Return the values that the codes of `column` stand for, plus None at the end, for -1."""
        known = self.index.frame[name].cat.categories
        return np.array([*known, None], dtype=object)

    def where(self, mask: NDArray[np.bool_]) -> "EventSet":
        """Return the events of the set for which the mask, one value an event, is true."""
        return EventSet(self.index, self.rows[mask])

    def ids(self, positions: NDArray[np.integer[Any]]) -> list[str]:
        """Return the event_ids of the events at these positions of the set."""
        taken: list[str] = self.index.event_ids.take(pa.array(self.rows[positions])).to_pylist()
        return taken

    def position(self, event_id: str) -> int | None:
        """Return where in the set the event stands, None when it isn't in it."""
        row = self.index.row(event_id)
        place = int(np.searchsorted(self.rows, row)) if row is not None else len(self)
        return place if place < len(self) and self.rows[place] == row else None

    @cached_property
    def happenings(self) -> int:
        """How many happenings the events are: linked reports are one."""
        return count_distinct(self.column("happening"))

    @cached_property
    def firsts(self) -> "EventSet":
        """The first report of each happening."""
        happening = self.column("happening")
        first = np.full(int(happening.max(initial=-1)) + 1, len(self), dtype=np.int64)
        positions = np.arange(len(self))
        first[happening[::-1]] = positions[::-1]
        return self.where(first[happening] == positions)

    @cached_property
    def incidents(self) -> "EventSet":
        """The events that are no talk and are said to have been done or tried."""
        return self.where(~self.take(self.index.talk))


def count_distinct(numbers: NDArray[Any]) -> int:
    """Return how many different numbers, none below 0, there are."""
    there = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=bool)
    there[numbers] = True
    return int(there.sum())
