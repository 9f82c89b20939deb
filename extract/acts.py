"""The acts of an article: each trigger with its sides, days and places, later mentions joined.

One fight told by several words of a sentence is one act; what the headline, a caption or a later
sentence says again is the act already found.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.actors import ActorMention
from extract.coding import VIOLENT
from extract.dates import DateExpression
from extract.numbers import read_numbers
from extract.reading import Reading, SentenceReading
from extract.roles import Sides, sides_of
from extract.triggers import Trigger, find_triggers
from extract.when import When, is_background, when
from extract.where import Location, locate, location_of_place
from geodata.geodesy import distance_km
from geodata.model import TALK, BorderActivity, MentionKind, PlaceBasis

# Of several words for one fight the most specific names it.
_FIGHT_ORDER = (
    BorderActivity.AIR_STRIKE,
    BorderActivity.SHELLING,
    BorderActivity.MINE_OR_IED,
    BorderActivity.ABDUCTION,
    BorderActivity.ARMED_CLASH,
    BorderActivity.ATTACK,
    BorderActivity.MILITARY_OPERATION,
)
_FORCEFUL = frozenset(
    {
        *VIOLENT,
        BorderActivity.TROOP_DEPLOYMENT,
        BorderActivity.ALERT,
        BorderActivity.MONITORING_POST,
        BorderActivity.PATROL,
        BorderActivity.MILITARY_OPERATION,
        BorderActivity.AIRSPACE_INCURSION,
        BorderActivity.MINE_CLEARANCE,
    }
)
_JOINS_BEFORE = re.compile(
    r"(?i)^[\"“«']?\s*(?:this\b|these\b|in\s+(?:a|the)\s+statement|the\s+(?:attack|assault|raid|clash\w*|"
    r"fighting|operation|deployment|decision|move|closure|group|incident|evacuation|bombing|ambush|"
    r"attackers?|gunmen|assailants|militants|fighters|victims|soldiers|dead)\b|"
    r"it\b|they\b|he\b|dans\s+un\s+communiqué|cette?\s+(?:attaque|opération|décision)|وفي\s+بيان|وقال\s+البيان)"
)
_DEFINITE = re.compile(
    r"(?i)\b(?:the|this|that|these|cette|cet|ce|l['’]|هذا|هذه)\s+(?:\w+\s+){0,2}$"
)
_LAUNCH = re.compile(r"(?i)\b(?:launch\w*|began|begun|start\w*|lanc\w+|شن\w*)\b")
_PRONOUN_SUBJECT = re.compile(r"(?i)^[\"“]?(?:they|it|he|she|ils?|elles?)\b")
_ROLE_NOUN = re.compile(
    r"(?i)\bthe\s+(?:renegade\s+|former\s+|retired\s+)?(?P<role>general|colonel|commander|minister|president|"
    r"leader|group|militia|army|ministry|organi[sz]ation|militants|gunmen|attackers|rebels|jihadists)\b"
)
SAME_PLACE_KM = 75.0
NEIGHBOURS = 2
MIN_SENTENCES_FOR_HEADINGS = 2
_WEAK_SPEECH = re.compile(
    r"(?i)^(?:said|says|told|stat|affirm|confirm|stress|insist|claim|describ|expressed|"
    r"declar|announc|indiqué|affirmé|أكد)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: what was done, by the words at `trigger`, and what the words around say of it.

    `locations` is () for talk and for acts without a place. `companions` are actors that act
    beside the subjects. `is_launch` when the day is that of a beginning.
    """

    reading: SentenceReading
    trigger: Trigger
    activity: BorderActivity | None
    sides: Sides
    when: When
    locations: tuple[Location, ...]
    companions: tuple[ActorMention, ...]
    is_launch: bool

    @property
    def is_forceful(self) -> bool:
        """True for acts in which a country or a leader acts through forces."""
        return self.activity in _FORCEFUL or self.trigger.rule.event_type == "Battles"

    @property
    def is_talk(self) -> bool:
        """True for statements, meetings and visits."""
        return self.activity in TALK

    @property
    def is_violent(self) -> bool:
        """True for fights, attacks and the like."""
        return self.activity in VIOLENT


def acts_in(reading: Reading) -> tuple[Act, ...]:
    """Return the article's acts in text order, each once."""
    kept: list[Act] = []
    for index, sentence in enumerate(reading.sentences):
        if _is_passed_over(reading, sentence):
            continue
        for act in _acts_of_sentence(reading, index, kept):
            if not _is_told_again(reading, act, kept):
                kept.append(act)
    return tuple(kept)


