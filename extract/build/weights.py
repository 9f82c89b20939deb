"""Fits the judge's weights to the marked texts: logistic regression with an L2 penalty."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from extract.build.texts import MarkedText
from extract.context import Context
from extract.judge import Judged, judged_alone, pool, score
from extract.toponyms import context_of
from geodata.gazetteer import Gazetteer

# Chosen by five-fold cross-validation on the marked texts among 0.3, 1, 3 and 10.
PENALTY = 1.0
FOLDS = 5
# A feature seen less often says nothing that we could trust.
MIN_SEEN = 3
# Weights this small change no judgement; left out, the file stays readable.
NEGLIGIBLE = 0.02


@dataclass(frozen=True, slots=True)
class Example:
    """A marked text with its judged spans and which of them are marked as places."""

    text: MarkedText
    judged: list[Judged]
    labels: list[bool]


def examples(texts: Iterable[MarkedText], gazetteer: Gazetteer) -> list[Example]:
    """Return the texts' candidate spans with all their features and what is marked."""
    found = []
    for text in texts:
        context: Context = context_of(text.text, gazetteer)
        judged = judged_alone(context, None)
        marked = {(span.start, span.end) for span in text.spans if span.kind == "place"}
        labels = [(item.span.start, item.span.end) in marked for item in judged]
        found.append(Example(text, judged, labels))
    return found


def fit(found: Sequence[Example]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the weights alone and pooled.

    What a text's other spans were judged comes from weights fitted without that text, so that the
    pooled weights learn from mistakes as they will be made.
    """
    for fold in range(FOLDS):
        rest = [example for number, example in enumerate(found) if number % FOLDS != fold]
        alone = _fitted(rest)
        for example in found[fold::FOLDS]:
            for item in example.judged:
                item.logit = score(item.features, alone)
    alone = _fitted(found)
    for example in found:
        pool(example.judged)
    return alone, _fitted(found)


def _fitted(found: Sequence[Example]) -> dict[str, float]:
    rows = [item.features for example in found for item in example.judged]
    labels = np.array([label for example in found for label in example.labels], dtype=float)
    seen = Counter(name for row in rows for name in set(row))
    names = sorted(name for name, count in seen.items() if count >= MIN_SEEN)
    solution = _solved(_matrix(rows, {name: at for at, name in enumerate(names)}), labels)
    return {"bias": float(solution[-1]), **dict(zip(names, solution[:-1].tolist(), strict=True))}


def _matrix(rows: Sequence[Sequence[str]], columns: Mapping[str, int]) -> csr_matrix:
    indices, starts = [], [0]
    for row in rows:
        indices += sorted({columns[name] for name in row if name in columns})
        indices.append(len(columns))  # the bias
        starts.append(len(indices))
    shape = (len(rows), len(columns) + 1)
    return csr_matrix((np.ones(len(indices)), indices, starts), shape=shape)


def _solved(matrix: csr_matrix, labels: NDArray[np.float64]) -> NDArray[np.float64]:
    signs = 2 * labels - 1

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (matrix @ weights)
        slope = -signs / (1 + np.exp(np.clip(margins, -500, 500)))
        penalised = np.append(weights[:-1], 0.0)
        value = np.logaddexp(0, -margins).sum() + PENALTY / 2 * (penalised @ penalised)
        return float(value), matrix.T @ slope + PENALTY * penalised

    start = np.zeros(matrix.shape[1])
    answer = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    solution: NDArray[np.float64] = answer.x
    return solution


def write(path: Path, alone: Mapping[str, float], pooled: Mapping[str, float]) -> int:
    """Write the weights as a table, by feature; return the number of rows."""
    names = [
        name
        for name in sorted({*alone, *pooled})
        if max(abs(alone.get(name, 0.0)), abs(pooled.get(name, 0.0))) >= NEGLIGIBLE
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("feature", "alone", "pooled"))
        for name in names:
            table.writerow((name, _cell(alone.get(name)), _cell(pooled.get(name))))
    return len(names)


def _cell(weight: float | None) -> str:
    return "" if weight is None else f"{weight:.3f}"
