"""Happenings as KML 2.2 (OGC 07-147r2), with the time that makes a slider in Google Earth."""

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from shapely import get_parts
from shapely.geometry.base import BaseGeometry

from geodata.export_header import Header
from geodata.export_shapes import shapes_for_export
from geodata.reports import Happenings, Record, json_records

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2">
<Document>
<name>Borderwatch</name>
<description>{description}</description>
"""
_TAIL: Final = "</Document>\n</kml>\n"

# Shown beside the quote when a placemark is opened.
_DATA: Final = (
    "event_id",
    "event_type",
    "sub_event_type",
    "border_activity",
    "modality",
    "time_precision",
    "actor1",
    "actor2",
    "location",
    "country",
    "admin1",
    "geo_precision",
    "where_prec",
    "border_id",
    "fatalities",
    "fatalities_high",
    "source",
    "url",
    "published",
    "confidence",
    "status",
)

# What XML 1.0 (2.2) can't hold, escaped or not.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_kml(batches: Iterable[Happenings], path: Path, header: Header) -> None:
    """Write one placemark a happening, without geometry where it has no place."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD.format(description=_rich(_description(header))))
        for batch in batches:
            shapes = shapes_for_export(batch.columns["geometry"])
            for event in json_records(batch.columns | {"geometry": list(shapes)}):
                file.writelines(_placemark(event))
        file.write(_TAIL)


def _description(header: Header) -> str:
    counts = f"{header.happenings} happenings in {header.reports} reports."
    parts = [f"{name}: {value}" for name, value in header.filter.items()]
    return "\n".join([f"Exported {header.exported}: {counts}", *parts, *header.attribution])


def _placemark(event: Record) -> Iterator[str]:
    act = event.get("border_activity") or event.get("event_type")
    title = [part for part in (act, event.get("location")) if part]
    yield f"<Placemark><name>{_plain(', '.join(title))}</name>"
    yield f"<description>{_rich(event.get('quote', ''))}</description>"
    yield _time(event)
    data = ((name, event[name]) for name in _DATA if name in event)
    yield "<ExtendedData>"
    yield "".join(
        f'<Data name="{name}"><value>{_plain(value)}</value></Data>' for name, value in data
    )
    yield "</ExtendedData>"
    yield _geometry(event["geometry"]) if "geometry" in event else ""
    yield "</Placemark>\n"


def _plain(value: object) -> str:
    return escape(_NO_XML.sub("", str(value)))


def _rich(text: str) -> str:
    # Google Earth reads a description as HTML, so text is escaped once for that, once for XML.
    return _plain(html.escape(text, quote=False))


def _time(event: Record) -> str:
    if "date_start" not in event:
        return ""
    begin, end = event["date_start"], event["date_end"]
    if begin == end:
        return f"<TimeStamp><when>{begin}</when></TimeStamp>"
    return f"<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>"


def _geometry(geometry: BaseGeometry) -> str:
    match geometry.geom_type:
        case "Point" | "LineString" | "LinearRing" as kind:
            return f"<{kind}>{_coordinates(geometry.coords)}</{kind}>"
        case "Polygon":
            return f"<Polygon>{''.join(_rings(geometry))}</Polygon>"
        case _:
            parts = "".join(map(_geometry, get_parts(geometry)))
            return f"<MultiGeometry>{parts}</MultiGeometry>"


def _rings(polygon: Any) -> Iterator[str]:
    for side, rings in (("outer", [polygon.exterior]), ("inner", polygon.interiors)):
        for ring in rings:
            yield f"<{side}BoundaryIs><LinearRing>{_coordinates(ring.coords)}</LinearRing>"
            yield f"</{side}BoundaryIs>"


def _coordinates(points: Iterable[tuple[float, ...]]) -> str:
    text = " ".join(f"{longitude},{latitude}" for longitude, latitude in points)
    return f"<coordinates>{text}</coordinates>"
