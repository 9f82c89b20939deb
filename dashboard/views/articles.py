"""What was read: articles with their quotes, places nobody could find, and what was skipped."""

import streamlit as st

from dashboard.components.article_lists import show_articles, show_skipped, show_unresolved
from dashboard.components.article_view import show_article
from dashboard.session import opened_article


def main() -> None:
    """Draw the page."""
    read, unresolved, skipped = st.tabs(["Articles", "Unresolved places", "Skipped"])
    with read:
        show_articles()
        article_id = opened_article()
        if article_id:
            show_article(article_id)
    with unresolved:
        show_unresolved()
    with skipped:
        show_skipped()


main()