def _is_passed_over(reading: Reading, sentence: SentenceReading) -> bool:
    """Headlines and captions repeat the body; they count only where there is no body."""
    if not sentence.sentence.is_heading:
        return False
    body = sum(not other.sentence.is_heading for other in reading.sentences)
    return body >= MIN_SENTENCES_FOR_HEADINGS


def _acts_of_sentence(reading: Reading, index: int, kept: Sequence[Act]) -> Iterator[Act]:
    sentence = reading.sentences[index]
    triggers = find_triggers(reading.article.text, sentence.sentence, reading.language)
    leading = _leading(triggers)
    has_incident = any(not t.rule.is_talk for t in leading)
    for trigger in leading:
        if trigger.rule.is_talk and has_incident:
            continue
        act = _act(reading, index, trigger, triggers, kept)
        if act is not None and _is_told(reading, act):
            yield act


def _leading(triggers: Sequence[Trigger]) -> list[Trigger]:
    """Return one trigger a fight and one an activity, in text order."""
    fights = [t for t in triggers if t.rule.activity in _FIGHT_ORDER]
    fights.sort(key=lambda t: (_FIGHT_ORDER.index(_activity(t)), t.start))
    if fights and _activity(fights[0]) is not BorderActivity.MILITARY_OPERATION:
        verbs = [t for t in fights if t.rule.activity == fights[0].rule.activity]
        fights = [next((t for t in verbs if t.rule.kind == "verb"), verbs[0])]
    protests = [t for t in triggers if t.rule.activity is None]
    ranked_protests = sorted(
        protests, key=lambda t: (t.rule.event_type != "Riots", -len(t.rule.sub_event_type or ""))
    )
    kept = fights[:1] + ranked_protests[:1]
    for trigger in triggers:
        known = {t.rule.activity for t in kept}
        activity = trigger.rule.activity
        if activity and activity not in known and activity not in _FIGHT_ORDER:
            kept.append(trigger)
    return sorted(kept, key=lambda t: t.start)


def _activity(trigger: Trigger) -> BorderActivity:
    assert trigger.rule.activity is not None
    return trigger.rule.activity


def _act(
    reading: Reading,
    index: int,
    trigger: Trigger,
    triggers: Sequence[Trigger],
    kept: Sequence[Act],
) -> Act | None:
    sentence = reading.sentences[index]
    text = reading.article.text
    known = when(trigger, triggers, sentence.dates, reading.article.published)
    if known is None:
        return None
    sides = _completed_sides(reading, index, trigger, kept)
    locations: tuple[Location, ...] = ()
    if not trigger.rule.is_talk:
        acting = frozenset(a.start for a in sides.subjects if a.kind == "country")
        toponyms = [t for t in sentence.toponyms if t.start >= reading.body_start]
        locations = locate(text, trigger, toponyms, acting)
        locations = locations or _fallback_locations(reading, index, trigger, sides, kept)
        locations = _refined_by_next(reading, index, locations)
    return Act(
        reading=sentence,
        trigger=trigger,
        activity=trigger.rule.activity,
        sides=sides,
        when=known,
        locations=locations,
        companions=(),
        is_launch=bool(_LAUNCH.search(text[trigger.clause_start : trigger.end])),
    )


def _completed_sides(reading: Reading, index: int, trigger: Trigger, kept: Sequence[Act]) -> Sides:
    """Return the trigger's sides, "the general" and "they" read as who stands before."""
    text = reading.article.text
    sentence = reading.sentences[index]
    actors = [_referent(reading, index, actor) for actor in sentence.actors]
    sides = _with_owners(text, sides_of(text, trigger, actors))
    if sides.subjects or trigger.rule.kind == "noun":
        return sides
    opening = text[sentence.sentence.start : trigger.start]
    role = list(_ROLE_NOUN.finditer(opening))
    if role:
        mention = _last_of_role(reading, index, role[-1]["role"].casefold())
        if mention:
            return Sides((mention,), sides.objects)
    if _PRONOUN_SUBJECT.search(opening) and kept and kept[-1].sides.subjects:
        return Sides(kept[-1].sides.subjects[:1], sides.objects)
    return sides


_OWN = re.compile(r"(?i)\b(?:its|their|his|her|our|ses|son|sa|leurs?)\s+(?:[\w-]+\s+)?$")


def _with_owners(text: str, sides: Sides) -> Sides:
    """Tie "its ambassador" to the subject's country."""
    country = sides.subjects[0].country_code if sides.subjects else None
    if country is None:
        return sides
    objects = tuple(
        replace(actor, country_code=country)
        if actor.country_code is None and _OWN.search(text[max(0, actor.start - 30) : actor.start])
        else actor
        for actor in sides.objects
    )
    return Sides(sides.subjects, objects)


