"""The card of what was chosen on the map or in the table; a list when it was more than one."""

import geopandas as gpd
import streamlit as st

from dashboard import words
from dashboard.components.event_card import show_card
from dashboard.looks import LOOKS, type_of
from dashboard.session import chosen_events
from geodata.model import Event
from geodata.schema import frame_to_events


def show_chosen(events: gpd.GeoDataFrame) -> None:
    """Draw the card of the chosen events, or what to do to see one."""
    chosen = chosen_events()
    found = frame_to_events(events[events["event_id"].isin(chosen)])
    if not found:
        with st.container(key="card_empty", border=True):
            st.text("Choose an event on the map or in the table to read the sentence behind it.")
        return
    event = found[0]
    if len(found) > 1:
        ordered = sorted(found, key=lambda item: (str(item.date_start or ""), item.event_id))
        event = st.selectbox(
            f"{len(found):,} reports here",
            ordered,
            key="card_choice",
            format_func=_line,
            filter_mode=None,
        )
    with st.container(border=True):
        show_card(event)


def _line(event: Event) -> str:
    glyph = LOOKS[type_of(event.event_type)].glyph
    span = words.span_in_words(event.date_start, event.date_end)
    return f"{glyph} {span}: {words.act_in_words(event)}, {words.place_in_words(event)}"
