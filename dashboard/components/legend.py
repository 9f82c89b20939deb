"""What colours and shapes mean, in one line under the map. The markup is constant text of ours."""

from html import escape

import streamlit as st

from dashboard.looks import LOOKS, symbol_style


def show_legend() -> None:
    """Draw the legend."""
    entries = [
        f'<span><i style="{symbol_style(look)}"></i>{escape(name)}</span>'
        for name, look in LOOKS.items()
    ]
    notes = [
        "<span>Hollow: background</span>",
        "<span>Dashed ring: near this place</span>",
        "<span>Dashed outline: somewhere inside</span>",
    ]
    st.html(f'<div class="bw-legend">{"".join(entries + notes)}</div>')
