"""Pairs that seem to be one happening -> groups: what is decided first, then average linkage."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from extract.link_pairs import Pairs

# Two groups become one when the mean probability over all pairs between them is above this.
# Below a half, as what the rules for days and countries keep from being a pair counts as 0, and
# one report in eight has a wrong day or country.
MEAN_PROBABILITY: Final = 0.4
# Pairs below this don't hold a block of reports together: the mean needs some above.
_WORTH_A_BLOCK: Final = 0.3
# So far apart that no mean over any number of near pairs outweighs it.
_NEVER: Final = 1e6


class Together:
    """Which rows are held together and which kept apart, whatever their scores say.

    What is said first holds: a bond that would bring kept-apart rows together is not made.
    """

    def __init__(self, size: int) -> None:
        self._heads = list(range(size))
        self._apart: dict[int, set[int]] = {}

    def keep_apart(self, one: int, other: int) -> None:
        """Keep two rows apart, unless they are together already."""
        one, other = self.head(one), self.head(other)
        if one != other:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def bond(self, one: int, other: int) -> bool:
        """Put two rows together; False, and nothing done, where that is ruled out."""
        one, other = self.head(one), self.head(other)
        if other in self._apart.get(one, ()):
            return False
        if one != other:
            kept, gone = min(one, other), max(one, other)
            self._heads[gone] = kept
            for stranger in self._apart.pop(gone, ()):
                self._apart[stranger].discard(gone)
                self.keep_apart(kept, stranger)
        return True

    def head(self, row: int) -> int:
        """Return the row that stands for all that are together with this one."""
        while self._heads[row] != row:
            self._heads[row] = self._heads[self._heads[row]]
            row = self._heads[row]
        return row

    def are_apart(self, one: int, other: int) -> bool:
        """Return whether two rows are ruled out to be together."""
        return self.head(other) in self._apart.get(self.head(one), ())


def grouped(
    size: int, pairs: Pairs, probability: NDArray[np.float64], together: Together
) -> list[list[int]]:
    """Return the rows 0..size-1 in groups of one happening each, in the order of their first rows.

    Average linkage over the probabilities; a pair that is no candidate counts as 0. It holds what
    `together` holds.
    """
    known = _by_pair(pairs, probability)
    groups: list[list[int]] = []
    for block in _blocks(size, pairs, probability, together):
        groups += _split(block, known, together)
    return sorted(groups)


def _by_pair(pairs: Pairs, probability: NDArray[np.float64]) -> Mapping[tuple[int, int], float]:
    return {
        (min(one, other), max(one, other)): value
        for one, other, value in zip(
            pairs[0].tolist(), pairs[1].tolist(), probability.tolist(), strict=True
        )
    }


def _blocks(
    size: int, pairs: Pairs, probability: NDArray[np.float64], together: Together
) -> Iterable[list[int]]:
    strong = probability > _WORTH_A_BLOCK
    heads = np.array([together.head(row) for row in range(size)], dtype=np.intp)
    ends = np.concatenate([pairs[0][strong], np.arange(size)])
    others = np.concatenate([pairs[1][strong], heads])
    graph = coo_matrix((np.ones(len(ends)), (ends, others)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1]
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order])) + 1
    return (block.tolist() for block in np.split(order, starts) if len(block))


def _split(
    block: Sequence[int], known: Mapping[tuple[int, int], float], together: Together
) -> list[list[int]]:
    if len(block) == 1:
        return [list(block)]
    distances = np.ones((len(block), len(block)))
    for i, one in enumerate(block):
        for j in range(i):
            distances[i, j] = distances[j, i] = _distance(block[j], one, known, together)
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), method="average")
    labels = fcluster(tree, 1 - MEAN_PROBABILITY, criterion="distance")
    groups: dict[int, list[int]] = {}
    for row, label in zip(block, labels.tolist(), strict=True):
        groups.setdefault(label, []).append(row)
    return list(groups.values())


def _distance(
    one: int, other: int, known: Mapping[tuple[int, int], float], together: Together
) -> float:
    if together.head(one) == together.head(other):
        return 0.0
    if together.are_apart(one, other):
        return _NEVER
    return 1 - known.get((min(one, other), max(one, other)), 0.0)
