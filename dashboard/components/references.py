"""What can be copied from a card: the event's own link, and its coordinates."""

from urllib.parse import quote

import streamlit as st

from geodata.coordinates import as_decimal, as_dms, as_mgrs
from geodata.model import Event
from geodata.neighbours import is_placed


def show_references(event: Event) -> None:
    """Draw the link and the coordinates, each with a button that copies it."""
    with st.expander("Link and coordinates", key="references"):
        st.caption("A link to this event, for who has the same store")
        st.code(event_link(event.event_id, st.context.url), language=None, wrap_lines=True)
        if event.latitude is None or event.longitude is None:
            st.caption("The event has no place on the map.")
            return
        point = event.latitude, event.longitude
        st.caption(_coordinates_of(event))
        for write in (as_decimal, as_dms, as_mgrs):
            st.code(write(*point), language=None)


def event_link(event_id: str, page: str | None) -> str:
    """Return the event's link below the page's address; a relative one where that is unknown."""
    query = f"?event={quote(event_id, safe='')}"
    return query if page is None else f"{page.rstrip('/')}/{query}"


def _coordinates_of(event: Event) -> str:
    # Digits say more than is known.
    if is_placed(event.where_prec, event.geo_precision):
        return "Coordinates of the place (WGS 84): decimal, degrees, MGRS"
    return (
        "A point of the province, border, region or country, which alone is known "
        "(WGS 84): decimal, degrees, MGRS"
    )
