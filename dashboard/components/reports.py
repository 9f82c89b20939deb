"""All reports of the happening that a card's event reports, each with its source."""

import numpy as np
import streamlit as st

from dashboard import words
from dashboard.data import article_titles, events_of
from dashboard.session import choose
from geodata.index import EventIndex
from geodata.model import Event
from geodata.schema import frame_to_events

PAGE_REPORTS = 5


def show_reports(event: Event, index: EventIndex) -> None:
    """Draw the linked reports; nothing for an event that no other report tells of."""
    row = index.row(event.event_id)
    if row is None or event.link_id is None:
        return
    reports = index.reports(row)
    if len(reports) < 2:
        return
    with st.container(key="reports"):
        st.caption(f"{len(reports):,} reports tell of this happening")
        pages = -(-len(reports) // PAGE_REPORTS)
        page = st.pagination(pages, key=f"reports_page_{row}") if pages > 1 else 1
        first = (page - 1) * PAGE_REPORTS
        some = np.arange(first, min(first + PAGE_REPORTS, len(reports)))
        found = frame_to_events(events_of(reports.ids(some)))
        titles = article_titles(one.article_id for one in found if one.article_id)
        for number, report in enumerate(found):
            title = titles.get(report.article_id or "", "")
            _show_report(report, title, number, is_own=report.event_id == event.event_id)


def _show_report(report: Event, title: str, number: int, *, is_own: bool) -> None:
    link = words.web_link(report.url)
    with st.container(key=f"report_{number}", border=True):
        st.text(words.source_in_words(report) or "Source unknown")
        if title:
            with st.container(key=f"report_title_{number}"):
                st.text(title)
        st.text(report.quote)
        with st.container(key=f"report_links_{number}", horizontal=True):
            st.button(
                "This report" if is_own else "Open this report",
                key=f"open_report_{number}",
                on_click=choose,
                args=((report.event_id,),),
                disabled=is_own,
            )
            if link:
                st.link_button("Source", link, icon=":material/open_in_new:")
