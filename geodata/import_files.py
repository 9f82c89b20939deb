"""Files of events, opened: each row an attempt that gives an event or says why it can't."""

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import geopandas as gpd
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from shapely import from_geojson, from_wkb, to_geojson
from shapely.errors import GEOSException

from geodata.errors import FormatError, RecordError
from geodata.export_csv import unguarded
from geodata.import_fields import Dialect, meanings
from geodata.import_records import event_of_record
from geodata.import_tables import Row, check_columns, event_of_row
from geodata.model import Event
from geodata.reports import FORM
from geodata.schema import WGS84

# Files are read whole; ACLED's and UCDP's worldwide tables are below this.
MAX_BYTES: Final = 1_000_000_000
_BOMS: Final = MappingProxyType(
    {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
)
_DELIMITERS: Final = ",;\t"
_LONGITUDE_LATITUDE: Final = ("CRS84", "4326")

# Where a row stands, and what makes its event or raises RecordError.
Attempt = tuple[str, Callable[[], Event]]
# Whether the file is an export of ours, and its rows.
Opened = tuple[bool, Iterator[Attempt]]


def read_csv(path: Path, encoding: str | None) -> Opened:
    """Open a table with its columns in the first line, separated by comma, semicolon or tab."""
    text = _decoded(path, encoding)
    first = text.split("\n", 1)[0]
    known = meanings(Dialect.OWN).fields.keys() | meanings(Dialect.ACLED).fields.keys()

    def columns_by(delimiter: str) -> int:
        return sum(name.strip(' "\r').lower() in known for name in first.split(delimiter))

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=columns_by))
    columns = _header(reader, path)
    dialect = check_columns(columns, path.name)
    return dialect is Dialect.OWN, _table_rows(reader, columns, dialect, path.name)


def _decoded(path: Path, encoding: str | None) -> str:
    content = content_of(path)
    marked = (name for bom, name in _BOMS.items() if content.startswith(bom))
    chosen = encoding or next(marked, "utf-8")
    try:
        return content.decode(chosen)
    except LookupError as error:
        raise FormatError(f"{chosen!r} is no encoding; name one as cp1252 or utf-16") from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"{path.name!r} is not {chosen}: byte {content[error.start]:#04x} in line {line}; "
            "save it as UTF-8, or name its encoding (--encoding cp1252)"
        ) from error


def content_of(path: Path) -> bytes:
    """Return the file's bytes. Raises FormatError when it can't be read, is empty or too large."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FormatError(f"{path.name!r} is above {MAX_BYTES:,} bytes; split it")
        content = path.read_bytes()
    except OSError as error:
        reason = f"{str(path)!r} can't be read: {error.strerror}; check path and rights"
        raise FormatError(reason) from error
    if not content.strip():
        raise FormatError(f"{path.name!r} is empty; export it once more from where it came")
    return content


def _header(reader: Iterator[list[str]], path: Path) -> list[str]:
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
    except csv.Error as error:
        raise FormatError(f"{path.name!r} is no CSV table: {error}; export it as CSV") from error
    repeated = sorted({name for name in columns if name and columns.count(name) > 1})
    if repeated:
        raise FormatError(f"{path.name!r} has columns twice: {repeated!r}; rename one of each")
    return columns


def _table_rows(reader: Any, columns: list[str], dialect: Dialect, file: str) -> Iterator[Attempt]:
    while True:
        where = f"{file}:{reader.line_num + 1}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield where, fails(f"is no row of CSV: {error}")
            continue
        if any(cells):
            yield where, _table_row(where, cells, columns, dialect)


def _table_row(
    where: str, cells: list[str], columns: list[str], dialect: Dialect
) -> Callable[[], Event]:
    if len(cells) != len(columns):
        return fails(f"has {len(cells)} cells for {len(columns)} columns")
    named = {name: unguarded(cell).strip() for name, cell in zip(columns, cells, strict=True)}
    row = Row(where=where, cells=named)
    return lambda: event_of_row(row, dialect, where.rpartition(":")[0])


def fails(reason: str) -> Callable[[], Event]:
    """Return an attempt that says this."""

    def fail() -> Event:
        raise RecordError(reason)

    return fail


def read_geojson(path: Path, encoding: str | None) -> Opened:  # noqa: ARG001
    """Open a FeatureCollection, ours or another's, in longitude and latitude (RFC 7946)."""
    try:
        document = orjson.loads(content_of(path))
    except orjson.JSONDecodeError as error:
        raise FormatError(f"{path.name!r} is no JSON: {error}; export it once more") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise FormatError(f"{path.name!r} is no GeoJSON FeatureCollection; export it as one")
    crs = json.dumps(document.get("crs"))
    if crs != "null" and not any(name in crs for name in _LONGITUDE_LATITUDE):
        raise FormatError(f"{path.name!r} is in {crs[:80]}; export it in EPSG:4326")
    numbered = [(f"{path.name}: feature {n}", value) for n, value in enumerate(features, start=1)]
    if "borderwatch" in document:
        _check_form(document["borderwatch"], path.name)
        return True, _own_features(numbered)
    return False, _other_features(numbered, path.name)


