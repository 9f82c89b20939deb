"""What the cells of an imported table mean: columns to fields, text to typed values.

Which column of ACLED, UCDP GED and plain tables is which field stands in data/import_columns.csv,
and codes that mean something else here in data/import_values.csv.
"""

import csv
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from shapely import from_wkt, get_coordinates
from shapely.errors import GEOSException

from geodata.codes import (
    SUB_EVENT_TYPES,
    ActorType,
    BorderActivity,
    DateBasis,
    EventType,
    Modality,
    Origin,
    PlaceBasis,
    ReviewStatus,
)
from geodata.errors import DataFileError
from geodata.manifest import DATA_FOLDER
from geodata.schema import DATE_COLUMNS, FLOAT_COLUMNS, INTEGER_COLUMNS

COLUMNS_FILE: Final = DATA_FOLDER / "import_columns.csv"
VALUES_FILE: Final = DATA_FOLDER / "import_values.csv"

# What Arrow, SQLite and PostgreSQL all hold exactly.
MAX_INTEGER: Final = 2**53
# Not calendar.month_name, which speaks the machine's language.
_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ][\d:.+Z-]*)?")
_WORDED_DAY: Final = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})")
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s\x00-\x20<>\"]+", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Dialect(StrEnum):
    """Whose table it is."""

    PLAIN = "plain"
    ACLED = "acled"
    UCDP = "ucdp"
    OWN = "own"


# The columns by which a table is known to be somebody's.
_SIGNATURES: Final[Mapping[Dialect, frozenset[str]]] = MappingProxyType(
    {
        Dialect.UCDP: frozenset({"type_of_violence", "side_a", "where_prec"}),
        Dialect.ACLED: frozenset({"event_id_cnty", "event_date"}),
        Dialect.OWN: frozenset({"event_id", "act_id", "article_id", "origin", "status"}),
    }
)


def dialect_of(columns: Collection[str]) -> Dialect:
    """Return whose table has these columns (lower case); PLAIN where nobody's is known."""
    known = (dialect for dialect, signature in _SIGNATURES.items() if signature <= set(columns))
    return next(known, Dialect.PLAIN)


@dataclass(frozen=True, slots=True)
class Meanings:
    """One dialect's two tables: column -> field, and (column, value) -> the fields it sets."""

    fields: Mapping[str, str]
    codes: Mapping[tuple[str, str], Mapping[str, str]]

    @property
    def coded_columns(self) -> frozenset[str]:
        """The columns that have values of their own."""
        return frozenset(column for column, _ in self.codes)


@cache
def meanings(dialect: Dialect) -> Meanings:
    """Return what the dialect's columns and codes mean. Raises DataFileError."""
    also = {Dialect.OWN: {Dialect.OWN, Dialect.PLAIN}}.get(dialect, {dialect})
    # Our own event_id is the event's, not a name of it in another's list.
    order = sorted(_rows(COLUMNS_FILE), key=lambda row: row["dialect"] == Dialect.OWN)
    fields = {row["column"]: row["field"] for row in order if row["dialect"] in also}
    codes: dict[tuple[str, str], dict[str, str]] = {}
    for row in _rows(VALUES_FILE):
        if row["dialect"] == dialect:
            codes.setdefault((row["column"], row["value"]), {})[row["field"]] = row["becomes"]
    return Meanings(MappingProxyType(fields), MappingProxyType(codes))


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error) as error:
        message = f"{path.name} can't be read: {error}; restore it from the repository"
        raise DataFileError(message) from error


def field_texts(cells: Mapping[str, str], dialect: Dialect) -> dict[str, str]:
    """Return the row's texts by field, without empty ones.

    Where several columns are one field the first that says something counts; associates add up.
    """
    table = meanings(dialect)
    texts: dict[str, str] = {}
    for column, field in table.fields.items():
        text = cells.get(column, "")
        if text and field == "assoc_actors" and field in texts:
            texts[field] += ";" + text
        elif text and column not in table.coded_columns:
            texts.setdefault(field, text)
    for column in sorted(table.coded_columns):
        texts |= _coded(table, column, cells.get(column, ""))
    return texts


