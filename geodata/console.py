"""What the commands of all packages share: exit codes, and lines that are safe on a terminal."""

import os
import sys
from io import TextIOWrapper
from typing import Final

OK: Final = 0
FAILED: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130  # what shells report for a command ended by Ctrl-C

EXIT_CODES: Final = (
    "Exit codes: 0 all done, 1 something was skipped, failed or not found, "
    "2 wrong arguments, or it could not be done at all."
)


def plain(line: str) -> str:
    """Return the line with U+FFFD for whatever is not printable.

    A file's name or a value of a row may hold what commands a terminal, or turns its text round.
    """
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale; a lone surrogate goes out as JSON's own escape for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def reader_gone() -> int:
    """Return the exit code when who read our output has gone.

    The interpreter's last flush must not fail on it again, so what is left goes nowhere.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
