"""The timeline under the map: a histogram whose brush sets the date filter, and its controls."""

from datetime import date
from functools import partial
from typing import Final, get_args

import streamlit as st

from dashboard.charts import (
    BRUSH,
    MOST_BARS,
    Bin,
    bin_of,
    brushed_dates,
    span_of,
    timeline_bins,
    timeline_chart,
    undated,
)
from dashboard.components.dates import show_date_steps
from dashboard.filters import Filters
from dashboard.session import DATES, TIMELINE_TURN
from geodata.index import EventSet

BARS: Final = "timeline_bars"
UNDATED: Final = "filter_undated"
_AUTO: Final = "auto"


def show_timeline(events: EventSet, filters: Filters) -> None:
    """Draw the events of all times that the other filters leave, the chosen dates marked.

    `events` holds the undated ones whatever the filters say of them: they are counted beside it.
    """
    span, without = span_of(events), undated(events)
    with st.container(key="timeline"):
        if span is None:
            st.caption(f"No dated event to draw. {without:,} undated.")
            return
        with st.container(key="timeline_tools", horizontal=True, vertical_alignment="center"):
            show_date_steps(events.index, filters.selection, span)
            wanted = _bar_width()
        _draw(events, filters, wanted)
        with st.container(key="timeline_foot", horizontal=True, vertical_alignment="center"):
            st.caption(" ".join([*_widened(span, wanted), _DRAG]), width="stretch")
            if without:
                _undated_button(without, shown=filters.selection.include_undated)


_DRAG: Final = "Drag over the bars to choose dates; double-click to clear."


def _draw(events: EventSet, filters: Filters, wanted: Bin | None) -> None:
    key = f"timeline_chart_{st.session_state.get(TIMELINE_TURN, 0)}"
    selection = filters.selection
    st.altair_chart(
        timeline_chart(timeline_bins(events, wanted), since=selection.since, until=selection.until),
        key=key,
        width="stretch",
        on_select=partial(_take_brush, key),
        selection_mode=BRUSH,
    )


def _take_brush(key: str) -> None:
    days = brushed_dates(st.session_state.get(key))
    st.session_state[DATES] = days or ()


def _bar_width() -> Bin | None:
    chosen = st.segmented_control(
        "Bars",
        [_AUTO, *get_args(Bin)],
        default=_AUTO,
        key=BARS,
        format_func=str.capitalize,
        label_visibility="collapsed",
        required=True,
    )
    return None if chosen == _AUTO else chosen


def _widened(span: tuple[date, date], wanted: Bin | None) -> list[str]:
    width = bin_of((span[1] - span[0]).days, wanted)
    if wanted in {None, width}:
        return []
    return [f"One bar a {wanted} would be more than {MOST_BARS:,}: drawn by {width}."]


def _undated_button(number: int, *, shown: bool) -> None:
    act = "leave out" if shown else "show"
    st.button(
        f"{number:,} undated: {act}",
        key="timeline_undated",
        on_click=_leave_out_undated if shown else _show_undated,
        help="They have no bar. Shown, they are on the map and in the table whatever the dates.",
    )


def _leave_out_undated() -> None:
    st.session_state[UNDATED] = False


def _show_undated() -> None:
    st.session_state[UNDATED] = True
