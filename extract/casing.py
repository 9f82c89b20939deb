"""Text without case: in a headline in capitals, or a text typed small, words get their case back.

Where all letters are of one case, case tells no name from a word, and a sentence in capitals would
be read as one long name. There each word is written as running text would write it: small what a
language's word lists hold, capital what the gazetteer, the lists of persons and the rest of the
text know as a name. What reads the tokens afterwards need not know of it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.actor_lexicon import demonym_country
from extract.language import function_words, guess_language
from extract.lexicon import lexicon, word_classes
from extract.text import Token
from geodata.gazetteer import Gazetteer
from geodata.names import INVISIBLE, fold

LANGUAGES = ("en", "fr")
# "TRIPOLI, LIBYA" is a dateline and "NBC NEWS" a name; a stretch is longer and has "in" or "of".
MIN_WORDS = 3
# So many words in capitals are a headline without such words.
MANY_WORDS = 6
MAX_NAME_TOKENS = 7
# "Reading" and "Nice" are what they are called, and many live there; "Gold" is a name of Gulde.
LARGE_CITY = 100_000
_CAPITAL = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0152\u0178"
_WORD = rf"(?:[{_CAPITAL}][{_CAPITAL}0-9'’\u0300-\u036f{INVISIBLE}]*+|\d++)(?!\w)"
_CAPITALS = re.compile(rf"(?<!\w){_WORD}(?:\W{{1,30}}{_WORD}){{{MIN_WORDS - 1},}}")
_LISTS = ("cues", "generic_actors", "relative_words", "titles", "calendar", "small_words")
# Words that begin or end names as often as they stand alone.
_OF_NAMES = frozenset(["prefix_head", "name_particle", "compass"])
_CLOSED = frozenset(["common_word", "locative", "determiner", "auxiliary", "speech", "place_verb"])
_GIVEN = frozenset(["given_name", "listed_given"])
_PERSON = frozenset([*_GIVEN, "surname", "common_surname"])
_BODIES = frozenset(["organisation_head", "head_house"])
_HEADS = frozenset(["head_nature", "head_area", "head_street", "head_site", *_BODIES])
_OF = frozenset(["of", "de", "du", "des", "d"])


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the case of words: by a language's lists, and by the rest of the text."""

    gazetteer: Gazetteer
    small: frozenset[str]
    seen_small: frozenset[str]
    seen_capital: frozenset[str]


def in_ordinary_case(text: str, tokens: Sequence[Token], gazetteer: Gazetteer) -> Sequence[Token]:
    """Return the tokens, those of stretches without case written as running text has them."""
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
    known = _known(tokens, ranges, language, gazetteer)
    for first, last in ranges:
        written[first:last] = _cased(tokens[first:last], known)
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
    return len(words) >= MANY_WORDS or not _joining_words(language).isdisjoint(words)


def _known(
    tokens: Sequence[Token],
    ranges: Sequence[tuple[int, int]],
    language: str | None,
    gazetteer: Gazetteer,
) -> _Known:
    inside = {at for first, last in ranges for at in range(first, last)}
    outside = [token for at, token in enumerate(tokens) if at not in inside]
    seen_small = frozenset(token.folded for token in outside if token.text[0].islower())
    seen_capital = frozenset(token.folded for token in outside if token.text[0].isupper())
    return _Known(gazetteer, _small_words(language), seen_small, seen_capital - seen_small)


def _cased(tokens: Sequence[Token], known: _Known) -> Iterator[Token]:
    """Yield the stretch's tokens in their ordinary case."""
    capital = _in_long_names(tokens, known)
    capital |= {at for at in range(len(tokens)) if _is_capital(tokens, at, known)}
    capital |= {at for at in range(len(tokens)) if _belongs_to_name(tokens, at, capital)}
    for at, token in enumerate(tokens):
        if at in capital and not _is_acronym(token, known):
            yield replace(token, text=token.text[:1].upper() + token.text[1:].lower())
        elif at in capital or not token.text.isascii() and not token.text[0].isupper():
            yield token
        else:
            yield replace(token, text=token.text.lower())


def _is_acronym(token: Token, known: _Known) -> bool:
    return "." in token.text or (
        len(token.text) < 4 and token.text.isupper() and known.gazetteer.is_acronym(token.folded)
    )


