"""Fits the weights of an event's confidence to the events marked by hand.

    python -m extract.build.confidence ARTICLES [--items ITEMS TEXTS] [--snippets TEXTS] [--write]

ARTICLES are gold articles with all their events, ITEMS gold items of TEXTS (see
tests/gold/events); of both only the half for developing is read. Prints the reliability table and
the calibration error of weights fitted without the text that they judge; --write puts the weights
of all texts into lexicon/confidence.csv.
"""

import argparse
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from extract.acts import acts_in
from extract.confidence import features_of
from extract.events import events_of, events_of_act
from extract.lexicon import LEXICON_FOLDER
from extract.reading import Reading, read_article
from extract.rows import row_article
from geodata.gazetteer import Gazetteer
from geodata.geodesy import distance_km
from geodata.model import Event

Row = Mapping[str, Any]
Numbers = npt.NDArray[np.float64]

NEAR_KM = 25.0
# How strongly the weights are held to 0: some 150 events and 15 weights.
PENALTY = 3.0
FOLDS = 10
# Of the ten articles a language the first five are for developing.
LAST_DEVELOPED = 5


@dataclass(frozen=True, slots=True)
class Lesson:
    """One answered event: its text, what is weighed, whether it was right."""

    text_id: str
    features: Mapping[str, float]
    is_right: bool


def lessons_of(texts: Sequence[tuple[Row, Sequence[Row]]]) -> Iterator[Lesson]:
    """Yield a lesson for each incident that the extractor finds in the texts with their gold."""
    gazetteer = Gazetteer.open()
    for text, gold in texts:
        reading = read_article(row_article(text, source="the gold"), gazetteer)
        for features, event in _answers(reading):
            yield Lesson(text["id"], features, any(_is_right(event, row) for row in gold))


def lessons_of_snippets(path: Path) -> Iterator[Lesson]:
    """Yield a lesson for the main event of each text: `event_type` is what it should be, or null.

    They say nothing of places, but the rules know them less well than the marked texts.
    """
    gazetteer = Gazetteer.open()
    for row in _rows(path):
        reading = read_article(row_article(row, source="the snippets"), gazetteer)
        answers = {event.event_id: features for features, event in _answers(reading)}
        main = next(iter(events_of(reading)), None)
        if main is not None and main.event_id in answers:
            is_right = main.event_type == row.get("event_type")
            yield Lesson(row["id"], answers[main.event_id], is_right)


def _answers(reading: Reading) -> Iterator[tuple[Mapping[str, float], Event]]:
    for act in acts_in(reading):
        for event in events_of_act(reading, act):
            if event.event_type:
                yield features_of(reading, act, event), event


def _is_right(event: Event, gold: Row) -> bool:
    """Return whether the gold event is meant: its type, its sentence, and its place if a point."""
    told = [gold["quote"], *gold.get("mentions", ())] if "quote" in gold else [event.quote]
    if event.event_type != gold["event_type"]:
        return False
    if not any(event.quote in words or words in event.quote for words in told):
        return False
    if gold.get("geo_precision") not in (1, 2) or gold.get("latitude") is None:
        return True
    if event.latitude is None or event.longitude is None:
        return False
    spot = gold["latitude"], gold["longitude"]
    return bool(distance_km(event.latitude, event.longitude, *spot) <= NEAR_KM)


def fitted(lessons: Sequence[Lesson]) -> Numbers:
    """Return the weights of the lessons' features, in their order, by penalised likelihood."""
    rows = np.array([list(lesson.features.values()) for lesson in lessons])
    right = np.array([lesson.is_right for lesson in lessons], dtype=float)

    def loss(weights: Numbers) -> float:
        scores = rows @ weights
        likelihood = np.sum(np.logaddexp(0, scores) - right * scores)
        return float(likelihood + PENALTY / 2 * np.sum(weights[1:] ** 2))

    return np.asarray(minimize(loss, np.zeros(rows.shape[1])).x)


def judged_apart(lessons: Sequence[Lesson]) -> Numbers:
    """Return each lesson's probability by weights fitted without its text."""
    ids = sorted({lesson.text_id for lesson in lessons})
    fold = {text_id: at % FOLDS for at, text_id in enumerate(ids)}
    judged = np.zeros(len(lessons))
    for number in range(FOLDS):
        weights = fitted([lesson for lesson in lessons if fold[lesson.text_id] != number])
        for at, lesson in enumerate(lessons):
            if fold[lesson.text_id] == number:
                judged[at] = 1 / (1 + np.exp(-np.dot(list(lesson.features.values()), weights)))
    return judged


def report(lessons: Sequence[Lesson], judged: Numbers) -> None:
    """Print the reliability table, the expected calibration error and the AUROC."""
    right = np.array([lesson.is_right for lesson in lessons])
    error = 0.0
    for low in np.arange(0, 1, 0.1):
        within = (judged >= low) & (judged < low + 0.1)
        if within.any():
            share, mean = right[within].mean(), judged[within].mean()
            error += abs(share - mean) * within.mean()
            print(f"| {low:.1f}-{low + 0.1:.1f} | {within.sum()} | {mean:.2f} | {share:.2f} |")
    pairs = judged[right][:, None] - judged[~right][None, :]
    auroc = (pairs > 0).mean() + (pairs == 0).mean() / 2
    print(f"n {len(right)}, right {right.mean():.3f}, ECE {error:.3f}, AUROC {auroc:.3f}")


def main() -> None:
    """Fit, print and perhaps write."""
    options = _options()
    texts = list(_articles(options.articles, options.half))
    if options.items:
        items, of_texts = options.items
        texts += _items(items, of_texts, options.half)
    lessons = list(lessons_of(texts))
    if options.snippets:
        lessons += lessons_of_snippets(options.snippets)
    if options.judge:
        report(lessons, np.array([_now(lesson) for lesson in lessons]))
        return
    report(lessons, judged_apart(lessons))
    if options.write:
        rows = zip(lessons[0].features, fitted(lessons), strict=True)
        with (LEXICON_FOLDER / "confidence.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["feature", "weight"])
            writer.writerows((name, f"{weight:.3f}") for name, weight in rows)


def _now(lesson: Lesson) -> float:
    with (LEXICON_FOLDER / "confidence.csv").open(encoding="utf-8", newline="") as file:
        weights = {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}
    score = sum(weights[name] * value for name, value in lesson.features.items())
    return float(1 / (1 + np.exp(-score)))


def _articles(path: Path, half: str) -> Iterator[tuple[Row, Sequence[Row]]]:
    for row in _rows(path):
        is_developed = int(row["id"][-2:]) <= LAST_DEVELOPED
        if is_developed == (half == "develop"):
            yield row, row["events"]


def _items(path: Path, texts: Path, half: str) -> Iterator[tuple[Row, Sequence[Row]]]:
    by_id = {row["id"]: row for row in _rows(texts)}
    for item in _rows(path):
        if item["half"] == half and not item.get("optional"):
            gold = [item["event"], *item["event"]["also"]] if item["event"] else []
            yield by_id[item["id"]], gold


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--items", type=Path, nargs=2, metavar=("ITEMS", "TEXTS"))
    parser.add_argument("--snippets", type=Path, help="texts of one labelled event each")
    parser.add_argument("--half", choices=("develop", "report"), default="develop")
    parser.add_argument("--judge", action="store_true", help="judge by the weights as they are")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
