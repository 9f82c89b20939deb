"""What the names of an article say of each other, and what each of them then means.

First each name is weighed by itself and by the areas named with it; then, in two rounds, by the
countries, units and points that the last round found most likely for the other names.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extract.names import Name
from extract.puzzle import EARTH_RADIUS_KM, Puzzle, Rows
from extract.ranking import CONTEXT_FEATURES, FEATURES, OWN_FEATURES, Numbers, shares, weights

ROUNDS = 2
# How far a place says something of another: at this distance 1/e of what it says beside it.
NEAR_KM = 150.0
# What remains of a share after its own vote is taken out of the sum, by rounding.
_NOTHING = 1e-9
_CONTAINED, _HOLDS = (FEATURES.index(name) for name in ("contained", "holds"))


def probabilities(names: Sequence[Name], *, publisher: str | None = None) -> tuple[Numbers, ...]:
    """Return the probabilities of each name's candidates, in their order.

    What lacks to 1 is that none of them is meant. `publisher` is a country code.
    """
    if not names:
        return ()
    beliefs = believe(Puzzle.of(names, publisher), weights())
    return tuple(np.split(beliefs, np.cumsum([len(name.candidates) for name in names])[:-1]))


def believe(puzzle: Puzzle, table: Numbers) -> Numbers:
    """Return the probability of each row of the puzzle under these weights (as FEATURES)."""
    own = puzzle.own @ table[: len(OWN_FEATURES)]
    contained, holds = _containments(puzzle, np.ones(len(own)))
    ranks = own + table[_CONTAINED] * contained + table[_HOLDS] * holds
    beliefs = shares(ranks, puzzle.owners, table[-1])
    for _ in range(ROUNDS):
        ranks = own + context_features(puzzle, beliefs) @ table[len(OWN_FEATURES) : -1]
        beliefs = shares(ranks, puzzle.owners, table[-1])
    return beliefs


def context_features(puzzle: Puzzle, beliefs: Numbers) -> Numbers:
    """Return the CONTEXT_FEATURES of each row, given what all names mean so far."""
    owners, countries = puzzle.owners, puzzle.countries
    voices = _others(puzzle.country_votes, owners, countries, beliefs * puzzle.votes)
    country_share = _share(voices)[owners, countries]
    units = _others(puzzle.unit_votes, owners, puzzle.units, beliefs * puzzle.votes)
    unit_share = _share(units)[owners, puzzle.units]
    units_named = _others(
        np.zeros_like(puzzle.country_votes), owners, countries, beliefs * puzzle.is_first_level
    )
    siblings = units_named[owners, countries] / max(len(puzzle.names) - 1, 1)
    is_spoken_of = voices > _NOTHING
    speaks: NDArray[np.bool_] = np.asarray(is_spoken_of.any(axis=1))
    is_foreign = speaks[owners] & (countries > 0) & ~is_spoken_of[owners, countries]
    has_neighbour: NDArray[np.bool_] = np.asarray(is_spoken_of @ puzzle.borders)
    is_over_border = is_foreign & has_neighbour[owners, countries]
    is_stranger = is_foreign & ~is_over_border
    nearest, closeness = _nearness(puzzle, beliefs)
    contained, holds = _containments(puzzle, beliefs)
    columns = {
        "country_share": np.sqrt(country_share),
        "stranger": is_stranger,
        "over_border": is_over_border,
        "stranger_guess": is_stranger & puzzle.is_guess,
        "stranger_known": is_stranger & puzzle.is_known,
        "unit_share": np.sqrt(unit_share),
        "siblings": np.sqrt(np.minimum(siblings, 1.0)) * puzzle.is_first_level,
        "nearest": nearest,
        "closeness": closeness,
        "contained": contained,
        "contradicted": _stated(puzzle, beliefs) * puzzle.is_within_countries * (1 - contained),
        "holds": holds,
    }
    return np.column_stack([columns[name] for name in CONTEXT_FEATURES]).astype(float)


def _others(fixed: Numbers, owners: Rows, groups: Rows, votes: Numbers) -> Numbers:
    """Return what the other names say, for each name (rows) and group (columns; 0 is none)."""
    said = fixed.copy()
    np.add.at(said, (owners, groups), votes)
    said[:, 0] = 0.0
    others: Numbers = np.maximum(said.sum(axis=0) - said, 0.0)
    return others


def _share(said: Numbers) -> Numbers:
    share: Numbers = said / np.maximum(said.sum(axis=1, keepdims=True), _NOTHING)
    return share


def _nearness(puzzle: Puzzle, beliefs: Numbers) -> tuple[Numbers, Numbers]:
    """Return how near each row is to the nearest of the other names' places, and to all."""
    best = _best_rows(puzzle, beliefs)
    best = best[puzzle.has_point[best]]
    if not len(best):
        return np.zeros(len(beliefs)), np.zeros(len(beliefs))
    weight = puzzle.near[:, puzzle.owners[best]][puzzle.owners] * beliefs[best]
    cosines = np.clip(puzzle.points @ puzzle.points[best].T, -1.0, 1.0)
    # a place in a unit is beside it, however large the unit
    away_km = np.maximum(np.arccos(cosines) * EARTH_RADIUS_KM - puzzle.radii_km[:, None], 0.0)
    said = weight * np.exp(-away_km / NEAR_KM) * puzzle.is_within_countries[:, None]
    return said.max(axis=1), said.sum(axis=1) / np.maximum(weight.sum(axis=1), _NOTHING)


def _best_rows(puzzle: Puzzle, beliefs: Numbers) -> Rows:
    """Return the most likely row of each name that has any; the first of equals."""
    if not len(beliefs):
        return np.zeros(0, dtype=np.intp)
    order = np.lexsort((np.arange(len(beliefs)), -beliefs, puzzle.owners))
    _, first = np.unique(puzzle.owners[order], return_index=True)
    return order[first]


def _containments(puzzle: Puzzle, beliefs: Numbers) -> tuple[Numbers, Numbers]:
    """Return how surely each row lies in an area named with it, and holds a place named so."""
    contained, holds = puzzle.in_state.copy(), np.zeros(len(beliefs))
    rows, areas = puzzle.inside[:, 0], puzzle.inside[:, 1]
    np.maximum.at(contained, rows, beliefs[areas])
    np.maximum.at(holds, areas, beliefs[rows])
    return contained, holds


def _stated(puzzle: Puzzle, beliefs: Numbers) -> Numbers:
    """Return for each row how surely a comma or bracket gives its name's area."""
    sure = np.array([float(bool(name.states)) for name in puzzle.names])
    if len(puzzle.areas):
        by_name = np.bincount(puzzle.areas[:, 0], beliefs[puzzle.areas[:, 1]], len(sure))
        sure = np.maximum(sure, by_name)
    return sure[puzzle.owners] if len(sure) else np.zeros(0)
