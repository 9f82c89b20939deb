"""The filter widgets in the sidebar, each value with the count that choosing it would leave."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import streamlit as st

from dashboard.choices import choices
from dashboard.components.actor_tree import choose_from_tree
from dashboard.data import StoreView
from dashboard.filters import Filters
from dashboard.session import (
    AREA,
    DATES,
    FIRST_DAY,
    LAST_DAY,
    LAYER,
    LISTS,
    NUMBERS,
    SWITCHES,
    TEXT,
    clear_area,
    clear_brush,
    reset_filters,
    selected_dates,
)
from geodata.borders import border_name, country_name
from geodata.errors import RecordError
from geodata.selection import Selection

# As many as an analyst reads down; the rest is found by typing the name.
MOST_OFFERED: Final = 100
# Stands between a value's name and its count, and in no name.
_EM_SPACE: Final = "\u2003"
_PRECISIONS: Final[Mapping[int, str]] = MappingProxyType(
    {1: "The place itself", 2: "The place or near it"}
)


def filter_panel(view: StoreView) -> Filters:
    """Draw the widgets and return what they say."""
    for key in LISTS:
        # The browser keeps the words it was sent; set again, they get this run's counts.
        st.session_state[key] = [_value_of(key, item) for item in st.session_state[key]]
    with st.sidebar:
        _area()
        since, until = _dates()
        undated = st.toggle("Include undated", key="filter_undated")
        values: dict[str, Any] = {
            "types": _many(view, "Event types", "filter_types"),
            "actors": _actors(view),
            "countries": _many(view, "Countries", "filter_countries"),
            "borders": _many(view, "Borders", "filter_borders"),
        }
        text = st.text_input("Text", key=TEXT, placeholder="in quotes, titles, places and actors")
        with st.expander("More filters", key="more_filters", expanded=_more_is_set()):
            values["actor_types"] = _many(view, "Actor types", "filter_actor_types")
            values["sources"] = _many(view, "Sources", "filter_sources", others=True)
            values["statuses"] = _many(view, "Review", "filter_statuses")
            values |= _numbers()
        background = st.toggle("Background events", key="filter_background")
        talk = st.toggle("Talk and plans on the map", key=LAYER)
        st.button("Reset filters", key="reset_filters", on_click=reset_filters, width="stretch")
    selection = Selection(
        since=since,
        until=until,
        text=text,
        include_undated=undated,
        include_background=background,
        bbox=st.session_state[AREA],
        **values,
    )
    return Filters(selection=selection, talk_layer=talk)


def _area() -> None:
    """Say which box of the map the filters hold, with a button that opens it again."""
    area = st.session_state[AREA]
    if area is None:
        return
    with st.container(key="filter_area_box", border=True):
        st.caption("Only this area of the map")
        st.text(area_in_words(area))
        st.button("Show all areas", key="clear_area", on_click=clear_area, width="stretch")


def area_in_words(area: tuple[float, float, float, float]) -> str:
    """Return a box in degrees: "24.1° N to 31° N, 1.5° W to 9.2° E"."""
    west, south, east, north = area
    tall = f"{_degrees(south, 'NS')} to {_degrees(north, 'NS')}"
    return f"{tall}, {_degrees(west, 'EW')} to {_degrees(east, 'EW')}"


def _degrees(value: float, letters: str) -> str:
    return f"{abs(value):.4g}° {letters[value < 0]}"


def _more_is_set() -> bool:
    usual, now = Selection(), _as_set()
    names = ("actor_types", "sources", "statuses", *NUMBERS.values())
    return any(getattr(now, name) != getattr(usual, name) for name in names)


def _dates() -> tuple[date | None, date | None]:
    days = st.date_input(
        "Dates",
        key=DATES,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        on_change=clear_brush,
    )
    return selected_dates(days)


def _numbers() -> dict[str, Any]:
    return {
        "border_km": st.number_input(
            "At most so far from a border (km)",
            key="filter_border_km",
            min_value=0.0,
            step=10.0,
            format="%.0f",
            value=None,
            placeholder="Any distance",
        ),
        "precision": st.selectbox(
            "How exact the place is",
            list(_PRECISIONS),
            key="filter_precision",
            index=None,
            placeholder="Any",
            format_func=lambda number: _PRECISIONS.get(number, "Any"),
        ),
        "confidence": st.number_input(
            "Confidence at least",
            key="filter_confidence",
            min_value=0.0,
            max_value=1.0,
            step=0.1,
            format="%.2f",
            value=None,
            placeholder="Any",
            help="Events that were imported or entered have none, and stay.",
        ),
    }


def _many(view: StoreView, label: str, key: str, *, others: bool = False) -> tuple[str, ...]:
    """Draw a list; with `others` a value that is not offered can be typed."""
    counts = choices(view.index, _as_set(), LISTS[key])
    chosen = st.session_state[key]
    offered = list(counts)[:MOST_OFFERED]
    # A link may name a value that this store hasn't: it stays visible, and matches nothing.
    linked = [value for value in chosen if value not in offered]
    name = _NAMES.get(key, str)

    def with_count(value: str) -> str:
        if value in chosen or value not in counts:
            return name(value)
        return f"{name(value)}{_EM_SPACE}{counts[value]:,}"

    return tuple(
        st.multiselect(
            label,
            [*offered, *linked],
            key=key,
            placeholder="All" if len(counts) <= len(offered) else "All; type for more",
            format_func=with_count,
            accept_new_options=others,
        )
    )


def _actors(view: StoreView) -> tuple[str, ...]:
    actors = _many(view, "Actors", "filter_actors", others=True)
    choose_from_tree(view.index, _as_set())
    return actors


def _as_set() -> Selection:
    """Return the selection of the widgets as they are set, before they are drawn."""
    state = st.session_state
    since, until = selected_dates(state[DATES])
    parts: dict[str, Any] = {name: tuple(state[key]) for key, name in LISTS.items()}
    parts |= {name: state[key] for key, name in {**NUMBERS, **SWITCHES}.items()}
    return Selection(since=since, until=until, text=state[TEXT], bbox=state[AREA], **parts)


def _value_of(key: str, item: str) -> str:
    """Return the value of an item of a list, which may be a label of the run before."""
    label, space, _ = item.partition(_EM_SPACE)
    if space and key in _NAMES and label.endswith(")"):
        return label[label.rindex("(") + 1 : -1]
    return label


def _country_label(country_code: str) -> str:
    try:
        return f"{country_name(country_code)} ({country_code})"
    except RecordError:
        return country_code


def _border_label(border_id: str) -> str:
    try:
        return f"{border_name(border_id).removesuffix(' border')} ({border_id})"
    except RecordError:
        return border_id


# Lists whose values are codes; each label ends with the code in parentheses.
_NAMES: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {"filter_countries": _country_label, "filter_borders": _border_label}
)