def _in_long_names(tokens: Sequence[Token], known: _Known) -> set[int]:
    """Return the tokens in names of several words: the longest at each, left to right."""
    found: set[int] = set()
    at = 0
    while at < len(tokens):
        last = _last_of_name(tokens, at, known)
        found |= {index for index in range(at, last + 1) if not _is_closed(tokens[index], known)}
        if last > at:
            found |= {at, last}
        at = max(last, at) + 1
    return found


def _last_of_name(tokens: Sequence[Token], first: int, known: _Known) -> int:
    """Return the last token of the longest name that begins at the token, -1 for none."""
    name, found = tokens[first].folded, -1
    for last in range(first + 1, min(first + MAX_NAME_TOKENS, len(tokens))):
        if not known.gazetteer.starts_name(name) or tokens[last].start > tokens[last - 1].end + 2:
            break
        name = f"{name} {tokens[last].folded}"
        if known.gazetteer.is_name(name) and _is_long_name(tokens[first : last + 1], name, known):
            found = last
    return found


def _is_long_name(tokens: Sequence[Token], name: str, known: _Known) -> bool:
    """True when words that are small one by one are a name together."""
    if _is_closed(tokens[-1], known):
        return _is_prominent(name, known)
    if _is_closed(tokens[0], known):
        return _is_prominent(name, known) or _is_of_its_rest(name, known)
    return any(token.folded not in known.small for token in tokens) or _is_prominent(name, known)


def _is_of_its_rest(name: str, known: _Known) -> bool:
    """True for "In Amenas", which is also called "Amenas"; not for "In Mali"."""
    rest = name.partition(" ")[2]
    if not known.gazetteer.is_name(rest):
        return True
    places = [known.gazetteer.exact(asked)[0].place for asked in (name, rest)]
    return places[0].place_id == places[1].place_id


def _is_closed(token: Token, known: _Known) -> bool:
    return token.folded in known.small and bool(word_classes(token.folded) & _CLOSED)


def _is_prominent(name: str, known: _Known) -> bool:
    """True for the country, region or large city that is called so before all others."""
    best = next(iter(known.gazetteer.exact(name)), None)
    if best is None or best.score < 1:
        return False
    code = best.place.feature_code
    return code.startswith(("PCL", "ADM1")) or best.place.population >= LARGE_CITY


def _is_capital(tokens: Sequence[Token], at: int, known: _Known) -> bool:
    token = tokens[at]
    word = token.folded
    if word in known.seen_small or _is_closed(token, known):
        return False
    if "." in token.text or word in known.seen_capital or demonym_country(token) is not None:
        return True
    classes = word_classes(word)
    if word in known.small or "dictionary_word" in classes:
        is_person = at > 0 and word_classes(tokens[at - 1].folded) & _GIVEN and classes & _PERSON
        return bool(is_person) or _is_prominent(word, known)
    return known.gazetteer.is_name(word) or bool(classes & _PERSON)


def _belongs_to_name(tokens: Sequence[Token], at: int, capital: set[int]) -> bool:
    """True for a title, a body or a head beside a name: "PRESIDENT MACRON", "GHAT AIRPORT"."""
    if at in capital:
        return False
    classes = word_classes(tokens[at].folded)
    if classes & _HEADS and at - 1 in capital:
        return True
    if classes & {"title", "prefix_head", "compass"} and at + 1 in capital:
        return True
    is_of = at + 1 < len(tokens) and tokens[at + 1].folded in _OF
    return bool(classes & _BODIES) and is_of and at + 2 in capital


@cache
def _small_words(language: str | None) -> frozenset[str]:
    """Return what the language's lists hold and no name begins with."""
    languages = (language,) if language in LANGUAGES else LANGUAGES
    found = {word for word, of in function_words().items() if of in languages}
    for name in _LISTS:
        for row in lexicon(name):
            if row["language"] in languages and row.get("kind") not in _OF_NAMES:
                found.add(row.get("word") or row["title"])
    return frozenset(map(fold, found))


@cache
def _joining_words(language: str | None) -> frozenset[str]:
    """Return the function words and prepositions of the language."""
    languages = (language,) if language in LANGUAGES else LANGUAGES
    words = {word for word, of in function_words().items() if of in languages}
    rows = [row for row in lexicon("cues") if row["language"] in languages]
    compass = {row["word"] for row in rows if row["kind"] == "compass"}
    locative = {row["word"] for row in rows if row["kind"] == "locative"}
    return frozenset(map(fold, words | (locative - compass)))
