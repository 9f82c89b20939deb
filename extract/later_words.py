"""What later sentences add to an act that is told already: its toll, its day, its author."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.actor_mentions import ActorMention
from extract.blame import claimant_or_blamed
from extract.coding import is_armed
from extract.lexicon import cue_words
from extract.numbers import read_numbers
from extract.reading import Reading, SentenceReading
from extract.records import Act
from extract.roles import Sides
from extract.when import of_expression, told_on
from geodata.codes import ActorType, BorderActivity
from geodata.names import fold

_STATE_TYPES = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})


def told_further(act: Act, again: Act) -> Act:
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


def add_toll(reading: Reading, index: int, kept: list[Act]) -> None:
    """Give a sentence that only counts casualties to the fight right before it; changes `kept`."""
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
        named = tuple(fighters(reading.article.text, sentence.actors))
        kept[-1] = replace(
            act, told_further=(*act.told_further, span), also_named=(*act.also_named, *named)
        )


# "The incident took place on Thursday", "le raid a eu lieu jeudi".
_TOOK_PLACE = re.compile(
    r"(?i)\b(?:took\s+place|taking\s+place|occurred|happened|began|started|dates?\s+(?:back\s+to|from)|was\s+carried\s+out|"
    r"(?:a|ont)\s+(?:eu\s+lieu|débuté|commencé|éclaté)|s['’]est\s+(?:produite?|déroulée?)|(?:est|sont)\s+survenue?s?|"
    r"remont(?:e|ent)\s+à)\b|(?<!\w)[وف]?(?:وقع|وقعت|حدث|حدثت|جرى|جرت|حصل|حصلت|[يت]عود\s+تاريخ\w*)(?!\w)"
)


def add_day(reading: Reading, index: int, kept: list[Act]) -> None:
    """Date the act before by a sentence that only says when it took place; changes `kept`."""
    sentence = reading.sentences[index]
    days = [d for d in sentence.dates if d.time_precision == 1]
    act = kept[-1] if kept else None
    if act is None or len(days) != 1 or act.when.expression is not None:
        return
    near = reading.sentences[max(0, index - TOLL_REACH) : index]
    told = reading.article.text[sentence.sentence.start : sentence.sentence.end]
    if act.reading in near and _TOOK_PLACE.search(told):
        kept[-1] = replace(act, when=of_expression(days[0]))


# "Thursday's strike": the day owns the act. "L'attaque de lundi", "هجوم الخميس": the act the day.
_OWNED = re.compile(r"^['’]s\s+(?:[\w-]+\s+){0,2}?([\w-]+)")
_OF_DAY = re.compile(r"(?i)(\w+)\s+(?:of\s+|on\s+|de\s+|du\s+|d['’]|يوم\s+)?(?:ال)?$")
OF_DAY_REACH = 30


def add_day_named_again(reading: Reading, index: int, kept: list[Act]) -> None:
    """Date the act before, known by its report's day only, by its name here; changes `kept`."""
    act = kept[-1] if kept else None
    near = reading.sentences[max(0, index - TOLL_REACH) : index]
    if act is None or act.reading not in near or act.is_talk or not _is_of_report(reading, act):
        return
    text = reading.article.text
    for day in reading.sentences[index].dates:
        named = _OWNED.match(text[day.end : day.end + OF_DAY_REACH]) or _OF_DAY.search(
            text[max(0, day.start - OF_DAY_REACH) : day.start]
        )
        if day.time_precision == 1 and named and fold(named[1]) in cue_words("act_noun"):
            kept[-1] = replace(act, when=of_expression(day))
            return


def _is_of_report(reading: Reading, act: Act) -> bool:
    """Return whether no day but that of the report, or none at all, is known of the act."""
    known = act.when.expression
    return known is None or bool(told_on(reading.article.text, [known]))


_SPEAKS = re.compile(
    r"(?i)^(?:['’]s)?\s+(?:[\w-]+\s+){0,3}?(?:said|says|told|announc\w+|reported|added|confirmed|stated|declared|according|a\s+(?:dit|déclaré|"
    r"annoncé|indiqué|affirmé)|spokes\w+|sources?|statement|ministry)\b"
)
_SPOKEN_BY = re.compile(
    r"(?i)(?:according\s+to|told|said|says|sources?|spokes\w+|statement|selon|d['’]après|بحسب|وفق|قال\w*|أعلن\w*|ذكر\w*|أكد\w*|متحدث\w*|مصدر\w*|مصادر)\s+"
    r"(?:(?:by|from|of|in|for|the|an?|de|du|la|le|في|من|باسم)\s+)*$"
)
_OFFICES = ("Ministry", "Government", "Parliament", "Diplomats")


def fighters(text: str, actors: Sequence[ActorMention]) -> Iterator[ActorMention]:
    """Yield the armed actors of a sentence who do not only speak in it."""
    for actor in actors:
        is_office = actor.kind in ("person", "country") or actor.name.startswith(_OFFICES)
        is_people = actor.kind == "people" and actor.actor_type == ActorType.IDENTITY_MILITIA
        if (is_armed(actor.actor_type) or is_people) and not (
            is_office or _is_speaker(text, actor)
        ):
            yield actor


def unarmed(text: str, actors: Sequence[ActorMention]) -> Iterator[ActorMention]:
    """Yield the civilians of a sentence who do not only speak in it."""
    for actor in actors:
        if actor.actor_type == ActorType.CIVILIANS and not _is_speaker(text, actor):
            yield actor


def _is_speaker(text: str, actor: ActorMention) -> bool:
    return bool(
        _SPEAKS.match(text[actor.end : actor.end + 60])
        or _SPOKEN_BY.search(text[max(0, actor.start - 50) : actor.start])
    )


def dated_by(act: Act, later: Act) -> Act:
    """Return the act with the day of a later sentence that tells of it, where its own has none."""
    is_dated = later.when.expression is not None and later.when.time_precision == 1
    return replace(act, when=later.when) if is_dated and act.when.expression is None else act


def add_claimant(reading: Reading, sentence: SentenceReading, kept: list[Act]) -> None:
    """Name who claims an attack or is blamed, where its sentence left that open; changes `kept`."""
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


def _is_anybody(actor: ActorMention) -> bool:
    """Return whether the words tell no more than that somebody was armed."""
    return actor.kind == "generic" and actor.actor_type not in _STATE_TYPES
