"""What the map draws of a set of events in a view: markers for points, shapes for the rest. Pure.

Events at one place share a marker or shape with a count; see `dashboard.drawing` for the ways.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from dashboard.clusters import Floats, View, cluster_labels, in_view
from dashboard.drawing import AREA, COUNTRY, DISC, LINE, MARKER, NOWHERE, WAYS, Drawing, drawing_of
from dashboard.looks import LOOKS
from geodata.index import EventSet

# One place opens at most so many cards; the map says when there are more.
MAX_IDS: Final = 300
MAX_NAMES: Final = 3
_LOOKED_AT: Final = 500
# A disc that would be smaller than a marker is drawn as one.
MIN_DISC_PX: Final = 18.0
# About 500 m: under a pixel until zoom 8.
_SIMPLIFY_DEGREES: Final = 0.005

Integers = NDArray[np.integer[Any]]


def drawn_counts(events: EventSet) -> tuple[int, int]:
    """Return how many happenings of the set are on the map, and how many have no place."""
    ways = events.take(drawing_of(events.index).ways)
    placed = events.where(ways != NOWHERE).happenings
    return placed, events.happenings - placed


def markers(events: EventSet, view: View) -> list[dict[str, Any]]:
    """Return the view's markers: one for each place or, where they would overlap, cluster.

    Keys: anchor (an event_id, by which `ids_at` finds all of it), latitude, longitude, count
    (happenings), reports, types (counts in the legend's order), label, background, near (not at
    the exact place) and, for a marker of several places, bounds.
    """
    points, owners, cells = _clustered(events, view)
    latitude, longitude = points.column("latitude"), points.column("longitude")
    near = points.column("geo_precision") > 1
    found = []
    for owner, group, summary in _groups(points, owners):
        anchoring = group[cells[group] == owner]
        bounds = _bounds(longitude[group], latitude[group])
        found.append(
            {
                **summary,
                "latitude": round(float(latitude[anchoring].mean()), 5),
                "longitude": round(float(longitude[anchoring].mean()), 5),
                **({"near": True} if near[group].any() else {}),
                **({"bounds": bounds} if bounds[:2] != bounds[2:] else {}),
            }
        )
    return found


def _clustered(events: EventSet, view: View) -> tuple[EventSet, Integers, Integers]:
    drawing = drawing_of(events.index)
    ways = events.take(drawing.ways)
    marked = (ways == MARKER) | ((ways == DISC) & ~_large(events, view))
    points = events.where(marked)
    points = points.where(in_view(points.take(drawing.x), points.take(drawing.y), view))
    return points, *cluster_labels(points.take(drawing.x), points.take(drawing.y), view)


def _large(events: EventSet, view: View) -> NDArray[np.bool_]:
    """Return which events' discs are at least as large as a marker at the view's zoom."""
    drawing = drawing_of(events.index)
    return events.take(drawing.disc_px) * 2.0**view.zoom >= MIN_DISC_PX


def _bounds(x: Floats, y: Floats) -> list[float]:
    return [round(float(edge), 5) for edge in (x.min(), y.min(), x.max(), y.max())]


def shapes(events: EventSet, view: View) -> list[dict[str, Any]]:
    """Return the view's lines, areas, discs and countries, each place once with its count.

    Keys: kind, place, anchor, count, types, reports, label, background, and for a line or area
    outline (its name for `outlines`), else latitude, longitude, radius_km and, for a country,
    country_code. Larger shapes come first, so that smaller ones lie on top and can be clicked.
    """
    drawing = drawing_of(events.index)
    extended = _extended(events, view)
    found = [
        {"place": place, **summary, **_outline(extended, group[0], drawing)}
        for place, group, summary in _groups(extended, extended.take(drawing.places))
    ]
    return sorted(found, key=lambda shape: -shape.pop("size"))


def _extended(events: EventSet, view: View) -> EventSet:
    """Return the events whose shape meets the view; whole countries always do."""
    drawing = drawing_of(events.index)
    large = events.where(events.take(drawing.ways) >= LINE)
    ways, codes = large.take(drawing.ways), large.column("shape")
    seen = np.append(shapely.intersects(drawing.outlines, view.box), False)[codes]
    seen &= ways != DISC
    inside = in_view(large.take(drawing.x), large.take(drawing.y), view)
    return large.where(seen | (ways == COUNTRY) | ((ways == DISC) & _large(large, view) & inside))


def ids_at(events: EventSet, view: View, anchor: str) -> list[str]:
    """Return the ids of what the view's marker or shape with this anchor stands for.

    At most `MAX_IDS`, in the set's order; none when no such event is drawn there.
    """
    drawing = drawing_of(events.index)
    points, owners, _ = _clustered(events, view)
    extended = _extended(events, view)
    for drawn, numbers in ((points, owners), (extended, extended.take(drawing.places))):
        here = drawn.position(anchor)
        if here is not None:
            return drawn.ids(np.flatnonzero(numbers == numbers[here])[:MAX_IDS])
    return []


def _groups(events: EventSet, owners: Integers) -> Iterator[tuple[int, Integers, dict[str, Any]]]:
    """Yield each owner with the positions of its events in the set and what they sum up to."""
    drawing = drawing_of(events.index)
    first = _first_reports(events, owners, drawing)
    order = np.argsort(owners, kind="stable")
    numbers, starts = np.unique(owners[order], return_index=True)
    types, background = events.take(drawing.types), events.column("background")
    locations, names = events.column("location"), events.categories("location")
    anchors = events.ids(order[starts])
    groups = np.split(order, starts[1:]) if len(order) else []
    for owner, anchor, group in zip(numbers.tolist(), anchors, groups, strict=True):
        counts = np.bincount(types[group[first[group]]], minlength=len(LOOKS))
        known = _first_names(locations[group])
        summary = {
            "anchor": anchor,
            "count": int(counts.sum()),
            "types": counts.tolist(),
            "reports": len(group),
            "label": ", ".join(names[known[:MAX_NAMES]]) + (" …" if len(known) > MAX_NAMES else ""),
            **({"background": True} if background[group].all() else {}),
        }
        yield owner, group, summary


def _first_names(codes: Integers) -> Integers:
    # Four names are nearly always found among the first; all of a large cluster takes long.
    for part in (codes[:_LOOKED_AT], codes):
        known = pd.unique(part)
        known = known[known >= 0]
        if len(known) > MAX_NAMES:
            break
    return known


def _first_reports(events: EventSet, owners: Integers, drawing: Drawing) -> NDArray[np.bool_]:
    """Return which events count: of a happening's reports at one owner, the first."""
    first = np.ones(len(events), dtype=bool)
    linked = np.flatnonzero(events.take(drawing.linked))
    pairs = pd.DataFrame({"of": owners[linked], "is": events.column("happening")[linked]})
    first[linked] = ~pairs.duplicated().to_numpy()
    return first


