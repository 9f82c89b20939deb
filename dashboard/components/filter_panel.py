"""The filter widgets in the sidebar."""

from datetime import date

import streamlit as st

from dashboard.data import StoreView
from dashboard.filters import Filters
from dashboard.session import (
    DATES,
    FIRST_DAY,
    LAST_DAY,
    LAYER,
    TEXT,
    clear_brush,
    reset_filters,
    selected_dates,
)
from geodata.borders import country_name
from geodata.errors import RecordError
from geodata.selection import Selection


def filter_panel(view: StoreView) -> Filters:
    """Draw the widgets and return what they say."""
    choices = view.choices
    with st.sidebar:
        since, until = _dates()
        undated = st.toggle("Include undated", key="filter_undated")
        actors = _many("Actors", "filter_actors", choices.actors)
        types = _many("Event types", "filter_types", choices.types)
        countries = _many("Countries", "filter_countries", choices.countries, named=True)
        borders = _many("Borders", "filter_borders", choices.borders)
        text = st.text_input("Text", key=TEXT, placeholder="in quotes, places and actors")
        background = st.toggle("Background events", key="filter_background")
        talk = st.toggle("Talk and plans on the map", key=LAYER)
        st.button("Reset filters", key="reset_filters", on_click=reset_filters, width="stretch")
    selection = Selection(
        since=since,
        until=until,
        actors=actors,
        types=types,
        countries=countries,
        borders=borders,
        text=text,
        include_undated=undated,
        include_background=background,
    )
    return Filters(selection=selection, talk_layer=talk)


def _dates() -> tuple[date | None, date | None]:
    days = st.date_input(
        "Dates",
        key=DATES,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        on_change=clear_brush,
    )
    return selected_dates(days)


def _many(label: str, key: str, values: tuple[str, ...], *, named: bool = False) -> tuple[str, ...]:
    # A link may name a value that this store hasn't: it stays visible, and matches nothing.
    linked = [value for value in st.session_state.get(key, ()) if value not in values]
    chosen = st.multiselect(
        label,
        [*values, *linked],
        key=key,
        placeholder="All",
        format_func=_country_label if named else str,
    )
    return tuple(chosen)


def _country_label(country_code: str) -> str:
    try:
        return f"{country_name(country_code)} ({country_code})"
    except RecordError:
        return country_code
