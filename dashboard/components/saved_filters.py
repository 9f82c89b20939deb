"""Filters saved by name, at the bottom of the side bar: save, open, rename, delete.

What would undo somebody's work is asked about first. Names are text of other people: they stand in
options and `st.text` only, never in a label, which Streamlit reads as Markdown.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import streamlit as st

from dashboard.data import delete_filter, rename_filter, save_filter, saved_filters
from dashboard.filters import Filters, filters_from_query, filters_to_query
from dashboard.session import set_filters
from geodata.errors import GeodataError, SelectionError
from geodata.store_filters import LONGEST_NAME, filter_name

NAME: Final = "saved_name"
CHOICE: Final = "saved_choice"
NEW_NAME: Final = "saved_new_name"
# What is asked just now, and what is said of the last act.
_ASKED: Final = "saved_asked"
_SAID: Final = "saved_said"


def saved_filter_panel(filters: Filters) -> None:
    """Draw the expander. Other analysts of the same store see the same list."""
    saved = saved_filters()
    if st.session_state.get(CHOICE) not in saved:
        st.session_state.pop(CHOICE, None)
    query = filters_to_query(filters)
    with st.sidebar.expander("Saved filters", key="saved_filters"):
        st.text_input("Name for these filters", key=NAME, max_chars=LONGEST_NAME)
        _button("Save", partial(_save, query))
        _question(
            "replace", "There is a filter of this name. Replace it?", partial(_replace, query)
        )
        if saved:
            _list(saved)
        if said := st.session_state.pop(_SAID, None):
            st.text(said)


def _list(saved: Mapping[str, str]) -> None:
    name = st.selectbox(f"Saved ({len(saved):,})", list(saved), key=CHOICE)
    with st.container(key="saved_acts", horizontal=True):
        _button("Open", partial(_open, name, saved[name]))
        _button("Rename", partial(_ask, "rename"))
        _button("Delete", partial(_ask, "delete"))
    if st.session_state.get(_ASKED) == "rename":
        st.text_input("New name", key=NEW_NAME, max_chars=LONGEST_NAME)
    _question("rename", f"Rename “{name}” to this?", partial(_rename, name))
    _question("delete", f"Delete “{name}” for everybody?", partial(_delete, name))


def _button(label: str, act: Callable[[], None]) -> None:
    st.button(label, key=f"saved_{label.lower()}", on_click=act)


def _question(act: str, question: str, answer: Callable[[], None]) -> None:
    if st.session_state.get(_ASKED) != act:
        return
    st.text(question)
    with st.container(key=f"saved_{act}_answers", horizontal=True):
        st.button(act.capitalize(), key=f"saved_{act}_yes", on_click=answer, type="primary")
        st.button("Cancel", key=f"saved_{act}_no", on_click=_ask)


def _ask(act: str | None = None) -> None:
    st.session_state[_ASKED] = act


def _save(query: str) -> None:
    name = st.session_state[NAME]
    if _do(lambda: save_filter(name, query), f"Saved as “{name}”.", otherwise="replace"):
        st.session_state[CHOICE] = filter_name(name)


def _replace(query: str) -> None:
    name = st.session_state[NAME]
    _do(lambda: save_filter(name, query, replace=True), f"“{name}” is replaced.")


def _rename(name: str) -> None:
    new = st.session_state[NEW_NAME]
    if _do(lambda: rename_filter(name, new), f"“{name}” is now “{new}”.", otherwise="rename"):
        st.session_state[CHOICE] = filter_name(new)


def _delete(name: str) -> None:
    _do(lambda: delete_filter(name), f"“{name}” is deleted.")


def _open(name: str, query: str) -> None:
    _ask()
    try:
        set_filters(filters_from_query(query))
        st.session_state[_SAID] = f"“{name}” is open."
    except SelectionError as error:
        st.session_state[_SAID] = f"“{name}” can't be read any more: {error}"


def _do(act: Callable[[], bool | None], said: str, *, otherwise: str | None = None) -> bool:
    """Act and say so; where the act answers False, ask `otherwise`. Return whether it was done."""
    _ask()
    try:
        done = act() is not False
    except GeodataError as error:
        st.session_state[_SAID] = str(error)
        return False
    if done:
        st.session_state[_SAID] = said
    else:
        _ask(otherwise)
        if otherwise == "rename":
            st.session_state[_SAID] = "There is a filter of that name already."
    return done
