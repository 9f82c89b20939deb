"""What can go wrong in geodata.

    GeodataError
    ├── DataFileError      (also OSError)     a shipped or installed dataset is missing or damaged
    ├── RecordError        (also ValueError)  a record, row or frame breaks the schema
    ├── SelectionError     (also ValueError)  a filter's value can't be understood
    ├── FormatError        (also ValueError)  a file to import or export can't be read or written
    ├── DownloadError      (also OSError)     an asked-for download failed or had the wrong hash
    └── StoreError         (also RuntimeError)
        ├── StoreVersionError                 the store was written by a newer Borderwatch
        └── StoreUnavailableError             the store can't be opened or reached

Each message says what was wrong, the value, where it was found, and what to do.
"""


class GeodataError(Exception):
    """Base of every error that geodata raises on purpose."""


class DataFileError(GeodataError, OSError):
    """A dataset under geodata/data is missing, damaged or of another version."""


class RecordError(GeodataError, ValueError):
    """One or more records break the schema; the message lists every fault."""


class SelectionError(GeodataError, ValueError):
    """A filter value from the command line or a URL can't be understood."""


class FormatError(GeodataError, ValueError):
    """A file to be imported or exported can't be read or written in that format."""


class DownloadError(GeodataError, OSError):
    """A download that was asked for failed or its content has the wrong hash."""


class StoreError(GeodataError, RuntimeError):
    """The event store can't do what was asked."""


class StoreVersionError(StoreError):
    """The store was written by a newer Borderwatch than this one."""


class StoreUnavailableError(StoreError):
    """The store can't be opened or reached: path, rights or server."""
