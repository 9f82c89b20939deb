"""Happenings as one GeoJSON FeatureCollection (RFC 7946), feature by feature."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson

from geodata.export_header import Header
from geodata.export_shapes import JsonShape, json_shape
from geodata.reports import Happenings, json_records

_NOWHERE: Final = (np.inf, np.inf, -np.inf, -np.inf)
Box = tuple[float, float, float, float]


def write_geojson(batches: Iterable[Happenings], path: Path, header: Header) -> None:
    """Write one feature a happening; the collection's bbox, known last, stands at the end."""
    box: Box = _NOWHERE
    separator = b"\n"
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","borderwatch":%s' % orjson.dumps(header.as_dict()))
        file.write(b',"features":[')
        for batch in batches:
            shapes = [json_shape(wkb) for wkb in batch.columns["geometry"]]
            for feature in _features(batch, shapes):
                file.write(separator)
                file.write(feature)
                separator = b",\n"
            box = _around([box, *(shape.box for shape in shapes if shape is not None)])
        file.write(b"\n]")
        file.write(b"" if box == _NOWHERE else b',"bbox":%s' % orjson.dumps(box))
        file.write(b"}\n")


def _features(batch: Happenings, shapes: list[JsonShape | None]) -> Iterator[bytes]:
    columns = {name: values for name, values in batch.columns.items() if name != "geometry"}
    rows = zip(batch.ids, shapes, json_records(columns), batch.sources, batch.reports, strict=True)
    for identity, shape, properties, sources, reports in rows:
        feature: dict[str, Any] = {"type": "Feature", "id": identity}
        if shape is not None and not shape.is_point:
            feature["bbox"] = shape.box
        feature["geometry"] = None if shape is None else shape.geometry
        feature["properties"] = properties
        properties["sources"] = sources
        if reports:
            properties["reports"] = reports
        yield orjson.dumps(feature)


def _around(boxes: list[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
