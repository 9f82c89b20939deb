"""Article text on the screen: `st.text`, or escaped by `dashboard.marks` where words are marked."""

from collections.abc import Sequence

import streamlit as st

from dashboard.marks import Mark, legend_html, marked_html
from dashboard.quotes import Span


def show_marked(text: str, span: Span, marks: Sequence[Mark], *, key: str) -> None:
    """Draw a span of an article's text with its marks, and the legend of the words' marks."""
    with st.container(key=key):
        st.html(marked_html(text, span, marks))
        legend = legend_html(text, span, marks)
        if legend:
            st.html(legend)
