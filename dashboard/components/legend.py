"""What colours and shapes mean, in one line under the map. The markup is constant text of ours."""

from html import escape

import streamlit as st

from dashboard.looks import LOOKS


def show_legend() -> None:
    """Draw the legend."""
    entries = [
        f'<span><b style="color:{look.colour}">{look.glyph}</b> {escape(name)}</span>'
        for name, look in LOOKS.items()
    ]
    notes = [
        "<span>hollow: background</span>",
        "<span>dashed ring: near this place</span>",
        "<span>dashed outline: somewhere inside</span>",
    ]
    st.html(f'<div class="bw-legend">{"".join(entries + notes)}</div>')
