"""The app's style sheet: constant text of ours, from one file and the table of looks."""

from functools import cache
from pathlib import Path

import streamlit as st

from dashboard.looks import LOOKS

_STYLE_FILE = Path(__file__).parent.parent / "static" / "app.css"


def apply_style() -> None:
    """Add the style sheet to the page."""
    st.html(f"<style>{_style()}</style>")


@cache
def _style() -> str:
    glyphs = [
        f".st-key-glyph_{look.shape} [data-testid=stText] span {{ color: {look.colour}; }}"
        for look in LOOKS.values()
    ]
    return "\n".join([_STYLE_FILE.read_text(encoding="utf-8"), *glyphs])
