"""How sure it is that two reports are of one happening: days, place, act, sides, numbers, words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from extract.link_pairs import Pairs, days_apart
from extract.link_reports import ActorProfile, column
from geodata.geodesy import great_circle_km

Values = NDArray[np.float64]

# Log-odds that each feature adds: set by hand near a logistic fit of the odd happenings of
# tests/gold/events/linking.jsonl (131 pairs of one happening, 186 of two), then rounded. Where
# these have too few cases (rivals, far places) the weight is what the matter says.
WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "same day": 1.5,
        "next day": -2.0,
        "other day": -3.0,
        "vague days apart": -1.0,
        "days read later": -0.15,
        "same place": 2.5,
        "places apart": -1.5,
        "same area": 1.0,
        "other area": -2.0,
        "same act": 1.5,
        "other family": -1.5,
        "same group": 1.0,
        "other group": -8.0,
        "same state": 0.5,
        "other state": -0.7,
        "numbers agree": 0.4,
        "numbers differ": -0.8,
        "words": 20.0,
        "cognates": 30.0,
        "names": 8.0,
    }
)
# Most pairs that meet in a store are of two happenings.
BIAS: Final = -2.0

# A town and its outskirts.
NEAR_KM: Final = 15.0
# Doublings of NEAR_KM: at 120 km two exact places are two, and at 1,200 km no more so.
APART_AT_MOST: Final = 4.0
# How far a village may be from the point of the region or the road that it is in.
REGION_KM: Final = 100.0
# UCDP's code for a region, a road or a border.
WHERE_REGION: Final = 5
# What a rising toll counts of a difference that has no such reason.
TOLL_RISES: Final = 0.6
# log2 of some 60: a larger number that two reports share says no more.
AGREE_AT_MOST: Final = 6.0
_COUNTS: Final = ("fatalities", "wounded", "detained", "quantity")


def features(reports: pd.DataFrame, pairs: Pairs) -> dict[str, Values]:
    """Return all but the words: one value a pair and feature, mostly 0 or 1."""
    return {
        **_days(reports, pairs),
        **_places(reports, pairs),
        **_acts(reports, pairs),
        **_sides(reports, pairs),
        **_numbers(reports, pairs),
    }


def probabilities(known: Mapping[str, Values]) -> Values:
    """Return the probability of each pair; a feature that is NaN or not there adds nothing."""
    odds = BIAS + sum(WEIGHTS[name] * np.nan_to_num(values) for name, values in known.items())
    return np.asarray(1 / (1 + np.exp(-odds)))


def _days(reports: pd.DataFrame, pairs: Pairs) -> dict[str, Values]:
    one, other = pairs
    apart = days_apart(reports, one, other)
    exact = reports["exact"].to_numpy(bool)
    both = exact[one] & exact[other]
    read = column(reports, "read")
    later = np.nan_to_num(np.abs(read[one] - read[other]))
    recalled = reports["background"].to_numpy(bool)
    later[recalled[one] | recalled[other]] = 0.0
    return {
        "same day": _as_float(both & (apart == 0)),
        "next day": _as_float(both & (apart == 1)),
        "other day": _as_float(both & (apart > 1)),
        "vague days apart": np.where(both, 0.0, apart),
        "days read later": later,
    }


def _places(reports: pd.DataFrame, pairs: Pairs) -> dict[str, Values]:
    one, other = pairs
    precision, where = column(reports, "geo_precision"), column(reports, "where_prec")
    placed = ~np.isnan(column(reports, "latitude"))
    exact = placed & (precision <= 2)
    # a stretch of road or a region has its point within it; a border's or a province's tells little
    region = placed & (where == WHERE_REGION) & (column(reports, "border_distance_km") != 0)
    distance = distances_km(reports, pairs)
    both = exact[one] & exact[other]
    around = (exact | region)[one] & (exact | region)[other] & ~both
    apart = np.where(both, np.log2(np.maximum(distance, NEAR_KM) / NEAR_KM), 0.0)
    computed = (precision[one] == 2) | (precision[other] == 2)
    shared = _shares_area(reports, pairs) | (around & (distance <= REGION_KM))
    return {
        "same place": _as_float(both & (distance <= NEAR_KM)),
        "places apart": np.minimum(np.where(computed, apart / 2, apart), APART_AT_MOST),
        "same area": _as_float(~both & shared),
        "other area": _as_float(~both & ~shared & (around | _excludes(reports, pairs))),
    }


def distances_km(reports: pd.DataFrame, pairs: Pairs) -> Values:
    """Return great-circle distances."""
    one, other = pairs
    latitude, longitude = column(reports, "latitude"), column(reports, "longitude")
    return great_circle_km(latitude[one], longitude[one], latitude[other], longitude[other])


def _shares_area(reports: pd.DataFrame, pairs: Pairs) -> NDArray[np.bool_]:
    return _equal(reports["admin1"], pairs) | _equal(reports["border_id"], pairs)


def _excludes(reports: pd.DataFrame, pairs: Pairs) -> NDArray[np.bool_]:
    """Two first-level units of one country, or two countries without a border in common."""
    one, other = pairs
    units = pd.factorize(reports["admin1"])[0]
    countries = pd.factorize(reports["country_code"])[0]
    known = (units[one] >= 0) & (units[other] >= 0) & (units[one] != units[other])
    foreign = (countries[one] >= 0) & (countries[other] >= 0) & (countries[one] != countries[other])
    return np.asarray((known | foreign) & ~_equal(reports["border_id"], pairs))


def _acts(reports: pd.DataFrame, pairs: Pairs) -> dict[str, Values]:
    same = _equal(reports["family"], pairs)
    alike = _equal(reports["border_activity"], pairs) | _equal(reports["event_type"], pairs)
    return {"same act": _as_float(same & alike), "other family": _as_float(~same)}


def _sides(reports: pd.DataFrame, pairs: Pairs) -> dict[str, Values]:
    codes, profiles = pd.factorize(reports["profile"])
    one, other = codes[pairs[0]], codes[pairs[1]]
    # each meeting of two profiles once: reports are many, their sides few
    meetings, back = np.unique(one * len(profiles) + other, return_inverse=True)
    judged = [_judged(profiles[m // len(profiles)], profiles[m % len(profiles)]) for m in meetings]
    groups, rivals, states, foreign = np.array(judged, dtype=float).reshape(-1, 4)[back].T
    return {
        "same group": groups,
        "other group": rivals,
        "same state": states,
        "other state": foreign,
    }


def _judged(one: ActorProfile, other: ActorProfile) -> tuple[bool, bool, bool, bool]:
    shared = any(
        mine.startswith(theirs) or theirs.startswith(mine)
        for mine in one.groups
        for theirs in other.groups
    )
    rivals = bool(one.groups and other.groups) and not shared
    states = bool(one.states & other.states)
    foreign = bool(one.states and other.states) and not states
    return shared, rivals, states, foreign


def _numbers(reports: pd.DataFrame, pairs: Pairs) -> dict[str, Values]:
    one, other = pairs
    agree, differ = np.zeros(len(one)), np.zeros(len(one))
    units = _equal(reports["quantity_unit"], pairs)
    read = column(reports, "read")
    later = np.sign(np.nan_to_num(read[other] - read[one]))
    for name in _COUNTS:
        numbers = np.log2(1 + column(reports, name))
        rise = numbers[other] - numbers[one]
        stated = ~np.isnan(rise) & (np.fmax(numbers[one], numbers[other]) > 0)
        if name == "quantity":
            stated &= units
        # "one dead" is in many reports, 23 in few: the larger the number, the more it says
        agree = np.maximum(agree, np.where(stated & (rise == 0), numbers[one], 0.0))
        # tolls rise from report to report; one that falls is rather another happening's
        cost = np.where(rise * later < 0, 1.0, TOLL_RISES) * np.abs(rise)
        differ = np.maximum(differ, np.where(stated, cost, 0.0))
    return {"numbers agree": np.minimum(agree, AGREE_AT_MOST), "numbers differ": differ}


def _equal(values: pd.Series, pairs: Pairs) -> NDArray[np.bool_]:
    codes = pd.factorize(values)[0]
    one, other = codes[pairs[0]], codes[pairs[1]]
    return np.asarray((one == other) & (one >= 0))


def _as_float(mask: NDArray[np.bool_]) -> Values:
    return np.asarray(mask, dtype=np.float64)
