"""Sentence -> events: one trigger, its sides, its day, its place, its numbers, its code."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.actors import ActorMention, in_country
from extract.acts import acts_in
from extract.coding import AcledCode, acled_code, crowd_code
from extract.countries import name_of_country
from extract.locations import Location
from extract.numbers import Count, Numbers, read_numbers
from extract.reading import Reading
from extract.records import Act
from extract.trigger_lexicon import Rule
from extract.when import When, is_background, open_from
from geodata.codes import TALK, ActorType, BorderActivity, EventType, Origin, PlaceBasis
from geodata.model import Event, Evidence, act_id_of, event_id_of

_ATTRIBUTED = re.compile(
    r"(?i)\b(?:according\s+to|selon|d['’]après|[,”\"]\s*(?:said|says|reported|announced)|"
    r"(?:quoted|reported|announced)\s+by)\s+(?P<who>[^.,;:“”\"]{3,90})"
)
_FROM_COUNTRY = re.compile(
    r"(?i)\b(?:from|out\s+of|depuis|de|du|من)\s+(?:(?:the|la|le|l['’])\s*)?(?:\w+\s+)?$"
)
_TO_COUNTRY = re.compile(
    r"(?i)\b(?:to|into|vers|en|au|إلى)\s+(?:(?:the|la|le|l['’])\s*)?(?:\w+\s+)?$"
)
_COMMODITIES = (
    (
        "drugs",
        r"drugs?|cannabis|cocaine|hashish|heroin|tramadol|pills|psychotropic|kif|drogues?|مخدرات|حشيش",
    ),
    (
        "weapons",
        r"weapons?|arms|ammunition|munitions|rifles?|kalashnikovs?|rockets?|armes|أسلحة|سلاح",
    ),
    ("fuel", r"fuel|petrol|diesel|gasoline|carburants?|وقود"),
    ("gold", r"gold(?!en)|or\s+brut|ذهب"),
    ("people", r"migrants?|refugees?|people|persons|مهاجر"),
    (
        "goods",
        r"goods|cigarettes|food|merchandise|marchandises|contrebande|livestock|vehicles?|سجائر|بضائع",
    ),
)
_HANDLED = frozenset(
    {
        BorderActivity.SEIZURE,
        BorderActivity.SMUGGLING,
        BorderActivity.IRREGULAR_CROSSING,
        BorderActivity.EXPULSION,
        BorderActivity.TUNNEL,
    }
)


@dataclass(frozen=True, slots=True)
class _Side:
    name: str | None
    actor_type: str | None
    mention: ActorMention | None


_NOBODY = _Side(None, None, None)


def events_of(reading: Reading) -> tuple[Event, ...]:
    """Return the article's events, each once, the main event first, then in text order."""
    events: list[Event] = []
    for act in acts_in(reading):
        events += _events_of_act(reading, act)
    return _main_first(events)


def _events_of_act(reading: Reading, act: Act) -> Iterator[Event]:
    locations: Sequence[Location | None] = act.locations or (None,)
    for ordinal, location in enumerate(locations):
        yield _event(reading, act, location, ordinal)


def _event(reading: Reading, act: Act, location: Location | None, ordinal: int) -> Event:
    article = reading.article
    sentence = act.reading.sentence
    clause = article.text[act.trigger.clause_start : act.trigger.clause_end]
    numbers = read_numbers(_without_dates(clause, act), act.activity)
    code = _event_country(act, location)
    side1, side2 = _sides(act, location, code)
    known = _days(act, location, ordinal, reading)
    event = Event(
        event_id=event_id_of(
            article.article_id,
            act.trigger.start,
            location.mention_start if location else None,
            ordinal,
        ),
        act_id=act_id_of(article.article_id, act.trigger.start),
        border_activity=act.activity,
        modality=act.trigger.modality,
        background=is_background(known, article.published),
        date_start=known.date_start,
        date_end=known.date_end,
        time_precision=known.time_precision,
        date_basis=known.basis,
        date_expression=known.expression.text if known.expression else None,
        actor1=side1.name,
        actor1_type=side1.actor_type,
        actor2=side2.name,
        actor2_type=side2.actor_type,
        assoc_actors=_associates(act, code, side1, side2),
        attributed_to=_attributed_to(article.text[sentence.start : sentence.end]),
        country_code=code,
        country=name_of_country(code) if code else None,
        quote=article.text[sentence.start : sentence.end],
        quote_start=sentence.start,
        quote_end=sentence.end,
        article_id=article.article_id,
        source=article.source,
        url=article.url,
        published=article.published,
        origin=Origin.EXTRACTED,
        evidence=_evidence(act, location, known, side1, side2),
    )
    event = _with_location(event, location)
    event = _with_numbers(event, numbers, act.activity, clause)
    event = _with_code(event, reading, act, clause)
    event = replace(event, direction=_direction(article.text, act, event))
    return replace(event, confidence=_confidence(event))