def _outline(events: EventSet, position: int, drawing: Drawing) -> dict[str, Any]:
    frame = events.index.frame
    row = int(events.rows[position])
    way = int(drawing.ways[row])
    kind = {"kind": WAYS[way]}
    if way in {LINE, AREA}:
        shape = int(frame["shape"].cat.codes.to_numpy()[row])
        size = drawing.outlines[shape].area if way == AREA else 0.0
        return {**kind, "outline": drawing.names[shape], "size": size}
    return {
        **kind,
        "latitude": float(frame["latitude"].to_numpy()[row]),
        "longitude": float(frame["longitude"].to_numpy()[row]),
        "radius_km": float(drawing.radii[row]),
        **({"country_code": frame["country_code"].iloc[row]} if way == COUNTRY else {}),
        "size": float("inf") if way == COUNTRY else 0.0,
    }


def outlines(drawing: Drawing, names: list[str]) -> dict[str, Any]:
    """Return the outlines of these names as GeoJSON geometries; unknown names are left out."""
    numbers = {name: number for number, name in enumerate(drawing.names)}
    return {
        name: shapely.geometry.mapping(_simple(drawing.outlines[numbers[name]]))
        for name in names
        if name in numbers
    }


def _simple(outline: Any) -> Any:
    simple = shapely.simplify(outline, _SIMPLIFY_DEGREES)
    return shapely.set_precision(simple, 1e-4, mode="pointwise")


def extent(events: EventSet) -> list[float] | None:
    """Return (west, south, east, north) around everything drawn but whole countries, or None."""
    drawing = drawing_of(events.index)
    ways = events.take(drawing.ways)
    drawn = events.where((ways != NOWHERE) & (ways != COUNTRY))
    if not len(drawn):
        return None
    codes = drawn.column("shape")
    outlined = shapely.bounds(drawing.outlines[np.unique(codes[codes >= 0])])
    x, y = drawn.column("longitude"), drawn.column("latitude")
    west, south = np.fmin.reduce([*outlined[:, :2], (np.nanmin(x), np.nanmin(y))])
    east, north = np.fmax.reduce([*outlined[:, 2:], (np.nanmax(x), np.nanmax(y))])
    return [round(float(edge), 4) for edge in (west, south, east, north)]


def days(events: EventSet) -> list[str] | None:
    """Return the first and the last day of the set's dated events, as 2014-05-31, or None."""
    dated = ~np.isnat(events.column("date_start"))
    if not dated.any():
        return None
    first, last = events.column("date_start")[dated].min(), events.column("date_end")[dated].max()
    return [str(np.datetime_as_string(day, "D")) for day in (first, last)]
