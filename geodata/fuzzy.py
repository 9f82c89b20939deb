"""Where to look for a name that nothing is called: what it may sound like, and keys near its own.

`geodata.likeness` says how like the names found there are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from geodata.names import (
    CONSONANTS,
    MIN_CONSONANTS,
    VOWELS,
    arabic_stems,
    fold,
    is_arabic,
    key_of_sounds,
    rows_of,
    sounds,
)

LIKENESS_COUNTRIES_FILE: Final = "likeness_countries.csv"
# Letters of the key that one spelling has for another's, by sound_costs.csv: kh written h, z for s,
# Egyptian g for j, ghayn as r, zaa as d or z.
_TAKEN_FOR: Final = MappingProxyType(
    {"h": "k", "s": "zc", "z": "sdj", "j": "kcz", "r": "k", "d": "tz", "t": "d", "k": "hjrc"}
    | {"c": "jks", "f": "w", "w": "f", "m": "n", "n": "m"}
)
_LEFT_OUT: Final = frozenset("hwn")
# An article written onto its word: "Elbouni", "Arrahmaniyah", "Ezzintan".
_JOINED_ARTICLE = re.compile(r"(?:[aei]l(?=[^aeiouyl\W])|[aei](?=([^aeiouyl\W])\1))(?=\w{4})")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a written name may sound like; `is_plain` as it stands, with no guess at its article."""

    sounds: str
    is_plain: bool = True


def readings(name: str) -> list[Reading]:
    """Return what the name may sound like, as it stands first; [] for another script.

    An article may be part of the name or not, be joined to it or leave its l ("Laghouat", "Al
    Aghwat"); an Arabic word may carry a particle.
    """
    plain = sounds(name)
    if not plain:
        return []
    others = dict.fromkeys([*_article_readings(fold(name), plain), *_stem_readings(name)])
    guesses = (Reading(other, is_plain=False) for other in others if other not in ("", plain))
    return [Reading(plain), *guesses]


def _article_readings(folded: str, plain: str) -> Iterator[str]:
    joined = _JOINED_ARTICLE.match(folded)
    if joined:
        yield sounds(folded[joined.end() :])
    if plain[0] in VOWELS:
        yield "l" + plain
    elif plain[0] == "l" and plain[1:2] in VOWELS:
        yield plain[1:]
        yield "a" + plain
    else:
        yield "a" + plain


def _stem_readings(name: str) -> Iterator[str]:
    if is_arabic(name):
        yield from map(sounds, arabic_stems(fold(name)))


def key_only(spoken: str) -> Iterator[str]:
    """Yield the key of these sounds: the look before `keys_near`."""
    yield key_of_sounds(spoken)


def keys_near(spoken: str) -> Iterator[str]:
    """Yield keys that a misspelling of these sounds may have; some come twice, most are no name's.

    One letter off, or two letters taken for others; names so short that their key is their sounds
    also with other vowels, and as if they had a consonant more or less.
    """
    wanted = key_of_sounds(spoken)
    consonants = "".join(letter for letter in spoken if letter not in VOWELS)
    yield from one_letter_off(wanted)
    for once in _confused(wanted):
        yield once
        yield from _confused(once)
    if len(consonants) == MIN_CONSONANTS:
        yield from (spoken[:at] + spoken[at + 1 :] for at in range(len(spoken)))
    if len(consonants) < MIN_CONSONANTS:
        start = "a" if spoken[0] in VOWELS else ""
        yield from (start + longer for longer in _with_one_of(CONSONANTS, consonants))
        yield from _with_other_vowels(spoken)


def one_letter_off(wanted: str) -> Iterator[str]:
    """Yield the keys that differ from this one by one letter, or by two that change places.

    Peter Norvig's way round (spell-correct, 2007): look up each variant instead of comparing with
    each key.
    """
    yield from _with_one_of((*CONSONANTS, "a"), wanted)
    for at, letter in enumerate(wanted):
        head, tail = wanted[:at], wanted[at + 1 :]
        yield head + tail
        yield from (head + other + tail for other in CONSONANTS if other != letter)
        if tail and tail[0] != letter:
            yield head + tail[0] + letter + tail[1:]


def _with_one_of(letters: Iterable[str], wanted: str) -> Iterator[str]:
    for letter in letters:
        yield from (wanted[:at] + letter + wanted[at:] for at in range(len(wanted) + 1))


def _with_other_vowels(spoken: str) -> Iterator[str]:
    yield from _with_one_of(sorted(VOWELS), spoken)
    for at, letter in enumerate(spoken):
        if letter in VOWELS:
            yield from (spoken[:at] + vowel + spoken[at + 1 :] for vowel in sorted(VOWELS))


def _confused(wanted: str) -> Iterator[str]:
    for at, letter in enumerate(wanted):
        head, tail = wanted[:at], wanted[at + 1 :]
        yield from (head + other + tail for other in _TAKEN_FOR.get(letter, ""))
        if letter in _LEFT_OUT:
            yield head + tail


@cache
def likeness_countries() -> frozenset[str]:
    """Return the countries whose places are found by a name only like theirs.

    There the romanisations hold that the key knows; elsewhere every other string is like some
    village's name.
    """
    return frozenset(row["country_code"] for row in rows_of(LIKENESS_COUNTRIES_FILE))
