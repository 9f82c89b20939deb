"""The events as a frame: its columns, its check, and the way from records and back.

An events frame is a GeoDataFrame in EPSG:4326 with a RangeIndex, one row an event, and exactly the
columns of `EVENT_COLUMNS` in that order. Text is str or None, dates are datetime64, whole numbers
are nullable Int64, `assoc_actors` and `evidence` are tuples, `geometry` is Shapely's or None.
"""

import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final

import geopandas as gpd
import pandas as pd
from shapely import from_geojson, to_geojson
from shapely.errors import GEOSException

from geodata.codes import (
    SUB_EVENT_TYPES,
    ActorType,
    BorderActivity,
    DateBasis,
    EventType,
    Modality,
    Origin,
    PlaceBasis,
    ReviewStatus,
)
from geodata.errors import RecordError
from geodata.model import Event, Evidence

WGS84: Final = "EPSG:4326"

EVENT_COLUMNS: Final = tuple(field.name for field in fields(Event))
DATE_COLUMNS: Final = ("date_start", "date_end", "published")
INTEGER_COLUMNS: Final = (
    "time_precision",
    "geo_precision",
    "where_prec",
    "fatalities",
    "fatalities_high",
    "wounded",
    "wounded_high",
    "detained",
    "detained_high",
    "quote_start",
    "quote_end",
)
FLOAT_COLUMNS: Final = (
    "latitude",
    "longitude",
    "border_distance_km",
    "border_position_km",
    "quantity",
    "quantity_high",
    "confidence",
)

_ALLOWED: Final[Mapping[str, frozenset[object]]] = {
    "event_type": frozenset(EventType),
    "sub_event_type": frozenset(sub for subs in SUB_EVENT_TYPES.values() for sub in subs),
    "border_activity": frozenset(BorderActivity),
    "modality": frozenset(Modality),
    "date_basis": frozenset(DateBasis),
    "place_basis": frozenset(PlaceBasis),
    "origin": frozenset(Origin),
    "status": frozenset(ReviewStatus),
    "actor1_type": frozenset(ActorType),
    "actor2_type": frozenset(ActorType),
    "time_precision": frozenset({1, 2, 3}),
    "geo_precision": frozenset({1, 2, 3}),
    "where_prec": frozenset(range(1, 8)),
}
_REQUIRED: Final = ("event_id", "act_id", "modality", "origin", "status")
_COUNTS: Final = ("fatalities", "wounded", "detained", "quantity")
MAX_FAULTS_SHOWN: Final = 20


def events_to_frame(events: Iterable[Event]) -> gpd.GeoDataFrame:
    """Return the events as a frame, in the order given; no events give an empty typed frame."""
    rows = [[getattr(event, column) for column in EVENT_COLUMNS] for event in events]
    frame = pd.DataFrame(rows, columns=list(EVENT_COLUMNS), dtype=object)
    return typed_frame(frame)


