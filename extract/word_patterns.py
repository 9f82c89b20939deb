"""Patterns out of word lists, and the form in which what they found is looked up again."""

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """Return the alternatives, the longest first; spaces may be wide, apostrophes curly.

    A caller puts its own group around them.
    """
    escaped = (re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in set(words))
    return "|".join(sorted(escaped, key=lambda word: (-len(word), word)))


def word_key(words: str) -> str:
    """Return the words in small letters, with single spaces and straight apostrophes."""
    return " ".join(words.casefold().replace("’", "'").split())
