"""What else happened near a card's event, and soon before or after it."""

import pyarrow as pa
import streamlit as st

from dashboard import words
from dashboard.data import events_of
from dashboard.session import choose
from geodata.index import EventIndex
from geodata.model import Event
from geodata.neighbours import WITHIN_DAYS, WITHIN_KM, is_placed, neighbours
from geodata.schema import frame_to_events

_LIMITS = f"{WITHIN_KM:.0f} km and {WITHIN_DAYS} days"


def show_neighbours(event: Event, index: EventIndex) -> None:
    """Draw the nearest happenings, each with a button that opens it, or why there are none."""
    with st.expander("Near in time and place", key="neighbours"):
        row = index.row(event.event_id)
        near = neighbours(index, row) if row is not None else ()
        if not near:
            st.caption(why_none(event))
            return
        st.caption(
            f"The nearest incidents within {_LIMITS}, of all events and whatever the filters; "
            "nearest by days and kilometres together."
        )
        ids = index.event_ids.take(pa.array([one.row for one in near])).to_pylist()
        events = frame_to_events(events_of(ids))
        for number, (other, one) in enumerate(zip(events, near, strict=True)):
            with st.container(key=f"neighbour_{number}", horizontal=True):
                with st.container(key=f"neighbour_text_{number}", width="stretch"):
                    st.text(words.line_in_words(other))
                    st.caption(words.nearness_in_words(one.distance_km, one.days))
                st.button(
                    "Open",
                    key=f"open_neighbour_{number}",
                    on_click=choose,
                    args=((other.event_id,),),
                )


def why_none(event: Event) -> str:
    """Return why an event has no neighbours."""
    if event.date_start is None:
        return "The event has no date: nothing can be said to be near it in time."
    if event.latitude is None:
        return "The event has no place on the map: nothing can be said to be near it."
    if not is_placed(event.where_prec, event.geo_precision):
        return (
            "The place is known only as a province, a border, a region or a country: "
            "distances from it would mean nothing."
        )
    return f"No other incident within {_LIMITS}."
