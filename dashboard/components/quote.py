"""Article text on the screen: always `st.text`, never Markdown or HTML."""

from collections.abc import Iterable

import streamlit as st

from dashboard.quotes import Piece


def show_pieces(pieces: Iterable[Piece], key: str) -> None:
    """Draw pieces of an article one under the other, the quoted ones marked."""
    for number, piece in enumerate(pieces):
        kind = "quoted" if piece.quoted else "context"
        with st.container(key=f"{kind}_{key}_{number}"):
            st.text(piece.text)
