"""Which other happenings stand near one in time and place."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geodata.geodesy import great_circle_km
from geodata.index import EventIndex

WITHIN_KM: Final = 100.0
WITHIN_DAYS: Final = 14
AT_MOST: Final = 8
# UCDP's codes for a place, one near it, and one in a district: of a province, a border or a
# country the point on the map says nothing about distances.
_DISTRICT: Final = 3
# ACLED's code for a region, for rows that have no code of UCDP's.
_REGION: Final = 3
# More than any degree of latitude has it (111.7 km at the poles), so that none is lost.
_DEGREES_A_KM: Final = 1 / 110.0

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A happening near another: the row of its nearest report in the index.

    `days` are those between the two, none where they overlap; negative when it was earlier.
    """

    row: int
    distance_km: float
    days: int


def is_placed(where_prec: int | None, geo_precision: int | None) -> bool:
    """Return whether a place with these codes is known well enough to measure distances from."""
    return bool(_placed(np.array([where_prec or 0]), np.array([geo_precision or 0]))[0])


def neighbours(index: EventIndex, row: int) -> tuple[Neighbour, ...]:
    """Return the incidents within WITHIN_KM and WITHIN_DAYS of the row's event, nearest first.

    Nearest is the least sum of both distances, each as a share of its limit. At most AT_MOST, one
    a happening, without the event's own. None where the event, or the other, has no day or no
    place known at least to the district.
    """
    frame = index.frame
    start, end = frame["date_start"].to_numpy(), frame["date_end"].to_numpy()
    latitude, longitude = frame["latitude"].to_numpy(), frame["longitude"].to_numpy()
    happening = frame["happening"].to_numpy()
    if np.isnat(start[row]) or not _measurable(index, np.array([row]))[0]:
        return ()
    rows = _in_days(start, end, row)
    rows = rows[np.abs(latitude[rows] - latitude[row]) <= WITHIN_KM * _DEGREES_A_KM]
    rows = rows[(happening[rows] != happening[row]) & ~index.talk[rows] & _measurable(index, rows)]
    km = great_circle_km(latitude[row], longitude[row], latitude[rows], longitude[rows])
    rows, km = rows[km <= WITHIN_KM], km[km <= WITHIN_KM]
    days = _days_apart(start, end, row, rows)
    order = np.argsort(km / WITHIN_KM + np.abs(days) / WITHIN_DAYS, kind="stable")
    # The nearest report of each happening, in the order of nearness.
    first = np.sort(np.unique(happening[rows[order]], return_index=True)[1])[:AT_MOST]
    return tuple(
        Neighbour(row=int(rows[place]), distance_km=float(km[place]), days=int(days[place]))
        for place in order[first]
    )


def _in_days(start: NDArray[Any], end: NDArray[Any], row: int) -> Integers:
    # The index is by date_start, undated last: what begins too late needs no look.
    days = np.timedelta64(WITHIN_DAYS, "D")
    undated = int(np.searchsorted(np.isnat(start), 1))
    begun = int(np.searchsorted(start[:undated], end[row] + days, side="right"))
    return np.flatnonzero(end[:begun] >= start[row] - days)


def _measurable(index: EventIndex, rows: Integers) -> NDArray[np.bool_]:
    frame = index.frame
    where_prec, geo_precision = (
        frame[name].to_numpy()[rows] for name in ("where_prec", "geo_precision")
    )
    mapped = ~np.isnan(frame["latitude"].to_numpy()[rows])
    return np.asarray(mapped & _placed(where_prec, geo_precision))


def _placed(where_prec: NDArray[Any], geo_precision: NDArray[Any]) -> NDArray[np.bool_]:
    coded = (where_prec >= 1) & (where_prec <= _DISTRICT)
    return np.asarray(coded | ((where_prec == 0) & (geo_precision < _REGION)))


def _days_apart(start: NDArray[Any], end: NDArray[Any], row: int, rows: Integers) -> Integers:
    day = np.timedelta64(1, "D")
    later = (start[rows] - end[row]) // day
    earlier = (start[row] - end[rows]) // day
    return np.asarray(np.where(later > 0, later, np.where(earlier > 0, -earlier, 0)))
