"""Happenings as a table that spreadsheets and ACLED's readers open without harm."""

import csv
import re
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import orjson
import pandas as pd
from shapely import get_type_id, to_wkt

from geodata.reports import DECIMALS, Happenings, geometries_for_export

# A spreadsheet runs a cell that begins like this (OWASP, CSV Injection, with full-width forms).
FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")

# Fields under ACLED's names where ACLED has one, in ACLED's order, then our own.
CSV_COLUMNS: Final = (
    "event_id",
    "event_date",
    "date_end",
    "time_precision",
    "event_type",
    "sub_event_type",
    "border_activity",
    "modality",
    "background",
    "actor1",
    "actor1_type",
    "assoc_actors",
    "actor2",
    "actor2_type",
    "attributed_to",
    "country",
    "country_code",
    "admin1",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "where_prec",
    "place_basis",
    "border_id",
    "border_distance_km",
    "border_position_km",
    "direction",
    "source",
    "url",
    "published",
    "notes",
    "fatalities",
    "fatalities_high",
    "wounded",
    "wounded_high",
    "detained",
    "detained_high",
    "quantity",
    "quantity_high",
    "quantity_unit",
    "commodity",
    "date_basis",
    "date_expression",
    "act_id",
    "article_id",
    "quote_start",
    "quote_end",
    "origin",
    "confidence",
    "status",
    "link_id",
)
CSV_FIELDS: Final = MappingProxyType({"event_date": "date_start", "notes": "quote"})
_POINT: Final = 0


def write_csv(merged: Happenings, path: Path) -> None:
    """Write one row a happening, in UTF-8; dates are ISO, what is missing is empty."""
    table = _csv_table(merged)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table)
        writer.writerows(zip(*table.values(), strict=True))


def _csv_table(merged: Happenings) -> dict[str, list[Any]]:
    events = merged.events
    table = {name: _cells(events[CSV_FIELDS.get(name, name)]) for name in CSV_COLUMNS}
    geometries = geometries_for_export(events["geometry"].to_numpy())
    geometries[get_type_id(geometries) == _POINT] = None
    sources = [orjson.loads(text) for text in merged.sources]
    return table | {
        "reports": [len(reports) for reports in sources],
        "sources": [_cell(_names(reports)) for reports in sources],
        # A line or an area, which latitude and longitude can't say.
        "wkt": [text or "" for text in to_wkt(geometries, rounding_precision=DECIMALS)],
    }


def _names(reports: list[dict[str, str]]) -> tuple[str, ...]:
    names = (report["source"] for report in reports if report.get("source"))
    return tuple(dict.fromkeys(names))


def _cells(values: "pd.Series[Any]") -> list[Any]:
    # Each distinct value once: most columns have few.
    codes, uniques = pd.factorize(values)
    cells = [_cell(value) for value in uniques]
    cells.append("")  # for code -1, a missing value
    return [cells[code] for code in codes.tolist()]


def _cell(value: Any) -> Any:
    match value:
        case pd.Timestamp():
            return value.date().isoformat()
        case bool() | np.bool_():
            return "true" if value else "false"
        case tuple():
            return guarded("; ".join(value))
        case str():
            return guarded(value)
        case _:
            return value


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula; `unguarded` undoes it."""
    return "'" + text if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
