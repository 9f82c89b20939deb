"""The whole records of a selection, as they stood in the store at one moment, some at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import Connection

from geodata.index import EventSet
from geodata.selection import Selection
from geodata.store_engine import rows_of_ids
from geodata.store_rows import StoredRow
from geodata.store_tables import EVENTS

# Happenings read at once: some 3 MB of values, which a processor's cache still holds.
BATCH: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """What a selection means in a store, at one moment; `EventStore.found` makes it."""

    selection: Selection
    events: EventSet
    connection: Connection = field(repr=False)

    def groups(self) -> Iterator[list[list[StoredRow]]]:
        """Yield happenings, BATCH at a time, each as the rows of its reports.

        Reports stand by date_start, undated last, then by event_id; happenings by their first.
        Raises StoreUnavailableError.
        """
        positions, starts = by_happening(self.events)
        ends = np.append(starts[1:], len(positions))
        for first in range(0, len(starts), BATCH):
            some = slice(first, first + BATCH)
            yield self._rows(positions, starts[some].tolist(), ends[some].tolist())

    def _rows(
        self, positions: NDArray[np.int64], starts: list[int], ends: list[int]
    ) -> list[list[StoredRow]]:
        ids = self.events.ids(positions[starts[0] : ends[-1]])
        rows = {row[0]: row for row in rows_of_ids(self.connection, EVENTS, ids)}
        ordered = [rows[event_id] for event_id in ids]
        return [
            ordered[start - starts[0] : end - starts[0]]
            for start, end in zip(starts, ends, strict=True)
        ]


def by_happening(events: EventSet) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the positions of a set in the order of `Found.groups`, and where happenings start."""
    order = _by_day_and_id(events)
    happening = events.column("happening")[order]
    first = np.empty(int(happening.max(initial=-1)) + 1, dtype=np.int64)
    first[happening[::-1]] = np.arange(len(order))[::-1]
    turn = first[happening]
    grouped = np.argsort(turn, kind="stable")
    return order[grouped], np.flatnonzero(np.diff(turn[grouped], prepend=-1))


def _by_day_and_id(events: EventSet) -> NDArray[np.int64]:
    days: Any = pa.array(events.column("date_start"), from_pandas=True)
    table = pa.table({"day": days, "event_id": events.index.event_ids.take(pa.array(events.rows))})
    keys = [("day", "ascending"), ("event_id", "ascending")]
    return np.asarray(pc.sort_indices(table, sort_keys=keys), dtype=np.int64)
