"""What each border activity is: its definition, default ACLED parent and PLOVER code."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from geodata.codes import SUB_EVENT_TYPES, TALK, BorderActivity, EventType
from geodata.errors import DataFileError

TAXONOMY_FILE = Path(__file__).parent / "data" / "taxonomy.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCode:
    """One row of the table.

    `event_type` and `sub_event_type` (ACLED) are None for talk; `plover_event` and `plover_mode`
    (PLOVER codebook, 2023) are None where PLOVER has no such event. The most violent act of a
    sentence wins by `violence_rank`, highest first.
    """

    border_activity: BorderActivity
    event_type: EventType | None
    sub_event_type: str | None
    plover_event: str | None
    plover_mode: str | None
    violence_rank: int
    definition: str


@cache
def activity_codes() -> Mapping[BorderActivity, ActivityCode]:
    """Return the whole table by border activity; every activity has exactly one row.

    Raises DataFileError when the file is missing or misses an activity.
    """
    try:
        with TAXONOMY_FILE.open(encoding="utf-8", newline="") as file:
            codes = [_activity_code(row) for row in csv.DictReader(file)]
    except (OSError, KeyError, ValueError) as error:
        message = f"{TAXONOMY_FILE.name} can't be read: {error}; restore it from the repository"
        raise DataFileError(message) from error
    table = {code.border_activity: code for code in codes}
    if set(table) != set(BorderActivity) or len(codes) != len(table):
        raise DataFileError(f"{TAXONOMY_FILE.name} must hold each border activity exactly once")
    return MappingProxyType(table)


def _activity_code(row: dict[str, str]) -> ActivityCode:
    activity = BorderActivity(row["border_activity"])
    event_type = EventType(row["event_type"]) if row["event_type"] else None
    sub_event_type = row["sub_event_type"] or None
    if (event_type is None) != (activity in TALK):
        raise ValueError(f"{activity!r} must have an event_type unless it is talk")
    if event_type is not None and sub_event_type not in SUB_EVENT_TYPES[event_type]:
        raise ValueError(f"{sub_event_type!r} is no sub-event type of {event_type!r}")
    return ActivityCode(
        border_activity=activity,
        event_type=event_type,
        sub_event_type=sub_event_type,
        plover_event=row["plover_event"] or None,
        plover_mode=row["plover_mode"] or None,
        violence_rank=int(row["violence_rank"]),
        definition=row["definition"],
    )
