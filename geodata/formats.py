"""Files of events in and out: reading and writing choose the format by the suffix."""

from geodata.exports import WRITERS, write_events, write_found
from geodata.imports import Imported, read_events

WRITTEN_SUFFIXES = tuple(WRITERS)

__all__ = ["WRITTEN_SUFFIXES", "Imported", "read_events", "write_events", "write_found"]