def _referent(reading: Reading, index: int, actor: ActorMention) -> ActorMention:
    """Return who "the general" is when the sentence before names one, moved to these words."""
    if actor.kind != "generic" or actor.country_code:
        return actor
    text = reading.article.text
    role = _ROLE_NOUN.search(text[max(0, actor.start - 4) : actor.end])
    if role is None:
        return actor
    named = _last_of_role(reading, index, role["role"].casefold())
    return replace(named, start=actor.start, end=actor.end, text=actor.text) if named else actor


def _last_of_role(reading: Reading, index: int, role: str) -> ActorMention | None:
    text = reading.article.text
    persons = ("general", "colonel", "commander", "minister", "president", "leader")
    for sentence in reversed(reading.sentences[max(0, index - 2) : index]):
        for actor in reversed(sentence.actors):
            titled = text[max(0, actor.start - 40) : actor.end].casefold()
            if role in persons and actor.kind == "person" and role in titled:
                return actor
            if (
                role not in persons
                and actor.kind == "named"
                and role in ("group", "organisation", "organization", "militia")
            ):
                return actor
    return None


def _fallback_locations(
    reading: Reading, index: int, trigger: Trigger, sides: Sides, kept: Sequence[Act]
) -> tuple[Location, ...]:
    """Return a place from a neighbour sentence, the dateline, or the country of the sides."""
    text = reading.article.text
    sentence = reading.sentences[index]
    if (
        index
        and _JOINS_BEFORE.match(text[sentence.sentence.start : sentence.sentence.end])
        and kept
    ):
        return tuple(replace(found, basis=PlaceBasis.NEIGHBOUR) for found in kept[-1].locations)
    following = reading.sentences[index + 1] if index + 1 < len(reading.sentences) else None
    if following and _JOINS_BEFORE.match(text[following.sentence.start : following.sentence.end]):
        found = locate(
            text,
            replace(
                trigger, clause_start=following.sentence.start, clause_end=following.sentence.end
            ),
            following.toponyms,
            frozenset(),
        )
        if found:
            return tuple(replace(one, basis=PlaceBasis.NEIGHBOUR) for one in found[:1])
    if trigger.rule.activity in VIOLENT:
        told_before = _places_told_before(reading, index, kept)
        if told_before:
            return told_before
    return _dateline(reading) or _country_of_sides(reading, sides)


def _places_told_before(reading: Reading, index: int, kept: Sequence[Act]) -> tuple[Location, ...]:
    """Return where the fight of the last sentences was: the tale goes on there."""
    recent = reading.sentences[max(0, index - NEIGHBOURS) : index + 1]
    for act in reversed(kept):
        if act.is_violent and act.reading in recent:
            return tuple(replace(found, basis=PlaceBasis.NEIGHBOUR) for found in act.locations[:1])
    return ()


def _dateline(reading: Reading) -> tuple[Location, ...]:
    """Return the town of the dateline, a last resort that lowers the precision."""
    for toponym in reading.toponyms:
        place = toponym.place
        if toponym.start >= reading.body_start:
            break
        if place is not None and toponym.kind is MentionKind.PLACE:
            found = location_of_place(place, PlaceBasis.DATELINE, toponym.start, toponym.end)
            lower = max(found.geo_precision or 3, 2)
            return (replace(found, geo_precision=lower, where_prec=max(found.where_prec, 3)),)
    return ()


def _country_of_sides(reading: Reading, sides: Sides) -> tuple[Location, ...]:
    """Return the country that an actor of the sentence belongs to, when it is named in the text."""
    codes = [a.country_code for a in (*sides.objects, *sides.subjects) if a.country_code]
    for code in codes:
        for toponym in reading.toponyms:
            place = toponym.place
            if place and place.country_code == code and place.feature_code.startswith("PCL"):
                return (location_of_place(place, PlaceBasis.SENTENCE, toponym.start, toponym.end),)
    return ()


def _refined_by_next(
    reading: Reading, index: int, locations: tuple[Location, ...]
) -> tuple[Location, ...]:
    """Take the town that the next sentence gives for an act placed only in its country.

    Only when that sentence joins this one ("In a statement ...") and says it of this act.
    """
    if len(locations) != 1 or locations[0].where_prec != 6 or index + 1 >= len(reading.sentences):
        return locations
    text = reading.article.text
    following = reading.sentences[index + 1]
    if not _JOINS_BEFORE.match(text[following.sentence.start : following.sentence.end]):
        return locations
    for toponym in following.toponyms:
        place = toponym.place
        if place is None or toponym.kind is not MentionKind.PLACE:
            continue
        is_inside = place.country_code == locations[0].country_code
        if is_inside and not place.feature_code.startswith("PCL"):
            return (location_of_place(place, PlaceBasis.NEIGHBOUR, toponym.start, toponym.end),)
    return locations


