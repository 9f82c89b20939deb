"""Which events a selection means: the one answer for map, table, exports and commands."""

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely import box, intersects, prepare, union_all

from geodata.codes import INCIDENT_MODALITIES, TALK
from geodata.search_text import matches
from geodata.selection import Selection

Frame = TypeVar("Frame", bound=pd.DataFrame)
Mask = NDArray[np.bool_]


def select(frame: Frame, selection: Selection) -> Frame:
    """Return the rows of an events frame that the selection means; index and order stay."""
    return frame[selected(frame, selection)]


def selected(frame: pd.DataFrame, selection: Selection) -> Mask:
    """Return which rows of an events frame, or of an event index, the selection means."""
    masks = [
        _dated(frame, selection),
        *_listed(frame, selection),
        *_measured(frame, selection),
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
    if selection.actor_types:
        kinds = [_among(frame[f"{side}_type"], selection.actor_types) for side in _SIDES]
        yield np.logical_or.reduce(kinds)
    for name, column in _COLUMNS.items():
        wanted = getattr(selection, name)
        if wanted:
            yield _among(frame[column], wanted)


_SIDES: Final = ("actor1", "actor2")
_COLUMNS: Final = {
    "countries": "country_code",
    "borders": "border_id",
    "sources": "source",
    "statuses": "status",
}


def _measured(frame: pd.DataFrame, selection: Selection) -> Iterable[Mask]:
    if selection.border_km is not None:
        yield (frame["border_distance_km"] <= selection.border_km).to_numpy(bool)
    if selection.precision is not None:
        known = frame["geo_precision"]
        yield ((known >= 1) & (known <= selection.precision)).fillna(value=False).to_numpy(bool)
    if selection.confidence is not None:
        # What was imported or entered was not judged by the reader of articles.
        yield ~(frame["confidence"] < selection.confidence).to_numpy(bool)


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
