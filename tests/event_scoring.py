"""Scores events against the items that `gold/events/GUIDELINE.md` says how to mark.

Every measure is a count of right answers out of those asked for; unanswered is wrong. An item's
answer is its first event, as a map shows it; what an item's `also` lists is right as well.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.geodesy import distance_km

Row = Mapping[str, Any]

NEAR_KM = 25.0
# An event has two sides with types; who was with them is named.
SIDES = 2
# 1.96 standard deviations hold 95 % of a normal distribution.
Z = 1.96
# Words that most actors' names share.
_NOT_TELLING = frozenset(
    {"military", "police", "forces", "force", "armed", "group", "groups", "militia", "security"}
    | {"unidentified", "ethnic", "communal", "army", "government", "state", "civilian", "of", "the"}
)


@dataclass(frozen=True, slots=True)
class Rate:
    """`right` of `n`; the rate is 0 where nothing was asked."""

    right: int
    n: int

    @property
    def rate(self) -> float:
        """The share that is right."""
        return self.right / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval (Wilson, "Probable inference", 1927)."""
        if not self.n:
            return 0.0, 1.0
        share, n = self.rate, self.n
        middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * (share * (1 - share) / n + Z * Z / (4 * n * n)) ** 0.5
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.rate:.3f} ({self.right} of {self.n}; 95 % {low:.2f}-{high:.2f})"


@dataclass(frozen=True, slots=True)
class EventScore:
    """What a set of items gave; `type_f1` is of events found with the right type."""

    rates: Mapping[str, Rate]
    found: int
    gold: int
    answered: int

    @property
    def type_f1(self) -> float:
        """2 x right / (gold events + answered events); an event of a wrong type is in both."""
        total = self.gold + self.answered
        return 2 * self.found / total if total else 0.0


def score_items(items: Iterable[Row], answers: Mapping[str, Sequence[Row]]) -> EventScore:
    """Return the measures over the items; `answers` are events by item id, the main one first."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for item in items:
        first = next(iter(answers.get(item["id"], ())), None)
        for measure, is_right in _answers_of(item, first):
            asked[measure] += 1
            right[measure] += is_right
    rates = {name: Rate(right[name], asked[name]) for name in asked if name[0] != "_"}
    return EventScore(rates, right["_found"], asked["_found"], asked["_answered"])


def _answers_of(item: Row, event: Row | None) -> Iterable[tuple[str, bool]]:
    gold = item["event"]
    given = event if event and _is_incident(event) else None
    if gold is None or gold["event_type"] is None:
        yield from _where_nothing_happened(item, given)
        return
    codings = [gold, *gold["also"]]
    types = {coding["event_type"] for coding in codings}
    answer = event or {}
    is_found = answer.get("event_type") in types - {None}
    if item.get("optional") and not is_found:
        return
    yield "_found", is_found
    if event and event.get("event_type"):
        yield "_answered", is_found
    yield "sub-event type", answer.get("sub_event_type") in {c["sub_event_type"] for c in codings}
    yield "activity", answer.get("border_activity") in {c["border_activity"] for c in codings}
    if gold["geo_precision"] in (1, 2) and gold["latitude"] is not None:
        yield "place within 25 km", _is_near(codings, answer)
    if gold["border_id"]:
        yield "border", answer.get("border_id") in {c.get("border_id") for c in codings}
    yield "country", answer.get("country_code") == gold["country_code"]
    if gold["date_stated"]:
        last = answer.get("date_end") or answer.get("date_start")
        stated = gold["date"], gold["date_end"] or gold["date"]
        yield "date where stated", (answer.get("date_start"), last) == stated
    for place, actor in enumerate(gold["actors"]):
        yield from _actor_answers(actor, answer, is_side=place < SIDES)
    if gold["fatalities"] is not None:
        yield "fatalities", answer.get("fatalities") == gold["fatalities"]
    yield "modality", answer.get("modality") == gold["modality"]


def _where_nothing_happened(item: Row, given: Row | None) -> Iterable[tuple[str, bool]]:
    """A false incident counts against F1, unless the item's other codings allow one."""
    gold = item["event"]
    allowed = {c["event_type"] for c in gold["also"]} if gold else set()
    is_false = given is not None and given.get("event_type") not in allowed
    if item.get("optional"):
        return
    if is_false:
        yield "_answered", False
    if gold is None:
        yield "false event", given is not None