def _without_dates(clause: str, act: Act) -> str:
    """Blank the clause's dates: "on 16 May soldiers were killed" counts no sixteen."""
    for found in act.reading.dates:
        first = max(found.start - act.trigger.clause_start, 0)
        last = min(found.end - act.trigger.clause_start, len(clause))
        if first < last:
            clause = clause[:first] + " " * (last - first) + clause[last:]
    return clause


def _days(act: Act, location: Location | None, ordinal: int, reading: Reading) -> When:
    """Return the act's days; of a launch with several targets the day is the first one's only.

    The sentence gives the day it began, not when it reached the others: they lie between that
    day and publication.
    """
    if ordinal and act.is_launch and location and location.border_id is None:
        return open_from(act.when, reading.article.published)
    return act.when


def _with_location(event: Event, location: Location | None) -> Event:
    if location is None:
        return event
    return replace(
        event,
        location=location.name,
        latitude=round(location.latitude, 5),
        longitude=round(location.longitude, 5),
        geometry=location.geometry,
        place_basis=location.basis,
        geo_precision=location.geo_precision,
        where_prec=location.where_prec,
        border_id=location.border_id,
    )


def _with_numbers(
    event: Event, numbers: Numbers, activity: BorderActivity | None, clause: str
) -> Event:
    if activity in TALK:
        return event
    commodity = None
    if activity in _HANDLED:
        commodity = next(
            (name for name, words in _COMMODITIES if re.search(rf"(?i)(?<!\w)(?:{words})", clause)),
            None,
        )
    return replace(
        event,
        fatalities=_low(numbers.fatalities),
        fatalities_high=_high(numbers.fatalities),
        wounded=_low(numbers.wounded),
        wounded_high=_high(numbers.wounded),
        detained=_low(numbers.detained),
        detained_high=_high(numbers.detained),
        quantity=numbers.quantity.low if numbers.quantity else None,
        quantity_high=numbers.quantity.high if numbers.quantity else None,
        quantity_unit=numbers.quantity_unit,
        commodity=commodity,
    )


def _low(count: Count | None) -> int | None:
    return int(count.low) if count else None


def _high(count: Count | None) -> int | None:
    return int(count.high) if count and count.high is not None else None


def _with_code(event: Event, reading: Reading, act: Act, clause: str) -> Event:
    rule = act.trigger.rule
    code = AcledCode(None, None)
    if rule.event_type in _CROWD_TYPES:
        sentence = act.reading.sentence
        code = crowd_code(reading.article.text[sentence.start : sentence.end], reading.language)
    elif rule.event_type:
        code = AcledCode(EventType(rule.event_type), _sub_type_by_side(rule, event))
    elif act.activity:
        code = acled_code(
            act.activity,
            clause,
            reading.language,
            actor1_type=event.actor1_type,
            actor2_type=event.actor2_type,
            fatalities=event.fatalities,
        )
    coded = replace(event, event_type=code.event_type, sub_event_type=code.sub_event_type)
    return _against_civilians(coded)


_CROWD_TYPES = frozenset({EventType.PROTESTS, EventType.RIOTS})


def _sub_type_by_side(rule: Rule, event: Event) -> str | None:
    """Return the rule's sub-event type; a place that a state's forces take is regained."""
    is_taken = rule.sub_event_type == "Non-state actor overtakes territory"
    if is_taken and event.actor1_type in _STATE_TYPES:
        return "Government regains territory"
    return rule.sub_event_type


_STATE_TYPES = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})


def _against_civilians(event: Event) -> Event:
    """Call the unarmed victims of violence against civilians what they are: officials, suspects."""
    if event.event_type != EventType.VIOLENCE_AGAINST_CIVILIANS or event.actor2 is None:
        return event
    return replace(event, actor2_type=ActorType.CIVILIANS)


def _event_country(act: Act, location: Location | None) -> str | None:
    """Return the country of a place; of a border line the side that acts or is named first."""
    if location is None:
        return None
    if location.border_id is None:
        return location.country_code
    sides = location.border_id.split("-")
    acting = [a.country_code for a in (*act.sides.subjects, *act.sides.objects)]
    spoken_of = [t.place.country_code for t in act.reading.toponyms if t.place]
    return next((code for code in (*acting, *spoken_of) if code in sides), sides[0])


