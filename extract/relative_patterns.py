"""The patterns of relative places: what may stand before or after the name they count from.

Built from lexicon/relative_words.csv. Patterns of what stands before end at the name ("$").
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.counts import number_pattern, parse_count
from extract.lexicon import lexicon
from extract.word_patterns import any_of, word_key

_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
CENTRE = "centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """What stands before a name that a place is counted from, and after it.

    `distance` has the groups count, unit, direction, link; `direction` has lead, direction; `near`
    near; `pair` mid, road, link, first, joint; `road` road; `part` direction; `owned` (after
    the name) direction; `road_after` and `party_after` stand after the second of two names.
    """

    distance: re.Pattern[str]
    direction: re.Pattern[str]
    near: re.Pattern[str]
    pair: re.Pattern[str]
    hyphen_pair: re.Pattern[str]
    road: re.Pattern[str]
    road_before: re.Pattern[str]
    part: re.Pattern[str]
    owned: re.Pattern[str]
    road_after: re.Pattern[str]
    party_after: re.Pattern[str]
    area_after: re.Pattern[str]
    onwards: re.Pattern[str]
    dealing: re.Pattern[str]
    between: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """Return the patterns, compiled once."""
    # "the northern Malian town of": words of its own, up to a noun for what is named
    noun = rf"(?:(?!and\b|or\b|et\b|ou\b)[\w'’-]+\s+){{0,3}}?(?:{_any('settlement')})"
    gap = rf"(?:(?:the|a|la|le|les)\s+|l['’])?(?:{noun}\s+(?:(?:of|de|du)\s+|d['’])?)?"
    direction = _any("direction")
    wind = rf"(?:(?:just|due|juste|plein)\s+)?(?P<direction>{direction})"
    link = r"of|from|outside(?:\s+of)?|away\s+from|off|de|du|d['’](?=\w)|من|عن"
    count = rf"(?:\d+,\d{{1,2}}(?!\d)|(?:une?\s+)?(?:{_any('count')})|{number_pattern()})"
    road = rf"(?:(?:main|desert|coastal|national)\s+)?(?:{_any('road')})(?:\s+[A-Z]{{1,2}}\d+)?"
    name = r"[^\W\d_][^\s,;:()–—]*?(?:[ -][^\W\d_][^\s,;:()–—]*?){0,3}?"
    word = r"(?-i:[A-Z\u00c0-\u00de\u0600-\u06ff])[^\s,;:()–—-]*"
    proper = rf"{word}(?:[ -]{word}){{0,3}}?"
    adjectives = rf"(?:{_any('part')})"
    places = r"(?:regions?|areas?|provinces?|parts?|deserts?|cities|towns)"
    return Patterns(
        distance=_compiled(
            rf"(?<![\w.,])(?P<count>{count})(?:[\s-]*|\s+d['’]|\s+de\s+)(?P<unit>{_any('unit')})\b\.?"
            rf"(?:\s*\([^()]{{1,30}}\))?(?:\s*,)?(?:\s+(?:to|au|à|in|إلى|الى))?(?:\s+the\b|\s+l['’])?"
            rf"(?:\s*\b{wind}\b)?\s*(?P<link>\b(?:{link}))?\s*{gap}$"
        ),
        direction=_compiled(
            rf"(?P<lead>(?:\b(?:in|within|dans|throughout|across|of)\s+)?"
            rf"(?:\b(?:the|le|la|au|du)\s+|\b(?:à\s+)?l['’])?)"
            rf"\b{wind}(?P<link>\s+of\s+|\s+de\s+|\s+du\s+|\s+d['’]|\s+من\s+|\s+)(?P<gap>{gap})$"
        ),
        near=_compiled(rf"(?<!\w)و?(?P<near>{_any('near')})(?:\s+|(?<=['’])){gap}$"),
        pair=_compiled(
            rf"(?:(?P<mid>\b(?:{_any('midway')}))\s+(?:on\s+|sur\s+)?)?(?:(?:the|la|l['’])\s*)?"
            rf"(?:\b(?P<road>{road})\s+)?\b(?P<link>{_any('between')}|{_any('road_from')})"
            rf"(?:\s+|(?<=['’])){gap}(?P<first>{name})\s*"
            rf"(?:\s(?P<joint>{_any('joint')})\s*|\s?(?P<dash>[-–—])\s?|\s+(?=$)){gap}$"
        ),
        hyphen_pair=_compiled(rf"(?<![\w-])(?P<first>{proper})\s?(?:[-–—/]|\s(?:to|à)\s)\s?$"),
        road=_compiled(
            rf"\b(?:on|along|sur|على)\s+(?:the\s+|la\s+|l['’])?(?P<road>{road})\s+"
            rf"(?:leading\s+|menant\s+)?(?:to|towards?|vers|de|d['’]|du|à|إلى|نحو)\s*{gap}$"
        ),
        road_before=_compiled(rf"\b(?P<road>{road})\s+$"),
        part=_compiled(
            rf"(?P<lead>\bl['’])?\b(?P<direction>{adjectives}|{direction})"
            rf"(?:\s+(?:and|or|et|ou)\s+(?:{adjectives}|{direction}))?"
            rf"(?P<link>\s+|-|\s+du\s+|\s+de\s+la\s+|\s+de\s+l['’]|\s+of\s+(?:the\s+)?)$"
        ),
        owned=_compiled(
            rf"^['’]s\s+(?:(?:far|remote|restive|volatile|vast|troubled)\s+)?(?P<direction>"
            rf"{direction}|(?:{adjectives})(?=\s+{places}))\b(?!\s+(?:and\b|or\b)?\s*\w*\s*borders?)"
            rf"(?:\s+{places}\b)?"
        ),
        road_after=_compiled(rf"^[\s-]+(?P<road>{road})\b"),
        party_after=_compiled(rf"^(?:['’]s)?\s+(?:\w+\s+)?(?:{_any('party')})\b"),
        area_after=_compiled(rf"^\s+(?:{_any('area')})s?\b"),
        onwards=_compiled(r"^\s+(?:to|until|jusqu|à|إلى|الى)\b"),
        between=_compiled(_any("between")),
        dealing=_compiled(rf"(?<!\w)(?:{_any('dealing')})\s+(?:[^\W\d_]+\s+)?$"),
    )


@cache
def closing_words() -> frozenset[str]:
    """Return the words, casefolded, that can stand right before a name in some pattern.

    A look at the last word spares the patterns on most names.
    """
    kinds = ("settlement", "area", "direction", "part", "near", "road", "joint", "between")
    last = {_last(word) for kind in kinds for word in _words(kind)}
    return frozenset({*last, "of", "from", "off", "the", "de", "du", "la", "le", "les", "من", "عن"})


@lru_cache(maxsize=1024)
def bearing_of(direction: str) -> float | None:
    """Return the bearing in degrees; None for the centre."""
    value = _values("direction", "part")[word_key(direction)]
    return None if value == CENTRE else float(value)


# Bounded, as it is asked of any place's words.
@lru_cache(maxsize=32_768)
def is_direction(words: str) -> bool:
    """Return whether the words are a direction and nothing else."""
    return word_key(words) in _values("direction", "part")


def kilometres(count: str, unit: str) -> float | None:
    """Return the distance in km; None for "a few"."""
    digits = count.translate(_ARABIC_DIGITS).replace(",", ".")
    key = word_key(re.sub(r"(?i)^une?\s+", "", count))
    if re.fullmatch(r"\d+\.\d{1,2}", digits):
        number = float(digits)
    elif key in _values("count"):
        number = float(_values("count")[key])
    else:
        parsed = parse_count(count)
        number = parsed.low if parsed else 0.0
    distance = number * float(_values("unit")[word_key(unit)])
    return distance or None


@cache
def _values(*kinds: str) -> dict[str, str]:
    rows = lexicon("relative_words")
    return {word_key(row["word"]): row["value"] for row in rows if row["kind"] in kinds}


def _last(words: str) -> str:
    return re.split(r"[\s'’-]", words.rstrip("'’"))[-1].casefold()


def _words(kind: str) -> Iterable[str]:
    return (row["word"] for row in lexicon("relative_words") if row["kind"] == kind)


@cache
def _any(kind: str) -> str:
    return any_of(_words(kind))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
