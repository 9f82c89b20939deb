"""One row of somebody's table -> one event, or why not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from shapely import Point, point_on_surface
from shapely.geometry.base import BaseGeometry

from geodata.codes import SUB_EVENT_TYPES, BorderActivity, Origin
from geodata.errors import FormatError, RecordError
from geodata.import_fields import (
    Dialect,
    checked_geometry,
    dialect_of,
    field_texts,
    meanings,
    typed,
)
from geodata.model import Event, content_id

# The name under which a dataset's own ids are unique; other tables go by their rows' source.
_DATASETS: Final = MappingProxyType({Dialect.ACLED: "ACLED", Dialect.UCDP: "UCDP GED"})
_PARENTS: Final = MappingProxyType(
    {sub: parent.value for parent, subs in SUB_EVENT_TYPES.items() for sub in subs}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it was read: `where` says file and line, `cells` are by lower-case column.

    `geometry` is what a GeoJSON feature or a GeoParquet row brings besides its columns.
    """

    where: str
    cells: Mapping[str, str]
    geometry: BaseGeometry | None = None


def check_columns(columns: Collection[str], file: str, *, with_geometry: bool = False) -> Dialect:
    """Return whose table it is. Raises FormatError when what every table needs isn't there."""
    dialect = dialect_of(columns)
    known = meanings(dialect).fields
    there = {known[column] for column in columns if column in known}
    needed = ["date_start"] if with_geometry else ["date_start", "latitude", "longitude"]
    missing = [field for field in needed if field not in there]
    if missing:
        names = ["event_date or date_start" if name == "date_start" else name for name in missing]
        raise FormatError(
            f"{file!r} lacks the columns {', '.join(names)}; "
            f"it has {', '.join(map(repr, sorted(columns)[:20])) or 'none'}; rename or add them"
        )
    return dialect


def event_of_row(row: Row, dialect: Dialect, file: str) -> Event:
    """Return the row's event. Raises RecordError naming every fault of the row.

    Origin is "imported" and status "unreviewed", but for rows of our own export, which stay what
    they were. A row without event_type and border_activity is talk. The id is a hash of the source
    and the row's own id, where it has none of the whole row.
    """
    texts = field_texts(row.cells, dialect)
    values, faults = _typed_values(texts)
    faults += _place(values, row.geometry, given=texts.keys())
    if faults:
        raise RecordError("; ".join(faults))
    own_id = values.pop("own_id", None)
    values.setdefault("source", _DATASETS.get(dialect, file))
    _complete(values)
    if dialect is not Dialect.OWN:
        values["event_id"] = _event_id(row, own_id, _DATASETS.get(dialect) or values["source"])
        values |= {"act_id": content_id("act", values["event_id"]), "origin": Origin.IMPORTED.value}
    if not values.get("event_id") or not values.get("act_id"):
        raise RecordError("event_id or act_id is missing")
    return Event(**values)


def _typed_values(texts: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    values, faults = {}, []
    for field, text in texts.items():
        try:
            values[field] = typed(field, text)
        except ValueError as error:
            faults.append(f"{field} {text[:80]!r} {error}")
    return values, faults


def _place(
    values: dict[str, Any], geometry: BaseGeometry | None, *, given: Collection[str]
) -> Iterable[str]:
    """Bring latitude, longitude and geometry together; yield what is wrong with them."""
    shape = values.pop("geometry", None) or geometry
    try:
        shape = None if shape is None else checked_geometry(shape)
    except ValueError as error:
        yield f"geometry {error}"
        return
    if isinstance(shape, Point):
        values.setdefault("latitude", shape.y)
        values.setdefault("longitude", shape.x)
    elif shape is not None and values.get("latitude") is None:
        inner = point_on_surface(shape)
        values |= {"latitude": inner.y, "longitude": inner.x}
    latitude, longitude = values.get("latitude"), values.get("longitude")
    if ("latitude" in given) != ("longitude" in given):
        yield "one of latitude and longitude is missing"
    elif latitude == 0 and longitude == 0:
        yield "latitude and longitude are both 0, which is the open sea; leave unknown ones empty"
    elif latitude is not None and longitude is not None:
        values["geometry"] = shape or Point(longitude, latitude)


def _complete(values: dict[str, Any]) -> None:
    if "date_start" not in values:
        values["date_start"] = values.get("date_end")
    values.setdefault("date_end", values["date_start"])
    sub_event_type = values.get("sub_event_type")
    if sub_event_type and "event_type" not in values:
        values["event_type"] = _PARENTS[sub_event_type]
    activity = values.get("border_activity")
    if "event_type" not in values and activity is None:
        values["border_activity"] = BorderActivity.STATEMENT.value
    for name in ("fatalities", "wounded", "detained", "quantity"):
        if values.get(f"{name}_high") == values.get(name):
            values[f"{name}_high"] = None


def _event_id(row: Row, own_id: str | None, source: str) -> str:
    if own_id:
        return content_id("imported", source, own_id)
    cells = sorted((column, text) for column, text in row.cells.items() if text)
    shape = row.geometry.wkt if row.geometry is not None else ""
    return content_id("imported row", source, shape, *(part for cell in cells for part in cell))
