"""Events in: ACLED, UCDP GED, plain tables, GeoJSON and GeoParquet, our own exports above all.

A file that can't be read at all raises; a row that can't is returned with its reason, and all
others go in. A row's text stays text: nothing of it is run, resolved or fetched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
from tqdm import tqdm

from geodata.errors import FormatError, RecordError
from geodata.import_files import READERS, Attempt
from geodata.join import join_events
from geodata.model import Event, Skipped
from geodata.schema import event_faults, events_to_frame

_ROW_REMEDY: Final = "correct the row and import the file again; what is in is not added twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a file held: an events frame in the file's order, and the rows that are not in it."""

    events: gpd.GeoDataFrame
    skipped: tuple[Skipped, ...]


def read_events(
    path: str | Path, *, encoding: str | None = None, progress: bool = False
) -> Imported:
    """Read a file of events by its suffix: .csv, .tsv, .geojson, .json, .parquet.

    Country, first-level unit and nearest border are filled in from the coordinates, except in our
    own exports, which come back as they went out. `encoding` is a table's, where it's not UTF-8.
    Raises FormatError for a file that is no such thing, is empty or lacks the needed columns.
    """
    file = Path(path)
    read = READERS.get(file.suffix.lower())
    if read is None:
        known = ", ".join(READERS)
        raise FormatError(f"{file.name!r} has no format we read; it must end with one of {known}")
    own, attempts = read(file, encoding)
    events, skipped = _attempted(tqdm(attempts, unit=" rows", disable=None if progress else True))
    frame = events_to_frame(event for _, event in events)
    frame, faulty = _without_faults(frame, [where for where, _ in events])
    return Imported(
        events=frame if own or frame.empty else join_events(frame), skipped=(*skipped, *faulty)
    )


def _attempted(attempts: Iterable[Attempt]) -> tuple[list[tuple[str, Event]], list[Skipped]]:
    events: list[tuple[str, Event]] = []
    skipped: list[Skipped] = []
    seen: dict[str, str] = {}
    for where, attempt in attempts:
        try:
            event = attempt()
        except RecordError as error:
            skipped.append(_skipped(where, str(error)))
            continue
        if event.event_id in seen:
            skipped.append(_skipped(where, f"it is the same event as {seen[event.event_id]}"))
        else:
            events.append((where, event))
        seen.setdefault(event.event_id, where)
    return events, skipped


def _skipped(where: str, reason: str) -> Skipped:
    return Skipped(source=where, kind="row", reason=reason, remedy=_ROW_REMEDY)


def _without_faults(
    frame: gpd.GeoDataFrame, places: list[str]
) -> tuple[gpd.GeoDataFrame, list[Skipped]]:
    faults: dict[int, list[str]] = {}
    for row, what in event_faults(frame):
        faults.setdefault(int(str(row)), []).append(what)
    skipped = [_skipped(places[row], "; ".join(faults[row])) for row in sorted(faults)]
    return frame.drop(index=list(faults)).reset_index(drop=True), skipped
