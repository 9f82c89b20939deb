"""Files of events in and out: `write_events` and `read_events` choose by the suffix."""

from geodata.exports import WRITERS, write_events
from geodata.imports import Imported, read_events

WRITTEN_SUFFIXES = tuple(WRITERS)

__all__ = ["WRITTEN_SUFFIXES", "Imported", "read_events", "write_events"]