def typed_frame(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return a copy with the events frame's column types; columns must all be there.

    Raises RecordError when a value can't have its column's type.
    """
    faults = []
    typed: dict[str, Any] = {}
    for column in EVENT_COLUMNS:
        try:
            typed[column] = _typed_column(column, frame[column])
        except (KeyError, ValueError, TypeError, GEOSException) as error:
            faults.append(f"{column}: {error}")
    if faults:
        raise RecordError("not an events frame: " + "; ".join(faults))
    result = pd.DataFrame(typed).reset_index(drop=True)
    return gpd.GeoDataFrame(result, geometry="geometry", crs=WGS84)


def _typed_column(column: str, values: pd.Series) -> Any:
    if column == "geometry":
        return gpd.GeoSeries(values.array, index=values.index, crs=WGS84)
    if column in DATE_COLUMNS:
        return pd.to_datetime(values).astype("datetime64[s]")
    if column in INTEGER_COLUMNS:
        return values.astype("Int64")
    if column in FLOAT_COLUMNS:
        return values.astype("float64")
    if column == "background":
        return values.astype(bool)
    if column in ("assoc_actors", "evidence"):
        return values.astype(object)
    return values.astype("str")


def frame_to_events(frame: pd.DataFrame) -> list[Event]:
    """Return the frame's rows as records, in order. The inverse of `events_to_frame`."""
    columns = [_plain_column(column, frame[column]) for column in EVENT_COLUMNS]
    return [
        Event(**dict(zip(EVENT_COLUMNS, row, strict=True))) for row in zip(*columns, strict=True)
    ]


def _plain_column(column: str, values: pd.Series) -> list[Any]:
    missing = values.isna()
    if column in DATE_COLUMNS:
        return [None if gone else value.date() for value, gone in zip(values, missing, strict=True)]
    if column in INTEGER_COLUMNS:
        return [None if gone else int(value) for value, gone in zip(values, missing, strict=True)]
    if column == "background":
        return [bool(value) for value in values]
    if column in ("assoc_actors", "evidence"):
        return [tuple(value) for value in values]
    return [None if gone else value for value, gone in zip(values, missing, strict=True)]


def check_events(frame: pd.DataFrame) -> None:
    """Raise RecordError naming every fault of an events frame at once; return None when good.

    Checked: the columns, unique ids, allowed codes, sub-type under its type, date order, number
    ranges, coordinates in range and both or neither, and civilians as actor2 in violence against
    civilians.
    """
    missing = [column for column in EVENT_COLUMNS if column not in frame.columns]
    if missing:
        raise RecordError(f"events frame lacks the columns {missing!r}")
    faults = [f"row {row}: {what}" for row, what in event_faults(frame)]
    if faults:
        more = len(faults) - MAX_FAULTS_SHOWN
        shown = faults[:MAX_FAULTS_SHOWN] + ([f"and {more} more"] if more > 0 else [])
        raise RecordError("events frame has faults: " + "; ".join(shown))


def event_faults(frame: pd.DataFrame) -> list[tuple[Hashable, str]]:
    """Return what `check_events` finds as (index label, what is wrong), all columns being there."""
    return [*_code_faults(frame), *_value_faults(frame)]


def _code_faults(frame: pd.DataFrame) -> list[tuple[Hashable, str]]:
    faults: list[tuple[Hashable, str]] = []
    for column in _REQUIRED:
        faults += _row_faults(frame, frame[column].isna(), f"{column} is missing")
    for column, allowed in _ALLOWED.items():
        wrong = frame[column].notna() & ~frame[column].isin(list(allowed))
        faults += _row_faults(frame, wrong, f"{column} is none of the allowed values")
    repeated = frame["event_id"].duplicated()
    faults += _row_faults(frame, repeated, "event_id is there twice")
    parents = {sub: parent for parent, subs in SUB_EVENT_TYPES.items() for sub in subs}
    stray = frame["sub_event_type"].notna() & (
        frame["sub_event_type"].map(parents).astype(object) != frame["event_type"].astype(object)
    )
    return faults + _row_faults(frame, stray, "sub_event_type is not under event_type")


def _value_faults(frame: pd.DataFrame) -> list[tuple[Hashable, str]]:
    checks: list[tuple[pd.Series, str]] = [
        (frame["date_end"] < frame["date_start"], "date_end is before date_start"),
        (frame["date_end"].isna() != frame["date_start"].isna(), "one date of two is missing"),
        (frame["latitude"].abs() > 90, "latitude is beyond 90 degrees"),
        (frame["longitude"].abs() > 180, "longitude is beyond 180 degrees"),
        (
            frame["latitude"].isna() != frame["longitude"].isna(),
            "one of latitude and longitude is missing",
        ),
        (
            (frame["confidence"] < 0) | (frame["confidence"] > 1),
            "confidence is not within 0 and 1",
        ),
        (
            (frame["event_type"] == EventType.VIOLENCE_AGAINST_CIVILIANS)
            & frame["actor2_type"].notna()
            & (frame["actor2_type"] != ActorType.CIVILIANS),
            "actor2 of violence against civilians must be civilians",
        ),
    ]
    checks += [(frame[column] < 0, f"{column} is below 0") for column in _COUNTS]
    checks += [
        (frame[f"{column}_high"] < frame[column], f"{column}_high is below {column}")
        for column in _COUNTS
    ]
    return [fault for wrong, what in checks for fault in _row_faults(frame, wrong, what)]


def _row_faults(frame: pd.DataFrame, wrong: pd.Series, what: str) -> list[tuple[Hashable, str]]:
    rows = wrong.fillna(value=False).astype(bool)
    return [(row, what) for row in frame.index[rows]]


def event_to_dict(event: Event) -> dict[str, Any]:
    """Return the event as JSON-ready values: ISO dates, lists, `geometry` as a GeoJSON object."""
    row: dict[str, Any] = {column: getattr(event, column) for column in EVENT_COLUMNS}
    for column in DATE_COLUMNS:
        row[column] = row[column].isoformat() if row[column] else None
    row["assoc_actors"] = list(event.assoc_actors)
    row["evidence"] = [
        {"field": item.field, "start": item.start, "end": item.end} for item in event.evidence
    ]
    geometry = event.geometry
    row["geometry"] = None if geometry is None else json.loads(to_geojson(geometry))
    return row


def event_from_dict(row: Mapping[str, Any]) -> Event:
    """Return the event of `event_to_dict`'s mapping; keys that are no field are ignored.

    Raises RecordError when a value can't be read or a required field is missing.
    """
    values = {column: row[column] for column in EVENT_COLUMNS if column in row}
    try:
        for column in DATE_COLUMNS:
            if values.get(column):
                values[column] = date.fromisoformat(str(values[column])[:10])
        values["assoc_actors"] = tuple(values.get("assoc_actors") or ())
        values["evidence"] = tuple(Evidence(**item) for item in values.get("evidence") or ())
        if values.get("geometry"):
            values["geometry"] = from_geojson(json.dumps(values["geometry"]))
        return Event(**values)
    except (TypeError, ValueError, GEOSException) as error:
        where = row.get("event_id", "without event_id")
        raise RecordError(f"event {where!r} can't be read: {error}") from error
