"""Fits the ranking's weights and the score's calibration to the marked texts.

    python -m extract.build.ranking [--write] [FOLDER ...]

prints how often the best candidate is right, with the weights set by hand (ranking_start.csv) and
with those halfway to fitted ones, each text judged by weights fitted without it, and the
calibration as a table;
--write puts the weights of all texts into lexicon/ranking.csv and the calibration into
lexicon/calibration.csv. Without a folder the texts of extract/build/texts are read.
"""

import argparse
import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from extract.build.texts import TEXTS_FOLDER, MarkedSpan, MarkedText, read_texts
from extract.calibration import belief_in, log_odds
from extract.coherence import believe, context_features
from extract.lexicon import LEXICON_FOLDER
from extract.names import names_of
from extract.puzzle import Puzzle, Rows
from extract.ranking import FEATURES, Numbers
from extract.surroundings import surroundings_of
from extract.text import tokens_of
from extract.toponyms import mentions_at
from geodata.gazetteer import Candidate, Gazetteer
from geodata.geodesy import distance_km
from geodata.model import MentionKind

START = Path(__file__).parent / "ranking_start.csv"
# How strongly the weights are held to those set by hand; 1 and 5 do alike in cross-validation.
PENALTY = 5.0
FOLDS = 5
# What the names mean hangs on the weights, and the weights on what the names mean.
PASSES = 3
# A candidate is right within RIGHT_KM; of those that are, the ones about as near as the nearest.
RIGHT_KM, AS_NEAR_KM = 161.0, 20.0
_LEAST = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A text's puzzle and, for each marked name, its rows that are right; () when none is."""

    text_id: str
    puzzle: Puzzle
    right: tuple[tuple[int, Rows], ...]


def lessons_of(texts: Iterable[MarkedText], gazetteer: Gazetteer) -> Iterator[Lesson]:
    """Yield each text's lesson."""
    for text in texts:
        spans = [(span.start, span.end) for span in text.spans]
        mentions = mentions_at(text.text, tokens_of(text.text), spans, gazetteer)
        names = names_of(mentions, surroundings_of(text.text, mentions, gazetteer))
        puzzle = Puzzle.of(names)
        right = [
            (at, _right_rows(puzzle, at, text.spans[name.mentions[0]]))
            for at, name in enumerate(names)
            if mentions[name.mentions[0]].kind is MentionKind.PLACE
        ]
        yield Lesson(text.text_id, puzzle, tuple(right))


def _right_rows(puzzle: Puzzle, at: int, span: MarkedSpan) -> Rows:
    rows = np.flatnonzero(puzzle.owners == at)
    if span.point is None or not len(rows):
        return rows[:0]
    places = [candidate.place for candidate in puzzle.names[at].candidates]
    away = np.array([distance_km(*span.point, p.latitude, p.longitude) for p in places])
    same_country = [
        p.feature_code.startswith("PCL") and p.country_code == span.country_code for p in places
    ]
    # a continent's middle is where each gazetteer puts it, and so is a large country's
    regions = [0.0 if p.country_code else p.radius_km for p in places]
    is_right = away <= np.maximum(min(RIGHT_KM, away.min() + AS_NEAR_KM), regions)
    return rows[is_right if is_right.any() else np.array(same_country)]


def fit(lessons: Sequence[Lesson], start: Numbers) -> Numbers:
    """Return the weights under which the marked meanings are likeliest, held to `start`."""
    table = start
    for _ in range(PASSES):
        table = _fit_once(lessons, start, table)
    return table


def _fit_once(lessons: Sequence[Lesson], start: Numbers, table: Numbers) -> Numbers:
    features, owners, is_right, count = _stacked(lessons, table)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        ranks = features @ weights[:-1]
        highest = np.maximum(np.full(count, weights[-1]), -np.inf)
        np.maximum.at(highest, owners, ranks)
        odds = np.exp(ranks - highest[owners])
        none = np.exp(weights[-1] - highest)
        total = np.bincount(owners, odds, count) + none
        right = np.bincount(owners, odds * is_right, count)
        right = np.where(known, right, none)
        pull = odds / total[owners] - np.where(
            known[owners], odds * is_right / np.maximum(right, _LEAST)[owners], 0.0
        )
        pull_none = none / total - np.where(known, 0.0, 1.0)
        value = -np.log(np.maximum(right / total, _LEAST)).sum()
        gradient = np.append(features.T @ pull, pull_none.sum())
        drift = weights - start
        return value + PENALTY * drift @ drift / 2, gradient + PENALTY * drift

    known = np.bincount(owners, is_right, count) > 0
    return np.asarray(minimize(loss, table, jac=True, method="L-BFGS-B").x)


