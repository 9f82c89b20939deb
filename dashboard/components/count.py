"""How much of the store is on the screen: always visible, on every page."""

import streamlit as st

from dashboard.data import StoreView
from dashboard.words import counted
from geodata.index import EventSet


def count_in_words(shown: int, total: int, reports: int) -> str:
    """Return "N of M events (R reports)"; N and M count happenings."""
    return f"{shown:,} of {total:,} events ({counted(reports, 'report')})"


def show_count(events: EventSet, view: StoreView) -> None:
    """Draw the count of the filtered set in the bar that stays on top of every page."""
    with st.container(key="event_count"):
        st.text(count_in_words(events.happenings, view.total, len(events)))
