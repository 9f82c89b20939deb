"""Words such as "30 km south of Ghat" -> a place computed from the places they count from.

A relative place is a mention of its own, over the whole phrase; the place that it counts from
keeps its mention. Read in English, French and Arabic from what stands before a resolved place, or
after it ("Libya's south"): a distance, a direction, "near", two places with a road or "between",
a part of a country or province. Geometry and precision: `geodata.relations`.

A distance from a border or a country is none ("Debdeb, 20 km from the Libyan border"): the border
is a mention of its own, and where it was is Debdeb. So are two sides that talk or fight ("talks
between Tripoli and Benghazi").
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from extract.relative_patterns import (
    bearing_of,
    closing_words,
    is_direction,
    kilometres,
    patterns,
)
from extract.text import Sentence
from geodata.gazetteer import Gazetteer
from geodata.geodesy import distance_km
from geodata.model import MentionKind, Place, Relation, RelationKind, Toponym
from geodata.relations import MAX_APART_KM, related_place

WINDOW = 110
# What a computed place is less sure than the one it counts from.
SHARE_OF_SCORE = 0.9
# A wider place is no point to count from.
MAX_POINT_KM = 40.0
_ALSO = re.compile(r"(?i)^\s*(?:and|et|or|ou)\s+(?:(?:the|the\s+town\s+of|la|le)\s+)?$|^\s+$")
_WITHIN = re.compile(r"(?i)\bwithin\s+(?:(?:about|some)\s+)?$")
_AT = re.compile(
    r"(?i)(?:\bà|\ba|distante?s?)\s+(?:(?:environ|quelque|près|plus|moins|peine)\s+(?:de\s+)?)?$"
)
_BORDER = re.compile(r"(?i)(?:\bborders?|\bfronti[eè]res?|حدود)\s+$")
_ARABIC = re.compile("[\u0600-\u06ff]")
_AND_BEFORE = "و"


@dataclass(frozen=True, slots=True)
class _Found:
    """A relation read from text[start:end], with the score of what it counts from."""

    start: int
    end: int
    relation: Relation
    score: float


def relative_toponyms(
    text: str, sentences: Sequence[Sentence], toponyms: Sequence[Toponym], gazetteer: Gazetteer
) -> tuple[Toponym, ...]:
    """Return the mentions of relative places in text order, each with `relation` and `place`.

    `toponyms` are the resolved mentions of the text in order. A phrase whose place is not
    resolved, or that gives no place, has none.
    """
    starts = [t.start for t in toponyms]
    found: list[Toponym] = []
    for sentence in sentences:
        inside = toponyms[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if inside:
            reader = _Reader(text, sentence, inside, gazetteer)
            found += filter(None, (_toponym(text, one) for one in reader.relations()))
    return tuple(found)


def without_direction_words(
    places: Sequence[Toponym], relatives: Sequence[Toponym]
) -> tuple[Toponym, ...]:
    """Leave out mentions that are a direction within a relative place: "جنوب" is a province too."""
    spans = sorted((r.start, r.end) for r in relatives)
    starts = [start for start, _ in spans]
    # how far those reach that begin at this start or before it
    reached = list(accumulate((end for _, end in spans), max, initial=0))
    return tuple(
        place
        for place in places
        if not (is_direction(place.text) and place.end < reached[bisect_right(starts, place.start)])
    )


def _toponym(text: str, found: _Found) -> Toponym | None:
    place = related_place(found.relation)
    if place is None:
        return None
    return Toponym(
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        kind=MentionKind.RELATIVE,
        place=place,
        score=round(SHARE_OF_SCORE * found.score, 3),
        relation=found.relation,
    )


class _Reader:
    """One sentence with its toponyms; holds what the rules ask of it."""

    def __init__(
        self, text: str, sentence: Sentence, toponyms: Sequence[Toponym], gazetteer: Gazetteer
    ) -> None:
        self.text = text
        self.sentence = sentence
        self.toponyms = toponyms
        self.gazetteer = gazetteer

    def relations(self) -> Iterator[_Found]:
        """Yield what is read, at most one relation a name."""
        last: tuple[Toponym, _Found] | None = None
        for toponym in self.toponyms:
            if toponym.place is None:
                continue
            found = self._read(toponym)
            if found is None and last and self._shares_near(toponym, *last):
                found = self._found(toponym, RelationKind.NEAR, toponym.start)
            last = (toponym, found) if found else None
            if found:
                yield found

    def _read(self, toponym: Toponym) -> _Found | None:
        origin = max(self.sentence.start, toponym.start - WINDOW)
        before = self.text[origin : toponym.start]
        if toponym.kind is MentionKind.DEMONYM:
            return self._part(toponym, before, origin) if self._is_adjective(toponym) else None
        if _can_close(before) or toponym.text.startswith(_AND_BEFORE):
            for rule in (self._pair, self._distance, self._near, self._direction, self._road):
                found = rule(toponym, before, origin)
                if found:
                    return found
        return self._part(toponym, before, origin) or self._owned(toponym)

    def _distance(self, toponym: Toponym, before: str, origin: int) -> _Found | None:
        match = patterns().distance.search(before)
        if not match or not self._is_distance(toponym, match, before):
            return None
        distance = kilometres(match["count"], match["unit"])
        bearing = bearing_of(match["direction"]) if match["direction"] else None
        kind = RelationKind.DISTANCE
        if distance is None:  # "a few kilometres"
            kind = RelationKind.NEAR if bearing is None else RelationKind.DIRECTION
        return self._found(
            toponym, kind, origin + match.start("count"), bearing=bearing, distance=distance
        )

    def _is_distance(self, toponym: Toponym, match: re.Match[str], before: str) -> bool:
        link = (match["link"] or "").casefold()
        if match["direction"]:
            return bool(link) or bool(_ARABIC.match(match["direction"]))
        if not link or (link == "of" and not _WITHIN.search(before[: match.start()])):
            return False
        if link[:1] == "d" and not _AT.search(before[: match.start()]):
            return False
        return not patterns().onwards.match(self.text[toponym.end : toponym.end + 10])

    def _near(self, toponym: Toponym, before: str, origin: int) -> _Found | None:
        match = patterns().near.search(before)
        if not match:
            return None
        return self._found(toponym, RelationKind.NEAR, origin + match.start("near"))

    def _direction(self, toponym: Toponym, before: str, origin: int) -> _Found | None:
        match = patterns().direction.search(before)
        if not match or _is_other(match, before):
            return None
        is_linked = bool(match["link"].strip()) or bool(_ARABIC.match(match["direction"]))
        start = origin + match.start("direction")
        bearing = bearing_of(match["direction"])
        lead = match["lead"].casefold().split()
        is_inside = bool(lead) and lead[0] in ("in", "dans", "within", "throughout", "across")
        if _is_area(toponym.place) and (lead or not is_linked or _ARABIC.match(match["direction"])):
            return self._found(toponym, RelationKind.PART, start, bearing=bearing)
        if not is_linked or is_inside:
            return None
        return self._found(toponym, RelationKind.DIRECTION, start, bearing=bearing)

    def _part(self, toponym: Toponym, before: str, origin: int) -> _Found | None:
        if not _is_area(toponym.place):
            return None
        match = patterns().part.search(before)
        if not match or _is_other(match, before):
            return None
        bearing = bearing_of(match["direction"])
        start = origin + match.start("direction")
        return self._found(toponym, RelationKind.PART, start, bearing=bearing)

    def _owned(self, toponym: Toponym) -> _Found | None:
        """Read "Libya's south"."""
        if not _is_area(toponym.place) or self.text[toponym.end : toponym.end + 1] not in "'’":
            return None
        match = patterns().owned.match(self.text[toponym.end : toponym.end + WINDOW])
        if not match:
            return None
        bearing = bearing_of(match["direction"])
        end = toponym.end + match.end()
        return self._found(toponym, RelationKind.PART, toponym.start, bearing=bearing, end=end)

    def _road(self, toponym: Toponym, before: str, origin: int) -> _Found | None:
        match = patterns().road.search(before)
        if not match:
            return None
        return self._found(toponym, RelationKind.ROAD, origin + match.start("road"))

    def _pair(self, toponym: Toponym, before: str, origin: int) -> _Found | None:
        return self._linked_pair(toponym, before, origin) or self._road_of_two(
            toponym, before, origin
        )

    def _linked_pair(self, toponym: Toponym, before: str, origin: int) -> _Found | None:
        """Read "between Gao and Kidal", "the road from Gao to Kidal"."""
        match = patterns().pair.search(before)
        if not match or not (
            match["joint"] or match["dash"] or toponym.text.startswith(_AND_BEFORE)
        ):
            return None
        first = self._first(match["first"], origin + match.start("first"), toponym)
        if first is None:
            return None
        after = self.text[toponym.end : toponym.end + WINDOW]
        is_road = bool(match["road"] or patterns().road_after.match(after))
        if not (is_road or match["mid"]) and not self._is_between(toponym, first, match, before):
            return None
        kind = RelationKind.ROAD if is_road else RelationKind.BETWEEN
        kind = RelationKind.MIDWAY if match["mid"] else kind
        begin = next(match.start(g) for g in ("mid", "road", "link") if match[g])
        return self._found(toponym, kind, origin + begin, first=first)

    def _is_between(
        self, toponym: Toponym, first: Toponym, match: re.Match[str], before: str
    ) -> bool:
        """Tell "an ambush between Gao and Kidal" from "talks between Tripoli and Benghazi"."""
        if not patterns().between.fullmatch(match["link"]):
            return False
        if patterns().dealing.search(before[: match.start()]):
            return False
        if patterns().party_after.match(self.text[toponym.end : toponym.end + WINDOW]):
            return False
        capitals = [t.place for t in (first, toponym) if t.place and t.place.feature_code == "PPLC"]
        return len(capitals) < 2

    def _road_of_two(self, toponym: Toponym, before: str, origin: int) -> _Found | None:
        """Read "the Gao-Kidal road", "l'axe Gao-Kidal"."""
        match = patterns().hyphen_pair.search(before)
        if not match:
            return None
        first = self._first(match["first"], origin + match.start("first"), toponym)
        if first is None:
            return None
        ahead = patterns().road_before.search(before[: max(first.start - origin, 0)])
        if ahead:
            start = origin + ahead.start("road")
            return self._found(toponym, RelationKind.ROAD, start, first=first)
        after = patterns().road_after.match(self.text[toponym.end : toponym.end + WINDOW])
        if not after:
            return None
        end = toponym.end + after.end()
        return self._found(toponym, RelationKind.ROAD, first.start, first=first, end=end)

    def _first(self, name: str, start: int, second: Toponym) -> Toponym | None:
        """Return the first of two places: its mention, else its namesake near the second."""
        end = start + len(name)
        for toponym in self.toponyms:
            if toponym.end == end and toponym.place:
                return toponym if toponym.kind is MentionKind.PLACE else None
        if not second.place or not (name[:1].isupper() or _ARABIC.match(name)):
            return None
        by_distance = sorted(
            (_apart_km(c.place, second.place), c.place.place_id, c.place)
            for c in self.gazetteer.exact(name)
            if _is_point(c.place)
        )
        if not by_distance or by_distance[0][0] > MAX_APART_KM:
            return None
        place = by_distance[0][2]
        return Toponym(
            start=start, end=end, text=name, kind=MentionKind.PLACE, place=place, score=second.score
        )

    def _shares_near(self, toponym: Toponym, other: Toponym, found: _Found) -> bool:
        """Return whether "near" stands before the place that this one is joined to."""
        gap = self.text[other.end : toponym.start]
        is_joined = gap.strip() or toponym.text.startswith(_AND_BEFORE)
        is_near = found.relation.kind is RelationKind.NEAR
        return is_near and bool(is_joined) and bool(_ALSO.match(gap))

    def _is_adjective(self, toponym: Toponym) -> bool:
        # "le sud libyen", not "the southern Libyan town"
        return toponym.text[:1].islower() or bool(_ARABIC.match(toponym.text))

    def _found(
        self,
        toponym: Toponym,
        kind: RelationKind,
        start: int,
        *,
        first: Toponym | None = None,
        bearing: float | None = None,
        distance: float | None = None,
        end: int | None = None,
    ) -> _Found | None:
        """Return the relation when its places are such that it can count from them."""
        mentions = [t for t in (first, toponym) if t]
        if kind is RelationKind.PART:
            anchors = tuple(t.place for t in mentions if t.place)
        else:
            anchors = tuple(filter(None, (self._point_of(t) for t in mentions)))
        if len(anchors) < len(mentions):
            return None
        relation = Relation(kind=kind, anchors=anchors, distance_km=distance, bearing=bearing)
        score = min(t.score for t in mentions)
        return _Found(start, toponym.end if end is None else end, relation, score)

    def _point_of(self, toponym: Toponym) -> Place | None:
        """Return the point that one counts from; of a province the town of that name."""
        place = toponym.place
        if place is None or _is_point(place):
            return place
        if not place.feature_code.startswith("ADM"):
            return None
        is_unit = patterns().area_after.match(self.text[toponym.end : toponym.end + WINDOW])
        if is_unit:
            return None
        named = self.gazetteer.exact(toponym.text, country_code=place.country_code)
        towns = [c.place for c in named if c.place.feature_class == "P"]
        return next((t for t in towns if t.admin1 == place.admin1), towns[0] if towns else None)


def _can_close(before: str) -> bool:
    """Return whether the last word before a name can end one of the patterns."""
    stripped = before.rstrip()
    if stripped[-1:] in "'’-–—/":
        return bool(stripped)
    word = re.split(r"[\s'’-]", stripped)[-1].casefold()
    return word in closing_words() or word.lstrip(_AND_BEFORE) in closing_words()


def _is_other(match: re.Match[str], before: str) -> bool:
    """Return whether the direction is none: "il est de Gao", "la frontière sud de la Libye"."""
    ahead = before[: match.start("direction")]
    if match["direction"] == "est":
        return not ahead.endswith(("'", "’"))
    return bool(_BORDER.search(ahead))


def _is_area(place: Place | None) -> bool:
    """Return whether it is a country or province, which has parts."""
    return place is not None and (
        place.feature_code.startswith("PCL") or place.feature_code == "ADM1"
    )


def _is_point(place: Place) -> bool:
    is_unit = place.feature_code.startswith(("PCL", "CONT", "ADM", "RGN"))
    return not is_unit and place.radius_km <= MAX_POINT_KM


def _apart_km(one: Place, two: Place) -> float:
    return distance_km(one.latitude, one.longitude, two.latitude, two.longitude)
