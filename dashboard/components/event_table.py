"""The same events as a table, for those who don't use a map."""

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard.looks import LOOKS, type_of
from dashboard.session import choose

TABLE_HEIGHT = 330


def table_rows(events: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return what the table shows of the events, latest first, with `event_id` as the index."""
    ordered = events.sort_values("date_start", ascending=False, na_position="last", kind="stable")
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


def show_table(events: gpd.GeoDataFrame) -> None:
    """Draw the table; choosing a row opens its card."""
    rows = table_rows(events)

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
