"""Text without case: in a headline in capitals, or a text typed small, words get their case back.

Where all letters are of one case, case tells no name from a word, and a sentence in capitals would
be read as one long name. There each word is written as running text would write it: small what a
language's word lists hold, capital what the gazetteer, the lists of persons and the rest of the
text know as a name. What reads the tokens afterwards need not know of it.

The article of a romanised name is written small within running text, "in al-Bayda"; the name begins
with it all the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from extract.capitals import Known, names_in
from extract.language import function_words, guess_language
from extract.lexicon import lexicon
from extract.text import Token
from geodata.gazetteer import Gazetteer
from geodata.names import INVISIBLE, fold, is_article

LANGUAGES = ("en", "fr")
# "TRIPOLI, LIBYA" is a dateline and "NBC NEWS" a name; a stretch is longer and has "in" or "of".
MIN_WORDS = 3
# So many words in capitals are a headline without such words.
MANY_WORDS = 6
_CAPITAL = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0152\u0178"
_INNER = rf"{_CAPITAL}0-9'’\u0300-\u036f{INVISIBLE}"
_WORD = rf"(?:[{_CAPITAL}][{_INNER}]*+|\d++)(?!\w)"
# It begins with a letter, which is quick to look for, and looks behind it afterwards: never within
# a word, or a long word would be tried from each of its letters.
_CAPITALS = re.compile(
    rf"[{_CAPITAL}](?<![\w'’\u0300-\u036f{INVISIBLE}].)[{_INNER}]*+(?!\w)"
    rf"(?:\W{{1,30}}{_WORD}){{{MIN_WORDS - 1},}}",
    re.DOTALL,
)
# Without a hyphen only those that are no English or French words: "near el Fasher".
_SMALL_ARTICLE = re.compile(
    rf"(?<![\w'’-])(?:[a-z]{{2,3}}(?=[-‐‑][{_CAPITAL}])|[ae]l(?= [{_CAPITAL}]))"
)
_LISTS = ("cues", "generic_actors", "relative_words", "titles", "calendar", "small_words")
# Words that begin or end names as often as they stand alone.
_JOINING = frozenset(["locative", "determiner", "auxiliary", "speech", "place_verb"])
_OF_NAMES = frozenset(["prefix_head", "name_particle", "compass"])


def in_ordinary_case(text: str, tokens: Sequence[Token], gazetteer: Gazetteer) -> Sequence[Token]:
    """Return the tokens, those of stretches without case written as running text has them.

    An article that begins a name gets a capital: "al-Bayda", but not "Bashar al-Assad".
    """
    tokens = _with_articles(text, tokens)
    stretches = _stretches(text)
    if not stretches:
        return tokens
    language = guess_language(text)
    ranges = [
        (first, last)
        for first, last in _token_ranges(tokens, stretches)
        if _is_running_text(tokens[first:last], language)
    ]
    if not ranges:
        return tokens
    written = list(tokens)
    known = _known(text, tokens, ranges, language, gazetteer)
    for first, last in ranges:
        written[first:last] = _cased(tokens[first:last], known)
    return written


def _with_articles(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    starts = {match.start() for match in _SMALL_ARTICLE.finditer(text)}
    if not starts:
        return tokens
    written = list(tokens)
    for at, (token, following) in enumerate(pairwise(tokens)):
        if token.start in starts and is_article(token.folded, following.folded):
            before = tokens[at - 1] if at else None
            if before is None or token.start > before.end + 1 or not before.is_capital:
                written[at] = replace(token, text=token.text.capitalize())
    return written


def _stretches(text: str) -> list[tuple[int, int]]:
    if text.islower():
        return [(0, len(text))]
    return [match.span() for match in _CAPITALS.finditer(text)]


def _token_ranges(
    tokens: Sequence[Token], stretches: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the tokens (first, behind the last) that lie wholly in each stretch."""
    at = 0
    for start, end in stretches:
        while at < len(tokens) and tokens[at].start < start:
            at += 1
        first = at
        while at < len(tokens) and tokens[at].end <= end:
            at += 1
        if at > first:
            yield first, at


def _is_running_text(tokens: Sequence[Token], language: str | None) -> bool:
    words = [token.folded for token in tokens if token.text[0].isalpha()]
    if len(words) < MIN_WORDS:
        return False
    # "A JNIM IED" holds acronyms: its article alone makes it no headline
    joined = [word for word in words if len(word) > 1]
    return len(words) >= MANY_WORDS or not _joining_words(language).isdisjoint(joined)


def _known(
    text: str,
    tokens: Sequence[Token],
    ranges: Sequence[tuple[int, int]],
    language: str | None,
    gazetteer: Gazetteer,
) -> Known:
    inside = {at for first, last in ranges for at in range(first, last)}
    outside = [token for at, token in enumerate(tokens) if at not in inside]
    seen_small = frozenset(token.folded for token in outside if token.text[0].islower())
    seen_capital = frozenset(token.folded for token in outside if token.text[0].isupper())
    return Known(text, gazetteer, _small_words(language), seen_small, seen_capital - seen_small)


def _cased(tokens: Sequence[Token], known: Known) -> Iterator[Token]:
    """Yield the stretch's tokens in their ordinary case."""
    capital, acronyms = names_in(tokens, known)
    for at, token in enumerate(tokens):
        if at in capital:
            yield replace(token, text=token.text[:1].upper() + token.text[1:].lower())
        else:
            yield token if at in acronyms else replace(token, text=token.text.lower())


# Bounded, as articles may come with any language's code.
@lru_cache(maxsize=16)
def _small_words(language: str | None) -> frozenset[str]:
    """Return what the language's lists hold and no name begins with."""
    languages = (language,) if language in LANGUAGES else LANGUAGES
    found = {word for word, of in function_words().items() if of in languages}
    for name in _LISTS:
        for row in lexicon(name):
            if row["language"] in languages and row.get("kind") not in _OF_NAMES:
                found.add(row.get("word") or row["title"])
    return frozenset(map(fold, found))


@lru_cache(maxsize=16)
def _joining_words(language: str | None) -> frozenset[str]:
    """Return words of the language that no name has, but sentences do: "of", "near", "left"."""
    languages = (language,) if language in LANGUAGES else LANGUAGES
    words = {word for word, of in function_words().items() if of in languages}
    rows = [row for row in lexicon("cues") if row["language"] in languages]
    joining = {row["word"] for row in rows if row["kind"] in _JOINING}
    compass = {row["word"] for row in rows if row["kind"] == "compass"}
    return frozenset(map(fold, words | (joining - compass)))
