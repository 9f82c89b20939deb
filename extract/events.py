"""Sentence -> events: one trigger, its sides, its day, its place, its numbers, its code."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from extract.acts import acts_in
from extract.coding import AcledCode, acled_code, crowd_code
from extract.confidence import confidence_of
from extract.countries import name_of_country
from extract.counts import Count
from extract.event_actors import CROWD_TYPES, Side, associates, crowd_sides, event_sides
from extract.locations import Location
from extract.numbers import Numbers, read_numbers
from extract.reading import Reading
from extract.records import Act
from extract.trigger_lexicon import Rule
from extract.when import When, is_background, open_from
from geodata.codes import TALK, ActorType, BorderActivity, EventType, Origin
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


def events_of(reading: Reading) -> tuple[Event, ...]:
    """Return the article's events, each once, the main event first, then in text order."""
    events: list[Event] = []
    leading: set[str] = set()
    for act in acts_in(reading):
        found = tuple(events_of_act(reading, act))
        events += found
        if not act.trigger.is_subordinate:
            leading.update(event.event_id for event in found)
    return _main_first(events, leading)


def events_of_act(reading: Reading, act: Act) -> Iterator[Event]:
    """Yield the act's events, one for each of its places."""
    locations: Sequence[Location | None] = act.locations or (None,)
    for ordinal, location in enumerate(locations):
        yield _event(reading, act, location, ordinal)


def _event(reading: Reading, act: Act, location: Location | None, ordinal: int) -> Event:
    article = reading.article
    sentence = act.reading.sentence
    clause = article.text[act.trigger.clause_start : act.trigger.clause_end]
    numbers = _numbers(article.text, act)
    code = _event_country(act, location)
    # names of sides say the country also where the place is not known
    side_code = code or (None if act.is_talk else reading.main_country)
    crowd = _crowd_code(act, article.text, reading.language)
    if crowd and crowd.event_type:
        side1, side2 = crowd_sides(act, side_code, crowd)
    else:
        further = " ; ".join(article.text[start:end] for start, end in act.told_further)
        told = f"{clause} ; {further}"
        side1, side2 = event_sides(act, location, side_code, told, reading.language)
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
        assoc_actors=associates(act, side_code, side1, side2),
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
    event = _with_code(event, act, crowd or _code(event, act, clause, reading.language))
    event = replace(event, direction=_direction(article.text, act, event))
    return replace(event, confidence=confidence_of(reading, act, event))


def _numbers(text: str, act: Act) -> Numbers:
    """Return the counts of the act's clause; casualties that it leaves out, from further ones."""
    trigger = act.trigger
    own = read_numbers(_clause(text, trigger.clause_start, trigger.clause_end, act), act.activity)
    for start, end in act.told_further:
        if own.fatalities is not None and own.wounded is not None:
            break
        more = read_numbers(_clause(text, start, end, act), act.activity)
        own = replace(
            own,
            fatalities=own.fatalities or more.fatalities,
            wounded=own.wounded or more.wounded,
        )
    return own


def _clause(text: str, start: int, end: int, act: Act) -> str:
    """Return text[start:end], its dates blanked: "on 16 May soldiers were killed" counts no 16."""
    clause = text[start:end]
    for found in act.reading.dates:
        first, last = max(found.start - start, 0), min(found.end - start, len(clause))
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


def _crowd_code(act: Act, text: str, language: str) -> AcledCode | None:
    """Return the code of a protest or riot; None for every other act."""
    rule, sentence = act.trigger.rule, act.reading.sentence
    if rule.event_type not in CROWD_TYPES:
        return None
    if rule.sub_event_type == "Mob violence":
        return AcledCode(EventType.RIOTS, rule.sub_event_type)
    found = crowd_code(text[sentence.start : sentence.end], language)
    if rule.event_type == EventType.RIOTS and found.event_type == EventType.PROTESTS:
        return AcledCode(EventType.RIOTS, rule.sub_event_type)
    return found


def _code(event: Event, act: Act, clause: str, language: str) -> AcledCode:
    rule = act.trigger.rule
    if rule.event_type:
        return AcledCode(EventType(rule.event_type), _sub_type_by_side(rule, event))
    if act.activity is None:
        return AcledCode(None, None)
    return acled_code(
        act.activity,
        clause,
        language,
        actor1_type=event.actor1_type,
        actor2_type=event.actor2_type,
        fatalities=event.fatalities,
    )


def _with_code(event: Event, act: Act, code: AcledCode) -> Event:
    coded = replace(event, event_type=code.event_type, sub_event_type=code.sub_event_type)
    return _against_civilians(coded) if act.is_violent else coded


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
    acting += [a.country_code for a in act.reading.actors if a.kind != "country"]
    spoken_of = [t.place.country_code for t in act.reading.toponyms if t.place]
    return next((code for code in (*acting, *spoken_of) if code in sides), sides[0])


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
    act: Act, location: Location | None, known: When, first: Side, second: Side
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


def _main_first(events: Sequence[Event], leading: AbstractSet[str]) -> tuple[Event, ...]:
    """Put the main event first: the first incident that the news is about, else the first event.

    `leading` are the ids of what does not only lead to other news. Recalled acts come after both.
    An article whose only incident is old is about that one: it is no background then.
    """
    incidents = [event for event in events if event.is_incident and not event.background]
    main = next((event for event in incidents if event.event_id in leading), None)
    main = main or next(iter(incidents), None)
    if main is None and events:
        first = next((e for e in events if e.is_incident), events[0])
        main = replace(first, background=False)
        events = [main if e is first else e for e in events]
    rest = (event for event in events if event is not main)
    return (main, *rest) if main else ()
