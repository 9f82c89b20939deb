"""How much of the store is on the screen: always visible, on every page."""

import geopandas as gpd
import streamlit as st

from dashboard.data import StoreView
from dashboard.words import counted
from geodata.selection import happenings


def count_in_words(shown: int, total: int, reports: int) -> str:
    """Return "N of M events (R reports)"; N and M count happenings."""
    return f"{shown:,} of {total:,} events ({counted(reports, 'report')})"


def show_count(events: gpd.GeoDataFrame, view: StoreView) -> None:
    """Draw the count of the filtered set in the bar that stays on top of every page."""
    with st.container(key="event_count"):
        st.text(count_in_words(happenings(events), view.total, len(events)))
