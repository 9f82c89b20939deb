"""Where an act was when its own sentence does not say, or says only the country."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.coding import VIOLENT
from extract.locations import Location, location_of_place, lowered, relative_location
from extract.reading import Reading, SentenceReading
from extract.records import Act
from extract.roles import Sides
from extract.triggers import Trigger
from extract.where import counted, locate, names_unknown_place
from geodata.codes import PlaceBasis
from geodata.model import MentionKind, Place

_JOINS_BEFORE = re.compile(
    r"(?i)^[\"“«']?\s*(?:this\b|these\b|in\s+(?:a|the)\s+statement|the\s+(?:attack|assault|raid|clash\w*|"
    r"fighting|operation|deployment|decision|move|closure|group|incident|evacuation|bombing|ambush|"
    r"attackers?|gunmen|assailants|militants|fighters|victims|soldiers|dead)\b|"
    r"it\b|they\b|he\b|dans\s+un\s+communiqué|cette?\s+(?:attaque|opération|décision)|وفي\s+بيان|وقال\s+البيان)"
)
NEIGHBOURS = 2


def fallback_locations(
    reading: Reading, index: int, trigger: Trigger, sides: Sides, kept: Sequence[Act]
) -> tuple[Location, ...]:
    """Return a place from a neighbour sentence, the dateline, or the country of the sides.

    Where the sentence names a place of its own that could not be resolved, a neighbour's town
    gives no more than its province: the act was at another one.
    """
    found = _from_around(reading, index, trigger, sides, kept)
    is_elsewhere = names_unknown_place(
        reading.article.text, trigger, reading.sentences[index].toponyms
    )
    return tuple(map(lowered, found)) if is_elsewhere else found


def _from_around(
    reading: Reading, index: int, trigger: Trigger, sides: Sides, kept: Sequence[Act]
) -> tuple[Location, ...]:
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
    titled = _place_of_title(reading, index)
    if titled:
        return titled
    told_before = _places_told_before(reading, index, trigger, kept)
    if told_before:
        return told_before
    return (
        _place_beside(reading, index)
        or _headline(reading)
        or _dateline(reading)
        or _country_of_sides(reading, sides)
        or _country_of_sentence(reading, index)
        or _main_country(reading)
    )


MAX_TITLE_LENGTH = 40


def _place_of_title(reading: Reading, index: int) -> tuple[Location, ...]:
    """Return the place that a title before this sentence begins with: "Kosti..", "Ghat. Two"."""
    if not index:
        return ()
    title = reading.sentences[index - 1]
    if title.sentence.end - title.sentence.start > MAX_TITLE_LENGTH:
        return ()
    places = [t for t in title.toponyms if t.place and t.kind is MentionKind.PLACE]
    return tuple(
        location_of_place(t.place, PlaceBasis.SENTENCE, t.start, t.end)
        for t in places[:1]
        if t.place and t.start == title.sentence.start
    )


def _places_told_before(
    reading: Reading, index: int, trigger: Trigger, kept: Sequence[Act]
) -> tuple[Location, ...]:
    """Return where the last sentences' act was: the tale goes on there.

    A fight goes on from a fight; any act from the one told before it in its paragraph.
    """
    recent = reading.sentences[max(0, index - NEIGHBOURS) : index + 1]
    paragraph = reading.sentences[index].sentence.paragraph
    is_fight = trigger.rule.activity in VIOLENT
    for act in reversed(kept):
        is_beside = act.reading.sentence.paragraph == paragraph
        if act.locations and act.reading in recent and (is_beside or (is_fight and act.is_violent)):
            return tuple(replace(found, basis=PlaceBasis.NEIGHBOUR) for found in act.locations[:1])
    return ()


def _place_beside(reading: Reading, index: int) -> tuple[Location, ...]:
    """Return the one town that the paragraph's sentence before says something was in."""
    if not index:
        return ()
    before = reading.sentences[index - 1]
    if before.sentence.paragraph != reading.sentences[index].sentence.paragraph:
        return ()
    return _only_town(reading, before, is_in=True)


def _headline(reading: Reading) -> tuple[Location, ...]:
    """Return the one town that the headline names, where there is a body too."""
    first = reading.sentences[0]
    is_headline = first.sentence.is_heading and len(reading.sentences) > 1
    return _only_town(reading, first, is_in=False) if is_headline else ()


_IN = re.compile(r"(?i)\b(?:in|at|near|à|en|dans|près\s+de|في|قرب)\s+(?:\w+\s+of\s+)?$")


def _only_town(reading: Reading, sentence: SentenceReading, *, is_in: bool) -> tuple[Location, ...]:
    text = reading.article.text
    towns = {
        t.place.place_id: t
        for t in counted(text, sentence.toponyms)
        if t.place
        and t.kind is MentionKind.PLACE
        and t.place.feature_code.startswith("PPL")
        and (not is_in or _IN.search(text[max(0, t.start - 30) : t.start]))
        and t.start >= reading.body_start
    }
    if len(towns) != 1:
        return ()
    return tuple(
        location_of_place(t.place, PlaceBasis.NEIGHBOUR, t.start, t.end)
        for t in towns.values()
        if t.place
    )


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


def _country_of_sentence(reading: Reading, index: int) -> tuple[Location, ...]:
    """Return the one country that the sentence's demonyms speak of ("Libyan oil fields")."""
    sentence = reading.sentences[index]
    places = {
        t.place.country_code: t for t in sentence.toponyms if t.place and _is_country(t.place)
    }
    if len(places) != 1:
        return ()
    return tuple(
        location_of_place(t.place, PlaceBasis.SENTENCE, t.start, t.end)
        for t in places.values()
        if t.place
    )


def _main_country(reading: Reading) -> tuple[Location, ...]:
    """Return the country that the article speaks of most, the last of all resorts."""
    for toponym in reading.toponyms:
        place = toponym.place
        if place and _is_country(place) and place.country_code == reading.main_country:
            found = location_of_place(place, PlaceBasis.NEIGHBOUR, toponym.start, toponym.end)
            return (found,)
    return ()


def _is_country(place: Place) -> bool:
    return place.feature_code.startswith("PCL")


def refined_by_next(
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
    for toponym in counted(text, following.toponyms):
        place = toponym.place
        if place is None or toponym.kind not in (MentionKind.PLACE, MentionKind.RELATIVE):
            continue
        is_inside = place.country_code == locations[0].country_code
        if is_inside and toponym.relation:
            return (relative_location(toponym, PlaceBasis.NEIGHBOUR),)
        if is_inside and not place.feature_code.startswith("PCL"):
            return (location_of_place(place, PlaceBasis.NEIGHBOUR, toponym.start, toponym.end),)
    return locations
