"""What the words right around a mention say of it: the area it lies in, the kind of place it is.

"Djenné, Mopti", "Long Beach, CA", "Sabha in southern Libya", "Libya's Sabha" name the area;
"Illizi province", "the city of Oran" the kind.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.lexicon import lexicon
from extract.toponyms import Mention
from geodata.gazetteer import Gazetteer
from geodata.model import MentionKind, Place
from geodata.names import fold, generic_class, without_generic

# Two names further apart than this don't form one phrase.
MAX_GAP = 60
# The words before and after a mention that may be its generic noun ("the provinces of X and Y").
MAX_NOUN_DISTANCE = 30
# A town, its district, province and country; "A, B, C, ..." over a page is a list, and what it
# tells of areas would grow with the square of its length.
MAX_AREAS = 8
_STATE = re.compile(r"\s*(?:,|\()\s*((?:[A-Z]\.\s?){2,3}|[A-Z][a-z]{1,5}\.|[A-Z]{2,3})(?!\w)")
_LIST_GOES_ON = re.compile(r"\s*(?:,|\band\b|\bor\b|&|\bet\b)\s*[^\W\d_a-z]")
_WORD_BEHIND = re.compile(r"[ -]([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`within` are the numbers of the mentions that name an area around this one, nearest first.

    `states` are the areas meant by an abbreviation behind it ("CA"). `is_stated` when a comma or
    bracket says so, which leaves no other reading. `feature_class` is "A" or "P" when a generic
    word stands by the name, else "".
    """

    within: tuple[int, ...] = ()
    states: tuple[Place, ...] = ()
    is_stated: bool = False
    feature_class: str = ""


def surroundings_of(
    text: str, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> tuple[Surroundings, ...]:
    """Return the surroundings of each mention, in the order of the mentions."""
    order = sorted(range(len(mentions)), key=lambda number: mentions[number].start)
    parents: dict[int, tuple[int, bool]] = {}
    for here, there in pairwise(order):
        pair = _pair(text, mentions, here, there)
        if pair:
            child, parent, is_stated = pair
            parents.setdefault(child, (parent, is_stated))
    return tuple(
        Surroundings(
            within=tuple(_ancestors(number, parents)),
            states=_states_behind(text, mention.end, gazetteer),
            is_stated=parents.get(number, (0, False))[1],
            feature_class=_feature_class(text, mention),
        )
        for number, mention in enumerate(mentions)
    )


def state_of(abbreviation: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Return the states that a postal code or an abbreviation stands for; () for none."""
    folded = fold(abbreviation)
    units = _postal_codes().get(abbreviation, ())
    if not units and not gazetteer.is_acronym(folded):
        return ()
    named = [
        *(c for country, name in units for c in gazetteer.exact(name, country_code=country)),
        *(gazetteer.exact(abbreviation) if not units else ()),
    ]
    return tuple(c.place for c in named if c.place.feature_code in ("ADM1", "PCLI"))


def is_behind_comma(text: str, start: int) -> bool:
    """True when a comma or an opening bracket stands right before the offset."""
    return text[max(start - 3, 0) : start].rstrip()[-1:] in (",", "(")


def _pair(
    text: str, mentions: Sequence[Mention], here: int, there: int
) -> tuple[int, int, bool] | None:
    """Return (child, parent, is_stated) when the words between two mentions join them so."""
    first, second = mentions[here], mentions[there]
    gap = text[first.end : second.start]
    if second.start < first.end or len(gap) > MAX_GAP or "\n" in gap or ";" in gap:
        return None
    if second.kind is MentionKind.DEMONYM or first.kind is MentionKind.DEMONYM:
        return None
    if _patterns().possessive.fullmatch(gap):
        return there, here, False
    stated = _patterns().stated.fullmatch(gap)
    if stated and (not stated[1] or generic_class(fold(stated[1]), position="after")):
        if _is_list(text, second.end, first):
            return None
        return here, there, True
    if _patterns().within.fullmatch(gap):
        return here, there, False
    return None


def _is_list(text: str, end: int, first: Mention) -> bool:
    """True for "Kansas, Missouri and Iowa": units of one level in a row, none within another."""
    is_unit = any(c.match == "exact" and c.place.feature_code == "ADM1" for c in first.candidates)
    return is_unit and _LIST_GOES_ON.match(text, end) is not None


def _ancestors(number: int, parents: dict[int, tuple[int, bool]]) -> Iterator[int]:
    seen = {number}
    while number in parents and len(seen) <= MAX_AREAS:
        number = parents[number][0]
        if number in seen:
            return
        seen.add(number)
        yield number


def _states_behind(text: str, end: int, gazetteer: Gazetteer) -> tuple[Place, ...]:
    match = _STATE.match(text, end)
    return state_of(match[1].strip(), gazetteer) if match else ()


def _feature_class(text: str, mention: Mention) -> str:
    """Return what the generic word in, before or behind the mention says, "" for no such word."""
    bare = without_generic(fold(mention.text))
    if bare is not None:
        return bare[1]
    behind = _WORD_BEHIND.match(text, mention.end)
    said = generic_class(fold(behind[1]), position="after") if behind else ""
    if said:
        return said
    before = fold(text[max(mention.start - MAX_NOUN_DISTANCE, 0) : mention.start]).split()
    for count in (3, 2, 1):
        said = generic_class(" ".join(before[-count:]), position="before")
        if said and len(before) >= count:
            return said
    return "A" if mention.is_area else ""


class _Patterns:
    """The gaps between two names that say that one lies in the other."""

    def __init__(self) -> None:
        rows = lexicon("within")
        prepositions = _either(row["word"] for row in rows if row["kind"] == "preposition")
        genitives = _either(row["word"] for row in rows if row["kind"] == "genitive")
        small = r"(?:[^\W\d_A-Z][^\W\d_]*[-’'\s]\s*)"
        self.stated = re.compile(r"(?:\s+([^\W\d_]+))?\s*(?:[,،]\s*|\(\s*)")
        self.within = re.compile(
            rf"(?:\s+{small}{{0,2}})?\s*,?\s+(?:{prepositions})\s+{small}{{0,5}}"
            rf"|\s*,\s+{small}{{1,6}}(?:{prepositions}|{genitives})\s+{small}{{0,4}}"
        )
        self.possessive = re.compile(rf"['’]s\s+{small}{{0,4}}")


@cache
def _patterns() -> _Patterns:
    return _Patterns()


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)


@cache
def _postal_codes() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in lexicon("state_abbreviations"):
        unit = (row["country_code"], row["admin1"])
        found[row["abbreviation"]] = (*found.get(row["abbreviation"], ()), unit)
    return found
