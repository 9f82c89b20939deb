"""Which candidate a name means: features of a candidate in its context, weighted and summed.

A name's candidates, and "none of them", share its probability (a conditional logit, McFadden
1974): each in proportion to exp(sum of weight x feature). The weights are lexicon/ranking.csv.
"""

import math
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from extract.lexicon import lexicon
from geodata.gazetteer import Candidate
from geodata.model import Place

# What a candidate is by itself, and by the words beside its name.
OWN_FEATURES: Final = (
    "alternate",  # an alternate name or acronym of it
    "sound",  # only sounds like it
    "near_sound",  # one letter off what sounds like it
    "unlikeness",  # how little the letters agree, for these two
    "country",
    "capital",  # by its main name: Victoria is more than old Hong Kong
    "first_level",
    "second_level",
    "continent",
    "region",  # regions, deserts, seas, mountains
    "airport",
    "regional",  # of the hand-made regional list
    "population",  # of towns: log10, from 100 up
    "country_population",  # log10
    "extent",  # of first-level units: log10 of the radius in km
    "seat",  # a unit that is named after a town in it
    "said_area",  # "Illizi province", and this is a unit
    "said_town",  # "the town of Illizi", and this is a town
    "publisher",  # in the country of who published the article
)
# What the rest of the article says for it; shares and surenesses are 0 to 1.
CONTEXT_FEATURES: Final = (
    "country_share",  # square root of its country's share of the article's other places
    "stranger",  # the article speaks neither of its country nor of a neighbour
    "over_border",  # the article speaks of a neighbour of its country only
    "stranger_guess",  # a stranger whose name is only like this
    "stranger_known",  # a stranger of half a million people
    "unit_share",  # square root of its first-level unit's share
    "siblings",  # for first-level units: square root of the share of those of its country
    "nearest",  # 1 beside another place of the article, 1/e at 150 km
    "closeness",  # the same, averaged over the article's places
    "contained",  # within the area named with it ("Paris, Texas")
    "contradicted",  # outside of an area that a comma or bracket gives
    "holds",  # the area named with a place that lies in it
)
FEATURES: Final = (*OWN_FEATURES, *CONTEXT_FEATURES, "unknown")
KNOWN_POPULATION: Final = 500_000
_LEAST_POPULATION: Final = 100
_FULL_SCORE: Final = MappingProxyType({"exact": 1.0, "key": 0.9, "fuzzy": 0.7})

Numbers = NDArray[np.float64]


@cache
def weights() -> Numbers:
    """Return the weights in the order of FEATURES. Raises KeyError when the table lacks one."""
    table = {row["feature"]: float(row["weight"]) for row in lexicon("ranking")}
    values = np.array([table[name] for name in FEATURES])
    values.flags.writeable = False
    return values


def own_features(
    candidate: Candidate, *, is_seat: bool, said: str, publisher: str | None
) -> tuple[float, ...]:
    """Return the OWN_FEATURES of a candidate; `said` is "A" for "province", "P" for "town"."""
    place = candidate.place
    code, kind = place.feature_code, place.feature_class
    is_exact = candidate.match == "exact"
    is_country = code.startswith("PCL")
    is_first = code == "ADM1"
    people = max(place.population, _LEAST_POPULATION) / _LEAST_POPULATION
    return (
        is_exact and candidate.score < 1,
        candidate.match == "key",
        candidate.match == "fuzzy",
        0.0 if is_exact else _FULL_SCORE[candidate.match] - candidate.score,
        is_country,
        code == "PPLC" and candidate.score >= 1,
        is_first,
        kind == "A" and not is_country and not is_first,
        code == "CONT",
        kind in "LHTV" and code != "CONT",
        code in ("AIRP", "AIRF", "AIRB"),
        place.source == "borderwatch",
        math.log10(people) if kind == "P" else 0.0,
        math.log10(place.population + 1) if is_country else 0.0,
        math.log10(place.radius_km + 1) if is_first else 0.0,
        is_seat,
        said == "A" and kind == "A",
        said == "P" and kind == "P",
        publisher is not None and publisher == place.country_code,
    )


def is_known(place: Place) -> bool:
    """True for what a reader knows without being told where it is."""
    return place.population >= KNOWN_POPULATION or place.feature_code.startswith("PCL")


def shares(ranks: Numbers, owners: NDArray[np.intp], unknown: float) -> Numbers:
    """Return the probability of each candidate; what lacks to 1 is that none of them is meant.

    `owners` are the numbers of the names that the candidates belong to, ascending from 0.
    """
    if not len(ranks):
        return ranks
    highest = np.full(owners[-1] + 1, unknown)
    np.maximum.at(highest, owners, ranks)
    odds = np.exp(ranks - highest[owners])
    totals = np.bincount(owners, odds, len(highest)) + np.exp(unknown - highest)
    return odds / totals[owners]
