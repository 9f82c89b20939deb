"""One event in full: its quote in the paragraph, when, where, who, how sure, from which source."""

import streamlit as st

from dashboard import words
from dashboard.components.neighbours import show_neighbours
from dashboard.components.quote import show_marked
from dashboard.components.references import show_references
from dashboard.components.reports import show_reports
from dashboard.data import article
from dashboard.looks import LOOKS, type_of
from dashboard.marks import QUOTE, Mark, evidence_marks
from dashboard.quotes import paragraph_span
from dashboard.session import choose, open_article
from geodata.index import EventIndex
from geodata.model import Article, Event


def show_card(event: Event, index: EventIndex) -> None:
    """Draw the card of an event of the index."""
    look = LOOKS[type_of(event.event_type)]
    read = article(event.article_id)
    with st.container(key="event_card"):
        with st.container(key="card_head", horizontal=True):
            with st.container(key=f"glyph_{look.shape}", width="content"):
                st.text(look.glyph)
            st.text(words.act_in_words(event), width="stretch")
        st.caption(_kind(event))
        _show_quote(event, read)
        for label, value in card_lines(event):
            with st.container(key=f"field_{label.lower().replace(' ', '_')}", horizontal=True):
                st.caption(label, width=92)
                st.text(value, width="stretch")
        _show_ways_out(event, read)
        show_reports(event, index)
        show_neighbours(event, index)
        show_references(event)


def _kind(event: Event) -> str:
    parts = [type_of(event.event_type), event.sub_event_type or ""]
    parts += ["background"] if event.background else []
    return " · ".join(part for part in parts if part)


def _show_quote(event: Event, read: Article | None) -> None:
    start, end = event.quote_start, event.quote_end
    if read and start is not None and end is not None and read.text[start:end] == event.quote:
        marks = (Mark(start=start, end=end, kind=QUOTE), *evidence_marks(event))
        show_marked(read.text, paragraph_span(read.text, start, end), marks, key="card_quote")
    elif event.quote:
        whole = (0, len(event.quote))
        marks = (Mark(start=0, end=len(event.quote), kind=QUOTE),)
        show_marked(event.quote, whole, marks, key="card_quote")


def _show_ways_out(event: Event, read: Article | None) -> None:
    link = words.web_link(event.url)
    with st.container(key="card_links", horizontal=True):
        if read and st.button("Read the article", key="read_article", icon=":material/article:"):
            open_article(read.article_id)
            choose((event.event_id,))
            st.switch_page("views/articles.py")
        if link:
            st.link_button("Open the source", link, icon=":material/open_in_new:")


def card_lines(event: Event) -> list[tuple[str, str]]:
    """Return the card's labels and values, without those that have nothing to say."""
    lines = [
        ("When", words.date_in_words(event)),
        ("Where", words.place_in_words(event)),
        ("Precision", words.precision_in_words(event)),
        ("Border", words.border_in_words(event)),
        ("Actor 1", words.actor_in_words(event.actor1, event.actor1_type)),
        ("Actor 2", _second_actor(event)),
        ("Associates", ", ".join(event.assoc_actors)),
        ("Said by", event.attributed_to or ""),
        ("Killed", words.number_in_words(event.fatalities, event.fatalities_high)),
        ("Wounded", words.number_in_words(event.wounded, event.wounded_high)),
        ("Detained", words.number_in_words(event.detained, event.detained_high)),
        ("Quantity", _quantity(event)),
        ("Source", words.source_in_words(event)),
        ("Status", _status(event)),
    ]
    return [(label, value) for label, value in lines if value]


def _second_actor(event: Event) -> str:
    known = event.actor2 or event.actor2_type
    return words.actor_in_words(event.actor2, event.actor2_type) if known else ""


def _quantity(event: Event) -> str:
    number = words.number_in_words(event.quantity, event.quantity_high)
    return " ".join(part for part in (number, event.quantity_unit, event.commodity) if part)


def _status(event: Event) -> str:
    sure = "" if event.confidence is None else f"confidence {event.confidence:.2f}"
    return ", ".join(part for part in (event.status, event.origin, sure) if part)
