"""What can go wrong in extract.

    ExtractError
    ├── InputError              (also ValueError)  something can't be read as an article
    ├── PublicationDateError    (also ValueError)  a publication date is no date
    ├── FetchError              (also OSError)     an asked-for address can't be fetched
    ├── LexiconError            (also OSError)     a shipped word list is missing or damaged
    └── WorkerError             (also RuntimeError)  a process of a batch died

Each message says what was wrong, the value, where it was found, and what to do.
"""

from typing import Final

from geodata.model import Skipped

# So that an error stays one line that can be read, whatever was given.
MAX_SHOWN: Final = 80


class ExtractError(Exception):
    """Base of every error that extract raises on purpose."""


class InputError(ExtractError, ValueError):
    """Something from outside can't be read as an article.

    `reason` is what was wrong and `remedy` what the analyst can do; readers turn it into a
    `Skipped`, so that the rest of the batch goes on.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.reason = reason
        self.remedy = remedy

    def skipped(self, source: str) -> Skipped:
        """Return the record of it for `source`: the file and line, or the address."""
        return Skipped(source=source, kind="article", reason=self.reason, remedy=self.remedy)


class PublicationDateError(ExtractError, ValueError):
    """A publication date is impossible or not written as YYYY-MM-DD."""


class FetchError(ExtractError, OSError):
    """An address that was asked for can't be fetched."""


class LexiconError(ExtractError, OSError):
    """A word list under extract/lexicon is missing or damaged."""


class WorkerError(ExtractError, RuntimeError):
    """A process that worked for a batch died: killed, or out of memory."""
