"""Map, card, timeline and table of the filtered events."""

from dataclasses import replace

import streamlit as st

from dashboard.components.chosen import show_chosen
from dashboard.components.event_map import show_map
from dashboard.components.event_table import show_table
from dashboard.components.export import show_export
from dashboard.components.states import show_empty_store
from dashboard.components.timeline import show_timeline
from dashboard.data import selected, store_view
from dashboard.filters import filters_to_query
from dashboard.session import current_filters


def main() -> None:
    """Draw the page."""
    view, filters = store_view(), current_filters()
    if not len(view.index):
        show_empty_store()
        return
    events = selected(view, filters.selection)
    all_times = replace(filters.selection, since=None, until=None, include_undated=True)
    left, right = st.columns([5, 3], gap="medium")
    with left:
        show_map(events, filters, view.version)
    with right:
        show_chosen(events)
    show_timeline(selected(view, all_times), filters)
    if not len(events):
        return
    with st.container(key="table_head", horizontal=True, vertical_alignment="center"):
        st.subheader("Events")
        show_export(filters.selection)
    show_table(events, filters_to_query(filters))


main()