def _is_incident(event: Row) -> bool:
    told = ("happened", "ongoing", "claimed", "attempted")
    return bool(event.get("event_type")) and event.get("modality", "happened") in told


def _is_near(codings: Sequence[Row], event: Row) -> bool:
    if event.get("latitude") is None:
        return False
    spots = [(c["latitude"], c["longitude"]) for c in codings if c.get("latitude") is not None]
    return any(
        distance_km(event["latitude"], event["longitude"], *spot) <= NEAR_KM for spot in spots
    )


def _actor_answers(actor: Row, event: Row, *, is_side: bool) -> Iterable[tuple[str, bool]]:
    """Ask for an actor's name on either side or among the associates; sides have types too."""
    if is_side:
        kinds = (event.get("actor1_type"), event.get("actor2_type"))
        yield "actor type", actor["type"] in kinds
    names = (event.get("actor1"), event.get("actor2"), *event.get("assoc_actors", ()))
    yield "actor name", any(same_actor(actor["name"], name) for name in names if name)


def same_actor(gold: str, answer: str) -> bool:
    """Return whether half of the shorter name's words are shared, one of them telling.

    A name all of whose words say little ("Military Forces") needs no telling one.
    """
    wanted, given = _name_words(gold), _name_words(answer)
    shared = wanted & given
    if not shared or len(shared) * 2 < min(len(wanted), len(given)):
        return False
    return bool(shared - _NOT_TELLING) or not wanted - _NOT_TELLING


def _name_words(name: str) -> set[str]:
    bare = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", " ", name))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return set(re.findall(r"[^\W_]+", letters.casefold())) - {"of", "the"}


def score_articles(articles: Iterable[Row], answers: Mapping[str, Sequence[Row]]) -> EventScore:
    """Return how many events of whole articles were found, each by its type and its sentence.

    An answer meets a gold event of its type whose sentence, or another that tells the same
    (`mentions`), is quoted. Talk and optional events are neither asked for nor wrong.
    """
    found = gold = answered = 0
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for article in articles:
        pairs, missed, spare = _paired(article["events"], answers.get(article["id"], ()))
        found += sum(_is_asked(event) for event, _ in pairs)
        gold += sum(_is_asked(event) for event in (*(e for e, _ in pairs), *missed))
        answered += sum(_is_asked(event) for event, _ in pairs) + len(spare)
        for event, answer in pairs:
            for measure, is_right in _answers_of({"event": {**event, "also": []}}, answer):
                asked[measure] += 1
                right[measure] += is_right
    rates = {name: Rate(right[name], asked[name]) for name in asked if name[0] != "_"}
    return EventScore(rates, found, gold, answered)


def _is_asked(event: Row) -> bool:
    return bool(event["event_type"]) and not event.get("optional")


def _paired(
    gold: Sequence[Row], answers: Sequence[Row]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Return gold events with their answers, gold without one, and incidents that met none."""
    left = [answer for answer in answers if answer.get("event_type")]
    pairs: list[tuple[Row, Row]] = []
    missed: list[Row] = []
    for event in gold:
        told = [event["quote"], *event.get("mentions", [])]
        alike = [
            answer
            for answer in left
            if answer["event_type"] == event["event_type"]
            and any(answer["quote"] in words or words in answer["quote"] for words in told)
        ]
        if not alike:
            missed.append(event)
            continue
        best = max(alike, key=lambda answer: _is_near([event], answer))
        left.remove(best)
        pairs.append((event, best))
    return pairs, missed, left
