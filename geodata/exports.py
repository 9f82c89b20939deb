"""Events out: one feature or row a happening, with its sources, the filter and whose data it is.

A file appears under its name only when it is whole.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from types import MappingProxyType
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pyarrow.parquet as pq
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from shapely import bounds as bounds_of
from shapely import get_type_id, total_bounds

from geodata.errors import FormatError
from geodata.export_csv import write_csv
from geodata.export_kml import write_kml
from geodata.manifest import attributions
from geodata.reports import (
    DECIMALS,
    FORM,
    Happenings,
    geometries_for_export,
    json_members,
    json_objects,
    merge_reports,
)
from geodata.schema import DATE_COLUMNS, EVENT_COLUMNS, WGS84
from geodata.selection import Selection, selection_to_dict

_POINT: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What an export says of itself; `filter` is `selection_to_dict`'s, `exported` UTC."""

    filter: Mapping[str, str]
    exported: str
    happenings: int
    reports: int
    attribution: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready values."""
        return {
            "form": FORM,
            "exported": self.exported,
            "filter": dict(self.filter),
            "happenings": self.happenings,
            "reports": self.reports,
            "attribution": list(self.attribution),
        }


def write_events(
    frame: gpd.GeoDataFrame, path: str | Path, *, selection: Selection | None = None
) -> int:
    """Write an events frame in the format of the suffix; return how many happenings it holds.

    `selection` is what the frame was filtered by, for the file's header. A file of that name is
    replaced, once the new one is whole. Raises FormatError for another suffix and where the file
    can't be written.
    """
    target = Path(path)
    write = WRITERS.get(target.suffix.lower())
    if write is None:
        known = ", ".join(WRITERS)
        raise FormatError(f"{target.name!r} has no format we write; end it with one of {known}")
    merged = merge_reports(frame)
    header = _header(merged, len(frame), selection or Selection())
    with _put_in_place(target) as part:
        write(merged, part, header)
    if target.suffix.lower() == ".csv":
        _write_beside(target, header)
    return len(merged.ids)


def _header(merged: Happenings, reports: int, selection: Selection) -> Header:
    return Header(
        filter=selection_to_dict(selection),
        exported=datetime.now(UTC).isoformat(timespec="seconds"),
        happenings=len(merged.ids),
        reports=reports,
        attribution=attributions(),
    )


@contextmanager
def _put_in_place(target: Path) -> Iterator[Path]:
    # The suffix stays last: GDAL looks at it.
    part = target.with_name(f".{target.stem}-{token_hex(4)}.part{target.suffix}")
    try:
        yield part
        part.replace(target)
    except (OSError, DataSourceError, DataLayerError, FeatureError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{str(target)!r} can't be written: {reason}; choose a folder you may write to"
        raise FormatError(message) from error
    finally:
        part.unlink(missing_ok=True)


def _write_geojson(merged: Happenings, path: Path, header: Header) -> None:
    bounds = _bounds(merged.events["geometry"])
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","borderwatch":')
        file.write(orjson.dumps(header.as_dict()))
        file.write(b',"bbox":%s' % orjson.dumps(bounds) if bounds else b"")
        file.write(b',"features":[\n')
        file.write(b",\n".join(_features(merged)))
        file.write(b"\n]}\n")


def _features(merged: Happenings) -> Iterator[bytes]:
    geometries = merged.events["geometry"].to_numpy()
    shapes = json_members(merged.events["geometry"])
    boxes = _boxes(geometries)
    columns = [name for name in EVENT_COLUMNS if name != "geometry"]
    properties = json_objects(merged.events, columns)
    rows = zip(merged.ids, boxes, shapes, properties, merged.sources, merged.reports, strict=True)
    for name, box, shape, record, sources, reports in rows:
        yield b'{"type":"Feature","id":%s%s%s,"properties":%s,"sources":%s%s}}' % (
            orjson.dumps(name),
            box,
            shape or b',"geometry":null',
            record[:-1],
            sources,
            b',"reports":%s' % reports if reports else b"",
        )


def _boxes(geometries: Any) -> list[bytes]:
    """Return `,"bbox":[...]` of each line or area; a point needs none."""
    texts = [b""] * len(geometries)
    shaped = np.flatnonzero(get_type_id(geometries) > _POINT)
    corners = np.round(bounds_of(geometries[shaped]), DECIMALS).tolist()
    for index, box in zip(shaped.tolist(), corners, strict=True):
        texts[index] = b',"bbox":%s' % orjson.dumps(box)
    return texts


def _bounds(geometries: gpd.GeoSeries) -> list[float]:
    # shapely has no bounds for no geometries at all, and NaN for empty ones
    box = total_bounds([*geometries, None])
    return [] if np.isnan(box).any() else list(np.round(box, DECIMALS).tolist())


def _write_geopackage(merged: Happenings, path: Path, header: Header) -> None:
    frame = _flat(merged)
    frame["assoc_actors"] = ["; ".join(names) or None for names in frame["assoc_actors"]]
    metadata = {"borderwatch": json.dumps(header.as_dict(), ensure_ascii=False)}
    frame.to_file(path, driver="GPKG", layer="events", dataset_metadata=metadata, use_arrow=True)


def _write_parquet(merged: Happenings, path: Path, header: Header) -> None:
    frame = _flat(merged)
    frame["assoc_actors"] = [list(names) for names in frame["assoc_actors"]]
    frame.to_parquet(path, index=False)
    table = pq.read_table(path)
    own = {b"borderwatch": orjson.dumps(header.as_dict())}
    pq.write_table(table.replace_schema_metadata((table.schema.metadata or {}) | own), path)


def _flat(merged: Happenings) -> gpd.GeoDataFrame:
    """Return the happenings with whole days as dates and nested values as JSON text."""
    days = {name: merged.events[name].dt.date.astype(object) for name in DATE_COLUMNS}
    nested = {
        "evidence": [text.partition(b":")[2].decode() for text in _evidence(merged.events)],
        "happening_id": merged.ids,
        "sources": [text.decode() for text in merged.sources],
        "reports": [text.decode() or None for text in merged.reports],
    }
    geometries = geometries_for_export(merged.events["geometry"].to_numpy())
    frame = merged.events[list(EVENT_COLUMNS)].assign(**days, **nested)
    return frame.set_geometry(gpd.GeoSeries(geometries, index=frame.index, crs=WGS84))


def _evidence(events: pd.DataFrame) -> list[bytes]:
    return json_members(events["evidence"])


def _write_csv(merged: Happenings, path: Path, header: Header) -> None:  # noqa: ARG001
    write_csv(merged, path)


def _write_beside(table: Path, header: Header) -> None:
    """Put the header into the file that W3C's CSV on the Web (5.3) looks for beside a table."""
    member = {"@context": "http://www.w3.org/ns/csvw", "url": table.name}
    text = json.dumps(member | {"borderwatch": header.as_dict()}, indent=2, ensure_ascii=False)
    with _put_in_place(table.with_name(f"{table.name}-metadata.json")) as part:
        part.write_text(text + "\n", encoding="utf-8")


def _write_kml(merged: Happenings, path: Path, header: Header) -> None:
    parts = [f"{name}: {value}" for name, value in header.filter.items()]
    lines = [f"Exported {header.exported}.", *parts, *header.attribution]
    write_kml(merged, path, "\n".join(lines))


WRITERS: Final[Mapping[str, Callable[[Happenings, Path, Header], None]]] = MappingProxyType(
    {
        ".geojson": _write_geojson,
        ".json": _write_geojson,
        ".csv": _write_csv,
        ".gpkg": _write_geopackage,
        ".parquet": _write_parquet,
        ".kml": _write_kml,
    }
)
