"""The lists of what came in: articles, unresolved place mentions, skipped inputs."""

import streamlit as st

from dashboard.data import articles, skipped, toponyms
from dashboard.words import counted


def show_articles() -> str | None:
    """Draw the list of articles; return the id of the chosen one."""
    found = articles()
    st.caption(counted(len(found), "article") + " read. Choose a row to read the article.")
    if found.empty:
        return None
    rows = found.set_index("article_id")
    rows = rows.assign(published=rows["published"].dt.strftime("%Y-%m-%d"))
    rows = rows[["published", "title", "source", "language", "event_count"]].fillna("")
    chosen = st.dataframe(
        rows.rename(columns=str.capitalize).rename(columns={"Event_count": "Events"}),
        key="articles_table",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
    )
    numbers = chosen["selection"]["rows"]
    return str(rows.index[numbers[0]]) if numbers and numbers[0] < len(rows) else None


def show_unresolved() -> None:
    """Draw the place mentions that no place was found for, by name."""
    mentions = toponyms()
    unresolved = mentions[mentions["place_id"].isna() & (mentions["kind"] != "border")]
    st.caption(
        f"{len(unresolved):,} of {len(mentions):,} place mentions have no place. They are kept, "
        "and can be added to the gazetteer."
    )
    if unresolved.empty:
        return
    counts = unresolved.groupby(["text", "kind"], dropna=False).agg(
        mentions=("start", "size"), articles=("article_id", "nunique")
    )
    ordered = counts.sort_values("mentions", ascending=False).reset_index()
    st.dataframe(ordered.rename(columns=str.capitalize), key="unresolved_table", hide_index=True)


def show_skipped() -> None:
    """Draw what could not be taken in, with the reason and what can be done."""
    rows = skipped()
    st.caption(counted(len(rows), "input") + " could not be taken in.")
    if not rows.empty:
        st.dataframe(rows, key="skipped_table", hide_index=True)
