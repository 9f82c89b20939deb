"""Words for borders -> the stretches they mean: "the Algerian-Libyan border" is DZ-LY.

Read from the countries and demonyms around the word, in English, French and Arabic. A border of
one country alone ("the Libyan border", "its border") is completed by the only neighbour that the
sentence speaks of, else by the article's main country.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from extract.text import Sentence
from geodata.borders import land_borders, neighbours
from geodata.model import MentionKind, Toponym, border_id_of

_BORDER_WORD = re.compile(
    r"(?i)(?<!without\s)(?<!sans\s)\b(?:tri-?border|borders?(?!\s+(?:guards?|police|crossings?\s+officials?))(?:land)?s?"
    r"|frontiers?|fronti[eè]res?)\b|(?:ال)?حدود(?:ها)?|(?:ال)?حدودي[ةه]?"
)
# What may stand between the border word and the countries after it.
_BRIDGE = re.compile(
    r"(?i)^\s*(?:areas?|regions?|zones?|lands?|line|strip|crossings?|posts?|towns?|that\s+)?\s*"
    r"(?:(?:it\s+)?shared?s?\s+)?"
    r"(?:with|between|linking|separating|dividing|of|avec|entre|de|مع|بين)\s+"
)
_STAR = re.compile(r"(?i)^\s*(?:\w+\s+){0,2}(?:linking|separating|dividing)\b")
_FILLER = re.compile(
    r"(?i)^(?:[\s,،/–-]|\b(?:and|or|with|its|the|both|neighbou?ring|neighbou?rs?|a|number|of|countries|"
    r"country|such|as|well|et|la|le|les|l['’]|de|du|des|d['’]|avec|au|aux|to|nearby)\b|و|مع|كل|من|جمهورية)*$"
)
_BEFORE_FILLER = re.compile(
    r"(?i)^(?:[\s/–-]|['’]s\b|\b(?:and|southern|northern|eastern|western|"
    r"land|shared|common|long|porous|desert|remote|restive|own)\b|,)*$"
)
_WITH = re.compile(r"(?i)^\s*(?:\w+\s+)?(?:with|avec|مع)\b")
MAX_REACH = 60


def border_toponyms(
    text: str, sentences: Sequence[Sentence], toponyms: Sequence[Toponym]
) -> tuple[Toponym, ...]:
    """Return the mentions of borders in order, with their `border_ids`; () ids when it stays open.

    `text[start:end]` runs from the first to the last word that was used.
    """
    main_country = _main_country(toponyms)
    found: list[Toponym] = []
    countries = [t for t in toponyms if _code(t)]
    starts = [t.start for t in countries]
    for sentence in sentences:
        inside = countries[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        for match in _BORDER_WORD.finditer(text, sentence.start, sentence.end):
            found += _border_at(text, match, inside, main_country)
    return tuple(found)


def _border_at(
    text: str, word: re.Match[str], inside: Sequence[Toponym], main_country: str | None
) -> Iterator[Toponym]:
    after = _countries_after(text, word.end(), inside)
    before = _countries_before(text, word.start(), inside)
    owners = before or _subject(text, word, inside, after, main_country)
    ids = _border_ids(
        [_code(t) for t in owners],
        [_code(t) for t in after],
        is_star=bool(_STAR.match(text[word.end() : word.end() + MAX_REACH])),
    )
    used = [*before, *after]
    if not ids:
        ids = _completed(owners or after, inside, main_country)
    start = min([word.start(), *(t.start for t in used)])
    end = max([word.end(), *(t.end for t in used)])
    yield Toponym(
        start=start,
        end=end,
        text=text[start:end],
        kind=MentionKind.BORDER,
        score=0.9 if ids else 0.0,
        border_ids=ids,
    )


def _border_ids(owners: list[str], others: list[str], *, is_star: bool) -> tuple[str, ...]:
    if len(owners) >= 2:
        pairs = [(owners[-2], owners[-1])]
    elif owners:
        pairs = [(owners[0], other) for other in others]
    elif is_star:  # "linking A with B, C and D"
        pairs = [(others[0], other) for other in others[1:]]
    else:  # "between A and B", "where the borders of A, B and C meet"
        pairs = list(combinations(others, 2))
    return _existing(pairs)


def _existing(pairs: list[tuple[str, str]]) -> tuple[str, ...]:
    ids = [border_id_of(pair) for pair in pairs]
    return tuple(dict.fromkeys(border for border in ids if border in _known_borders()))


def _completed(
    used: Sequence[Toponym], inside: Sequence[Toponym], main_country: str | None
) -> tuple[str, ...]:
    """Complete a border of one country by the only neighbour that stands near, or of none."""
    countries = list(dict.fromkeys(_code(t) for t in inside))
    if used:
        one = _code(used[0])
        others = [code for code in countries if code != one and code in neighbours(one)]
        if len(others) == 1:
            return (border_id_of((one, others[0])),)
        if not others and main_country and main_country != one and main_country in neighbours(one):
            return (border_id_of((one, main_country)),)
        return ()
    pairs = [
        (a, b) for i, a in enumerate(countries) for b in countries[i + 1 :] if b in neighbours(a)
    ]
    return _existing(pairs) if len(pairs) == 1 else ()


def _countries_after(text: str, end: int, inside: Sequence[Toponym]) -> list[Toponym]:
    bridge = _BRIDGE.match(text[end : end + MAX_REACH])
    if not bridge:
        return []
    found: list[Toponym] = []
    position = end + bridge.end()
    for toponym in (t for t in inside if t.start >= position):
        is_owner = text[toponym.end : toponym.end + 2] in ("'s", "’s")
        if not _FILLER.match(text[position : toponym.start]) or (found and is_owner):
            break
        found.append(toponym)
        position = toponym.end
        if is_owner:
            break
    return found


def _countries_before(text: str, start: int, inside: Sequence[Toponym]) -> list[Toponym]:
    found: list[Toponym] = []
    position = start
    for toponym in reversed([t for t in inside if t.end <= start]):
        if not _BEFORE_FILLER.match(text[toponym.end : position]) or len(found) == 2:
            break
        found.insert(0, toponym)
        position = toponym.start
    return found


def _subject(
    text: str,
    word: re.Match[str],
    inside: Sequence[Toponym],
    after: Sequence[Toponym],
    main_country: str | None,
) -> list[Toponym]:
    """Return whose border "its borders with Mali and Niger" is: the country named before it."""
    if not _WITH.match(text[word.end() : word.end() + MAX_REACH]):
        return []
    others = {_code(t) for t in after}
    named = [t for t in inside if t.end <= word.start() and _touches_all(_code(t), others)]
    if named:
        return named[-1:]
    is_known = main_country is not None and _touches_all(main_country, others)
    return [t for t in inside if is_known and _code(t) == main_country][:1]


def _touches_all(code: str, others: set[str]) -> bool:
    return bool(others) and code not in others and others <= set(neighbours(code))


def _code(toponym: Toponym) -> str:
    """Return the country's code of a country or demonym, "" for any other place."""
    place = toponym.place
    return place.country_code if place and place.feature_code.startswith("PCL") else ""


def _main_country(toponyms: Sequence[Toponym]) -> str | None:
    counts = Counter(code for code in map(_code, toponyms) if code)
    return counts.most_common(1)[0][0] if counts else None


@cache
def _known_borders() -> frozenset[str]:
    return frozenset(land_borders()["border_id"])
