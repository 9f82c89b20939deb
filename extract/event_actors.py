"""The two sides of an event, named for its country: who did it, to whom, and who was with them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.actor_lexicon import actor_row
from extract.actor_mentions import ActorMention
from extract.actors import in_country
from extract.coding import AcledCode
from extract.countries import name_of_country
from extract.lexicon import cue_words
from extract.locations import Location
from extract.records import Act
from extract.victims import has_civilian_victims, is_where_people_live
from geodata.codes import TALK, ActorType, BorderActivity, EventType
from geodata.names import fold

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
    is_mutual = act.activity in _MUTUAL
    first = _side(
        _as_fighters(act.sides.subjects, when=act.is_violent or is_mutual), act, code, name
    )
    objects = _as_fighters(_own_objects(act, location), when=is_mutual)
    second = _side(objects, act, code, name)
    if len(act.sides.subjects) > 1 and second is NOBODY and _are_opposed(act):
        second = _side(_as_fighters(act.sides.subjects[1:], when=True), act, code, name)
    first, second = _split(act, first, second, code, name)
    if act.is_violent and _is_unarmed_official(act, second):
        second = Side(_in_brackets("Civilians", name), ActorType.CIVILIANS, second.mention)
    if first.actor_type == ActorType.CIVILIANS and second.actor_type != ActorType.CIVILIANS:
        first, second = second, first
    if second is NOBODY and has_civilian_victims(act, told, language):
        second = Side(_in_brackets("Civilians", name), ActorType.CIVILIANS, None)
    if act.is_violent or act.trigger.rule.event_type == EventType.BATTLES:
        first, second = _with_also_named(act, first, second, code, name)
    if second is NOBODY and _may_hit_civilians(act, first):
        own = [m for m in act.unarmed if m not in act.sides.subjects]
        second = _side(_as_fighters(own[:1], when=False), act, code, name)
        if second is NOBODY and is_where_people_live(act, told, language):
            second = Side(_in_brackets("Civilians", name), ActorType.CIVILIANS, None)
    if act.is_violent and first is NOBODY:
        group = _in_brackets("Unidentified armed group", name)
        first = Side(group, ActorType.POLITICAL_MILITIA, None)
    return _abroad(first, code), _abroad(second, code)


def _with_also_named(
    act: Act, first: Side, second: Side, code: str | None, name: str | None
) -> tuple[Side, Side]:
    """Fill a side that the act's words leave open with the one opponent its sentences name.

    Of several nobody is taken; civilians are attacked by no state that is only named beside.
    """
    taken = {first.name, second.name}
    named = [_side(_as_fighters([m], when=True), act, code, name) for m in act.also_named]
    others = {side.name: side for side in named if side.name not in taken}
    if first is NOBODY:
        found = [side for side in others.values() if _are_opponents(side, second)]
        first = found[0] if len(found) == 1 else first
    if second is NOBODY and act.activity is not BorderActivity.ABDUCTION:
        found = [side for side in others.values() if _are_opponents(first, side)]
        second = found[0] if len(found) == 1 else second
    return first, second


def _is_ally(side: Side) -> bool:
    """Return whether they fight beside the state's forces: "two soldiers and a VDP were killed"."""
    name = (side.name or "").strip()
    allies = cue_words("state_ally")
    return fold(name) in allies or fold(name.partition(" (")[0]) in allies


def _may_hit_civilians(act: Act, first: Side) -> bool:
    """Return whether the act is one that may have unarmed people on its other side."""
    is_fight = act.activity is BorderActivity.ARMED_CLASH
    is_done_by_them = first.actor_type in (ActorType.CIVILIANS, *_CROWDS)
    return act.is_violent and not is_fight and not is_done_by_them


def _are_opponents(first: Side, second: Side) -> bool:
    """Return whether the one carries arms for a state and the other against it or for itself."""
    kinds = [side.actor_type in _STATE_TYPES for side in (first, second)]
    if kinds[0] != kinds[1] and (_is_ally(first) or _is_ally(second)):
        return False
    if second.actor_type in (None, ActorType.CIVILIANS):
        return first.actor_type in _NON_STATE and first.mention is not None
    return kinds[0] != kinds[1] and {first.actor_type, second.actor_type} <= _FIGHTERS


def _split(
    act: Act, first: Side, second: Side, code: str | None, name: str | None
) -> tuple[Side, Side]:
    """Return two sides of a fight that the words put on one, or call civilians.

    "Two soldiers and five rebels were killed" fought each other; herders and farmers who clash are
    communal militias (ACLED Codebook, 2024).
    """
    if act.is_violent and first is NOBODY and len(act.sides.objects) > 1:
        others = [_side((mention,), act, code, name) for mention in act.sides.objects]
        state = next((side for side in others if side.actor_type in _STATE_TYPES), None)
        armed = next((s for s in others if s.actor_type in _NON_STATE and not _is_ally(s)), None)
        if state and armed:
            return armed, state
    sides = {first.actor_type, second.actor_type}
    if act.activity is not BorderActivity.ARMED_CLASH:
        return first, second
    if sides == {ActorType.CIVILIANS}:
        return _communal(first, name), _communal(second, name)
    is_crowd = first.actor_type == ActorType.CIVILIANS and second.actor_type in _STATE_TYPES
    if is_crowd and act.trigger.rule.kind == "verb":  # "residents clashed with the police"
        return Side(_in_brackets("Rioters", name), ActorType.RIOTERS, first.mention), second
    return first, second


