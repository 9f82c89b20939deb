"""The card of what was chosen on the map or in the table; a list when it was more than one."""

import geopandas as gpd
import numpy as np
import streamlit as st

from dashboard import words
from dashboard.components.event_card import show_card
from dashboard.components.states import show_no_match
from dashboard.data import events_of
from dashboard.session import chosen_events
from geodata.index import EventSet
from geodata.model import Event
from geodata.schema import frame_to_events

# As high as the map with its legend beside it.
CARD_HEIGHT = 610


def show_chosen(shown: EventSet) -> None:
    """Draw the card of the chosen events, else of the latest incident that is shown.

    A chosen event stays open when the filters leave it out: its card is what a link leads to.
    """
    found = _by_date(events_of(chosen_events()))
    with st.container(key="chosen", border=True, height=CARD_HEIGHT):
        if found:
            show_card(found[0] if len(found) == 1 else _one_of(found), shown.index)
            return
        latest = _latest(shown.incidents)
        if latest:
            st.caption("The latest here. Choose any event on the map or in the table.")
            show_card(latest, shown.index)
        elif not len(shown):
            show_no_match()
        else:
            st.text("Choose an event on the map or in the table to read the sentence behind it.")


def _latest(events: EventSet) -> Event | None:
    # Sets are by day, undated events last.
    dated = np.flatnonzero(~np.isnat(events.column("date_start")))
    found = frame_to_events(events_of(events.ids(dated[-1:])))
    return found[0] if found else None


def _by_date(events: gpd.GeoDataFrame) -> list[Event]:
    dated = events.sort_values(["date_start", "event_id"], na_position="first")
    return frame_to_events(dated)


def _one_of(found: list[Event]) -> Event:
    return st.selectbox(
        f"{len(found):,} reports here",
        found,
        index=len(found) - 1,
        key="card_choice",
        format_func=words.line_in_words,
        filter_mode=None,
    )
