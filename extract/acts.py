"""The acts of an article: each trigger with its sides, days and places, later mentions joined.

One fight told by several words of a sentence is one act; what the headline, a caption or a later
sentence says again is the act already found.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.actor_mentions import ActorMention
from extract.coding import VIOLENT
from extract.dates import DateExpression
from extract.fallback import fallback_locations, refined_by_next
from extract.french_clauses import with_descriptions
from extract.later_words import (
    add_claimant,
    add_day,
    add_day_named_again,
    add_toll,
    dated_by,
    fighters,
    told_further,
    unarmed,
)
from extract.lexicon import cue_words
from extract.locations import Location
from extract.reading import Reading, SentenceReading
from extract.records import Act
from extract.roles import Sides, sides_of_fight
from extract.telling import is_told, told_before
from extract.triggers import Trigger, find_triggers
from extract.victims import with_casualties
from extract.when import When, counted_from, told_on, when
from extract.where import locate
from geodata.codes import ActorType, BorderActivity
from geodata.model import MentionKind, Toponym

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
_LAUNCH = re.compile(r"(?i)\b(?:launch\w*|began|begun|start\w*|lanc\w+|شن\w*)\b")
_PRONOUN_SUBJECT = re.compile(r"(?i)^[\"“]?(?:they|it|he|she|ils?|elles?)\b")
_ROLE_NOUN = re.compile(
    r"(?i)\bthe\s+(?:renegade\s+|former\s+|retired\s+)?(?P<role>general|colonel|commander|minister|president|"
    r"leader|group|militia|army|ministry|organi[sz]ation|militants|gunmen|attackers|rebels|jihadists|"
    r"force|unit|brigade|battalion|patrol)\b"
)
MIN_SENTENCES_FOR_HEADINGS = 2
COUNTRY_PREC = 6  # where_prec of a whole country


def acts_in(reading: Reading) -> tuple[Act, ...]:
    """Return the article's acts in text order, each once."""
    kept: list[Act] = []
    for index, sentence in enumerate(reading.sentences):
        if _is_passed_over(reading, sentence):
            continue
        add_day_named_again(reading, index, kept)
        is_incident = False
        for act in _acts_of_sentence(reading, index, kept):
            is_incident = is_incident or not act.is_talk
            told = told_before(reading, act, kept)
            if told is None:
                kept.append(act)
            else:
                kept[told] = dated_by(told_further(kept[told], act), act)
        if not is_incident:
            add_toll(reading, index, kept)
            add_day(reading, index, kept)
        add_claimant(reading, sentence, kept)
    return tuple(kept)


_STATE_TYPES = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})
_FORCES = frozenset({"force", "unit", "brigade", "battalion", "patrol"})


def _is_passed_over(reading: Reading, sentence: SentenceReading) -> bool:
    """Headlines and captions repeat the body; they count only where there is no body."""
    if not sentence.sentence.is_heading:
        return False
    body = sum(not other.sentence.is_heading for other in reading.sentences)
    return body >= MIN_SENTENCES_FOR_HEADINGS


def _acts_of_sentence(reading: Reading, index: int, kept: Sequence[Act]) -> Iterator[Act]:
    sentence = reading.sentences[index]
    text = reading.article.text
    towns = [(t.start, t.end) for t in sentence.toponyms if _is_town(t)]
    found: Sequence[Trigger] = find_triggers(text, sentence.sentence, reading.language, towns)
    names = [(a.start, a.end) for a in sentence.actors if a.kind == "named"]
    found = [t for t in found if not any(a <= t.start and t.end < b for a, b in names)]
    triggers = _without_label(text, sentence, found)
    if reading.language == "fr":
        triggers = with_descriptions(text, triggers)
    leading = _leading(triggers)
    has_incident = any(not t.rule.is_talk for t in leading)
    for trigger in leading:
        if trigger.rule.is_talk and has_incident:
            continue
        act = _act(reading, index, trigger, triggers, kept)
        if act is not None and is_told(reading, act):
            yield act


