"""How sure an answer is: the score of a toponym, and the floor below which it is no answer."""

import math
from collections.abc import Sequence
from functools import cache

from extract.lexicon import lexicon
from extract.ranking import Numbers
from geodata.gazetteer import Candidate
from geodata.geodesy import distance_km

# Of the answers below this 5 in 100 are right, of those just above it nearly every second one
# (docs/geoparsing.md, "How sure the score is").
SCORE_FLOOR = 0.3
# Candidates this near to each other are one answer: the distance the field's figures count.
SAME_PLACE_KM = 161.0
# Beliefs this small change no score.
_NEGLIGIBLE = 0.005
_SUREST = 0.9999


def score_of(candidates: Sequence[Candidate], beliefs: Numbers, best: int) -> float:
    """Return the probability that the best candidate is right within 161 km, calibrated."""
    return calibrated(belief_in(candidates, beliefs, best))


def belief_in(candidates: Sequence[Candidate], beliefs: Numbers, best: int) -> float:
    """Return the belief in the best candidate and in all within 161 km of it."""
    place = candidates[best].place
    return float(beliefs[best]) + sum(
        float(belief)
        for at, (candidate, belief) in enumerate(zip(candidates, beliefs, strict=True))
        if at != best
        and belief > _NEGLIGIBLE
        and distance_km(
            place.latitude, place.longitude, candidate.place.latitude, candidate.place.longitude
        )
        <= SAME_PLACE_KM
    )


def calibrated(belief: float) -> float:
    """Return the share of right answers among those of this belief (Platt 1999)."""
    intercept, slope = _curve()
    return 1 / (1 + math.exp(-(intercept + slope * log_odds(belief))))


def log_odds(belief: float) -> float:
    """Return the log odds of a belief, kept finite."""
    kept = min(max(belief, 1 - _SUREST), _SUREST)
    return math.log(kept / (1 - kept))


@cache
def _curve() -> tuple[float, float]:
    table = {row["parameter"]: float(row["value"]) for row in lexicon("calibration")}
    return table["intercept"], table["slope"]
