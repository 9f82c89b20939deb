"""Whether an act is told at all, and whether it was told before.

A noun alone ("the attack") may name a state of things or an act already found; what the headline,
a caption or a later sentence says again is no new act.
"""

import re
from collections.abc import Sequence

from extract.coding import is_armed
from extract.dates import DateExpression
from extract.locations import Location
from extract.numbers import read_numbers
from extract.reading import Reading
from extract.records import Act
from extract.trigger_lexicon import word_class
from extract.when import is_background
from geodata.codes import BorderActivity, Modality, PlaceBasis
from geodata.geodesy import distance_km

_DEFINITE = re.compile(
    r"(?i)(?:\b(?:the|this|that|these|cette|cet|ce|هذا|هذه)\s+|\bl['’])(?:\w+\s+){0,2}$"
)
_WEAK_SPEECH = re.compile(
    r"(?i)^(?:said|says|told|stat|affirm|confirm|stress|insist|claim|describ|expressed|"
    r"declar|announc|indiqué|affirmé|[وف]?(?:أكد|قال|قالت|أضاف|أوضح|أشار|أعلن|صرح|ذكر|[يت]قول|[يت]ؤكد))"
)
_LASTING = frozenset(
    {
        BorderActivity.SMUGGLING,
        BorderActivity.INFILTRATION,
        BorderActivity.IRREGULAR_CROSSING,
        BorderActivity.DISPLACEMENT,
    }
)
SAME_PLACE_KM = 75.0
# Two towns that the act's own sentences name are two places.
SAME_TOWN_KM = 30.0


def is_told(reading: Reading, act: Act) -> bool:
    """Return whether enough is said of the act to be an event."""
    text = reading.article.text
    trigger = act.trigger
    words = text[trigger.start : trigger.end]
    if act.is_talk and is_background(act.when, reading.article.published):
        return False  # what was said long ago is recalled for what it was about
    if _is_of_an_era(act) or _is_of_accident(reading, act):
        return False
    if act.activity is BorderActivity.STATEMENT:
        speaker = act.sides.subjects[0] if act.sides.subjects else None
        if speaker is None or not speaker.is_official:
            return False
        is_dated = act.when.expression is not None and act.when.time_precision == 1
        is_known = speaker.kind != "generic" or speaker.name.startswith(("Ministry", "Military"))
        return (is_dated and is_known) or not _WEAK_SPEECH.match(words)
    if act.is_talk:
        return any(a.is_official for a in (*act.sides.subjects, *act.sides.objects))
    return trigger.rule.kind == "verb" or _is_noun_told(text, act)


def _is_of_an_era(act: Act) -> bool:
    """Return whether only a year and a country are said: "4,000 were killed in Mali in 2019"."""
    is_year = act.when.expression is not None and act.when.time_precision is None
    is_wide = all(place.where_prec >= COUNTRY_PREC for place in act.locations)
    start, end = act.when.date_start, act.when.date_end
    is_long = bool(start and end and (end - start).days > LONG_DAYS)
    return is_year and is_wide and is_long and act.trigger.modality is Modality.HAPPENED


def _is_of_accident(reading: Reading, act: Act) -> bool:
    """Return whether the sentence counts the dead of the accident told right before it."""
    index = reading.sentences.index(act.reading)
    before = reading.sentences[index - 1].sentence if index else None
    if before is None or not act.is_violent or before.paragraph != act.reading.sentence.paragraph:
        return False
    words = word_class("accident", reading.language)
    if words is None or any(is_armed(a.actor_type) for a in act.reading.actors):
        return False
    return bool(words.search(reading.article.text[before.start : before.end]))


# From so many days on a period is a year or most of it.
LONG_DAYS = 120
COUNTRY_PREC = 6  # where_prec of a whole country


def _is_noun_told(text: str, act: Act) -> bool:
    """Return whether a noun tells of one act, and is neither a condition nor an old one."""
    trigger = act.trigger
    before = text[trigger.clause_start : trigger.start]
    is_definite = _is_definite(before, text[trigger.start : trigger.end])
    is_definite = is_definite and not _REPORTED_BEFORE.search(before)
    is_placed, is_concrete = _is_placed(act), _is_concrete(text, act) or _is_reported(text, act)
    if _is_condition(act) and not is_concrete:
        return False
    if is_definite and not is_placed and not is_concrete:
        return False
    if act.sides.subjects or act.sides.objects:
        return True
    if is_placed:
        return is_concrete or not _may_be_a_state(act)
    return is_concrete and act.is_violent