def _communal(side: Side, country: str | None) -> Side:
    """Return the militia of unarmed people who fight each other, by how they live."""
    words = fold(side.mention.text).split() if side.mention else []
    name = "Tribal militia"
    if not cue_words("herding").isdisjoint(words):
        name = "Herders communal militia"
    elif not cue_words("farming").isdisjoint(words):
        name = "Farmers communal militia"
    return Side(_in_brackets(name, country), ActorType.IDENTITY_MILITIA, side.mention)


_NON_STATE = frozenset(
    {ActorType.REBEL_GROUP, ActorType.POLITICAL_MILITIA, ActorType.IDENTITY_MILITIA}
)
_FIGHTERS = _STATE_TYPES | _NON_STATE | {ActorType.CRIMINAL_GROUP}
_MUTUAL = frozenset({*TALK, BorderActivity.ARMED_CLASH, BorderActivity.AGREEMENT})


def _as_fighters(mentions: Sequence[ActorMention], *, when: bool) -> list[ActorMention]:
    """Return the mentions, a people's own as its militia when it is the one that fights."""
    return [
        replace(mention, name=mention.acts_for, actor_type=mention.acts_for_type, acts_for=None)
        if when and mention.kind == "people" and mention.acts_for and mention.acts_for_type
        else replace(mention, acts_for=None)
        if mention.kind == "people"
        else mention
        for mention in mentions
    ]


def _are_opposed(act: Act) -> bool:
    """Return whether "X and Y" stand on two sides: they meet, agree or fight each other."""
    first, second = act.sides.subjects[:2]
    is_fight = act.activity is BorderActivity.ARMED_CLASH
    are_allies = {first.actor_type, second.actor_type} <= _STATE_TYPES
    return act.activity in _MUTUAL and not (is_fight and are_allies)


_FORCE_NAMES = ("Military Forces of", "Police Forces of", "Gendarmerie of", "Border Guards of")


def _abroad(side: Side, code: str | None) -> Side:
    """Call a state's forces in another country external forces (ACLED Codebook, 2024)."""
    if side.actor_type != ActorType.STATE_FORCES or side.name is None or code is None:
        return side
    if not side.name.startswith(_FORCE_NAMES):
        return side
    row = actor_row(side.name)
    home = row["country_code"] if row else ""
    is_abroad = home and home != code and (home, code) not in _AT_HOME_IN
    return Side(side.name, ActorType.EXTERNAL_FORCES, side.mention) if is_abroad else side


# Morocco's forces hold most of Western Sahara.
_AT_HOME_IN = frozenset({("MA", "EH")})


def _is_unarmed_official(act: Act, side: Side) -> bool:
    is_taken = act.activity is BorderActivity.ABDUCTION
    is_office = side.name is not None and side.name.startswith(_OFFICES)
    is_holder = side.mention is not None and _OFFICE_HOLDER.match(side.mention.text)
    return bool(is_holder) or (is_taken and is_office)


_OFFICES = ("Government", "Ministry", "Parliament", "Diplomats")
# Elected and appointed people are attacked as civilians, whatever they speak for.
_OFFICE_HOLDER = re.compile(
    r"(?i)(?:ancien\s|ex-)?(?:maires?|adjoint|préfets?|sous-préfets?|députés?|parlementaires|procureurs?|gouverneurs?|wali)$|"
    r"(?:the\s)?(?:former\s|deputy\s|local\s|provincial\s|regional\s)*(?:mayors?|governors?|prefects?|officials?|lawmakers?|MPs?|"
    r"(?:prime\s)?ministers?|presidents?|prosecutors?|judges?|authorities|councillors?|ambassadors?|diplomats?|consuls?)$"
)


def crowd_sides(act: Act, code: str | None, crowd_code: AcledCode) -> tuple[Side, Side]:
    """Return the crowd of a protest or riot, and who stood against it when the sentence says."""
    name = name_of_country(code) if code else None
    is_riot = crowd_code.event_type == EventType.RIOTS
    is_met = crowd_code.sub_event_type != "Peaceful protest"
    kind = ActorType.RIOTERS if is_riot else ActorType.PROTESTERS
    mentions = [a for a in act.reading.actors if a.actor_type in _CROWDS][:1]
    mention = mentions[0] if mentions else None
    crowd = _in_brackets("Rioters" if is_riot else "Protesters", name)
    # "prison guards went on strike": who demonstrates is met by nobody
    own = act.sides.subjects if act.trigger.rule.kind == "verb" and not is_met else ()
    others = [
        a
        for a in act.reading.actors
        if a.actor_type in _STATE_TYPES and a.kind != "country" and a not in own
    ]
    against = _side(others, act, code, name) if is_met or _is_acted_on(act) else NOBODY
    is_feud = any(a.actor_type == ActorType.CIVILIANS for a in act.sides.subjects)
    if crowd_code.sub_event_type == "Mob violence" and not is_feud:  # "a mob lynched a thief"
        hurt = [a for a in act.sides.objects if a.actor_type == ActorType.CIVILIANS]
        unarmed = hurt or (act.unarmed if len(act.unarmed) == 1 else ())
        against = _side(_as_fighters(unarmed[:1], when=False), act, code, name)
    return Side(crowd, kind, mention), against


def associates(act: Act, code: str | None, first: Side, second: Side) -> tuple[str, ...]:
    """Return the names of the others who took part on either side."""
    name = name_of_country(code) if code else None
    known = {first.name, second.name}
    others = [*act.sides.subjects[1:], *act.sides.objects[1:]]
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
