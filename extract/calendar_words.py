"""The words of dates in `lexicon/calendar.csv`, and what a date pattern's groups mean by them."""

import re
from functools import cache

from extract.lexicon import lexicon
from extract.word_patterns import any_of, word_key


@cache
def vocabulary(kind: str) -> dict[str, str]:
    """Return the words of a kind with their values."""
    rows = lexicon("calendar")
    return {word_key(row["word"]): row["value"] for row in rows if row["kind"] == kind}


def value_of(kind: str, word: str) -> str:
    """Return the value of a word of the kind. Raises KeyError for another word."""
    return vocabulary(kind)[word_key(word)]


def number_of(word: str) -> int:
    """Return the number that digits or a word say."""
    return int(word) if word.isdecimal() else int(value_of("number", word))


def month_of(word: str) -> int:
    """Return the number of the month that is named, in full or short."""
    folded = word.casefold().rstrip(".")
    return int(vocabulary("month").get(folded) or vocabulary("month_short")[folded])


def year_of(match: re.Match[str], group: str = "year") -> int | None:
    """Return the year of the match, None where the phrase has none."""
    word = match.groupdict().get(group)
    return int(word) if word else None


def one_of(*kinds: str) -> str:
    """Return a pattern of all words of the kinds."""
    return f"(?:{any_of(word for kind in kinds for word in vocabulary(kind))})"
