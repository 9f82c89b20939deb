"""The frame around every page: page config, shared filters, the count, navigation."""

from pathlib import Path

import streamlit as st

from dashboard.components.count import show_count
from dashboard.components.filter_panel import filter_panel
from dashboard.components.frame import apply_style
from dashboard.components.states import show_store_error
from dashboard.data import selected, store_view
from dashboard.session import follow_filters, start_page
from geodata.errors import GeodataError

_HERE = Path(__file__).parent


def main() -> None:
    """Draw the frame and run the page that was asked for."""
    st.set_page_config(
        page_title="Borderwatch", page_icon=str(_HERE / "static" / "icon.svg"), layout="wide"
    )
    apply_style()
    st.logo(str(_HERE / "static" / "logo.svg"), size="large")
    page = st.navigation(
        [
            st.Page(_HERE / "pages" / "events.py", title="Map", url_path="map", default=True),
            st.Page(_HERE / "pages" / "articles.py", title="Articles", url_path="articles"),
            st.Page(_HERE / "pages" / "about.py", title="About", url_path="about"),
        ],
        position="top",
    )
    start_page(page.url_path)
    try:
        view = store_view()
        filters = filter_panel(view)
        follow_filters(filters)
        show_count(selected(view, filters.selection), view)
        page.run()
    except GeodataError as error:
        show_store_error(error)


main()