def _sides(act: Act, location: Location | None, code: str | None) -> tuple[_Side, _Side]:
    """Return actor1 and actor2 with names for this country; civilians come second."""
    name = name_of_country(code) if code else None
    first = _side(act.sides.subjects, act, code, name)
    second = _side(_own_objects(act, location), act, code, name)
    if len(act.sides.subjects) > 1 and second is _NOBODY and act.activity in TALK:
        second = _side(act.sides.subjects[1:], act, code, name)
    if first.actor_type == ActorType.CIVILIANS and second.actor_type != ActorType.CIVILIANS:
        first, second = second, first
    return _violent_sides(act, first, second, name) if act.is_violent else (first, second)


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


def _side(mentions: Sequence[ActorMention], act: Act, code: str | None, name: str | None) -> _Side:
    if not mentions:
        return _NOBODY
    mention = mentions[0]
    if mention.country_code and "{country}" in mention.name:
        code, name = mention.country_code, name_of_country(mention.country_code)
    filled = in_country(mention, code, name)
    if act.is_forceful and filled.acts_for:
        return _Side(filled.acts_for, filled.acts_for_type or filled.actor_type, mention)
    return _Side(filled.name, filled.actor_type, mention)


def _violent_sides(act: Act, first: _Side, second: _Side, name: str | None) -> tuple[_Side, _Side]:
    """Fill the side that an attack has but does not name: an armed group, civilians."""
    where = f" ({name})" if name else ""
    if first is _NOBODY:
        first = _Side(f"Unidentified armed group{where}", ActorType.POLITICAL_MILITIA, None)
    if second is _NOBODY and act.activity is BorderActivity.ABDUCTION:
        second = _Side(f"Civilians{where}", ActorType.CIVILIANS, None)
    return first, second


def _associates(act: Act, code: str | None, first: _Side, second: _Side) -> tuple[str, ...]:
    name = name_of_country(code) if code else None
    known = {first.name, second.name}
    others = [*act.sides.subjects[1:], *act.sides.objects[1:], *act.companions]
    names = [_side((mention,), act, code, name).name for mention in others]
    return tuple(dict.fromkeys(n for n in names if n and n not in known))


def _attributed_to(sentence: str) -> str | None:
    match = _ATTRIBUTED.search(sentence)
    return match["who"].strip() if match else None


def _direction(text: str, act: Act, event: Event) -> str | None:
    """Return which way a border was crossed ("LY>DZ"), from "from A" and "into B"."""
    border = event.border_id
    if border is None or act.activity not in _MOVEMENTS:
        return None
    sides = border.split("-")
    for toponym in act.reading.toponyms:
        code = toponym.place.country_code if toponym.place else None
        if code not in sides or not toponym.place:
            continue
        other = sides[0] if code == sides[1] else sides[1]
        before = text[max(act.reading.sentence.start, toponym.start - 30) : toponym.start]
        if _FROM_COUNTRY.search(before):
            return f"{code}>{other}"
        if _TO_COUNTRY.search(before):
            return f"{other}>{code}"
    return None


_MOVEMENTS = frozenset(
    {
        BorderActivity.INFILTRATION,
        BorderActivity.IRREGULAR_CROSSING,
        BorderActivity.SMUGGLING,
        BorderActivity.EXPULSION,
        BorderActivity.AIRSPACE_INCURSION,
        BorderActivity.DISPLACEMENT,
    }
)


def _evidence(
    act: Act, location: Location | None, known: When, first: _Side, second: _Side
) -> tuple[Evidence, ...]:
    found = [Evidence(field="trigger", start=act.trigger.start, end=act.trigger.end)]
    if location:
        found.append(
            Evidence(field="location", start=location.mention_start, end=location.mention_end)
        )
    if known.expression:
        found.append(
            Evidence(field="date_start", start=known.expression.start, end=known.expression.end)
        )
    for field, side in (("actor1", first), ("actor2", second)):
        if side.mention:
            found.append(Evidence(field=field, start=side.mention.start, end=side.mention.end))
    return tuple(found)


def _confidence(event: Event) -> float:
    """Score an event by how much of it its own sentence states; not calibrated yet."""
    score = 0.35
    score += 0.15 * (event.place_basis == PlaceBasis.SENTENCE)
    score += 0.1 * (event.date_expression is not None)
    score += 0.15 * (event.actor1 is not None and not event.actor1.startswith("Unidentified"))
    score += 0.1 * (event.actor2 is not None)
    score += 0.1 * (event.geo_precision == 1)
    return round(min(score, 0.95), 2)


def _main_first(events: Sequence[Event]) -> tuple[Event, ...]:
    """Put the main event first: the first incident that is not recalled, else the first event.

    An article whose only incident is old is about that one: it is no background then.
    """
    main = next((e for e in events if e.is_incident and not e.background), None)
    if main is None and events:
        first = next((e for e in events if e.is_incident), events[0])
        main = replace(first, background=False)
        events = [main if e is first else e for e in events]
    rest = (event for event in events if event is not main)
    return (main, *rest) if main else ()