def _is_told(reading: Reading, act: Act) -> bool:
    """Return whether enough is said of the act to be an event."""
    text = reading.article.text
    trigger = act.trigger
    words = text[trigger.start : trigger.end]
    if act.is_talk and is_background(act.when, reading.article.published):
        return False  # what was said long ago is recalled for what it was about
    if act.activity is BorderActivity.STATEMENT:
        speaker = act.sides.subjects[0] if act.sides.subjects else None
        if speaker is None or not speaker.is_official:
            return False
        is_dated = act.when.expression is not None and act.when.time_precision == 1
        is_known = speaker.kind != "generic" or speaker.name.startswith(("Ministry", "Military"))
        return (is_dated and is_known) or not _WEAK_SPEECH.match(words)
    if act.is_talk:
        return any(a.is_official for a in (*act.sides.subjects, *act.sides.objects))
    if not act.locations or _is_condition(act):
        return False
    has_sides = bool(act.sides.subjects or act.sides.objects)
    is_placed = act.locations[0].where_prec < 6 and act.locations[0].basis is PlaceBasis.SENTENCE
    if trigger.rule.kind == "noun":
        is_definite = bool(_DEFINITE.search(text[trigger.clause_start : trigger.start]))
        if is_definite and not is_placed:
            return False
        is_concrete = act.when.expression is not None or _is_counted(text, act)
        return has_sides or (is_placed and (is_concrete or not act.is_violent))
    return has_sides or is_placed or act.is_violent


def _is_counted(text: str, act: Act) -> bool:
    clause = text[act.trigger.clause_start : act.trigger.clause_end]
    numbers = read_numbers(clause, act.activity)
    return numbers.fatalities is not None or numbers.wounded is not None


def _is_condition(act: Act) -> bool:
    """Return whether a noun only tells of a state of things ("a country torn by clashes")."""
    named = [a for a in (*act.sides.subjects, *act.sides.objects) if a.kind != "generic"]
    is_vague = act.locations[0].where_prec >= 6 and not named
    return act.trigger.rule.kind == "noun" and is_vague


def _is_told_again(reading: Reading, act: Act, kept: Sequence[Act]) -> bool:
    """Return whether an act already found is meant: same kind, place and no other day."""
    return any(
        _same_kind(act, other) and _same_day(act, other) and _same_place(act, other)
        for other in kept
    ) or _refers_back(reading, act, kept)


def _same_kind(act: Act, other: Act) -> bool:
    if act.is_talk and other.is_talk and act.activity is other.activity:
        return _speakers(act) == _speakers(other) or not _speakers(act)
    if act.is_violent and other.is_violent:
        return True
    return act.activity is other.activity and act.activity is not None and not act.is_talk


def _speakers(act: Act) -> frozenset[str]:
    return frozenset(a.name for a in act.sides.subjects)


def _same_day(act: Act, other: Act) -> bool:
    one: DateExpression | None = act.when.expression
    two = other.when.expression
    if one is None or two is None:
        return True
    if act.when.date_start is None or other.when.date_start is None:
        return one.text == two.text
    ends = act.when.date_end, other.when.date_end
    return act.when.date_start <= (ends[1] or other.when.date_start) and other.when.date_start <= (
        ends[0] or act.when.date_start
    )


def _same_place(act: Act, other: Act) -> bool:
    if act.is_talk:
        return True
    return any(_near(a, b) for a in act.locations for b in other.locations)


def _near(one: Location, two: Location) -> bool:
    if one.border_id or two.border_id:
        return one.border_id == two.border_id
    if 6 in (one.where_prec, two.where_prec):
        return one.country_code == two.country_code
    apart = distance_km(one.latitude, one.longitude, two.latitude, two.longitude)
    return apart <= SAME_PLACE_KM


def _refers_back(reading: Reading, act: Act, kept: Sequence[Act]) -> bool:
    """Return whether "the attack" without a place of its own means the fight told before."""
    if not act.is_violent or not any(other.is_violent for other in kept):
        return False
    text = reading.article.text
    is_definite = bool(_DEFINITE.search(text[act.trigger.clause_start : act.trigger.start]))
    own_place = any(
        place.basis is PlaceBasis.SENTENCE and place.where_prec < 6 for place in act.locations
    )
    return is_definite and act.trigger.rule.kind == "noun" and not own_place
