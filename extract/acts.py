"""The acts of an article: each trigger with its sides, days and places, later mentions joined.

One fight told by several words of a sentence is one act; what the headline, a caption or a later
sentence says again is the act already found.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.actors import ActorMention
from extract.blame import claimant_or_blamed
from extract.coding import VIOLENT, is_armed
from extract.dates import DateExpression
from extract.fallback import fallback_locations, refined_by_next
from extract.french_clauses import with_descriptions
from extract.lexicon import cue_words
from extract.locations import Location
from extract.numbers import read_numbers
from extract.reading import Reading, SentenceReading
from extract.records import Act
from extract.roles import Sides, sides_of_fight
from extract.telling import is_told, told_before
from extract.triggers import Trigger, find_triggers
from extract.when import counted_from, when
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
        is_incident = False
        for act in _acts_of_sentence(reading, index, kept):
            is_incident = is_incident or not act.is_talk
            told = told_before(reading, act, kept)
            if told is None:
                kept.append(act)
            else:
                kept[told] = _dated_by(_told_further(kept[told], act), act)
        if not is_incident:
            _add_toll(reading, index, kept)
        _add_claimant(reading, sentence, kept)
    return tuple(kept)


def _told_further(act: Act, again: Act) -> Act:
    """Return the act with the clause that tells of it again, and whom only that one names."""
    clause = again.trigger.clause_start, again.trigger.clause_end
    if clause == (act.trigger.clause_start, act.trigger.clause_end):
        return act
    subjects, objects = act.sides.subjects, act.sides.objects
    known = {actor.name for actor in (*subjects, *objects)}
    if act.is_violent:
        if not any(actor.kind in _NAMED for actor in subjects):
            named = [a for a in again.sides.subjects if a.kind in _NAMED and a.name not in known]
            subjects = tuple(named) or subjects
        objects = objects or tuple(a for a in again.sides.objects if a.name not in known)
    return replace(
        act,
        sides=Sides(subjects, objects),
        told_further=(*act.told_further, clause),
        also_named=(*act.also_named, *again.also_named),
    )


_NAMED = frozenset({"named", "person", "people"})
# How many sentences behind an act may count its dead.
TOLL_REACH = 2


def _add_toll(reading: Reading, index: int, kept: list[Act]) -> None:
    """Give a sentence that only counts dead and wounded to the fight told right before it."""
    sentence = reading.sentences[index]
    act = kept[-1] if kept else None
    if act is None or not (act.is_violent or act.activity is None):
        return
    near = reading.sentences[max(0, index - TOLL_REACH) : index]
    days = [d for d in sentence.dates if d.date_start != act.when.date_start]
    if act.reading not in near or days:
        return
    span = sentence.sentence.start, sentence.sentence.end
    numbers = read_numbers(reading.article.text[slice(*span)], act.activity)
    if numbers.fatalities or numbers.wounded:
        named = tuple(_fighters(reading.article.text, sentence.actors))
        kept[-1] = replace(
            act, told_further=(*act.told_further, span), also_named=(*act.also_named, *named)
        )


_SPEAKS = re.compile(
    r"(?i)^(?:['’]s)?\s+(?:[\w-]+\s+){0,3}?(?:said|says|told|announc\w+|reported|added|confirmed|stated|declared|according|a\s+(?:dit|déclaré|"
    r"annoncé|indiqué|affirmé)|spokes\w+|sources?|statement|ministry)\b"
)
_SPOKEN_BY = re.compile(
    r"(?i)(?:according\s+to|told|said|says|sources?|spokes\w+|statement|selon|d['’]après|بحسب|وفق|قال\w*|أعلن\w*|ذكر\w*|أكد\w*|متحدث\w*|مصدر\w*|مصادر)\s+"
    r"(?:(?:by|from|of|in|for|the|an?|de|du|la|le|في|من|باسم)\s+)*$"
)
_OFFICES = ("Ministry", "Government", "Parliament", "Diplomats")


def _fighters(text: str, actors: Sequence[ActorMention]) -> Iterator[ActorMention]:
    """Yield the armed actors of a sentence who do not only speak in it."""
    for actor in actors:
        is_speaker = _SPEAKS.match(text[actor.end : actor.end + 60]) or _SPOKEN_BY.search(
            text[max(0, actor.start - 50) : actor.start]
        )
        is_office = actor.kind in ("person", "country") or actor.name.startswith(_OFFICES)
        is_people = actor.kind == "people" and actor.actor_type == ActorType.IDENTITY_MILITIA
        if (is_armed(actor.actor_type) or is_people) and not (is_speaker or is_office):
            yield actor


def _dated_by(act: Act, later: Act) -> Act:
    """Return the act with the day of a later sentence that tells of it, where its own has none."""
    is_dated = later.when.expression is not None and later.when.time_precision == 1
    return replace(act, when=later.when) if is_dated and act.when.expression is None else act


def _add_claimant(reading: Reading, sentence: SentenceReading, kept: list[Act]) -> None:
    """Name who claims an attack, or is blamed for it, where its own sentence left that open."""
    start, end = sentence.sentence.start, sentence.sentence.end
    claimant = claimant_or_blamed(reading.article.text, start, end, sentence.actors)
    if claimant is None:
        return
    for place in reversed(range(len(kept))):
        act = kept[place]
        if act.is_violent:
            is_open = all(_is_anybody(actor) for actor in act.sides.subjects)
            if is_open and claimant not in act.sides.objects:
                kept[place] = replace(act, sides=Sides((claimant,), act.sides.objects))
            elif act.activity is BorderActivity.ARMED_CLASH and not act.sides.objects:
                kept[place] = replace(act, sides=Sides(act.sides.subjects, (claimant,)))
            return


_STATE_TYPES = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})
_FORCES = frozenset({"force", "unit", "brigade", "battalion", "patrol"})


def _is_anybody(actor: ActorMention) -> bool:
    """Return whether the words tell no more than that somebody was armed."""
    return actor.kind == "generic" and actor.actor_type not in _STATE_TYPES


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
    dates = sentence.dates or _dates_set_before(reading, index)
    known = when(trigger, triggers, dates, reading.article.published)
    if known is None:
        return None
    told = text[sentence.sentence.start : sentence.sentence.end]
    dated = next((done.when for done in reversed(kept) if done.when.time_precision == 1), None)
    known = counted_from(told, dated) or known
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
        also_named=tuple(_fighters(text, sentence.actors)),
        is_launch=bool(_LAUNCH.search(text[trigger.clause_start : trigger.end])),
        told_further=tuple(clause for clause in clauses if clause != own_clause),
    )


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
