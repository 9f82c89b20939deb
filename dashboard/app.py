"""The frame around every page: page config, shared filters, the count, navigation."""

from pathlib import Path

import streamlit as st

from dashboard.components.count import show_count
from dashboard.components.filter_panel import filter_panel
from dashboard.components.frame import apply_style
from dashboard.components.saved_filters import saved_filter_panel
from dashboard.components.states import show_store_error
from dashboard.data import selected, store_view
from dashboard.session import ARTICLES_PAGE, keep_filters, start_run, write_address
from geodata.errors import GeodataError

_HERE = Path(__file__).parent
# Not "pages": Streamlit would run a folder of that name beside this file in its older way.
_VIEWS = _HERE / "views"


def main() -> None:
    """Draw the frame and run the page that was asked for."""
    st.set_page_config(
        page_title="Borderwatch", page_icon=str(_HERE / "static" / "icon.svg"), layout="wide"
    )
    apply_style()
    st.logo(str(_HERE / "static" / "logo.svg"), size="large")
    page = st.navigation(
        [
            st.Page(_VIEWS / "events.py", title="Map", url_path="map", default=True),
            st.Page(_VIEWS / "articles.py", title="Articles", url_path=ARTICLES_PAGE),
            st.Page(_VIEWS / "about.py", title="About", url_path="about"),
        ],
        position="top",
    )
    start_run(page.url_path)
    try:
        view = store_view()
        filters = filter_panel(view)
        saved_filter_panel(filters)
        keep_filters(filters, page.url_path)
        write_address()
        show_count(selected(view, filters.selection), view)
        page.run()
        write_address()  # a click on the map is known only now
    except GeodataError as error:
        show_store_error(error)


main()
