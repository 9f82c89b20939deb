"""What one analyst's session remembers: filters in widget state and address, chosen events."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NoReturn

import streamlit as st

from dashboard.filters import TALK_LAYER, Filters, filters_from_dict, filters_to_dict
from geodata.errors import SelectionError
from geodata.selection import Selection

# The widgets' keys, each with its field of Selection; `filter_dates` holds since and until.
DATES: Final = "filter_dates"
TEXT: Final = "filter_text"
LISTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "filter_types": "types",
        "filter_actors": "actors",
        "filter_actor_types": "actor_types",
        "filter_countries": "countries",
        "filter_borders": "borders",
        "filter_sources": "sources",
        "filter_statuses": "statuses",
    }
)
SWITCHES: Final[Mapping[str, str]] = MappingProxyType(
    {"filter_undated": "include_undated", "filter_background": "include_background"}
)
# Numbers; None leaves them open.
NUMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "filter_border_km": "border_km",
        "filter_precision": "precision",
        "filter_confidence": "confidence",
    }
)
LAYER: Final = "layer_talk"
# The box that the map filters to, (west, south, east, north) or None; no widget's.
AREA: Final = "filter_area"
# The map's view in the address; the map's script writes and reads it.
MAP_VIEW: Final = "at"
_MAX_VIEW_LENGTH: Final = 80

# What the date widget offers; the first day stands for "as early as there is".
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)

CHOSEN: Final = "chosen_events"
LAST_CLICK: Final = "last_map_click"
TIMELINE_TURN: Final = "timeline_turn"
EVENT: Final = "event"
ARTICLE: Final = "article"
ARTICLES_PAGE: Final = "articles"
_PARAMETERS: Final = (*(field.name for field in fields(Selection)), TALK_LAYER, EVENT, ARTICLE)
_KEYS: Final = (DATES, TEXT, LAYER, AREA, *LISTS, *SWITCHES, *NUMBERS)
_PAGE: Final = "current_page"
_FILTERS: Final = "current_filters"
_ASKED: Final = "asked_filters"
_ARTICLE: Final = "open_article"


def start_run(page: str) -> None:
    """Take the filters from the address when the session is new; later the address follows them.

    Only then: in a running session the browser's address lags behind, and is empty for a moment
    when the page changes, so that reading it again could undo what the analyst has just set.
    """
    if _FILTERS not in st.session_state:
        _adopt_address()
    elif _ASKED in st.session_state:
        set_filters(st.session_state.pop(_ASKED))
    elif st.session_state.get(_PAGE) != page or any(key not in st.session_state for key in _KEYS):
        # When pages are changed quickly, widgets come back without a value or with their default.
        set_filters(current_filters())


def _address() -> dict[str, str]:
    return {name: st.query_params[name] for name in _PARAMETERS if name in st.query_params}


def _adopt_address() -> None:
    address = _address()
    try:
        set_filters(filters_from_dict(address))
    except SelectionError as error:
        set_filters(Filters())
        with st.container(key="link_fault", border=True):
            st.text(f"The link's filters were not taken over: {error}")
    choose((address[EVENT][:200],) if address.get(EVENT) else ())
    open_article(address.get(ARTICLE, "")[:200] or None)


def set_filters(filters: Filters) -> None:
    """Put the filters into the widgets' state; only before the widgets are drawn."""
    selection = filters.selection
    state: dict[str, Any] = {
        DATES: _widget_dates(selection),
        TEXT: selection.text,
        LAYER: filters.talk_layer,
        AREA: selection.bbox,
        **{key: list(getattr(selection, name)) for key, name in LISTS.items()},
        **{key: getattr(selection, name) for key, name in {**SWITCHES, **NUMBERS}.items()},
    }
    for key, value in state.items():
        st.session_state[key] = value
    clear_brush()


def _widget_dates(selection: Selection) -> tuple[date, ...]:
    # The widget knows no open beginning: "until" alone starts with the first day that it offers.
    if not selection.since and not selection.until:
        return ()
    since = min(max(selection.since or FIRST_DAY, FIRST_DAY), LAST_DAY)
    until = selection.until
    return (since,) if until is None else (since, max(min(until, LAST_DAY), since))


def selected_dates(days: object) -> tuple[date | None, date | None]:
    """Return since and until of the date widget's value; None leaves a side open."""
    chosen = days if isinstance(days, tuple) else (days,)
    since = chosen[0] if chosen else None
    return None if since == FIRST_DAY else since, chosen[1] if len(chosen) > 1 else None


def ask_for(filters: Filters) -> NoReturn:
    """Run the page again with these filters; for what is known only when the widgets are drawn."""
    st.session_state[_ASKED] = filters
    st.rerun()


def choose_dates(since: date | None = None, until: date | None = None) -> None:
    """Set the date filter, None leaving a side open; only before the widgets are drawn."""
    st.session_state[DATES] = _widget_dates(Selection(since=since, until=until))
    clear_brush()


def add_to_filter(key: str, values: Iterable[str]) -> None:
    """Add values to a list of `LISTS`; only before the widgets are drawn."""
    st.session_state[key] = list(dict.fromkeys([*st.session_state[key], *values]))


def reset_filters() -> None:
    """Show everything again; the answer to the reset button."""
    set_filters(Filters())


def clear_area() -> None:
    """Show events wherever they are; the answer to the area's button."""
    st.session_state[AREA] = None


def clear_brush() -> None:
    """Draw the timeline anew, without the brush that no longer says what is chosen."""
    st.session_state[TIMELINE_TURN] = st.session_state.get(TIMELINE_TURN, 0) + 1


def keep_filters(filters: Filters, page: str) -> None:
    """Remember the run's filters for its page, and that the page has been reached."""
    st.session_state[_PAGE] = page
    st.session_state[_FILTERS] = filters


def write_address() -> None:
    """Write filters, the one chosen event and the page's article into the address.

    Only where it says otherwise.
    """
    written = filters_to_dict(current_filters())
    chosen = chosen_events()
    if len(chosen) == 1:
        written[EVENT] = chosen[0]
    article_id = opened_article()
    if article_id and st.session_state.get(_PAGE) == ARTICLES_PAGE:
        written[ARTICLE] = article_id
    if written != _address():
        view = st.query_params.get(MAP_VIEW, "")
        kept = {MAP_VIEW: view} if 0 < len(view) <= _MAX_VIEW_LENGTH else {}
        st.query_params.from_dict(written | kept)


def current_filters() -> Filters:
    """Return the filters of this run, as `keep_filters` was given them."""
    filters = st.session_state.get(_FILTERS)
    return filters if isinstance(filters, Filters) else Filters()


def choose(event_ids: tuple[str, ...]) -> None:
    """Open the card of these events."""
    st.session_state[CHOSEN] = event_ids


def chosen_events() -> tuple[str, ...]:
    """Return the ids of the events whose card is open; () for none."""
    chosen: tuple[str, ...] = st.session_state.get(CHOSEN, ())
    return chosen


def open_article(article_id: str | None) -> None:
    """Open this article on its page; None closes it."""
    st.session_state[_ARTICLE] = article_id


def opened_article() -> str | None:
    """Return the id of the article that is open, None for none."""
    article_id: str | None = st.session_state.get(_ARTICLE)
    return article_id
