"""Linked reports as one happening, for exports: the lead's coding, everyone's numbers and sources.

Nothing of a report is lost: where a happening has several, each stands in `reports` as it was.
Rows go straight from the store into the file's own form, some hundred at a time: frames and
records of a million events would take minutes and gigabytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from geodata.export_shapes import json_shape
from geodata.schema import EVENT_COLUMNS

# The form of our own files, in their header; imports know them by it.
FORM: Final = 1

# The values of EVENT_COLUMNS as a store's driver gives them: dates as such or as ISO text, truth
# perhaps as 1 and 0, lists as JSON text, geometry as WKB.
Row = Sequence[Any]
Record = dict[str, Any]

_PLACE: Final = {name: place for place, name in enumerate(EVENT_COLUMNS)}
_ID, _LINK = _PLACE["event_id"], _PLACE["link_id"]
_CONFIDENCE, _BACKGROUND = _PLACE["confidence"], _PLACE["background"]
_UNIT: Final = _PLACE["quantity_unit"]
_COUNTS: Final = ("fatalities", "wounded", "detained", "quantity")
_RANGES: Final = tuple((name, _PLACE[name], _PLACE[f"{name}_high"]) for name in _COUNTS)
_SOURCE: Final = tuple((name, _PLACE[name]) for name in ("source", "url", "published"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    """Some happenings of an export, in order.

    `ids` are the link_ids, event_ids where nothing is linked. `columns` has EVENT_COLUMNS of the
    lead report, with numbers from the lowest to the highest of all: dates as such or as ISO text,
    lists as lists, evidence as records, geometry as WKB, None where it is missing. `sources` is
    source, url and published of every report; `reports` every report's whole record, empty where
    there is only one.
    """

    ids: list[str]
    columns: dict[str, Sequence[Any]]
    sources: list[list[Record]]
    reports: list[list[Record]]

    def __len__(self) -> int:
        return len(self.ids)


def merge_reports(groups: Sequence[Sequence[Row]]) -> Happenings:
    """Return happenings, each given as the rows of its reports, at least one.

    The lead is the report with the highest confidence, among equals the first; one that only
    recalls the happening leads none that has another. A number counts
    for `quantity` only where the unit is the lead's.
    """
    leads = [rows[0] if len(rows) == 1 else _merged(rows) for rows in groups]
    linked = [row for rows in groups if len(rows) > 1 for row in rows]
    records = iter(_whole_records(linked))
    return Happenings(
        ids=[happening_of(row) for row in leads],
        columns=_columns(leads),
        sources=[[_source(row) for row in rows] for rows in groups],
        reports=[[next(records) for _ in rows] if len(rows) > 1 else [] for rows in groups],
    )


def happening_of(row: Row) -> str:
    """Return the row's link_id, event_id where it is not linked."""
    identity: str = row[_ID] if row[_LINK] is None else row[_LINK]
    return identity


def _merged(rows: Sequence[Row]) -> Row:
    lead = max(rows, key=_authority)
    merged = list(lead)
    for name, low, high in _RANGES:
        counted = [row for row in rows if name != "quantity" or _same_unit(row, lead)]
        lows = [row[low] for row in counted if row[low] is not None]
        highs = [row[high] for row in counted if row[high] is not None]
        merged[low] = min(lows, default=None)
        highest = max(lows + highs, default=None)
        merged[high] = highest if lows and highest > merged[low] else None
    return merged


def _authority(row: Row) -> float:
    confidence = -1.0 if row[_CONFIDENCE] is None else row[_CONFIDENCE]
    return float(confidence) - (2.0 if row[_BACKGROUND] else 0.0)


def _same_unit(row: Row, lead: Row) -> bool:
    return (row[_UNIT] or "") == (lead[_UNIT] or "")


def _source(row: Row) -> Record:
    return {name: row[place] for name, place in _SOURCE if row[place] is not None}


def _columns(rows: Sequence[Row]) -> dict[str, Sequence[Any]]:
    values: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(EVENT_COLUMNS)
    columns = dict(zip(EVENT_COLUMNS, values, strict=True))
    columns["background"] = [bool(value) for value in columns["background"]]
    columns["assoc_actors"] = _parsed(columns["assoc_actors"])
    columns["evidence"] = [
        [{"field": field, "start": start, "end": end} for field, start, end in items]
        for items in _parsed(columns["evidence"])
    ]
    return columns


def _parsed(texts: Sequence[str]) -> list[Any]:
    # Most are an empty list.
    known = {text: orjson.loads(text) for text in set(texts)}
    return [known[text] for text in texts]


def _whole_records(rows: Sequence[Row]) -> list[Record]:
    columns = _columns(rows)
    shapes = [json_shape(wkb) for wkb in columns["geometry"]]
    geometries = [None if shape is None else shape.geometry for shape in shapes]
    return json_records(columns | {"geometry": geometries})


def json_records(columns: dict[str, Sequence[Any]]) -> list[Record]:
    """Return each row of the columns as a record; what is missing is left out."""
    names = list(columns)
    return [
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in zip(*columns.values(), strict=True)
    ]
