"""The two sides of an event, named for its country: who did it, to whom, and who was with them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.actors import ActorMention, in_country
from extract.countries import name_of_country
from extract.counts import number_pattern
from extract.lexicon import lexicon
from extract.locations import Location
from extract.records import Act
from extract.trigger_lexicon import with_classes
from geodata.codes import TALK, ActorType, BorderActivity, EventType

CROWD_TYPES = frozenset({EventType.PROTESTS, EventType.RIOTS})
_CROWDS = frozenset({ActorType.PROTESTERS, ActorType.RIOTERS})
_STATE_TYPES = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an event; all None when nobody is named. `mention` is None when filled in."""

    name: str | None
    actor_type: str | None
    mention: ActorMention | None


NOBODY = Side(None, None, None)


def event_sides(
    act: Act, location: Location | None, code: str | None, told: str, language: str
) -> tuple[Side, Side]:
    """Return actor1 and actor2 with names for the country; civilians come second.

    `told` are the clauses that tell of the act.

    What a fight or an arrest has but does not name is filled in: an armed group, civilians.
    """
    name = name_of_country(code) if code else None
    first = _side(act.sides.subjects, act, code, name)
    second = _side(_own_objects(act, location), act, code, name)
    if len(act.sides.subjects) > 1 and second is NOBODY and act.activity in TALK:
        second = _side(act.sides.subjects[1:], act, code, name)
    if act.is_violent and second.mention and _OFFICE_HOLDER.match(second.mention.text):
        second = Side(_in_brackets("Civilians", name), ActorType.CIVILIANS, second.mention)
    if first.actor_type == ActorType.CIVILIANS and second.actor_type != ActorType.CIVILIANS:
        first, second = second, first
    if second is NOBODY and _has_civilian_victims(act, told, language):
        second = Side(_in_brackets("Civilians", name), ActorType.CIVILIANS, None)
    if act.is_violent and first is NOBODY:
        group = _in_brackets("Unidentified armed group", name)
        first = Side(group, ActorType.POLITICAL_MILITIA, None)
    return first, second


# Elected and appointed people are attacked as civilians, whatever they speak for.
_OFFICE_HOLDER = re.compile(
    r"(?i)(?:ancien\s|ex-)?(?:maires?|adjoint|préfets?|sous-préfets?|députés?|parlementaires|procureurs?|gouverneurs?|wali)$"
)


def crowd_sides(act: Act, code: str | None, event_type: EventType) -> tuple[Side, Side]:
    """Return the crowd of a protest or riot, and who stood against it when the sentence says."""
    name = name_of_country(code) if code else None
    is_riot = event_type == EventType.RIOTS
    kind = ActorType.RIOTERS if is_riot else ActorType.PROTESTERS
    mentions = [a for a in act.reading.actors if a.actor_type in _CROWDS][:1]
    mention = mentions[0] if mentions else None
    crowd = _in_brackets("Rioters" if is_riot else "Protesters", name)
    others = [a for a in act.reading.actors if a.actor_type in _STATE_TYPES and a.kind != "country"]
    against = _side(others, act, code, name) if is_riot or _is_acted_on(act) else NOBODY
    return Side(crowd, kind, mention), against


def associates(act: Act, code: str | None, first: Side, second: Side) -> tuple[str, ...]:
    """Return the names of the others who took part on either side."""
    name = name_of_country(code) if code else None
    known = {first.name, second.name}
    others = [*act.sides.subjects[1:], *act.sides.objects[1:], *act.companions]
    names = [_side((mention,), act, code, name).name for mention in others]
    return tuple(dict.fromkeys(n for n in names if n and n not in known))


def _is_acted_on(act: Act) -> bool:
    return any(a.actor_type in _STATE_TYPES for a in (*act.sides.subjects, *act.sides.objects))


def _in_brackets(name: str, country: str | None) -> str:
    return f"{name} ({country})" if country else name


def _side(mentions: Sequence[ActorMention], act: Act, code: str | None, name: str | None) -> Side:
    if not mentions:
        return NOBODY
    mention = mentions[0]
    if mention.country_code and "{country}" in mention.name:
        code, name = mention.country_code, name_of_country(mention.country_code)
    filled = in_country(mention, code, name)
    if act.is_forceful and filled.acts_for:
        return Side(filled.acts_for, filled.acts_for_type or filled.actor_type, mention)
    return Side(filled.name, filled.actor_type, mention)


def _own_objects(act: Act, location: Location | None) -> tuple[ActorMention, ...]:
    """Return the objects that stand before this place and after the one before it.

    "targeted X in A and Y in B" has X at A and Y at B.
    """
    if location is None or len(act.locations) < 2 or location.border_id:
        return act.sides.objects
    starts = [other.mention_start for other in act.locations]
    before = max((s for s in starts if s < location.mention_start), default=act.trigger.start)
    own = tuple(a for a in act.sides.objects if before < a.start < location.mention_start)
    return own or act.sides.objects


_HARMS = frozenset(
    {
        BorderActivity.ARREST,
        BorderActivity.RELEASE,
        BorderActivity.EXPULSION,
        BorderActivity.DISPLACEMENT,
        BorderActivity.EVACUATION,
    }
)


def _has_civilian_victims(act: Act, told: str, language: str) -> bool:
    """Return whether people who are nobody's fighters were killed, taken, arrested or freed."""
    if act.activity is BorderActivity.ABDUCTION:
        return True
    if not (act.is_violent or act.activity in _HARMS):
        return False
    victims = _victims(language)
    return victims is not None and bool(victims.search(told))


@cache
def _victims(language: str) -> re.Pattern[str] | None:
    """Return the pattern of counted people: "three Vietnamese tourists"; None without a list."""
    known = {row["language"] for row in lexicon("word_classes") if row["name"] == "victims"}
    if language not in known:
        return None
    words = with_classes("{victims}", language)
    gap = r"(?:\s+(?!and\b|et\b|in\b|of\b)[\w'’-]+){0,3}?"
    return re.compile(rf"(?i)(?<!\w){number_pattern()}{gap}\s+{words}(?!\w)")