# "Movement of forces: ...", "Defusal: ...": databases begin their notes with the kind of act.
_LABEL = re.compile(r"^\W*[^\W\d][^:.;\d]{2,60}:\s")
MAX_LABEL_WORDS = 7


def _without_label(
    text: str, sentence: SentenceReading, triggers: Sequence[Trigger]
) -> Sequence[Trigger]:
    """Leave out the words of a label without a place, where the sentence itself tells the act."""
    start, end = sentence.sentence.start, sentence.sentence.end
    label = _LABEL.match(text[start:end])
    if label is None or len(label.group().split()) > MAX_LABEL_WORDS:
        return triggers
    told = [t for t in triggers if t.start >= start + label.end()]
    is_placed = any(t.start < start + label.end() for t in sentence.toponyms)
    return told if told and not is_placed else triggers


def _is_town(toponym: Toponym) -> bool:
    is_place = toponym.kind is MentionKind.PLACE
    return is_place and not (toponym.place and toponym.place.feature_code.startswith("PCL"))


def _leading(triggers: Sequence[Trigger]) -> list[Trigger]:
    """Return one trigger a fight and one an activity, in text order."""
    fights = [t for t in triggers if t.rule.activity in _FIGHT_ORDER]
    fights.sort(key=lambda t: (t.is_subordinate, _FIGHT_ORDER.index(_activity(t)), t.start))
    if fights and _activity(fights[0]) is not BorderActivity.MILITARY_OPERATION:
        alike = [
            t
            for t in fights
            if t.rule.activity == fights[0].rule.activity
            and t.is_subordinate == fights[0].is_subordinate
        ]
        fights = [next((t for t in alike if t.rule.kind == "verb"), alike[0])]
    protests = [t for t in triggers if t.rule.activity is None]
    ranked_protests = sorted(
        protests, key=lambda t: (t.rule.event_type != "Riots", -len(t.rule.sub_event_type or ""))
    )
    kept = fights[:1] + ranked_protests[:1]
    # of "a cache was found" the verb tells the act
    for trigger in sorted(
        triggers, key=lambda t: (t.is_subordinate, t.rule.kind != "verb", t.start)
    ):
        known = {t.rule.activity for t in kept}
        activity = trigger.rule.activity
        is_new = trigger.rule.is_talk or activity not in known
        if protests and activity is BorderActivity.ARREST:
            continue  # demonstrators are arrested: the protest is met with it
        if activity and is_new and activity not in _FIGHT_ORDER:
            kept.append(trigger)
    return sorted(_without_frames(kept), key=lambda t: t.start)


def _without_frames(triggers: Sequence[Trigger]) -> list[Trigger]:
    """Leave out "a sweep" in which people were arrested or arms seized: these are its acts."""
    acts = [t for t in triggers if not t.rule.is_talk]
    return [
        t
        for t in triggers
        if not (
            len(acts) > 1
            and t.rule.kind == "noun"
            and t.rule.activity is BorderActivity.MILITARY_OPERATION
        )
    ]


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
    known = when(trigger, triggers, _dates_for(reading, index, trigger), reading.article.published)
    if known is None:
        return None
    told = text[sentence.sentence.start : sentence.sentence.end]
    dated = next((done.when for done in reversed(kept) if done.when.time_precision == 1), None)
    known = counted_from(told, dated) or _of_tale(reading, index, known, kept) or known
    fight = [t for t in triggers if t.rule.activity in VIOLENT]
    sides = _completed_sides(reading, index, trigger, fight, kept)
    locations: tuple[Location, ...] = ()
    if not trigger.rule.is_talk:
        acting = frozenset(a.start for a in sides.subjects if a.kind == "country")
        toponyms = [t for t in sentence.toponyms if t.start >= reading.body_start]
        locations = locate(text, trigger, toponyms, acting)
        locations = _refined_by_fight(text, locations, fight, toponyms, acting)
        locations = locations or fallback_locations(reading, index, trigger, sides, kept)
        locations = refined_by_next(reading, index, locations)
    own_clause = trigger.clause_start, trigger.clause_end
    clauses = dict.fromkeys((t.clause_start, t.clause_end) for t in fight if trigger in fight)
    return Act(
        reading=sentence,
        trigger=trigger,
        activity=trigger.rule.activity,
        sides=sides,
        when=known,
        locations=locations,
        also_named=tuple(fighters(text, sentence.actors)),
        unarmed=tuple(unarmed(text, sentence.actors)),
        is_launch=bool(_LAUNCH.search(text[trigger.clause_start : trigger.end])),
        told_further=tuple(clause for clause in clauses if clause != own_clause),
    )


