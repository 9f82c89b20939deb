"""A text as tokens and sentences, each with its offsets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geodata.names import INVISIBLE, fold

# A word with inner apostrophes (N'Djamena), or a number with its separators. A possessive ending
# and a French elision (l', d') are left outside of the word; the Arabic cape (Ra's) is one word.
# Combining marks and invisible characters within a word are part of it.
_INNER = (
    r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640]"
    rf"|[{INVISIBLE}]++(?=[^\W\d_]))"
)
_WORD = re.compile(
    r"(?:(?<![^\W\d_])[ldLD]['’](?=[^\W\d_]{2}))?"
    r"(?P<word>(?<![\w.])(?:[^\W\d_]\.){2,}"
    rf"|[Rr][Aa]['’ʼʿ`][sS]\b"
    rf"|(?!(?<=['’])[sS]\b)[^\W\d_]{_INNER}*(?:['’ʼʿ`](?![sS]\b)[^\W\d_]{_INNER}*)*"
    r"|\d+(?:[.,]\d+)*)"
)
# Tried once a row of marks, not once a mark: leader dots may run on for as long as the text.
_SENTENCE_END = re.compile(r"(?<![.!?؟…])[.!?؟…]++[\"”’'»)\]]*(?=\s|$|[\"“«]|[A-Z\u0600-\u06ff])")
_ABBREVIATIONS = frozenset(
    [
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "sgt",
        "brig",
        "cmdr",
        "adm",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "vs",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "approx",
        "inc",
        "co",
        "ltd",
        "gov",
        "sen",
        "rep",
        "pres",
        "u.s",
        "u.n",
        "e.g",
        "i.e",
        "m",
        "mm",
        "mme",
        "km",
    ]
)
_BEFORE_NUMBERS = frozenset(["no", "art", "fig"])
MAX_WORD, MAX_GAP = 40, 10
_CLOSERS = "\"”’'»)]"
MAX_SCARE_QUOTE_WORDS = 4
# The longest sentence of the 6,507 texts in our evaluation sets has 629 characters. A "sentence"
# beyond this is a list or a page without punctuation; cut, it takes time by its length, not by
# the square of it.
MAX_SENTENCE = 2_000


@dataclass(frozen=True, slots=True)
class Token:
    """A word at text[start:end]; `folded` is `names.fold` of it and may hold several words.

    `text` is the word as it stands, or in its ordinary case where `casing` has given it one.
    """

    start: int
    end: int
    text: str
    folded: str

    @property
    def is_capital(self) -> bool:
        """True for a word that begins with a capital, or of a script that has none (Arabic)."""
        first = self.text[0]
        return first.isupper() or (first.isalpha() and not first.islower())


@dataclass(frozen=True, slots=True)
class Sentence:
    """text[start:end]; `is_heading` when it stands on its line without closing punctuation."""

    start: int
    end: int
    paragraph: int
    is_heading: bool


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the words and numbers of a text in order."""
    return tuple(
        Token(*match.span("word"), match["word"], fold(match["word"]))
        for match in _WORD.finditer(text)
    )


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences in order: lines first, then ends of sentences within each line.

    A line is a paragraph. Abbreviations and initials end no sentence; one longer than MAX_SENTENCE
    is cut, between words where it has any.
    """
    found = []
    paragraph = 0
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().strip():
            continue
        bounds = [line.start(), *_sentence_ends(text, line.start(), line.end()), line.end()]
        for start, end in pairwise(_cut(text, bounds)):
            first, last = _trimmed(text, start, end)
            if first < last:
                closed = text[first:last].rstrip(_CLOSERS)[-1:] in ".!?؟…:;,"
                found.append(Sentence(first, last, paragraph, not closed))
        paragraph += 1
    return tuple(found)


def _cut(text: str, bounds: Sequence[int]) -> Iterator[int]:
    """Yield the bounds, and more of them where two are further apart than MAX_SENTENCE."""
    for start, end in pairwise(bounds):
        position = start
        yield position
        while end - position > MAX_SENTENCE:
            limit = position + MAX_SENTENCE
            position = text.rfind(" ", limit - MAX_SENTENCE // 2, limit) + 1 or limit
            yield position
    yield bounds[-1]


def _sentence_ends(text: str, start: int, end: int) -> list[int]:
    ends = []
    for match in _SENTENCE_END.finditer(text, start, end):
        word = _word_before(text, start, match.start())
        initial = len(word) == 1 and word.isalpha()
        following = text[match.end() : min(match.end() + MAX_GAP, end)].lstrip()[:1]
        if match.group().startswith(".") and (word in _ABBREVIATIONS or initial):
            continue
        if following.islower() or (following.isdigit() and word in _BEFORE_NUMBERS):
            continue
        ends.append(match.end())
    return ends


def _word_before(text: str, start: int, end: int) -> str:
    # a window, since a line may be as long as the text
    words = re.split(r"[\s(“\"]", text[max(start, end - MAX_WORD) : end])
    return words[-1].casefold()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans within quotation marks that are longer than a name or a scare quote."""
    quotes = re.finditer(r"[“\"«]([^“”\"«»\n]{0,1500})(?:[”\"»]|$)", text)
    return tuple(q.span() for q in quotes if len(q.group(1).split()) > MAX_SCARE_QUOTE_WORDS)
