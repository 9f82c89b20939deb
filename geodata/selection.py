"""The filter: which events are meant. The one definition for map, table, exports and commands."""

import csv
import io
import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely import box, intersects, prepare, union_all

from geodata.codes import INCIDENT_MODALITIES, SUB_EVENT_TYPES, TALK, BorderActivity, EventType
from geodata.errors import SelectionError
from geodata.search_text import matches

Frame = TypeVar("Frame", bound=pd.DataFrame)
Mask = NDArray[np.bool_]

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
    countries, borders: `country_code` and `border_id`.
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


def select(frame: Frame, selection: Selection) -> Frame:
    """Return the rows of an events frame that the selection means; index and order stay."""
    return frame[selected(frame, selection)]


def selected(frame: pd.DataFrame, selection: Selection) -> Mask:
    """Return which rows of an events frame, or of an event index, the selection means."""
    masks = [
        _dated(frame, selection),
        *_listed(frame, selection),
        *([matches(frame, selection.text)] if selection.text else []),
        *([_in_bbox(frame, selection.bbox)] if selection.bbox else []),
        *([] if selection.include_talk else [~talk(frame)]),
        *([] if selection.include_background else [~frame["background"].to_numpy(bool)]),
    ]
    return np.asarray(np.logical_and.reduce(masks), dtype=bool)


def happenings(frame: pd.DataFrame) -> int:
    """Return how many happenings the events are: linked reports are one."""
    return int(happening_ids(frame).nunique())


def happening_ids(frame: pd.DataFrame) -> "pd.Series[str]":
    """Return each event's happening: its link_id, else its event_id."""
    return frame["link_id"].fillna(frame["event_id"])


def talk(frame: pd.DataFrame) -> Mask:
    """Return which events are no incidents: talk, and what is planned, threatened, denied..."""
    spoken = frame["border_activity"].isin(list(TALK))
    done = frame["modality"].isin(list(INCIDENT_MODALITIES))
    return (spoken | ~done).to_numpy(bool)


def _dated(frame: pd.DataFrame, selection: Selection) -> Mask:
    start, end = frame["date_start"], frame["date_end"]
    undated = start.isna()
    within = ~undated
    if selection.since:
        within &= end >= pd.Timestamp(selection.since)
    if selection.until:
        within &= start <= pd.Timestamp(selection.until)
    return (within | undated if selection.include_undated else within).to_numpy(bool)


def _listed(frame: pd.DataFrame, selection: Selection) -> Iterable[Mask]:
    if selection.actors:
        names = {actor.casefold() for actor in selection.actors}
        sides = [_where(frame[side], lambda name: name.casefold() in names) for side in _SIDES]
        associates = _where(
            frame["assoc_actors"],
            lambda group: any(name.casefold() in names for name in _each(group)),
        )
        yield np.logical_or.reduce([*sides, associates])
    if selection.types:
        columns = ("event_type", "sub_event_type", "border_activity")
        yield np.logical_or.reduce([_among(frame[name], selection.types) for name in columns])
    if selection.countries:
        yield _among(frame["country_code"], selection.countries)
    if selection.borders:
        yield _among(frame["border_id"], selection.borders)


_SIDES: Final = ("actor1", "actor2")


def _among(values: "pd.Series[Any]", wanted: tuple[str, ...]) -> Mask:
    return values.isin(list(wanted)).to_numpy(bool)


def _where(values: "pd.Series[Any]", test: Callable[[Any], bool]) -> Mask:
    """Test each distinct value once: a million events have a few thousand actors and places."""
    codes, uniques = coded(values)
    # The last answer is for code -1, a missing value.
    answers = np.array([test(value) for value in uniques] + [False], dtype=bool)
    return np.asarray(answers[codes], dtype=bool)


def coded(values: "pd.Series[Any]") -> tuple[NDArray[Any], Iterable[Any]]:
    """Return each row's number among the distinct values, -1 for a missing one, and the values."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy(), values.cat.categories
    return pd.factorize(values)


def _each(names: tuple[str, ...] | str) -> Iterable[str]:
    # The event index has them one a line.
    return names.split("\n") if isinstance(names, str) else names


def _in_bbox(frame: pd.DataFrame, bbox: tuple[float, float, float, float]) -> Mask:
    west, south, east, north = bbox
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    area = union_all([box(left, south, right, north) for left, right in spans])
    prepare(area)
    if "geometry" in frame:
        return np.asarray(intersects(area, frame["geometry"].to_numpy()), dtype=bool)
    # The event index has shapes for lines and areas only.
    codes, shapes = coded(frame["shape"])
    meets = np.append(intersects(area, np.asarray(shapes, dtype=object)), False)
    x, y = frame["longitude"].to_numpy(), frame["latitude"].to_numpy()
    within = [(x >= left) & (x <= right) & (y >= south) & (y <= north) for left, right in spans]
    found = np.where(codes >= 0, meets[codes], np.logical_or.reduce(within))
    return np.asarray(found, dtype=bool)
