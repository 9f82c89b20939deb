"""Files of events in and out: `write_events` and `read_events` choose by the suffix."""

from geodata.exports import write_events

__all__ = ["write_events"]
