"""What the map can draw instead of single events: a density grid, counts by first-level unit. Pure.

Both count happenings, each at its first report.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dashboard.clusters import View, in_view
from dashboard.drawing import MARKER, drawing_of
from geodata.index import EventSet

# Small enough to show a road, large enough to be clicked.
CELL_PX: Final = 24
# At the deepest zoom there are 175,000 in a row.
MAX_CELL: Final = 1 << 20
# A unit is known by country and name; no name has this character.
UNIT_MARK: Final = "|"

Integers = NDArray[np.int64]


def density(events: EventSet, view: View) -> dict[str, Any]:
    """Return the view's grid: cell_px, zoom and cells, each [column, row, happenings].

    Columns and rows are counted from the north-west corner of the Web Mercator world at the view's
    zoom. Only exact and near places are in the grid; `outside` counts what the set has besides,
    wherever it is: lines, areas and countries have no one cell, and some events no place.
    """
    firsts = events.firsts
    exact = _exact(firsts)
    columns, rows = _cells(exact, view)
    seen = in_view(*_pixels(exact), view)
    width = max(int(columns.max(initial=0)) + 1, 1)
    numbers, counts = np.unique((rows * width + columns)[seen], return_counts=True)
    cells = np.stack([numbers % width, numbers // width, counts], axis=1)
    return {
        "cell_px": CELL_PX,
        "zoom": view.zoom,
        "cells": cells.tolist(),
        "outside": len(firsts) - len(exact),
    }


def ids_in_cell(events: EventSet, view: View, column: int, row: int, most: int) -> list[str]:
    """Return the ids of the events in one cell of `density`, at most `most`, in the set's order."""
    exact = _exact(events)
    columns, rows = _cells(exact, view)
    return exact.ids(np.flatnonzero((columns == column) & (rows == row))[:most])


def _exact(events: EventSet) -> EventSet:
    return events.where(events.take(drawing_of(events.index).ways) == MARKER)


def _pixels(events: EventSet) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    drawing = drawing_of(events.index)
    return events.take(drawing.x), events.take(drawing.y)


def _cells(events: EventSet, view: View) -> tuple[Integers, Integers]:
    scale = 2.0**view.zoom / CELL_PX
    x, y = _pixels(events)
    return np.floor(x * scale).astype(np.int64), np.floor(y * scale).astype(np.int64)


def units(events: EventSet) -> dict[str, Any]:
    """Return the happenings of each first-level unit, by "country code|unit", and those of none.

    Keys: units (counts, the largest first) and outside (happenings without a unit).
    """
    firsts = events.firsts
    numbers = _unit_numbers(firsts)
    known, counts = np.unique(numbers[numbers >= 0], return_counts=True)
    names = firsts.categories("admin1")
    codes = firsts.categories("country_code")
    found = {
        f"{codes[number // len(names)]}{UNIT_MARK}{names[number % len(names)]}": int(count)
        for number, count in sorted(zip(known.tolist(), counts.tolist(), strict=True), key=_second)
    }
    return {"units": found, "outside": len(firsts) - int(counts.sum())}


def _second(pair: tuple[int, int]) -> int:
    return -pair[1]


def ids_in_unit(events: EventSet, unit: str, most: int) -> list[str]:
    """Return the ids of the events in a unit of `units`, at most `most`, the latest."""
    code, _, name = unit.partition(UNIT_MARK)
    codes, names = (events.categories(column)[:-1] for column in ("country_code", "admin1"))
    if code not in codes or name not in names:
        return []
    wanted = np.flatnonzero(codes == code)[0] * (len(names) + 1) + np.flatnonzero(names == name)[0]
    return events.ids(np.flatnonzero(_unit_numbers(events) == wanted)[-most:])


def _unit_numbers(events: EventSet) -> Integers:
    """Return a number for each event's country and unit, -1 where either is missing."""
    names = events.column("admin1").astype(np.int64)
    codes = events.column("country_code").astype(np.int64)
    width = len(events.categories("admin1"))
    return np.where((names >= 0) & (codes >= 0), codes * width + names, -1)
