"""The lists of what came in: articles, unresolved place mentions, skipped inputs."""

from typing import Literal

import streamlit as st

from dashboard.data import UNRESOLVED_AT_MOST, article_page, skipped, unresolved
from dashboard.session import open_article, opened_article
from dashboard.words import counted

PAGE_ROWS = 100
FEW_ROWS = 8
TABLE_HEIGHT = 330
# An open article is seen under the list without scrolling.
HEIGHT_BESIDE_ARTICLE = 185


def show_articles() -> None:
    """Draw the list of articles, latest first; choosing a row opens its article."""
    holding = st.text_input("Find an article by title or source", key="article_search")
    page = 1
    place = st.container(key="article_pages", horizontal=True, horizontal_alignment="center")
    _, total = article_page(0, 0, holding)
    pages = -(-total // PAGE_ROWS)
    if pages > 1:
        with place:
            # Another search begins at its first page.
            page = st.pagination(pages, key=f"article_page_{holding}")
    found, _ = article_page((page - 1) * PAGE_ROWS, PAGE_ROWS, holding)
    wording = "found" if holding else "read"
    st.caption(f"{counted(total, 'article')} {wording}. Choose a row to read the article.")
    if found.empty:
        return
    rows = found.set_index("article_id")
    rows = rows.assign(published=rows["published"].dt.strftime("%Y-%m-%d"))
    rows = rows[["published", "title", "source", "language", "event_count"]].fillna("")
    key = f"articles_rows_{page}_{holding}"

    def take_row() -> None:
        chosen = st.session_state[key]["selection"]["rows"]
        open_article(str(rows.index[chosen[0]]) if chosen and chosen[0] < len(rows) else None)

    with st.container(key="articles_table"):
        st.dataframe(
            rows.rename(columns=str.capitalize).rename(columns={"Event_count": "Events"}),
            key=key,
            height=_height(len(rows)),
            hide_index=True,
            on_select=take_row,
            selection_mode="single-row",
        )


def _height(rows: int) -> int | Literal["auto"]:
    if rows <= FEW_ROWS:
        return "auto"
    return HEIGHT_BESIDE_ARTICLE if opened_article() else TABLE_HEIGHT


def show_unresolved() -> None:
    """Draw the place mentions that no place was found for, by name."""
    names, without, total = unresolved()
    st.caption(
        f"{without:,} of {total:,} place mentions have no place. They are kept, "
        "and can be added to the gazetteer."
    )
    if len(names) == UNRESOLVED_AT_MOST:
        st.caption(f"The {len(names):,} most frequent names:")
    if not names.empty:
        st.dataframe(names.rename(columns=str.capitalize), key="unresolved_table", hide_index=True)


def show_skipped() -> None:
    """Draw what could not be taken in, with the reason and what can be done."""
    rows = skipped()
    st.caption(counted(len(rows), "input") + " could not be taken in.")
    if not rows.empty:
        st.dataframe(rows, key="skipped_table", hide_index=True)
