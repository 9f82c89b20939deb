"""How alike the words of two reports are: TF-IDF within a language, names and figures across."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from extract.language import function_words, guess_language
from extract.link_pairs import Pairs
from extract.link_reports import figures_of, rows_of
from geodata.names import fold

Values = NDArray[np.float64]

# Texts that share this much of the shorter one's runs of words are one text, cut or patched.
REPRINT_SHARE: Final = 0.5
# Above chance in their words at least: what is below needs no look at its runs of words.
REPRINT_WORDS: Final = 0.1
# A run of five words that two writers choose alike is rare; fewer runs are too short a text.
_SHINGLE_WORDS: Final = 5
_MIN_SHINGLES: Final = 12
_GRAM_LETTERS: Final = 5
_PAIRS_AT_ONCE: Final = 50_000
_WORD: Final = re.compile(r"[^\W_]+")
SAMPLES_FILE: Final = Path(__file__).parent / "samples" / "dispatches.jsonl"
# The middle between pairs of one happening and pairs of two, of the odd happenings of
# tests/gold/events/linking.jsonl: medians .20 and .09, .10 and .02, .22 and .04.
WORDS_BY_CHANCE: Final = 0.14
COGNATES_BY_CHANCE: Final = 0.06
NAMES_BY_CHANCE: Final = 0.12


def texts_of(reports: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    """Return what stands for each report: the article it leads, else the sentence it is in."""
    whole = {row.article_id: f"{row.title}\n{row.text}" for row in rows_of(articles)}
    return [
        whole.get(row.article_id, row.quote or "") if row.leads else row.quote or ""
        for row in rows_of(reports)
    ]


def likeness(
    texts: Sequence[str], places: Sequence[Iterable[str]], pairs: Pairs
) -> dict[str, Values]:
    """Return how far the words of each pair are above what two happenings share by chance.

    "words" is of texts in one language, "cognates" of English with French (names, figures and what
    the two spell alike), "names" of Arabic with either: the `places` that both articles name, and
    figures. Each is a TF-IDF cosine less its usual value, 0 where another of the three holds.
    """
    one, other = pairs
    languages = np.array([guess_language(text) or "" for text in texts], dtype=object)
    same = languages[one] == languages[other]
    scripts = languages == "ar"
    across = scripts[one] != scripts[other]
    spelt = _cosines([_grams_of(text) for text in texts], pairs, _usual_grams())
    marks = [[*figures_of(text), *known] for text, known in zip(texts, places, strict=True)]
    named = _cosines(marks, pairs, ())
    return {
        "words": np.where(same, spelt - WORDS_BY_CHANCE, 0.0),
        "cognates": np.where(~same & ~across, spelt - COGNATES_BY_CHANCE, 0.0),
        "names": np.where(across, named - NAMES_BY_CHANCE, 0.0),
    }


def reprints(texts: Sequence[str], pairs: Pairs) -> NDArray[np.bool_]:
    """Return which pairs are one text in two papers, whole, cut or with a sentence added."""
    runs = [_shingles(text) for text in texts]
    return np.array(
        [
            min(len(runs[i]), len(runs[j])) >= _MIN_SHINGLES
            and len(runs[i] & runs[j]) >= REPRINT_SHARE * min(len(runs[i]), len(runs[j]))
            for i, j in zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)
        ],
        dtype=bool,
    )


def _cosines(
    marks: Sequence[Sequence[str]], pairs: Pairs, usual: Sequence[Sequence[str]]
) -> Values:
    """Return TF-IDF cosines; the texts of `usual` count for how common a mark is as well."""
    cosines = np.zeros(len(pairs[0]))
    if not any(marks):
        return cosines
    weighed = TfidfVectorizer(analyzer=_as_they_are, sublinear_tf=True).fit([*usual, *marks])
    vectors = csr_matrix(weighed.transform(marks))
    for start in range(0, len(cosines), _PAIRS_AT_ONCE):
        part = slice(start, start + _PAIRS_AT_ONCE)
        both = vectors[pairs[0][part]].multiply(vectors[pairs[1][part]])
        cosines[part] = np.asarray(both.sum(axis=1)).ravel()
    return cosines


@cache
def _usual_grams() -> tuple[Sequence[str], ...]:
    """Return the sample articles: with two reports alone, no word would be a common one."""
    lines = SAMPLES_FILE.read_text(encoding="utf-8").splitlines()
    return tuple(_grams_of(json.loads(line)["text"]) for line in lines)


def _as_they_are(marks: Sequence[str]) -> Sequence[str]:
    return marks


def _grams_of(text: str) -> list[str]:
    little = function_words()
    words = (f" {word} " for word in fold(text).split() if word not in little)
    return [
        word[start : start + _GRAM_LETTERS]
        for word in words
        for start in range(max(1, len(word) - _GRAM_LETTERS + 1))
    ]


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    runs = range(len(words) - _SHINGLE_WORDS + 1)
    return frozenset(tuple(words[start : start + _SHINGLE_WORDS]) for start in runs)


def places_of(reports: pd.DataFrame, places: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the ids of the places that each leading report's article names; () for others."""
    known: Mapping[str, pd.Series] = dict(iter(places.groupby("article_id")["place_id"]))
    return [
        tuple(known[row.article_id]) if row.leads and row.article_id in known else ()
        for row in rows_of(reports)
    ]
