"""The text filter: every word asked for stands in an event's text, in any case, accents or not.

An event's text is its quote, place, actors and, where the frame has them, its article's title.
"""

import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

# What an event's text is made of, in an events frame and in the event index.
SEARCHED: Final = ("quote", "location", "actor1", "actor2", "assoc_actors", "title")
# The event index's column with all of it, folded, one part a line.
SEARCH_TEXT: Final = "search_text"
# Spellings of one letter that no decomposition brings together: apostrophes, ligatures, and the
# Arabic letters that writers exchange (taa marbuta, alif maksura) or stretch (tatweel).
_ALIKE: Final[Mapping[str, str | None]] = MappingProxyType(
    {"‘": "'", "’": "'", "ʼ": "'", "œ": "oe", "æ": "ae", "ة": "ه", "ى": "ي", "ـ": None}
)


def matches(frame: pd.DataFrame, text: str) -> NDArray[np.bool_]:
    """Return which rows of an events frame or an event index hold every word of the text."""
    words = folded(text).split()
    if not words:
        # Of a text of accents alone nothing is left to ask for.
        return np.ones(len(frame), dtype=bool)
    if SEARCH_TEXT in frame:
        # One pass over the whole column for each word. As a pattern, because Arrow's engine for
        # those looks for the first letters many bytes at once; its plain search takes five times
        # as long.
        column = frame[SEARCH_TEXT].array.__arrow_array__()
        found = [pc.match_substring_regex(column, re.escape(word)) for word in set(words)]
        return _all([np.asarray(one.to_numpy(), dtype=bool) for one in found])
    searched = [_folded_column(frame[name]) for name in SEARCHED if name in frame]
    return _all(
        [
            np.logical_or.reduce([_holds(word, values)[codes] for codes, values in searched])
            for word in words
        ]
    )


def _all(masks: list[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    return np.asarray(np.logical_and.reduce(masks), dtype=bool)


def _holds(word: str, values: list[str]) -> NDArray[np.bool_]:
    return np.array([word in value for value in values], dtype=bool)


def _folded_column(values: "pd.Series[Any]") -> tuple[NDArray[np.intp], list[str]]:
    codes, uniques = pd.factorize(values)
    texts = ("\n".join(value) if isinstance(value, tuple) else value for value in uniques)
    # The last is for code -1, a missing value.
    return codes, [*map(folded, texts), ""]


def folded(text: str) -> str:
    """Return the text in the form that is compared: no case, no accents, one spelling of a letter.

    Hamza seats, vowel signs and what is invisible go with the accents.
    """
    # Not names.fold: that takes punctuation away too, and costs 20 times as much on whole quotes.
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_dropped())


@cache
def _dropped() -> Mapping[int, str | None]:
    every = map(chr, range(sys.maxunicode))
    # Cf: soft hyphens, joiners, marks of direction
    marks = (
        mark for mark in every if unicodedata.combining(mark) or unicodedata.category(mark) == "Cf"
    )
    return str.maketrans({**dict.fromkeys(marks), **_ALIKE})


def search_texts(parts: Sequence[pa.Array]) -> pa.Array:
    """Return the `SEARCH_TEXT` column of the columns of `SEARCHED`, each Arrow text or null.

    Columns may be dictionary-encoded; all have the same length.
    """
    lines = pa.scalar("\n", pa.large_string())
    return pc.binary_join_element_wise(*map(_folded_texts, parts), lines, null_handling="skip")


def _folded_texts(texts: pa.Array) -> pa.Array:
    if isinstance(texts, pa.DictionaryArray):
        return _folded_texts(texts.dictionary).take(texts.indices)
    whole = texts.cast(pa.large_string())
    other = pc.invert(pc.string_is_ascii(whole)).fill_null(fill_value=False)
    texts_of_others = [folded(text) for text in whole.filter(other).to_pylist()]
    replacements = pa.array(texts_of_others, pa.large_string())
    return pc.replace_with_mask(pc.ascii_lower(whole), other, replacements)
