"""One event in full: its quote in the paragraph, when, where, who, how sure, from which source."""

import streamlit as st

from dashboard import words
from dashboard.components.quote import show_pieces
from dashboard.data import article
from dashboard.looks import LOOKS, type_of
from dashboard.quotes import Piece, paragraph_pieces
from geodata.model import Event


def show_card(event: Event) -> None:
    """Draw the card."""
    look = LOOKS[type_of(event.event_type)]
    with st.container(key="event_card"):
        with st.container(key="card_head", horizontal=True):
            with st.container(key=f"glyph_{look.shape}", width="content"):
                st.text(look.glyph)
            st.text(words.act_in_words(event), width="stretch")
        st.caption(_kind(event))
        show_pieces(_pieces(event), "card")
        for label, value in card_lines(event):
            with st.container(key=f"field_{label.lower().replace(' ', '_')}", horizontal=True):
                st.caption(label, width=92)
                st.text(value, width="stretch")
        link = words.web_link(event.url)
        if link:
            st.link_button("Open the source", link, icon=":material/open_in_new:")


def _kind(event: Event) -> str:
    parts = [type_of(event.event_type), event.sub_event_type or ""]
    parts += ["background"] if event.background else []
    return " · ".join(part for part in parts if part)


def _pieces(event: Event) -> tuple[Piece, ...]:
    found = article(event.article_id)
    start, end = event.quote_start, event.quote_end
    if found and start is not None and end is not None and found.text[start:end] == event.quote:
        return paragraph_pieces(found.text, start, end)
    return (Piece(event.quote, quoted=True),) if event.quote else ()


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
        ("Source", _source(event)),
        ("Status", _status(event)),
    ]
    return [(label, value) for label, value in lines if value]


def _second_actor(event: Event) -> str:
    known = event.actor2 or event.actor2_type
    return words.actor_in_words(event.actor2, event.actor2_type) if known else ""


def _quantity(event: Event) -> str:
    number = words.number_in_words(event.quantity, event.quantity_high)
    return " ".join(part for part in (number, event.quantity_unit, event.commodity) if part)


def _source(event: Event) -> str:
    published = words.span_in_words(event.published, None) if event.published else ""
    return ", ".join(part for part in (event.source, published) if part)


def _status(event: Event) -> str:
    sure = "" if event.confidence is None else f"confidence {event.confidence:.2f}"
    return ", ".join(part for part in (event.status, event.origin, sure) if part)
