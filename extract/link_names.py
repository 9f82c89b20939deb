"""Which link_id a group has: the oldest it had, else its first report's event_id."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.codes import Origin

Age = tuple[bool, date, str]
Groups = Sequence[Sequence[int]]


def group_names(
    reports: pd.DataFrame, groups: Groups, is_new: NDArray[np.bool_]
) -> dict[str, str | None]:
    """Return the link_id of each report whose id is another now, None for one that is alone.

    A link_id is the event_id of the report that its group began with, and goes where that report
    goes. One that is no event's (imported, or its event was deleted) goes where reports are that
    had it and are settled. Of several ids of a group the oldest stays. A new group has the id of a
    report that was settled before, else of the one published first.
    """
    ages = _ages(reports, is_new)
    imported = (reports["origin"] != Origin.EXTRACTED).tolist()
    held = _held(reports, groups, ages, imported)
    before = [value if isinstance(value, str) else None for value in reports["link_id"]]
    event_ids: list[str] = reports["event_id"].tolist()
    changed: dict[str, str | None] = {}
    for number, group in enumerate(groups):
        name = _name(group, held.get(number, {}), ages, imported)
        for row in group:
            if before[row] != name:
                changed[event_ids[row]] = name
    return changed


def _ages(reports: pd.DataFrame, is_new: NDArray[np.bool_]) -> list[Age]:
    """Return what orders reports from old to new: settled ones, then by publication, then by id."""
    return [
        (new, published or date.max, event_id)
        for new, published, event_id in zip(
            is_new.tolist(), reports["published"], reports["event_id"], strict=True
        )
    ]


def _held(
    reports: pd.DataFrame, groups: Groups, ages: Sequence[Age], imported: Sequence[bool]
) -> dict[int, dict[str, Age]]:
    """Return the ids that each group has a right to, with how old they are."""
    group_of = {row: number for number, group in enumerate(groups) for row in group}
    row_of = {event_id: row for row, event_id in enumerate(reports["event_id"])}
    held: dict[int, dict[str, Age]] = {}
    for row, link_id in enumerate(reports["link_id"]):
        if not isinstance(link_id, str):
            continue
        first = row_of.get(link_id)
        if first is None and ages[row][0] and not imported[row]:
            continue  # whoever had it with this report is elsewhere now
        owner = row if first is None else first
        known = held.setdefault(group_of[owner], {})
        known[link_id] = min(known.get(link_id, ages[owner]), ages[owner])
    return held


def _name(
    group: Sequence[int], held: Mapping[str, Age], ages: Sequence[Age], imported: Sequence[bool]
) -> str | None:
    if len(group) == 1 and not imported[group[0]]:
        return None
    if held:
        return min(held, key=lambda link_id: (held[link_id], link_id))
    return None if len(group) == 1 else min(ages[row] for row in group)[-1]
