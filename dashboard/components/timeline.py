"""The timeline under the map: a histogram whose brush sets the date filter."""

from functools import partial

import streamlit as st

from dashboard.charts import BRUSH, brushed_dates, timeline_bins, timeline_chart, undated
from dashboard.filters import Filters
from dashboard.session import DATES, TIMELINE_TURN
from geodata.index import EventSet


def show_timeline(events: EventSet, filters: Filters) -> None:
    """Draw the events of all times that the other filters leave, the chosen dates marked."""
    key = f"timeline_chart_{st.session_state.get(TIMELINE_TURN, 0)}"
    bins = timeline_bins(events)
    with st.container(key="timeline"):
        if bins.empty:
            st.caption(f"No dated event to draw. {undated(events):,} undated.")
            return
        st.altair_chart(
            timeline_chart(bins, since=filters.selection.since, until=filters.selection.until),
            key=key,
            width="stretch",
            on_select=partial(_take_brush, key),
            selection_mode=BRUSH,
        )
        st.caption(_under(undated(events)))


def _take_brush(key: str) -> None:
    days = brushed_dates(st.session_state.get(key))
    st.session_state[DATES] = days or ()


def _under(number: int) -> str:
    drag = "Drag over the bars to choose dates; double-click to clear."
    return f"{drag} {number:,} undated beside it." if number else drag
