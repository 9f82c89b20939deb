"""Which of our three languages a text is in."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from extract.errors import LexiconError

FUNCTION_WORDS_FILE: Final = Path(__file__).parent / "lexicon" / "function_words.csv"

_SAMPLE_LETTERS: Final = 5_000
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_ARABIC: Final = re.compile("[\u0620-\u064a\u066e-\u06d3]")

# Arabic news with Latin names in it stays above; Latin news with an Arabic name below.
_ARABIC_SHARE: Final = 0.5
# A fifth of running English or French is in our list; other languages in Latin script share
# single words with it ("la", "in") and stay below.
_FUNCTION_WORD_SHARE: Final = 0.1
_FUNCTION_WORDS: Final = 2  # one may be part of a name: In Amenas


def guess_language(text: str) -> str | None:
    """Return "ar", "fr" or "en", or None when it is none of them or too short to tell.

    By the share of Arabic letters, else by which language has more of the text's words among its
    articles, prepositions and auxiliaries.
    """
    words = _LETTERS.findall(text[:_SAMPLE_LETTERS].lower())
    letters = sum(map(len, words))
    if not letters:
        return None
    if len(_ARABIC.findall("".join(words))) > letters * _ARABIC_SHARE:
        return "ar"
    counts = dict.fromkeys(("en", "fr"), 0)
    known = function_words()
    for word in words:
        if word in known:
            counts[known[word]] += 1
    ahead, behind = sorted(counts, key=lambda language: counts[language], reverse=True)
    enough = max(_FUNCTION_WORDS, len(words) * _FUNCTION_WORD_SHARE)
    return ahead if counts[ahead] >= enough and counts[ahead] > counts[behind] else None


@cache
def function_words() -> Mapping[str, str]:
    """Return the language by word. Raises LexiconError when the list can't be read."""
    try:
        with FUNCTION_WORDS_FILE.open(encoding="utf-8", newline="") as file:
            return MappingProxyType({row["word"]: row["language"] for row in csv.DictReader(file)})
    except (OSError, KeyError, ValueError) as error:
        message = (
            f"{FUNCTION_WORDS_FILE.name} can't be read: {error}; restore it from the repository"
        )
        raise LexiconError(message) from error
