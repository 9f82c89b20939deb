"""The event index as a file: one Arrow file beside the store, made anew when the store changes.

It opens in a moment where reading the store takes minutes at a million events. Its name holds the
store's version, so that two programs never mistake one version for another.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from glob import escape
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geodata.index import EventIndex
from geodata.search_text import SEARCH_TEXT, SEARCHED, search_texts
from geodata.settings import DEFAULT_STORE

# A file of another form is made anew.
FORM: Final = 2
_TEXTS: Final = (
    "event_type",
    "sub_event_type",
    "border_activity",
    "modality",
    "actor1",
    "actor1_type",
    "actor2",
    "actor2_type",
    "assoc_actors",
    "location",
    "country_code",
    "admin1",
    "border_id",
    "source",
    "status",
)
_NUMBERS: Final[Mapping[str, pa.DataType]] = MappingProxyType(
    {
        "date_start": pa.date32(),
        "date_end": pa.date32(),
        "latitude": pa.float64(),
        "longitude": pa.float64(),
        "border_distance_km": pa.float32(),
        "border_position_km": pa.float32(),
        "confidence": pa.float32(),
        "geo_precision": pa.int8(),
        "where_prec": pa.int8(),
        "background": pa.bool_(),
    }
)
# What the index's own columns are made of: shape, happening and search_text.
_SOURCES: Final[Mapping[str, pa.DataType]] = MappingProxyType(
    {
        "event_id": pa.string(),
        "link_id": pa.string(),
        "quote": pa.large_string(),
        "title": pa.string(),
        "geometry": pa.binary(),
    }
)
# The columns of the store that an index is made of, in the order of the rows given.
INDEXED: Final = (*_TEXTS, *_NUMBERS, *_SOURCES)
_ENDING: Final = ".index"
# Undated events come last.
_UNDATED: Final = 2**31 - 1
_WKB_POINT: Final = 1


def index_table(parts: Iterable[Sequence[Sequence[Any]]]) -> pa.Table:
    """Return the index of rows of the store, which come in parts, as an Arrow table.

    Each row has the values of `INDEXED` as the database's driver gives them. The table is by
    date_start, undated last, and within a day in the order given.
    """
    batches = [_batch(()), *(_batch(part) for part in parts)]
    table = pa.Table.from_batches(batches).unify_dictionaries()
    order = _by_day(table["date_start"])
    columns = {name: table[name] for name in table.column_names}
    del batches, table
    # One column after the other, so that no two whole tables stand in memory.
    for name in list(columns):
        columns[name] = columns[name].combine_chunks().take(order)
    happening = pc.coalesce(columns.pop("link_id"), columns["event_id"]).dictionary_encode()
    return pa.table({**columns, "happening": happening.indices})


def _by_day(days: pa.ChunkedArray) -> pa.Array:
    # Arrow's own sort is not stable, and one by day and id takes ten times as long.
    return pa.array(np.argsort(days.cast(pa.int32()).fill_null(_UNDATED).to_numpy(), kind="stable"))


def _batch(rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    values = zip(*rows, strict=True) if rows else ((),) * len(INDEXED)
    columns: dict[str, Sequence[Any]] = dict(zip(INDEXED, values, strict=True))
    columns["assoc_actors"] = [_lines(text) for text in columns["assoc_actors"]]
    columns["geometry"] = [_without_points(wkb) for wkb in columns["geometry"]]
    arrays = {name: pa.array(columns[name], pa.string()) for name in _TEXTS}
    # SQLite has dates as text and truth as a number.
    arrays |= {name: pa.array(columns[name]).cast(kind) for name, kind in _NUMBERS.items()}
    arrays |= {name: pa.array(columns[name], kind) for name, kind in _SOURCES.items()}
    arrays |= {name: arrays[name].dictionary_encode() for name in (*_TEXTS, "geometry")}
    arrays[SEARCH_TEXT] = search_texts([arrays[name] for name in SEARCHED])
    del arrays["quote"], arrays["title"]
    return pa.RecordBatch.from_pydict(arrays)


def _lines(names: str) -> str | None:
    return None if names == "[]" else "\n".join(json.loads(names))


def _without_points(wkb: bytes | None) -> bytes | None:
    # The byte order, then the type, whose lowest byte is the kind of geometry.
    if wkb is None or wkb[1 if wkb[0] else 4] == _WKB_POINT:
        return None
    return wkb


def index_path(store: Path | None, label: str, version: str) -> Path:
    """Return where the index of a store's version is kept: beside a file, else in `var`."""
    if store is None:
        name = sha256(label.encode()).hexdigest()[:16]
        store = DEFAULT_STORE.with_name(f"postgresql-{name}")
    return store.with_name(f"{store.name}.{version}{_ENDING}")


def write_index(table: pa.Table, path: Path, version: str) -> None:
    """Write the table of a store's version; a reader sees all of it or none. Raises OSError."""
    marked = table.replace_schema_metadata({"version": version, "form": str(FORM)})
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with pa.OSFile(str(unfinished), "wb") as sink, pa.ipc.new_file(sink, marked.schema) as file:
            file.write_table(marked)
        unfinished.replace(path)
        for old in path.parent.glob(f"{escape(path.name.split('.' + version)[0])}.*{_ENDING}"):
            # Another program may still read it; where such a file can't go, it goes next time.
            with suppress(OSError):
                if old != path:
                    old.unlink()
    finally:
        unfinished.unlink(missing_ok=True)


def read_index(path: Path, version: str) -> EventIndex | None:
    """Return the index in the file, None when it is missing, damaged or of another version."""
    try:
        with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as file:
            marks = file.schema.metadata or {}
            if (marks.get(b"version"), marks.get(b"form")) != (version.encode(), b"%d" % FORM):
                return None
            return index_of(file.read_all(), version)
    except (OSError, pa.ArrowException, KeyError):
        return None


def index_of(table: pa.Table, version: str) -> EventIndex:
    """Return the table as an index; what Arrow and NumPy hold alike is shared, not copied."""
    columns = {name: _column(name, _whole(table[name])) for name in table.column_names}
    ids = table["event_id"]
    shapes = columns.pop("geometry")
    columns["shape"] = shapes.rename_categories(
        shapely.from_wkb(shapes.categories.to_numpy(object))
    )
    del columns["event_id"]
    return EventIndex(version, pd.DataFrame(columns, copy=False), ids)


def _whole(values: pa.ChunkedArray) -> pa.Array:
    # Of a single chunk too `combine_chunks` makes a copy, which would bring the whole file in.
    return values.chunk(0) if values.num_chunks == 1 else values.combine_chunks()


def _column(name: str, values: pa.Array) -> Any:
    if isinstance(values, pa.DictionaryArray):
        codes = values.indices.fill_null(-1).to_numpy()
        return pd.Categorical.from_codes(
            codes, pd.Index(values.dictionary.to_pandas(), dtype=object), validate=False
        )
    if name in {SEARCH_TEXT, "event_id"}:
        return pd.arrays.ArrowExtensionArray(values)
    if pa.types.is_date(values.type):
        return values.cast(pa.timestamp("s")).to_numpy(zero_copy_only=False)
    if pa.types.is_integer(values.type):
        values = values.fill_null(0)
    return values.to_numpy(zero_copy_only=False)
