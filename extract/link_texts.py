"""How alike the words of two reports are: TF-IDF within a language, names and figures across."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from extract.language import function_words, guess_language
from extract.link_reports import figures_of
from geodata.names import fold

# Texts that share this much of the shorter one's runs of words are one text, cut or patched.
REPRINT_SHARE: Final = 0.5
# A run of five words that two writers choose alike is rare; fewer runs are too short a text.
_SHINGLE_WORDS: Final = 5
_MIN_SHINGLES: Final = 12
_PAIRS_AT_ONCE: Final = 50_000
_WORD: Final = re.compile(r"[^\W_]+")
_CAPITALISED: Final = re.compile(r"(?<![.!?:»”\"]\s)(?<!^)\b[^\W\d_a-z][^\W\d_]{3,}")


def texts_of(reports: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    """Return what stands for each report: the article it leads, else the sentence it is in."""
    whole = {
        row.article_id: f"{row.title}\n{row.text}" for row in articles.itertuples(index=False)
    }
    return [
        whole.get(row.article_id, row.quote or "") if row.leads else row.quote or ""
        for row in reports.itertuples()
    ]


def word_likeness(
    texts: Sequence[str], one: NDArray[np.intp], other: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the TF-IDF cosine of each pair of texts; NaN where their languages differ."""
    languages = np.array([guess_language(text) or "" for text in texts], dtype=object)
    alike = _cosines([_words_of(text) for text in texts], one, other)
    alike[languages[one] != languages[other]] = np.nan
    return alike


def name_likeness(
    texts: Sequence[str],
    places: Iterable[Iterable[str]],
    one: NDArray[np.intp],
    other: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Return the cosine of each pair's places, names and figures, which no language changes."""
    marks = [
        [*_names_of(text), *figures_of(text), *known]
        for text, known in zip(texts, places, strict=True)
    ]
    return _cosines(marks, one, other)


def reprints(
    texts: Sequence[str], one: NDArray[np.intp], other: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Return which pairs are one text in two papers, whole, cut or with a sentence added."""
    runs = [_shingles(text) for text in texts]
    return np.array(
        [
            min(len(runs[i]), len(runs[j])) >= _MIN_SHINGLES
            and len(runs[i] & runs[j]) >= REPRINT_SHARE * min(len(runs[i]), len(runs[j]))
            for i, j in zip(one.tolist(), other.tolist(), strict=True)
        ],
        dtype=bool,
    )


def _cosines(
    marks: Sequence[Sequence[str]], one: NDArray[np.intp], other: NDArray[np.intp]
) -> NDArray[np.float64]:
    if not any(marks):
        return np.zeros(len(one))
    vectors = csr_matrix(
        TfidfVectorizer(analyzer=_as_they_are, sublinear_tf=True).fit_transform(marks)
    )
    cosines = np.zeros(len(one))
    for start in range(0, len(one), _PAIRS_AT_ONCE):
        part = slice(start, start + _PAIRS_AT_ONCE)
        both = vectors[one[part]].multiply(vectors[other[part]])
        cosines[part] = np.asarray(both.sum(axis=1)).ravel()
    return cosines


def _as_they_are(marks: Sequence[str]) -> Sequence[str]:
    return marks


def _words_of(text: str) -> list[str]:
    little = _function_words()
    words = (fold(word) for word in _WORD.findall(text.lower()))
    return [word for word in words if len(word) > 1 and word not in little]


def _function_words() -> frozenset[str]:
    return frozenset(function_words())


def _names_of(text: str) -> Iterable[str]:
    return (fold(found.group()) for found in _CAPITALISED.finditer(text))


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    runs = range(len(words) - _SHINGLE_WORDS + 1)
    return frozenset(tuple(words[start : start + _SHINGLE_WORDS]) for start in runs)


def places_of(reports: pd.DataFrame, places: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the ids of the places that each leading report's article names; () for others."""
    known: Mapping[str, pd.Series] = dict(iter(places.groupby("article_id")["place_id"]))
    return [
        tuple(known[row.article_id]) if row.leads and row.article_id in known else ()
        for row in reports.itertuples()
    ]
