"""Scores toponyms against gold: found at the same offsets, and answered near enough.

Gold rows are `{"id", "text", "gold": [...], "optional"?, "unannotated"?}`; a gold toponym has
start, end, text, kind, latitude, longitude and, for an area, radius_km: an answer within it is 0 km
off. Predictions are what `python -m extract toponyms` writes. `optional` are spans that are neither
right nor wrong, `unannotated` kinds that the annotators did not mark.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.geodesy import distance_km

# What the geoparsing literature counts as right: 100 miles.
NEAR_KM = 161.0

Row = Mapping[str, Any]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one corpus; the measures are shares of them, 0 where there is nothing to count."""

    gold: int
    predicted: int
    exact: int
    placed: int
    answered: int
    near: int

    @property
    def precision(self) -> float:
        """The share of the predictions that stand exactly at a gold toponym."""
        return self.exact / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold toponyms found exactly."""
        return self.exact / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def acc161(self) -> float:
        """The share of the gold with coordinates answered within 161 km; missed is wrong."""
        return self.near / self.placed if self.placed else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            gold=self.gold + other.gold,
            predicted=self.predicted + other.predicted,
            exact=self.exact + other.exact,
            placed=self.placed + other.placed,
            answered=self.answered + other.answered,
            near=self.near + other.near,
        )


NOTHING = Score(gold=0, predicted=0, exact=0, placed=0, answered=0, near=0)


def score_corpus(gold_rows: Iterable[Row], predictions: Mapping[str, Sequence[Row]]) -> Score:
    """Return the counts over all rows; an id without predictions counts as answered with none."""
    total = NOTHING
    for row in gold_rows:
        total += score_row(row, predictions.get(str(row["id"]), ()))
    return total


def score_row(row: Row, predicted: Sequence[Row]) -> Score:
    """Return one text's counts. Each gold toponym meets at most one prediction."""
    gold = row["gold"]
    pairs = pair_up([_span(item) for item in gold], [_span(item) for item in predicted])
    met = set(pairs.values())
    counted = [item for at, item in enumerate(predicted) if at in met or not _is_excused(item, row)]
    errors = [
        error_km(item, predicted[pairs[at]]) if at in pairs else None
        for at, item in enumerate(gold)
        if item.get("latitude") is not None
    ]
    return Score(
        gold=len(gold),
        predicted=len(counted),
        exact=sum(_span(gold[one]) == _span(predicted[other]) for one, other in pairs.items()),
        placed=len(errors),
        answered=sum(error is not None for error in errors),
        near=sum(error is not None and error <= NEAR_KM for error in errors),
    )


def pair_up(gold: Sequence[Span], predicted: Sequence[Span]) -> dict[int, int]:
    """Return gold index -> prediction index: equal spans first, then by the longest overlap."""
    both = [
        (one != other, -_overlap(one, other), at, to)
        for at, one in enumerate(gold)
        for to, other in enumerate(predicted)
        if _overlap(one, other) > 0
    ]
    pairs: dict[int, int] = {}
    for _, _, at, to in sorted(both):
        if at not in pairs and to not in pairs.values():
            pairs[at] = to
    return pairs


def error_km(gold: Row, predicted: Row) -> float | None:
    """Return how far off the answer is; 0 inside a gold area, None when it has no coordinates."""
    if predicted.get("latitude") is None:
        return None
    points = gold["latitude"], gold["longitude"], predicted["latitude"], predicted["longitude"]
    apart = float(distance_km(*points))
    return 0.0 if apart <= (gold.get("radius_km") or 0.0) else apart


def by_kind(gold_rows: Iterable[Row], predictions: Mapping[str, Sequence[Row]]) -> Counter[str]:
    """Return how many gold toponyms of each kind were found exactly, as "kind found" and "kind"."""
    counts: Counter[str] = Counter()
    for row in gold_rows:
        spans = {_span(item) for item in predictions.get(str(row["id"]), ())}
        for item in row["gold"]:
            kind = item.get("kind", "place")
            counts[kind] += 1
            counts[f"{kind} found"] += _span(item) in spans
    return counts


def _is_excused(item: Row, row: Row) -> bool:
    optional = [_span(span) for span in row.get("optional", ())]
    is_optional = any(_overlap(_span(item), span) > 0 for span in optional)
    return is_optional or item.get("kind") in row.get("unannotated", ())


def _span(item: Row) -> Span:
    return item["start"], item["end"]


def _overlap(one: Span, other: Span) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])
