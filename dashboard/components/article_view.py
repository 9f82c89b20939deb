"""One article as it was read, its events' quotes marked."""

import streamlit as st

from dashboard import words
from dashboard.components.quote import show_pieces
from dashboard.data import article, events_of_article
from dashboard.quotes import article_pieces


def show_article(article_id: str) -> None:
    """Draw title, source and text; the quoted sentences are marked."""
    found = article(article_id)
    if found is None:
        return
    events = events_of_article(article_id)
    own = events[events["quote_start"].notna()]
    spans = [
        (int(start), int(end))
        for start, end in zip(own["quote_start"], own["quote_end"], strict=True)
    ]
    with st.container(key="article_view", border=True):
        with st.container(key="article_title"):
            st.text(found.title or "Untitled")
        published = words.span_in_words(found.published, None)
        st.text(", ".join(part for part in (found.source, published) if part))
        link = words.web_link(found.url)
        if link:
            st.link_button("Open the source", link, icon=":material/open_in_new:")
        st.caption(words.counted(len(own), "event") + "; their sentences are marked.")
        show_pieces(article_pieces(found.text, spans), "article")