def _coded(table: Meanings, column: str, text: str) -> Mapping[str, str]:
    own = {table.fields[column]: text} if text and column in table.fields else {}
    coded = table.codes.get((column, text.casefold()))
    if coded is None:
        return own
    # where_prec stays itself and also says geo_precision; inter1 is only what it means.
    kept = {} if table.fields.get(column) in coded else own
    return kept | {field: becomes for field, becomes in coded.items() if becomes}


def typed(field: str, text: str) -> Any:
    """Return the field's value. Raises ValueError saying what is wrong with the text."""
    read = _READERS.get(field)
    if read is not None:
        return read(text)
    if field in DATE_COLUMNS:
        return _day(text)
    if field in INTEGER_COLUMNS:
        return _integer(text)
    if field in FLOAT_COLUMNS:
        return _number(text)
    return cleaned(text)


def cleaned(text: str) -> str:
    """Return the text without control characters, which no store or XML can hold."""
    return _CONTROLS.sub("", text).strip()


def _day(text: str) -> date:
    iso, worded = _ISO_DAY.fullmatch(text), _WORDED_DAY.fullmatch(text)
    try:
        if iso:
            return date(*map(int, iso.groups()))
        if worded:
            return date(int(worded[3]), _month(worded[2]), int(worded[1]))
    except ValueError as error:
        raise ValueError(f"is no date: {error}") from error
    raise ValueError("is no date that can be read in one way only; write 2014-05-31")


def _month(word: str) -> int:
    """Return the number of an English month's name or its first letters."""
    found = [n for n, name in enumerate(_MONTHS, start=1) if name.startswith(word.lower())]
    if len(found) != 1:
        raise ValueError(f"{word!r} is no English month")
    return found[0]


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError("is no number; write it as 12.5") from None
    if not math.isfinite(number):
        raise ValueError("is no finite number")
    return number


def _integer(text: str) -> int:
    number = _number(text)
    if number != int(number) or abs(number) > MAX_INTEGER:
        raise ValueError("is no whole number in reach")
    return int(number)


def _degrees(limit: int) -> Callable[[str], float]:
    def read(text: str) -> float:
        number = _number(text)
        if abs(number) > limit:
            raise ValueError(f"is beyond {limit} degrees")
        return number

    return read


def _choice(values: Iterable[str]) -> Callable[[str], str]:
    known = {str(value).casefold(): str(value) for value in values}

    def read(text: str) -> str:
        if text.casefold() not in known:
            raise ValueError("is none of the allowed values")
        return known[text.casefold()]

    return read


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in text.split(";") if (name := cleaned(part))))


def _web_address(text: str) -> str:
    if not is_web_address(text):
        raise ValueError("is no http or https address")
    return text


def is_web_address(text: str) -> bool:
    """True for http and https addresses: no other scheme may become a link."""
    return bool(_WEB_ADDRESS.fullmatch(text))


def _truth(text: str) -> bool:
    values = {"true": True, "1": True, "false": False, "0": False}
    if text.casefold() not in values:
        raise ValueError("is neither true nor false")
    return values[text.casefold()]


def _geometry(text: str) -> Any:
    try:
        geometry = from_wkt(text)
    except GEOSException as error:
        raise ValueError(f"is no WKT geometry: {error}") from error
    return checked_geometry(geometry)


def checked_geometry(geometry: Any) -> Any:
    """Return the geometry. Raises ValueError where it's empty or off the globe."""
    xy = get_coordinates(geometry)
    if not len(xy):
        raise ValueError("is an empty geometry")
    if not (abs(xy) <= (180, 90)).all():
        raise ValueError("has coordinates beyond 180 or 90 degrees")
    return geometry


_READERS: Final[Mapping[str, Callable[[str], Any]]] = MappingProxyType(
    {
        "latitude": _degrees(90),
        "longitude": _degrees(180),
        "event_type": _choice(EventType),
        "sub_event_type": _choice([sub for subs in SUB_EVENT_TYPES.values() for sub in subs]),
        "border_activity": _choice(BorderActivity),
        "modality": _choice(Modality),
        "actor1_type": _choice(ActorType),
        "actor2_type": _choice(ActorType),
        "date_basis": _choice(DateBasis),
        "place_basis": _choice(PlaceBasis),
        "origin": _choice(Origin),
        "status": _choice(ReviewStatus),
        "assoc_actors": _names,
        "url": _web_address,
        "background": _truth,
        "geometry": _geometry,
    }
)