def _is_definite(before: str, words: str) -> bool:
    return bool(_DEFINITE.search(before) or _ARABIC_ARTICLE.match(words))


# Arabic joins the article to the noun: "the attack" is one word.
_ARABIC_ARTICLE = re.compile(r"[وف]?(?:[بك]?ال|لل)(?!غام)\w{3}")


def _is_reported(text: str, act: Act) -> bool:
    """Return whether a verb says that the noun's act takes place, or the sentence is a title."""
    trigger, sentence = act.trigger, act.reading.sentence
    before = text[trigger.clause_start : trigger.start]
    after = text[trigger.end : trigger.clause_end]
    is_short = len(text[sentence.start : sentence.end].split()) <= MAX_TITLE
    opens = trigger.start - sentence.start <= MAX_OPENING and not _is_definite(before, "")
    is_title = sentence.is_heading and (is_short or opens)
    told = _REPORTED_BEFORE.search(before) or _REPORTED_AFTER.match(after)
    return bool(told) or (is_title and act.is_violent)


# "announces the arrest of", "carried out an attack"; "an attack took place", "fighting continues".
_REPORTED_BEFORE = re.compile(
    r"(?i)\b(?:announc\w*|report(?:s|ed)|confirm\w*|carr\w+\s+out|conduct\w*|launch\w*|stag\w+|mount\w*|"
    r"witness\w*|order(?:s|ed)|suffer\w*|surviv\w*|hit\s+by|rocked\s+by|after|in|during|"
    r"annonc\w*|signal\w*|men[ée]\w*|perpétr\w*|lanc\w*|tend\w*|subi\w*|essuy\w*|livr\w*|connu\w*|repouss\w*|"
    r"théâtre\s+d[e’']|cible\s+d[e’']|victimes?\s+d[e’']|objet\s+d[e’']|endeuill\w*\s+par|secou\w*\s+par|frapp\w*\s+par|marqu\w*\s+par|tomb\w+\s+dans|pris\w*\s+dans|"
    r"au\s+(?:cours|terme)\s+d[e’']|lors\s+d[e’']|dans|après|شن\w*|نفذ\w*|[وف]?أعلن\w*|في|خلال|شهد\w*|[يت]شهد|"
    r"اندلع\w*|وقع\w*|دار\w*|[يت]شن|[يت]نفذ|تعرض\w*)\s+"
    r"(?:(?:the|a|an|its|his|their|une?|d['’]une?|des|les|l['’]|la|le|\d+|two|three|several|new|first)\s*)*(?:[\w-]+\s+){0,2}$"
)
_REPORTED_AFTER = re.compile(
    r"(?i)^(?:\s+[\w’'-]+){0,9}?\s+(?:(?:take|took|taking)\s+place|continu\w+|(?:is|are|was|were|has\s+been|have\s+been|being)\s+"
    r"(?:reported|under\s?way|carried\s+out|staged|launched|held|heard|resumed|ongoing)|erupt\w*|br(?:oke|eak)\w*\s+out|"
    r"occur\w*|hit(?:s|ting)?|rock(?:s|ed)|r(?:aged|ages)|began|begins?|resum\w+|intensif\w+|leav\w+|left|kill\w*|target\w*|"
    r"struck|strikes?|destroy\w*|claim\w*|injur\w*|wound\w*|happen\w*|"
    r"(?:a|ont|avait|avaient)\s+(?:eu\s+lieu|éclaté|fait|visé|frappé|coûté|ciblé|secoué|endeuillé|ébranlé|emporté|opposé|repris|débuté|duré|été\s+\w+)|"
    r"survenue?s?|perpétrée?s?|tendue?s?|attribuée?s?|signalée?s?|enregistrée?s?|s['’](?:est|étai[et]n?t?|sont)\s+(?:sold|produi|déroul)\w*|endeuill\w*|ébranl\w*|secou\w*|"
    r"oppos\w*|sold\w*|se\s+(?:sont\s+)?(?:poursui\w+|produi\w+)|éclat\w+|fait\s|"
    r"أسفر\w*|أدى|أدت|وقع\w*|اندلع\w*|استهدف\w*|أودى|أودت|تواصل\w*|[يت]تواصل|دار\w*|تدور|خلف\w*|أوقع\w*|شنه?\w*|نفذ\w*|هز\w*|"
    r"طال\w*|ضرب\w*|تجدد\w*|استمر\w*|[يت]ستمر|جرت)\b"
)
MAX_TITLE = 9
# A headline's first words say what happened: "Pluie d'obus sur A : l'hôpital touché".
MAX_OPENING = 25