def _of_tale(reading: Reading, index: int, known: When, kept: Sequence[Act]) -> When | None:
    """Return the day of the act told right before, where the tale goes on: "They then burned".

    None where the act has a date, or the tale has moved on to another paragraph.
    """
    before = kept[-1] if kept else None
    if known.expression is not None or before is None or before.when.time_precision != 1:
        return None
    near = reading.sentences[max(0, index - TALE_REACH) : index]
    is_beside = before.reading.sentence.paragraph == reading.sentences[index].sentence.paragraph
    return before.when if before.reading in near and is_beside and not before.is_talk else None


# How many sentences behind an act the tale of it still goes on.
TALE_REACH = 2


def _dates_for(reading: Reading, index: int, trigger: Trigger) -> Sequence[DateExpression]:
    """Return the dates that may be the act's: that of the report only where there is no other."""
    dates = reading.sentences[index].dates or _dates_set_before(reading, index)
    if trigger.rule.is_talk:
        return dates
    told = told_on(reading.article.text, dates)
    return [d for d in dates if d not in told] or dates


MAX_DATELINE_WORDS = 8


def _dates_set_before(reading: Reading, index: int) -> Sequence[DateExpression]:
    """Return the date that stands before the sentence as one of its own: "24/08/2017. Two girls".

    A line of a place and a date without a verb dates what follows it.
    """
    before = reading.sentences[index - 1] if index else None
    if before is None or not before.dates:
        return ()
    words = reading.article.text[before.sentence.start : before.sentence.end].split()
    return before.dates if len(words) <= MAX_DATELINE_WORDS and _is_bare(words) else ()


def _is_bare(words: Sequence[str]) -> bool:
    return not any(
        word.casefold() in cue_words("auxiliary") or word.endswith("ed") for word in words
    )


def _refined_by_fight(
    text: str,
    locations: tuple[Location, ...],
    fight: Sequence[Trigger],
    toponyms: Sequence[Toponym],
    acting: frozenset[int],
) -> tuple[Location, ...]:
    """Return the closer place that another word for the fight has within the country named.

    "Gunmen attacked Chad after they crossed the lake and raided Ngouboua" was at Ngouboua.
    """
    if len(locations) != 1 or locations[0].where_prec != COUNTRY_PREC:
        return locations
    for other in fight:
        found = locate(text, other, toponyms, acting)
        is_inside = found and found[0].country_code == locations[0].country_code
        if is_inside and found[0].where_prec < COUNTRY_PREC:
            return found
    return locations


def _completed_sides(
    reading: Reading,
    index: int,
    trigger: Trigger,
    fight: Sequence[Trigger],
    kept: Sequence[Act],
) -> Sides:
    """Return the trigger's sides, "the general" and "they" read as who stands before."""
    text = reading.article.text
    sentence = reading.sentences[index]
    actors = [_referent(reading, index, actor) for actor in sentence.actors]
    words = fight if trigger in fight else ()
    sides = _with_owners(text, sides_of_fight(text, trigger, words, actors))
    if trigger.rule.activity in VIOLENT and not sides.objects:
        sides = with_casualties(text, reading.language, sides, actors)
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
            is_force = actor.actor_type in _STATE_TYPES and actor.kind != "country"
            if role in _FORCES and is_force and actor.country_code:
                return actor
    return None
