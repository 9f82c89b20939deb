"""The map with its click: what was clicked opens in the card."""

from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from dashboard.components.legend import show_legend
from dashboard.filters import Filters, filters_to_query
from dashboard.layers import drawn_counts
from dashboard.maps import (
    MAP_HEIGHT,
    base_map,
    click_number,
    clicked_events,
    events_layer,
    sent_area,
    sent_days,
)
from dashboard.session import LAST_CLICK, ask_for, choose, current_filters
from geodata.index import EventSet
from geodata.settings import Settings


def show_map(events: EventSet, filters: Filters, version: str) -> None:
    """Draw the map of the filtered set, and choose the events that were clicked."""
    query = filters_to_query(filters)
    with st.container(key="map"):
        value = st_folium(
            base_map(Settings.from_environment().tiles),
            key="events_map",
            height=MAP_HEIGHT,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=events_layer(f"{query}&version={version}"),
        )
    number = click_number(value)
    # A map that is drawn anew, after another page, knows of no click.
    if number and number != st.session_state.get(LAST_CLICK):
        st.session_state[LAST_CLICK] = number
        _take(value)
    show_legend()
    st.caption(drawn_in_words(events, filters))


def _take(value: object) -> None:
    """Do what was asked for on the map: open events, or filter to an area or to days."""
    area, days = sent_area(value), sent_days(value)
    if area is None and days is None:
        choose(clicked_events(value))
        return
    filters = current_filters()
    asked: dict[str, Any] = {"bbox": area} if area else {}
    asked |= {"since": days[0], "until": days[1]} if days else {}
    ask_for(replace(filters, selection=replace(filters.selection, **asked)))


def drawn_in_words(events: EventSet, filters: Filters) -> str:
    """Return how many of the set's happenings the map draws, and why not the others."""
    layer = events if filters.talk_layer else events.incidents
    drawn, homeless = drawn_counts(layer)
    hidden = events.happenings - drawn - homeless
    parts = [f"{drawn:,} on the map"]
    if hidden:
        parts.append(f"{hidden:,} of talk or plans (layer off)")
    if homeless:
        parts.append(f"{homeless:,} without a place")
    return " · ".join(parts)