def _is_placed(act: Act) -> bool:
    """Return whether the act's own sentence places it more closely than in a country."""
    places = act.locations[:1]
    return any(p.where_prec < 6 and p.basis is PlaceBasis.SENTENCE for p in places)


def _is_concrete(text: str, act: Act) -> bool:
    is_dated = act.when.expression is not None and act.when.time_precision is not None
    return is_dated or _is_counted(text, act)


def _may_be_a_state(act: Act) -> bool:
    """Return whether the noun alone may name a state of things: "smuggling is high there"."""
    return act.is_violent or act.activity in _LASTING


def _is_counted(text: str, act: Act) -> bool:
    clause = text[act.trigger.clause_start : act.trigger.clause_end]
    numbers = read_numbers(clause, act.activity)
    return numbers.fatalities is not None or numbers.wounded is not None


def _is_condition(act: Act) -> bool:
    """Return whether a noun only tells of a state of things ("a country torn by clashes")."""
    named = [a for a in (*act.sides.subjects, *act.sides.objects) if a.kind != "generic"]
    is_vague = all(place.where_prec >= 6 for place in act.locations) and not named
    return act.trigger.rule.kind == "noun" and is_vague


def told_before(reading: Reading, act: Act, kept: Sequence[Act]) -> int | None:
    """Return the index of the act already found that is meant: same kind, place and no other day.

    None for a new act.
    """
    text = reading.article.text
    for at, other in reversed(list(enumerate(kept))):  # the nearest told before is meant
        is_alike = _same_kind(act, other) and _same_day(act, other) and _same_place(act, other)
        if is_alike and not _are_counted_apart(text, act, other):
            return at
    return _referred_to(reading, act, kept)


def _same_kind(act: Act, other: Act) -> bool:
    if act.is_talk and other.is_talk and act.activity is other.activity:
        return _speakers(act) == _speakers(other) or not _speakers(act)
    if act.is_violent and other.is_violent:
        return _may_be_one_fight(act, other)
    return act.activity is other.activity and act.activity is not None and not act.is_talk


def _are_counted_apart(text: str, act: Act, other: Act) -> bool:
    """Return whether other people were arrested, or other things seized, than in the act before."""
    if act.is_violent or act.activity is not other.activity or act.is_talk:
        return False
    one, two = (
        read_numbers(text[a.trigger.clause_start : a.trigger.clause_end], a.activity)
        for a in (act, other)
    )
    is_apart = one.quantity and two.quantity and one.quantity != two.quantity
    return bool(is_apart or (one.detained and two.detained and one.detained != two.detained))


def _may_be_one_fight(act: Act, other: Act) -> bool:
    """Return whether two words may tell of one fight: an attack is in all, a mine in no raid."""
    kinds = {act.activity, other.activity}
    return len(kinds) == 1 or bool(kinds & _PLAIN_FIGHTS)


_PLAIN_FIGHTS = frozenset({BorderActivity.ATTACK, BorderActivity.ARMED_CLASH})


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
    are_named = all(p.where_prec <= 2 and p.basis is PlaceBasis.SENTENCE for p in (one, two))
    return apart <= (SAME_TOWN_KM if are_named else SAME_PLACE_KM)


def _referred_to(reading: Reading, act: Act, kept: Sequence[Act]) -> int | None:
    """Return the index of the fight told before that "the attack" without a place means."""
    fights = [at for at, other in enumerate(kept) if other.is_violent]
    if not act.is_violent or not fights or not _same_day(act, kept[fights[-1]]):
        return None
    text = reading.article.text
    trigger = act.trigger
    before = text[trigger.clause_start : trigger.start]
    is_definite = _is_definite(before, text[trigger.start : trigger.end])
    own_place = any(
        place.basis is PlaceBasis.SENTENCE and place.where_prec < 6 for place in act.locations
    )
    is_noun = trigger.rule.kind == "noun"
    is_aside = trigger.is_subordinate and act.when.expression is None
    return fights[-1] if is_definite and is_noun and (is_aside or not own_place) else None