def _stacked(lessons: Sequence[Lesson], table: Numbers) -> tuple[Numbers, Rows, Numbers, int]:
    """Return all marked names' rows: features, numbers of their names, whether right, how many."""
    features, owners, is_right, count = [], [], [], 0
    for lesson in lessons:
        puzzle = lesson.puzzle
        beliefs = believe(puzzle, table)
        matrix = np.hstack([puzzle.own, context_features(puzzle, beliefs)])
        for at, right in lesson.right:
            rows = np.flatnonzero(puzzle.owners == at)
            if len(rows):
                features.append(matrix[rows])
                owners.append(np.full(len(rows), count))
                is_right.append(np.isin(rows, right).astype(float))
                count += 1
    return np.vstack(features), np.concatenate(owners), np.concatenate(is_right), count


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered for one name; `is_known` when one of its candidates is right."""

    belief: float
    is_right: bool
    is_known: bool


def answers(lessons: Iterable[Lesson], table: Numbers) -> Iterator[Answer]:
    """Yield an answer for each marked name that has candidates."""
    for lesson in lessons:
        beliefs = believe(lesson.puzzle, table)
        for at, right in lesson.right:
            rows = np.flatnonzero(lesson.puzzle.owners == at)
            if len(rows):
                best = int(beliefs[rows].argmax())
                candidates = lesson.puzzle.names[at].candidates
                belief = belief_in(candidates, beliefs[rows], best)
                is_right = _is_one_of(candidates, best, right - rows[0])
                yield Answer(belief, is_right, bool(len(right)))


def _is_one_of(candidates: Sequence[Candidate], best: int, right: Rows) -> bool:
    place = candidates[best].place
    others = [candidates[row].place for row in right]
    return any(
        distance_km(place.latitude, place.longitude, other.latitude, other.longitude) <= RIGHT_KM
        for other in others
    )


def calibrate(found: Sequence[Answer]) -> tuple[float, float]:
    """Return (intercept, slope) of the logistic curve from log odds of belief to share right."""
    odds = np.array([log_odds(answer.belief) for answer in found])
    right = np.array([answer.is_right for answer in found], dtype=float)

    def loss(curve: Numbers) -> float:
        signed = (curve[0] + curve[1] * odds) * np.where(right > 0, 1.0, -1.0)
        return float(np.logaddexp(0.0, -signed).sum())

    intercept, slope = minimize(loss, np.array([0.0, 1.0]), method="BFGS").x
    return float(intercept), float(slope)


def reliability(scores: Numbers, is_right: Numbers) -> Iterator[tuple[float, float, int, float]]:
    """Yield for each tenth of the scores (from, to, answers in it, share of them right)."""
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (scores >= low) & ((scores < low + 0.1) | (low > 0.85))
        if inside.any():
            yield float(low), float(low) + 0.1, int(inside.sum()), float(is_right[inside].mean())


def crossed(lessons: Sequence[Lesson], start: Numbers) -> list[Answer]:
    """Return the answers of each fold of the texts under weights fitted to the other folds."""
    found: list[Answer] = []
    for fold in range(FOLDS):
        rest = [lesson for at, lesson in enumerate(lessons) if at % FOLDS != fold]
        found += answers(lessons[fold::FOLDS], halfway(start, fit(rest, start)))
    return found


def share_right(found: Iterable[Answer]) -> float:
    """Return the share of right answers among the names that could be answered."""
    return float(np.mean([answer.is_right for answer in found if answer.is_known]))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command of the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[TEXTS_FOLDER])
    parser.add_argument("--write", action="store_true", help="write the files of the lexicon")
    options = parser.parse_args(arguments)
    texts = [text for folder in options.folders for text in read_texts(folder)]
    lessons = list(lessons_of(texts, Gazetteer.open()))
    start = _starting_weights()
    found = crossed(lessons, start)
    intercept, slope = calibrate(found)
    print(f"{len(lessons)} texts, {len(found)} names with candidates")
    print(f"right with the weights set by hand: {share_right(answers(lessons, start)):.3f}")
    print(
        f"right with weights halfway to those fitted to the other texts: {share_right(found):.3f}"
    )
    print(f"calibration: intercept {intercept:.3f}, slope {slope:.3f}")
    odds = np.array([log_odds(answer.belief) for answer in found])
    scores = 1 / (1 + np.exp(-(intercept + slope * odds)))
    for low, high, count, share in reliability(scores, np.array([a.is_right for a in found])):
        print(f"score {low:.1f}-{high:.1f}: {count:5d} answers, {share:.2f} right")
    if options.write:
        weights = zip(FEATURES, halfway(start, fit(lessons, start)), strict=True)
        _write("ranking", ("feature", "weight"), [(name, round(v, 3)) for name, v in weights])
        curve = [("intercept", round(intercept, 3)), ("slope", round(slope, 3))]
        _write("calibration", ("parameter", "value"), curve)


def halfway(start: Numbers, fitted: Numbers) -> Numbers:
    """Return the mean of both: news at large is less strange than the marked texts.

    These are written to hold many namesakes and villages no gazetteer knows; weights fitted to them
    alone take too many states for villages (measured on GeoVirus).
    """
    return (start + fitted) / 2


def _starting_weights() -> Numbers:
    with START.open(encoding="utf-8", newline="") as file:
        table = {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}
    return np.array([table[name] for name in FEATURES])


def _write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path = LEXICON_FOLDER / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header, *rows])


if __name__ == "__main__":
    main()
