"""One record of our own exports -> the event it was, or why not: files get edited, or are bait."""

import json
import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from shapely import from_geojson
from shapely.errors import GEOSException

from geodata.errors import RecordError
from geodata.import_fields import MAX_INTEGER, checked_geometry, is_web_address
from geodata.model import Event
from geodata.schema import (
    DATE_COLUMNS,
    EVENT_COLUMNS,
    FLOAT_COLUMNS,
    INTEGER_COLUMNS,
    event_from_dict,
)

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NEEDED: Final = ("event_id", "act_id")


def event_of_record(record: Mapping[str, Any]) -> Event:
    """Return the event of a JSON record whose geometry is a GeoJSON object.

    What is missing or null is as in `Event`; keys that are no field are ignored. Raises RecordError
    naming every fault.
    """
    values = {name: record[name] for name in EVENT_COLUMNS if record.get(name) is not None}
    faults = [f"{name} is missing" for name in _NEEDED if not values.get(name)]
    faults += [
        f"{name} {str(value)[:80]!r} is no {kind}"
        for name, value in values.items()
        for kind, fits in (_KINDS.get(name, _TEXT),)
        if not fits(value)
    ]
    if faults:
        raise RecordError("; ".join(faults))
    if "geometry" in values:
        _check_geometry(values["geometry"])
    for name in FLOAT_COLUMNS:
        if name in values:
            values[name] = float(values[name])
    return event_from_dict(values)


def _check_geometry(geometry: Mapping[str, Any]) -> None:
    try:
        checked_geometry(from_geojson(json.dumps(geometry)))
    except (ValueError, GEOSException) as error:
        raise RecordError(f"geometry can't be read: {error}") from error


def _is_text(value: object) -> bool:
    return isinstance(value, str) and "\x00" not in value


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MAX_INTEGER


def _is_number(value: object) -> bool:
    return _is_integer(value) or (isinstance(value, float) and math.isfinite(value))


def _is_day(value: object) -> bool:
    return isinstance(value, str) and bool(_DAY.fullmatch(value))


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _are_evidence(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict)
        and item.keys() == {"field", "start", "end"}
        and _is_text(item["field"])
        and _is_integer(item["start"])
        and _is_integer(item["end"])
        for item in value
    )


Kind = tuple[str, Callable[[Any], bool]]
_TEXT: Final[Kind] = ("text", _is_text)
_KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        **dict.fromkeys(DATE_COLUMNS, ("date (2014-05-31)", _is_day)),
        **dict.fromkeys(INTEGER_COLUMNS, ("whole number in reach", _is_integer)),
        **dict.fromkeys(FLOAT_COLUMNS, ("finite number", _is_number)),
        "background": ("truth value", lambda value: isinstance(value, bool)),
        "assoc_actors": ("list of names", _are_names),
        "evidence": ("list of field, start, end", _are_evidence),
        "geometry": ("GeoJSON object", lambda value: isinstance(value, dict)),
        "url": ("http or https address", lambda value: _is_text(value) and is_web_address(value)),
    }
)
