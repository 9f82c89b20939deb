"""The same events as a table, for those who don't use a map."""

import geopandas as gpd
import numpy as np
import pandas as pd
import streamlit as st

from dashboard.data import events_of
from dashboard.looks import LOOKS, type_of
from dashboard.session import choose
from geodata.index import EventSet

TABLE_HEIGHT = 330
# Few enough to go over the wire at every change of the filters.
PAGE_ROWS = 100


def page_ids(events: EventSet, page: int) -> list[str]:
    """Return the event_ids of a page of the table, the first being 1; latest first."""
    dated = int((~np.isnat(events.column("date_start"))).sum())
    first, last = (page - 1) * PAGE_ROWS, page * PAGE_ROWS
    places = np.arange(first, min(last, len(events)))
    # The set is by day, undated events last.
    return events.ids(np.where(places < dated, dated - 1 - places, places))


def table_rows(ordered: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return what the table shows of an events frame, with `event_id` as the index."""
    types = ordered["event_type"].map(type_of)
    rows = pd.DataFrame(
        {
            "": types.map(lambda name: LOOKS[name].glyph),
            "From": ordered["date_start"].dt.strftime("%Y-%m-%d"),
            "To": ordered["date_end"].dt.strftime("%Y-%m-%d"),
            "Type": types,
            "Act": ordered["border_activity"].fillna(ordered["sub_event_type"]),
            "Modality": ordered["modality"],
            "Actor 1": ordered["actor1"],
            "Actor 2": ordered["actor2"],
            "Place": ordered["location"],
            "Country": ordered["country"],
            "Border": ordered["border_id"],
            "Quote": ordered["quote"],
            "Source": ordered["source"],
        }
    )
    rows = rows.fillna("")
    return rows.set_axis(ordered["event_id"], axis="index")


def show_table(events: EventSet, query: str) -> None:
    """Draw the table of the query's events; choosing a row opens its card."""
    place = st.container(key="table_pages", horizontal=True, horizontal_alignment="center")
    pages = -(-len(events) // PAGE_ROWS)
    page = 1
    if pages > 1:
        with place:
            # Another set begins at its first page.
            page = st.pagination(pages, key=f"table_page_{query}")
    rows = table_rows(events_of(page_ids(events, page)))

    def take_row() -> None:
        chosen = st.session_state["events_table"]["selection"]["rows"]
        choose(tuple(str(rows.index[row]) for row in chosen if row < len(rows)))

    st.dataframe(
        rows,
        key="events_table",
        height=TABLE_HEIGHT,
        hide_index=True,
        on_select=take_row,
        selection_mode="single-row",
        column_config={"": st.column_config.TextColumn(width=28)},
    )
