"""Buttons that choose and move the dates, for the keyboard and for fingers."""

from datetime import date
from functools import partial

import streamlit as st

from dashboard.charts import span_of
from dashboard.session import choose_dates
from dashboard.spans import QUICK_SPANS, Span, ending_at, moved
from dashboard.words import span_in_words
from geodata.index import EventIndex
from geodata.selection import Selection


def show_date_steps(index: EventIndex, selection: Selection, span: Span) -> None:
    """Draw what moves the chosen dates by their own length, or sets them; `span` is the bars'."""
    chosen = _chosen(selection, span)
    _step("Earlier", chosen, -1, off=chosen is None or chosen[1] < span[0])
    _step("Later", chosen, 1, off=chosen is None or chosen[0] > span[1])
    latest = span_of(index.everything.incidents) or span
    for name, length in QUICK_SPANS.items():
        st.button(
            f"Last {name}",
            key=f"timeline_last_{name.partition(' ')[0]}",
            on_click=partial(choose_dates, *ending_at(latest[1], length)),
            help=f"Counted back from the latest event in the store, {_day(latest[1])}",
        )
    st.button("All time", key="timeline_all", on_click=choose_dates, disabled=chosen is None)
    st.text(_in_words(selection), width="stretch")


def _chosen(selection: Selection, span: Span) -> Span | None:
    """Return the chosen days, an open side ending with the bars; None when all are."""
    if not selection.since and not selection.until:
        return None
    since = selection.since or min(span[0], selection.until or span[0])
    return since, selection.until or max(span[1], since)


def _step(label: str, chosen: Span | None, steps: int, *, off: bool) -> None:
    target = moved(chosen, steps) if chosen and not off else ()
    st.button(
        label,
        key=f"timeline_{label.lower()}",
        on_click=partial(choose_dates, *target),
        disabled=off,
        help=f"Move the chosen dates {label.lower()} by their own length",
    )


def _in_words(selection: Selection) -> str:
    since, until = selection.since, selection.until
    if since and until:
        return span_in_words(since, until)
    if since:
        return f"from {_day(since)}"
    return f"until {_day(until)}" if until else "All time"


def _day(day: date) -> str:
    return span_in_words(day, day)
