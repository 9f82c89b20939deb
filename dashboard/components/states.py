"""What the screen says when there is nothing to show, or the store can't be read."""

import streamlit as st

from geodata.errors import GeodataError, StoreVersionError


def show_store_error(error: GeodataError) -> None:
    """Say what is wrong and what to do. The error's text may hold paths: it is shown as text."""
    newer = isinstance(error, StoreVersionError)
    with st.container(key="store_error", border=True):
        st.subheader("This store needs a newer Borderwatch" if newer else "The store can't be read")
        st.text(str(error))
        st.caption("Nothing has been changed. Correct the cause and reload this page.")


def show_empty_store() -> None:
    """Say how events come in."""
    with st.container(key="empty_store", border=True):
        st.subheader("No events yet")
        st.text("Read some articles, then reload this page:")
        st.code("python -m extract ingest PATH --published 2014-05-31", language="bash")


def show_no_match() -> None:
    """Say that the filters leave nothing, beside the button that resets them."""
    with st.container(key="no_match"):
        st.text("No event matches these filters. Widen them, or reset them in the side bar.")
