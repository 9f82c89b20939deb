"""Happenings as a table that spreadsheets and ACLED's readers open without harm."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from shapely import get_type_id, to_wkt

from geodata.export_header import Header
from geodata.export_shapes import DECIMALS, shapes_for_export
from geodata.reports import Happenings

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
# How many reports, their sources, and a line or area, which latitude and longitude can't say.
_OWN_COLUMNS: Final = ("reports", "sources", "wkt")
CSV_FIELDS: Final = MappingProxyType({"event_date": "date_start", "notes": "quote"})
_POINT: Final = 0


def write_csv(batches: Iterable[Happenings], path: Path, header: Header) -> None:  # noqa: ARG001
    """Write one row a happening, in UTF-8; dates are ISO, what is missing is empty.

    The header has no room in a table: `geodata.exports` puts it into a file beside it.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*CSV_COLUMNS, *_OWN_COLUMNS))
        for batch in batches:
            writer.writerows(zip(*_cells_by_column(batch), strict=True))


def _cells_by_column(batch: Happenings) -> Iterator[list[Any]]:
    for name in CSV_COLUMNS:
        yield [_cell(value) for value in batch.columns[CSV_FIELDS.get(name, name)]]
    yield [len(sources) for sources in batch.sources]
    yield [_cell(_names(sources)) for sources in batch.sources]
    shapes = shapes_for_export(batch.columns["geometry"])
    shapes[get_type_id(shapes) == _POINT] = None
    yield [text or "" for text in to_wkt(shapes, rounding_precision=DECIMALS)]


def _names(sources: list[dict[str, Any]]) -> list[str]:
    names = (source["source"] for source in sources if source.get("source"))
    return list(dict.fromkeys(names))


def _cell(value: Any) -> Any:
    match value:
        case str():
            return guarded(value)
        case bool():
            return "true" if value else "false"
        case list():
            return guarded("; ".join(value))
        case _:
            # csv writes None as an empty cell, numbers and dates as Python's own text
            return value


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula; `unguarded` undoes it."""
    return "'" + text if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
