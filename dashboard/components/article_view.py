"""One article as it was read: its events' quotes marked and numbered, one event's words in full."""

import streamlit as st

from dashboard import words
from dashboard.components.quote import show_marked
from dashboard.data import article, events_of_article
from dashboard.marks import evidence_marks, numbered_quotes
from dashboard.quotes import article_parts
from dashboard.session import choose, chosen_events
from geodata.model import Article, Event
from geodata.schema import frame_to_events

# More events than this scroll in a box of their own.
LIST_HEIGHT = 560
LISTED = 9


def show_article(article_id: str) -> None:
    """Draw title, source, text and events; choosing an event marks the words it was read from."""
    found = article(article_id)
    if found is None:
        st.caption("This article is not in the store.")
        return
    events = frame_to_events(events_of_article(article_id))
    chosen = _chosen_number(events)
    with st.container(key="article_view", border=True):
        with st.container(key="article_title"):
            st.text(found.title or "Untitled")
        published = words.span_in_words(found.published, None)
        st.text(", ".join(part for part in (found.source, published) if part))
        link = words.web_link(found.url)
        if link:
            st.link_button("Open the source", link, icon=":material/open_in_new:")
        text, listed = st.columns([5, 3], gap="medium")
        with text:
            _show_text(found, events, chosen)
        with listed:
            _show_events(events, chosen)


def _chosen_number(events: list[Event]) -> int | None:
    chosen = chosen_events()
    ids = [event.event_id for event in events]
    return ids.index(chosen[0]) + 1 if len(chosen) == 1 and chosen[0] in ids else None


def _show_text(found: Article, events: list[Event], chosen: int | None) -> None:
    marks = numbered_quotes(events, chosen)
    event = events[chosen - 1] if chosen else None
    parts = article_parts(found.text)
    part = 1
    if len(parts) > 1:
        start = (event.quote_start if event else None) or 0
        holding = sum(first <= start for first, _ in parts)
        # The part of another event opens when that is chosen.
        key = f"article_part_{found.article_id}_{chosen}"
        part = st.pagination(len(parts), default=max(holding, 1), key=key)
    if event:
        marks += evidence_marks(event)
    show_marked(found.text, parts[part - 1], marks, key="article_text")


def _show_events(events: list[Event], chosen: int | None) -> None:
    many = len(events) > LISTED
    st.caption(
        words.counted(len(events), "event") + "; the numbers stand behind their sentences. "
        "Choose one to see the words that it was read from."
        if events
        else "No events were found in this article."
    )
    with st.container(key="article_events", height=LIST_HEIGHT if many else "content"):
        for number, event in enumerate(events, start=1):
            with st.container(key=f"article_event_{number}", horizontal=True):
                st.button(
                    str(number),
                    key=f"choose_event_{number}",
                    type="primary" if number == chosen else "secondary",
                    on_click=choose,
                    args=((event.event_id,),),
                )
                st.text(words.line_in_words(event), width="stretch")
    shown = st.button("Show on the map", key="show_on_map", icon=":material/map:") if chosen else 0
    if shown:
        st.switch_page("views/events.py")
