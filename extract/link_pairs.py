"""Which reports may be of one happening at all: near each other in time, in the same country."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from extract.link_reports import column, rows_of

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]

# Papers differ by a day or two on one happening (a night, a Sunday read on Monday).
MAX_DAYS_APART: Final = 4
# News of one happening dies within some two weeks; what is told later is recalled.
MAX_READ_APART: Final = 14
# Days that share a bucket: wide enough that a report stands in few, narrow enough that few meet.
_BUCKET_DAYS: Final = 4
_ANYWHERE: Final = ""


def candidate_pairs(
    reports: pd.DataFrame, countries: Mapping[str, Iterable[str]], is_new: NDArray[np.bool_]
) -> Pairs:
    """Return the rows of both reports of each pair that is worth a look, one of them new.

    `countries` are those that an article names, by article_id. Two reports meet when their days
    are MAX_DAYS_APART at most and they share a country, or one has none. The same article's events
    are different things already, and what happened is no plan.
    """
    keys = _keys(reports, countries)
    first, second = _meeting(keys[is_new[keys["row"]]], keys)
    wanted = first != second
    # of two new ones each meets the other: one of both ways is enough
    wanted &= ~is_new[second] | (first < second)
    pairs = np.unique(np.stack([first[wanted], second[wanted]]), axis=1)
    return _possible(reports, pairs[0], pairs[1])


def _keys(reports: pd.DataFrame, countries: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    known = reports[reports["first"].notna()]
    rows = [
        (row, bucket, country)
        for row, report in zip(
            np.flatnonzero(reports["first"].notna()).tolist(), rows_of(known), strict=True
        )
        for bucket in _buckets(report.first, report.last)
        for country in _countries(report, countries)
    ]
    return pd.DataFrame(rows, columns=["row", "bucket", "country"])


def _buckets(first: float, last: float) -> range:
    # half the slack on either side makes two that are just near enough meet
    slack = MAX_DAYS_APART / 2
    return range(int((first - slack) // _BUCKET_DAYS), int((last + slack) // _BUCKET_DAYS) + 1)


def _countries(report: Any, countries: Mapping[str, Iterable[str]]) -> set[str]:
    found = {report.country_code} if report.country_code else set()
    if report.border_id and report.geo_precision == 3:
        found.update(str(report.border_id).split("-"))
    if report.leads:
        found.update(countries.get(report.article_id, ()))
    return found or {_ANYWHERE}


def _meeting(new: pd.DataFrame, every: pd.DataFrame) -> Pairs:
    anywhere_new, anywhere = new["country"] == _ANYWHERE, every["country"] == _ANYWHERE
    parts = [
        new[~anywhere_new].merge(every, on=["bucket", "country"]),
        new[anywhere_new].merge(every, on="bucket"),
        new.merge(every[anywhere], on="bucket"),
    ]
    both = [part[["row_x", "row_y"]].drop_duplicates() for part in parts]
    met = pd.concat(both, ignore_index=True)
    return met["row_x"].to_numpy(np.intp), met["row_y"].to_numpy(np.intp)


def _possible(reports: pd.DataFrame, one: NDArray[np.intp], other: NDArray[np.intp]) -> Pairs:
    articles = pd.factorize(reports["article_id"])[0]
    happened = reports["happened"].to_numpy(bool)
    recalled = reports["background"].to_numpy(bool)
    kept = days_apart(reports, one, other) <= MAX_DAYS_APART
    kept &= (articles[one] != articles[other]) | (articles[one] == -1)
    kept &= happened[one] == happened[other]
    read = column(reports, "read")
    is_late = np.abs(read[one] - read[other]) > MAX_READ_APART
    kept &= ~is_late | recalled[one] | recalled[other]
    return one[kept], other[kept]


def days_apart(
    reports: pd.DataFrame, one: NDArray[np.intp], other: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the days between the two reports' days, 0 where these overlap."""
    first, last = column(reports, "first"), column(reports, "last")
    gap = np.maximum(first[one], first[other]) - np.minimum(last[one], last[other])
    return np.asarray(np.maximum(gap, 0.0))
