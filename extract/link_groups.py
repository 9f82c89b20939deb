"""Pairs that seem to be one happening -> groups: what is decided first, then average linkage."""

from collections.abc import Set as AbstractSet
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
# Pairs below this don't hold a block of reports together: the mean needs some above. The next ones
# are for blocks that would grow beyond MAX_BLOCK.
_WORTH_A_BLOCK: Final = (0.3, 0.6, 0.9, 0.99)
MAX_BLOCK: Final = 1_500
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

    def strangers(self, row: int) -> AbstractSet[int]:
        """Return the heads of all that are kept apart from what is together with this row."""
        return self._apart.get(self.head(row), frozenset())


def grouped(
    size: int, pairs: Pairs, probability: NDArray[np.float64], together: Together
) -> list[list[int]]:
    """Return the rows 0..size-1 in groups of one happening each, in the order of their first rows.

    Average linkage over the probabilities; a pair that is no candidate counts as 0. It holds what
    `together` holds.
    """
    heads = np.array([together.head(row) for row in range(size)], dtype=np.intp)
    labels = _blocks(heads, pairs, probability)
    block_of_pair = labels[pairs[0]]
    inside = block_of_pair == labels[pairs[1]]
    known = np.flatnonzero(inside)[np.argsort(block_of_pair[inside], kind="stable")]
    groups: list[list[int]] = []
    by_block = np.split(known, _starts(block_of_pair[known]))
    scored = {int(block_of_pair[part[0]]): part for part in by_block if len(part)}
    order = np.argsort(labels, kind="stable")
    for rows in np.split(order, _starts(labels[order])):
        part = scored.get(int(labels[rows[0]]))
        if len(rows) == 1 or part is None:
            groups += _by_value(rows, heads[rows])
            continue
        distances = _distances(heads[rows], together)
        within = np.searchsorted(rows, pairs[0][part]), np.searchsorted(rows, pairs[1][part])
        groups += _split(rows, distances, within, probability[part])
    return sorted(groups)


def _blocks(
    heads: NDArray[np.intp], pairs: Pairs, probability: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Return which rows are to be looked at together: those that a chain of likely pairs joins.

    Where a chain is longer than a table of all its pairs should be, it is cut at weaker pairs.
    """
    size = len(heads)
    for least in _WORTH_A_BLOCK:
        strong = probability > least
        ends = np.concatenate([pairs[0][strong], np.arange(size)])
        others = np.concatenate([pairs[1][strong], heads])
        graph = coo_matrix((np.ones(len(ends)), (ends, others)), shape=(size, size))
        labels: NDArray[np.intp] = connected_components(graph, directed=False)[1]
        if np.bincount(labels).max(initial=0) <= MAX_BLOCK:
            break
    return labels


def _starts(labels: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.flatnonzero(np.diff(labels)) + 1


def _distances(heads: NDArray[np.intp], together: Together) -> NDArray[np.float64]:
    """Return the distances before any score: 0 within what is held together, 1 without a pair."""
    distances = np.where(heads[:, None] == heads[None, :], 0.0, 1.0)
    for one in np.unique(heads).tolist():
        strangers = np.isin(heads, list(together.strangers(one)))
        if strangers.any():
            distances[np.ix_(heads == one, strangers)] = _NEVER
    return distances


def _split(
    rows: NDArray[np.intp],
    distances: NDArray[np.float64],
    pairs: Pairs,
    probability: NDArray[np.float64],
) -> list[list[int]]:
    open_pair = distances[pairs] == 1.0
    one, other = pairs[0][open_pair], pairs[1][open_pair]
    distances[one, other] = distances[other, one] = 1 - probability[open_pair]
    tree = linkage(squareform(distances, checks=False), method="average")
    return _by_value(rows, fcluster(tree, 1 - MEAN_PROBABILITY, criterion="distance"))


def _by_value(rows: NDArray[np.intp], values: NDArray[np.intp]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for row, value in zip(rows.tolist(), values.tolist(), strict=True):
        groups.setdefault(value, []).append(row)
    return list(groups.values())
