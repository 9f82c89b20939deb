"""Happenings as GeoParquet and GeoPackage: typed columns, handed on batch by batch."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from pyogrio.raw import write_arrow
from pyproj import CRS
from shapely import to_wkb

from geodata.export_header import Header
from geodata.export_shapes import shapes_for_export
from geodata.reports import Happenings
from geodata.schema import DATE_COLUMNS, EVENT_COLUMNS, FLOAT_COLUMNS, INTEGER_COLUMNS, WGS84

# Rows of a Parquet row group: enough that columns pack well, few enough to hold, some 50 MB.
_GROUP_ROWS: Final = 50_000
# What stands beside an event's own columns: nested values as JSON text.
_NESTED: Final = ("happening_id", "sources", "reports")


def write_parquet(batches: Iterable[Happenings], path: Path, header: Header) -> None:
    """Write GeoParquet 1.1 with one row a happening, dates as dates and actors as lists."""
    schema = _schema(pa.list_(pa.string())).with_metadata(_parquet_metadata(header))
    with pq.ParquetWriter(path, schema) as writer:
        for group in _groups(_record_batch(batch, schema) for batch in batches):
            writer.write_table(pa.Table.from_batches(group, schema))


def write_geopackage(batches: Iterable[Happenings], path: Path, header: Header) -> None:
    """Write a GeoPackage with the layer "events", one row a happening, lists as text."""
    schema = _schema(pa.string())
    source = _Remembered(_record_batch(batch, schema) for batch in batches)
    try:
        write_arrow(
            pa.RecordBatchReader.from_batches(schema, source),
            path,
            layer="events",
            driver="GPKG",
            geometry_name="geometry",
            geometry_type="Unknown",
            crs=WGS84,
            dataset_metadata={"borderwatch": json.dumps(header.as_dict(), ensure_ascii=False)},
        )
    except RuntimeError as error:
        raise source.error or OSError(str(error)) from error


class _Remembered:
    """Hands batches on; keeps the error that ended them, as GDAL forgets which it was."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self.error: BaseException | None = None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._batches
        except BaseException as error:
            self.error = error
            raise


def _parquet_metadata(header: Header) -> dict[bytes, bytes]:
    # No geometry_types: they are known only when all has been written, and may be left open.
    geometry = {
        "encoding": "WKB",
        "geometry_types": [],
        "crs": CRS(WGS84).to_json_dict(),
        "orientation": "counterclockwise",
    }
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
    return {b"geo": orjson.dumps(geo), b"borderwatch": orjson.dumps(header.as_dict())}


def _schema(names: pa.DataType) -> pa.Schema:
    """Return the columns' types, `assoc_actors` having that of `names`."""
    types: dict[str, pa.DataType] = dict.fromkeys((*EVENT_COLUMNS, *_NESTED), pa.string())
    types |= dict.fromkeys(DATE_COLUMNS, pa.date32())
    types |= dict.fromkeys(INTEGER_COLUMNS, pa.int64())
    types |= dict.fromkeys(FLOAT_COLUMNS, pa.float64())
    types |= {"background": pa.bool_(), "assoc_actors": names, "geometry": pa.binary()}
    return pa.schema(types)


def _record_batch(batch: Happenings, schema: pa.Schema) -> pa.RecordBatch:
    columns = batch.columns | {
        "geometry": list(to_wkb(shapes_for_export(batch.columns["geometry"]))),
        "evidence": _as_json(batch.columns["evidence"]),
        "happening_id": batch.ids,
        "sources": _as_json(batch.sources),
        "reports": [text if text != "[]" else None for text in _as_json(batch.reports)],
    }
    if pa.types.is_string(schema.field("assoc_actors").type):
        columns["assoc_actors"] = ["; ".join(n) or None for n in columns["assoc_actors"]]
    arrays = [_array(columns[field.name], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    # SQLite has dates as text.
    return pa.array(values).cast(kind) if pa.types.is_date(kind) else pa.array(values, kind)


def _as_json(values: Iterable[Any]) -> list[str]:
    return [orjson.dumps(value).decode() for value in values]


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    group: list[pa.RecordBatch] = []
    for batch in batches:
        group.append(batch)
        if sum(map(len, group)) >= _GROUP_ROWS:
            yield group
            group = []
    if group:
        yield group