def _check_form(header: object, file: str) -> None:
    form = header.get("form") if isinstance(header, dict) else None
    if form != FORM:
        raise FormatError(f"{file!r} has the form {form!r}, we know {FORM}; update Borderwatch")


def _own_features(features: list[tuple[str, Any]]) -> Iterator[Attempt]:
    for where, feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            yield where, fails("is no feature with properties")
            continue
        whole = properties | {"geometry": feature.get("geometry")}
        yield from _reports_of(where, whole, properties.get("reports"))


def _reports_of(where: str, record: dict[str, Any], reports: object) -> Iterator[Attempt]:
    """Yield each report of a happening as it was; the happening itself where there is only one."""
    if not reports:
        yield where, _own_record(record)
    elif not isinstance(reports, list):
        yield where, fails("reports is no list")
    else:
        for number, report in enumerate(reports, start=1):
            yield f"{where}, report {number}", _own_record(report)


def _own_record(record: Any) -> Callable[[], Event]:
    if not isinstance(record, dict):
        return fails("is no record of an event")
    return lambda: event_of_record(record)


def _other_features(features: list[tuple[str, Any]], file: str) -> Iterator[Attempt]:
    rows = [(where, _feature_cells(feature), feature) for where, feature in features]
    columns = {name for _, cells, _ in rows for name in cells or ()}
    dialect = check_columns(columns, file, with_geometry=True)
    for where, cells, feature in rows:
        if cells is None:
            yield where, fails("is no feature with properties")
        else:
            yield where, _shaped_row(where, cells, feature.get("geometry"), (dialect, file))


def _feature_cells(feature: Any) -> dict[str, str] | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return None
    return {name.strip().lower(): _as_text(value) for name, value in properties.items()}


def _shaped_row(
    where: str, cells: dict[str, str], shape: object, table: tuple[Dialect, str]
) -> Callable[[], Event]:
    def attempt() -> Event:
        try:
            geometry = from_geojson(json.dumps(shape)) if shape else None
        except (ValueError, GEOSException) as error:
            raise RecordError(f"geometry can't be read: {error}") from error
        return event_of_row(Row(where=where, cells=cells, geometry=geometry), *table)

    return attempt


def _as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
        case list():
            return "; ".join(map(_as_text, value))
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value).strip()


def read_parquet(path: Path, encoding: str | None) -> Opened:  # noqa: ARG001
    """Open a Parquet or GeoParquet file, ours or another's; coordinates are brought to WGS 84."""
    content = content_of(path)
    try:
        table = pq.read_table(pa.BufferReader(content))
        metadata = table.schema.metadata or {}
        if b"borderwatch" in metadata:
            _check_form(orjson.loads(metadata[b"borderwatch"]), path.name)
            return True, _own_rows(table, path.name)
        shapes = _shapes(io.BytesIO(content)) if b"geo" in metadata else [None] * len(table)
        return False, _other_rows(table, shapes, path.name)
    except (pa.ArrowException, OSError, ValueError, GEOSException) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"{path.name!r} is no Parquet table: {error}; export it anew") from error


def _shapes(file: io.BytesIO) -> list[Any]:
    frame = gpd.read_parquet(file)
    placed = frame if frame.crs is None else frame.to_crs(WGS84)
    return list(placed.geometry)


def _own_rows(table: pa.Table, file: str) -> Iterator[Attempt]:
    shapes = from_wkb(table.column("geometry").to_numpy(zero_copy_only=False))
    for number, (record, shape) in enumerate(
        zip(table.drop_columns("geometry").to_pylist(), shapes, strict=True), start=1
    ):
        where = f"{file}: row {number}"
        plain = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in record.items()
        }
        try:
            nested = {name: orjson.loads(record[name] or "[]") for name in ("evidence", "reports")}
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            yield where, fails(f"evidence or reports can't be read: {error}")
            continue
        geometry = None if shape is None else json.loads(to_geojson(shape))
        whole = plain | {"geometry": geometry, "evidence": nested["evidence"]}
        yield from _reports_of(where, whole, nested["reports"])


def _other_rows(table: pa.Table, shapes: list[Any], file: str) -> Iterator[Attempt]:
    names = {column: column.strip().lower() for column in table.column_names}
    shaped = any(shape is not None for shape in shapes)
    dialect = check_columns(set(names.values()), file, with_geometry=shaped)
    for number, (record, shape) in enumerate(zip(table.to_pylist(), shapes, strict=True), start=1):
        where = f"{file}: row {number}"
        cells = {
            names[column]: _as_text(value)
            for column, value in record.items()
            if not isinstance(value, bytes)
        }
        row = Row(where=where, cells=cells, geometry=shape)
        yield where, partial(event_of_row, row, dialect, file)


READERS: Final[Mapping[str, Callable[[Path, str | None], Opened]]] = MappingProxyType(
    {
        ".csv": read_csv,
        ".tsv": read_csv,
        ".geojson": read_geojson,
        ".json": read_geojson,
        ".parquet": read_parquet,
    }
)
