"""The GeoJSON file of exactly the filtered set."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import streamlit as st

from dashboard.data import all_of
from geodata.formats import write_events
from geodata.selection import Selection


def show_export(selection: Selection) -> None:
    """Draw the download button; the file is made when it is pressed."""
    st.download_button(
        "Export GeoJSON",
        key="export_geojson",
        data=lambda: geojson_bytes(all_of(selection), selection),
        file_name=f"borderwatch-{datetime.now(tz=UTC):%Y-%m-%d}.geojson",
        mime="application/geo+json",
        icon=":material/download:",
        on_click="ignore",
    )


def geojson_bytes(events: gpd.GeoDataFrame, selection: Selection) -> bytes:
    """Return the events as a GeoJSON file's content; `selection` stands in its header."""
    with TemporaryDirectory(prefix="borderwatch-") as folder:
        path = Path(folder) / "events.geojson"
        write_events(events, path, selection=selection)
        return path.read_bytes()
