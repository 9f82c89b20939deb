"""Linked reports as one happening, for exports: the lead's coding, everyone's numbers and sources.

Nothing of a report is lost: where a happening has several, each stands in `reports` as it was.
Records are made as JSON text, column by column: a dict for each of 100,000 events takes 4 s.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
from numpy.typing import NDArray
from shapely import force_2d, is_empty, orient_polygons, to_geojson, transform

from geodata.matching import happening_ids
from geodata.schema import DATE_COLUMNS, EVENT_COLUMNS, INTEGER_COLUMNS

# The form of our own files, in their header; imports know them by it.
FORM: Final = 1
# Six decimals of a degree are 11 cm, and what RFC 7946 (11.2) recommends.
DECIMALS: Final = 6
_COUNTS: Final = ("fatalities", "wounded", "detained", "quantity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    """An events frame by happening, in the order of each one's first report.

    `ids` are the link_ids, event_ids where nothing is linked. `events` has one row each: the lead
    report's, with numbers from the lowest to the highest of all. `sources` and `reports` are JSON
    lists: source, url and published of every report; every report's whole record, or b"" where
    there is only one.
    """

    ids: list[str]
    events: gpd.GeoDataFrame
    sources: list[bytes]
    reports: list[bytes]


def merge_reports(frame: gpd.GeoDataFrame) -> Happenings:
    """Return the events of a frame as happenings.

    The lead is the report with the highest confidence, among equals the first; one that only
    recalls the happening leads none that has another. A number counts
    for `quantity` only where the unit is the lead's.
    """
    codes, ids = pd.factorize(happening_ids(frame).to_numpy(object))
    firsts = np.flatnonzero(~pd.Series(codes).duplicated().to_numpy())
    linked = _linked_rows(codes)
    events = frame.iloc[_leads(frame, firsts, linked)].reset_index(drop=True)
    every_source = json_objects(frame, ("source", "url", "published"))
    sources = [b"[%s]" % every_source[row] for row in firsts.tolist()]
    reports = [b""] * len(ids)
    if linked:
        events = _with_ranges(events, frame, linked)
        records = _records_of(frame, linked)
        for index, rows in linked.items():
            sources[index] = b"[%s]" % b",".join(every_source[row] for row in rows)
            reports[index] = b"[%s]" % b",".join(records[row] for row in rows)
    return Happenings(ids=list(ids), events=events, sources=sources, reports=reports)


def _linked_rows(codes: NDArray[np.intp]) -> dict[int, list[int]]:
    """Return the rows of each happening that has several reports."""
    several = np.bincount(codes) > 1 if len(codes) else codes
    linked: dict[int, list[int]] = {}
    for row in np.flatnonzero(several[codes]).tolist():
        linked.setdefault(int(codes[row]), []).append(row)
    return linked


def _leads(
    frame: pd.DataFrame, firsts: NDArray[np.intp], linked: Mapping[int, list[int]]
) -> NDArray[np.intp]:
    confidence = frame["confidence"].fillna(-1.0).to_numpy()
    confidence = np.where(frame["background"].to_numpy(bool), confidence - 2.0, confidence)
    leads = firsts.copy()
    for index, rows in linked.items():
        leads[index] = rows[int(np.argmax(confidence[rows]))]
    return leads


def _with_ranges(
    events: gpd.GeoDataFrame, frame: pd.DataFrame, linked: Mapping[int, list[int]]
) -> gpd.GeoDataFrame:
    rows = [row for group in linked.values() for row in group]
    group = np.repeat(list(linked), [len(group) for group in linked.values()])
    reports = frame.iloc[rows].reset_index(drop=True)
    lead_units = events["quantity_unit"].iloc[group].fillna("").to_numpy()
    other_unit = reports["quantity_unit"].fillna("").to_numpy() != lead_units
    changed = {}
    for name in _COUNTS:
        ends = reports[[name, f"{name}_high"]].astype("Float64")
        if name == "quantity":
            ends.loc[other_unit] = pd.NA
        low = ends[name].groupby(group).min()
        high = ends.max(axis=1).groupby(group).max()
        for column, values in ((name, low), (f"{name}_high", high.where(high > low))):
            merged = events[column].astype("Float64")
            merged.iloc[values.index] = values.to_numpy()
            changed[column] = merged.astype(events[column].dtype)
    return events.assign(**changed)


def _records_of(frame: gpd.GeoDataFrame, linked: Mapping[int, list[int]]) -> dict[int, bytes]:
    rows = [row for group in linked.values() for row in group]
    return dict(zip(rows, json_objects(frame.iloc[rows], EVENT_COLUMNS), strict=True))


def json_objects(frame: pd.DataFrame, columns: Iterable[str]) -> list[bytes]:
    """Return each row as a JSON object of the columns; what is missing is left out."""
    members = [json_members(frame[name]) for name in columns if frame[name].notna().any()]
    if not members:
        return [b"{}"] * len(frame)
    return [b"{%s}" % b"".join(row)[1:] for row in zip(*members, strict=True)]


def json_members(values: "pd.Series[Any]") -> list[bytes]:
    """Return `,"name":value` of each row of an events frame's column, b"" where it's missing."""
    name = b',"%s":' % str(values.name).encode()
    if values.name == "geometry":
        texts = to_geojson(geometries_for_export(values.to_numpy()))
        return [b"" if text is None else name + text.encode() for text in texts]
    # Each distinct value once: most columns have few.
    codes, uniques = pd.factorize(values)
    members = [name + orjson.dumps(value) for value in _plain(str(values.name), uniques)]
    # The last is for code -1, a missing value.
    members.append(b"")
    return [members[code] for code in codes.tolist()]


def _plain(name: str, uniques: Any) -> Iterable[Any]:
    if name in DATE_COLUMNS:
        return (day.date() for day in uniques)
    if name in INTEGER_COLUMNS:
        return (int(value) for value in uniques)
    if name == "evidence":
        return ([dict(_evidence(item)) for item in group] for group in uniques)
    return list(uniques.tolist())


def _evidence(item: Any) -> Iterable[tuple[str, Any]]:
    return (("field", item.field), ("start", item.start), ("end", item.end))


def geometries_for_export(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the geometries rounded, flat and with right-hand rings; empty ones are None."""
    rounded = transform(force_2d(geometries), lambda xy: np.round(xy, DECIMALS))
    rounded[is_empty(rounded)] = None
    return np.asarray(orient_polygons(rounded), dtype=object)
