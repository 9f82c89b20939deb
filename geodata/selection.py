"""The filter: what an analyst asks for, and its text in a URL, a command or a file's header.

`geodata.matching` says which events are meant.
"""

import csv
import io
import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from geodata.codes import (
    SUB_EVENT_TYPES,
    ActorType,
    BorderActivity,
    EventType,
    ReviewStatus,
)
from geodata.errors import SelectionError

_TYPE_VALUES: Final = tuple(
    [value.value for value in EventType]
    + [sub for subs in SUB_EVENT_TYPES.values() for sub in subs]
    + [value.value for value in BorderActivity]
)
_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an analyst asked for; the parts narrow each other, the values of one part add up.

    Without arguments it selects every event. Values are normalised when it is made: lists sorted
    and without repeats, codes in capitals, "LY-DZ" as "DZ-LY", types as the coding spells them.
    Raises SelectionError naming every fault.

    since, until: the event's dates overlap this span, both ends included.
    actors: canonical names, in any case, of either side or an associate.
    types: event_type, sub_event_type or border_activity; "Attack" is ACLED's, "attack" ours,
        any other case means both.
    actor_types: of either side, as `ActorType` spells them.
    countries, borders, sources, statuses: `country_code`, `border_id`, `source` and `status`.
    border_km: at most so far from the nearest land border.
    precision: `geo_precision` at most this: 1 the place itself, 2 near it, 3 the area.
    confidence: at least this, 0 to 1; events without one (imported, entered) are kept.
    text: every word stands in the quote, the place, the actors or the title (where the frame has
        titles), in any case and with or without accents.
    bbox: (west, south, east, north) in degrees that the geometry meets; west > east crosses the
        antimeridian. Events without a place are outside every bbox.
    include_undated: keep events without dates, whatever the span.
    include_talk: keep talk and what has not happened (planned, denied, ...).
    include_background: keep recalled events.
    """

    since: date | None = None
    until: date | None = None
    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    borders: tuple[str, ...] = ()
    actor_types: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    border_km: float | None = None
    precision: int | None = None
    confidence: float | None = None
    text: str = ""
    bbox: tuple[float, float, float, float] | None = None
    include_undated: bool = True
    include_talk: bool = True
    include_background: bool = True

    def __post_init__(self) -> None:
        faults: list[str] = []
        if self.since and self.until and self.since > self.until:
            faults.append(f"since {self.since} is after until {self.until}; exchange them")
        normal: dict[str, Any] = {
            "actors": _normal(self.actors),
            "types": _types(_normal(self.types), faults),
            "countries": _normal(code.upper() for code in self.countries),
            "borders": _borders(_normal(self.borders), faults),
            "actor_types": _known(self.actor_types, ActorType, "actor type", faults),
            "sources": _normal(self.sources),
            "statuses": _known(self.statuses, ReviewStatus, "status", faults),
            "border_km": _number(self.border_km, 0, math.inf, "border_km", faults),
            "precision": _number(self.precision, 1, 3, "precision", faults),
            "confidence": _number(self.confidence, 0, 1, "confidence", faults),
            "text": _one_line(self.text),
            "bbox": None if self.bbox is None else _bbox(self.bbox, faults),
        }
        if faults:
            raise SelectionError("; ".join(faults))
        for name, value in normal.items():
            object.__setattr__(self, name, value)


def _one_line(text: str) -> str:
    printable = "".join(char if char.isprintable() else " " for char in text)
    return unicodedata.normalize("NFC", " ".join(printable.split()))


def _normal(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({line for value in values if (line := _one_line(value))}))


def _types(values: tuple[str, ...], faults: list[str]) -> tuple[str, ...]:
    found: set[str] = set()
    for value in values:
        spellings = {known for known in _TYPE_VALUES if known.casefold() == value.casefold()}
        if not spellings:
            faults.append(f"{value!r} is no event type, sub-event type or border activity")
        found |= {value} if value in spellings else spellings
    return tuple(sorted(found))


def _known(
    values: Iterable[str], kind: type[StrEnum], noun: str, faults: list[str]
) -> tuple[str, ...]:
    known = [member.value for member in kind]
    found = _normal(value.lower() for value in values)
    faults += [
        f"{value!r} is no {noun}; known are {', '.join(known)}"
        for value in found
        if value not in known
    ]
    return found


def _number(
    value: float | None, lowest: float, highest: float, noun: str, faults: list[str]
) -> float | None:
    # "not" also refuses NaN, which compares with nothing.
    if value is not None and not lowest <= value <= highest:
        faults.append(f"{noun} {value!r} is not from {lowest} to {highest}")
    return value


def _borders(values: tuple[str, ...], faults: list[str]) -> tuple[str, ...]:
    found = set()
    for value in values:
        codes = sorted(code.strip().upper() for code in value.split("-"))
        if len(codes) != 2 or not all(code.isalnum() for code in codes):
            faults.append(f"{value!r} is no border; write its two country codes as DZ-LY")
        found.add("-".join(codes))
    return tuple(sorted(found))


def _bbox(values: Iterable[float], faults: list[str]) -> tuple[float, ...]:
    numbers = tuple(float(value) for value in values)
    good = len(numbers) == 4 and all(map(math.isfinite, numbers))
    good = good and all(abs(number) <= 180 for number in numbers[::2])
    good = good and -90 <= numbers[1] <= numbers[3] <= 90
    if not good:
        faults.append(
            f"bbox {numbers!r} is no box; give west,south,east,north in degrees, south below north"
        )
    return numbers


def selection_to_dict(selection: Selection) -> dict[str, str]:
    """Return the parts that are not as in `Selection()` as text, for a URL or a file's header.

    Lists are comma-separated, values with a comma in quotes as in CSV.
    """
    usual = Selection()
    return {
        field.name: _as_text(value)
        for field in fields(Selection)
        if (value := getattr(selection, field.name)) != getattr(usual, field.name)
    }


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if not isinstance(value, tuple):
        return str(value)
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(value)
    return line.getvalue()


def selection_from_dict(values: Mapping[str, str]) -> Selection:
    """Return the selection of `selection_to_dict`'s mapping; other keys are left alone.

    An empty value is as in `Selection()`. Raises SelectionError naming every fault.
    """
    faults: list[str] = []
    parts: dict[str, Any] = {}
    for field in fields(Selection):
        text = values.get(field.name, "").strip()
        if text:
            try:
                parts[field.name] = _from_text(field.name, text)
            except ValueError as error:
                faults.append(f"{field.name}={text[:80]!r}: {error}")
    try:
        selection = Selection(**parts)
    except SelectionError as error:
        faults.append(str(error))
    if faults:
        raise SelectionError("; ".join(faults))
    return selection


def _from_text(name: str, text: str) -> object:
    if name in {"since", "until"}:
        return day_of(text)
    if name == "text":
        return text
    if name == "bbox":
        return bbox_of(text)
    if name in {"border_km", "confidence"}:
        return float(text)
    if name == "precision":
        return int(text)
    if name.startswith("include_"):
        if text.lower() not in _YES | _NO:
            raise ValueError("is neither 1 nor 0")
        return text.lower() in _YES
    try:
        return tuple(value for row in csv.reader([text], strict=True) for value in row)
    except csv.Error as error:
        raise ValueError(f"{error}; separate values by commas") from error


def day_of(text: str) -> date:
    """Return the date of "2014-05-31"; raises SelectionError for anything else."""
    try:
        if len(text) == len("2014-05-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise SelectionError(f"{text!r} is no date; write it as 2014-05-31")


def bbox_of(text: str) -> tuple[float, float, float, float]:
    """Return the four numbers of "west,south,east,north"; raises SelectionError otherwise."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError as error:
        message = f"{text!r} is no box; write west,south,east,north in degrees"
        raise SelectionError(message) from error
    return west, south, east, north
