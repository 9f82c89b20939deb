"""How like two names sound: a weighted edit distance whose costs are learnt from the gazetteer.

The costs stand in data/sound_costs.csv, made by `python -m geodata.build.sound_costs` from the
alternate names of the region's places: what the names of one place write for each other (i for a,
k for h, a vowel for none) costs little.
"""

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from rapidfuzz.distance import Indel

from geodata.names import VOWELS, rows_of

SOUND_COSTS_FILE: Final = "sound_costs.csv"
# A letter says as much as losing it costs; what no pair of names shows costs both letters.
UNSEEN: Final = 1.0
# The first letter is what other spellings keep.
FIRST_LETTER: Final = 1.25

# Weights of `chance`: a logistic regression, rounded, on 3,500 cases of geodata.build.check_names
# (alternates with their own entry hidden, habits, slips; persons, words and chains of letters).
# At an even chance 85 % of the misspelt names and 70 % of the alternates find their place, 2 % and
# 6 % another one, and 10 % of the single words that are no place find one. At 0.3 these are 88, 74,
# 3, 8 and 19 %, at 0.7 81, 60, 1.5, 3 and 6 %.
FLOOR: Final = 0.5
BIAS, LIKENESS, LIKENESS_BY_INFORMATION, SHORTNESS = -8.1, 5.5, 1.1, 1.3
SPELLING, USUAL_SPELLING = 10.0, 0.78
# What is only like a name is never certain.
SUREST: Final = 0.99
SAME_KEY, GUESSED_READING = 0.9, -0.6
_ROUNDING: Final = 1e-9
# What is known before a name is compared. Elsewhere than in the region misspelt names are as rare
# as names of villages are many; a country that the caller names makes its places likelier.
IN_REGION, ELSEWHERE, IN_COUNTRY_ASKED = 0.0, -3.0, 0.8


def chance(
    one: str, other: str, spelling: float | None, prior: float, *, least: float = 0.0
) -> float:
    """Return how likely a name that sounds like `one` is meant for one that sounds like `other`.

    `spelling` is `same_spelling` of the two as written, None when they are written in two scripts.
    `prior` is added to the log odds. What would be below `least` is 0.0: mostly that is seen before
    all edits are weighed.
    """
    said = max(min(information(one), information(other)), 0.5)
    slope = LIKENESS + LIKENESS_BY_INFORMATION * said
    odds = BIAS + SHORTNESS / said + prior
    if spelling is not None:
        odds += SPELLING * (spelling - USUAL_SPELLING)
    needed = (math.log(least / (1 - least)) - odds) / slope if least else 0.0
    alike = likeness(one, other, least=needed) if needed <= 1 else 0.0
    return min(1 / (1 + math.exp(-odds - slope * alike)), SUREST) if alike >= needed else 0.0


def same_spelling(folded: str, other: str) -> float | None:
    """Return the share of letters that two folded names share in order; None for two scripts."""
    if folded.isascii() != other.isascii():
        return None
    return Indel.normalized_similarity(folded.replace(" ", ""), other.replace(" ", ""))


def likeness(one: str, other: str, *, least: float = 0.0) -> float:
    """Return 0 to 1: the share of what two names' `sounds` say that is the same.

    1 - cost of the cheapest edits / weight of the letters, where an edit costs what
    sound_costs.csv says. Symmetric. What is below `least` may be given as 0.0.
    """
    weight = (information(one) + information(other)) / 2
    if not weight:
        return 0.0
    return max(0.0, 1.0 - _cost(one, other, (1.0 - least) * weight + _ROUNDING) / weight)


def information(spoken: str) -> float:
    """Return how much a name's sounds say: the sum of what leaving each letter out costs."""
    gaps = _gaps()
    return sum(gaps.get(letter, UNSEEN) for letter in spoken)


def _cost(one: str, other: str, most: float) -> float:
    """Return the cost of the cheapest alignment; neighbouring letters may change places.

    Infinity as soon as it is seen to be above `most`.
    """
    costs, gaps = _costs(), _gaps()
    above: list[float] = []
    row = [0.0]
    for letter in other:
        row.append(row[-1] + gaps.get(letter, UNSEEN))
    for i, mine in enumerate(one):
        gap = gaps.get(mine, UNSEEN)
        before, above, row = above, row, [row[0] + gap]
        left = row[0]
        for j, its in enumerate(other):
            if mine == its:
                best = above[j]
            else:
                best = above[j] + costs.get((mine, its), UNSEEN) * (1.0 if i + j else FIRST_LETTER)
                best = min(best, above[j + 1] + gap, left + gaps.get(its, UNSEEN))
                if i and j and mine == other[j - 1] and its == one[i - 1]:
                    vowels = [gaps.get(sound, UNSEEN) for sound in (mine, its) if sound in VOWELS]
                    both = min(vowels, default=UNSEEN)
                    best = min(best, before[j - 1] + 0.8 * both)
            row.append(best)
            left = best
        # A change of places reaches over one row.
        if min(row) > most and min(above) > most:
            return math.inf
    return row[-1]


@cache
def _costs() -> Mapping[tuple[str, str], float]:
    costs = {}
    for row in rows_of(SOUND_COSTS_FILE):
        if row["other"]:
            costs[row["one"], row["other"]] = float(row["cost"])
            costs[row["other"], row["one"]] = float(row["cost"])
    return MappingProxyType(costs)


@cache
def _gaps() -> Mapping[str, float]:
    rows = rows_of(SOUND_COSTS_FILE)
    return MappingProxyType({row["one"]: float(row["cost"]) for row in rows if not row["other"]})
