"""Actors chosen from a tree: a type, then a country, then names. What is chosen joins the filter.

Options of select boxes are plain text; labels, which Streamlit reads as Markdown, hold none of the
store's words.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

import streamlit as st

from dashboard.actors import NO_TYPE, ActorTree, actor_tree
from dashboard.choices import choices
from dashboard.session import add_to_filter
from geodata.index import EventIndex
from geodata.selection import Selection

OPEN: Final = "actor_tree"
TYPE: Final = "actor_tree_type"
COUNTRY: Final = "actor_tree_country"
NAMES: Final = "actor_tree_names"
# More names at once would make an address that no browser takes.
MOST_AT_ONCE: Final = 100
# What the browser is sent of a branch; the rest is found by typing the name above.
MOST_NAMES: Final = 1000
_EM_SPACE: Final = "\u2003"


def choose_from_tree(index: EventIndex, selection: Selection) -> None:
    """Draw the tree, where it is open; closed it costs nothing."""
    if not st.toggle("Choose actors from a tree", key=OPEN):
        return
    tree = actor_tree(index, selection)
    with st.container(key="actor_tree_levels", border=True):
        types = choices(index, selection, "actor_types")
        kind = _level("Type", TYPE, {name: types.get(name) for name in tree.types})
        if kind is None:
            return
        if kind != NO_TYPE:
            _add("Any of this type", "actor_tree_add_type", "filter_actor_types", [kind])
        country = _level("Country, by the actor's name", COUNTRY, tree.countries(kind))
        if country is not None:
            _names(tree, (kind, country))


def _names(tree: ActorTree, branch: tuple[str, str]) -> None:
    names = tree.names[branch]
    offered = dict(list(names.items())[:MOST_NAMES])
    _keep(NAMES, [name for name in _plain(st.session_state.get(NAMES, [])) if name in offered])
    chosen = st.multiselect(
        f"Names ({len(names):,})",
        list(offered),
        key=NAMES,
        format_func=partial(_with_count, offered),
        placeholder="All of them" if len(names) <= MOST_AT_ONCE else "Choose names",
    )
    if chosen or len(names) <= MOST_AT_ONCE:
        label = f"Add {len(chosen or names):,} to the actors"
        _add(label, "actor_tree_add_names", "filter_actors", chosen or list(names))


def _level(label: str, key: str, counts: Mapping[str, int | None]) -> str | None:
    (value,) = _plain([st.session_state.get(key) or ""])
    _keep(key, value if value in counts else None)
    chosen: str | None = st.selectbox(
        label,
        list(counts),
        key=key,
        index=None,
        placeholder="Choose",
        format_func=partial(_with_count, counts),
    )
    return chosen


def _plain(items: list[str]) -> list[str]:
    # The browser keeps the words it was sent, with the count of the run before.
    return [item.partition(_EM_SPACE)[0] for item in items]


def _keep(key: str, value: object) -> None:
    if key in st.session_state:
        st.session_state[key] = value


def _with_count(counts: Mapping[str, int | None], name: str) -> str:
    count = counts.get(name)
    return name if count is None else f"{name}{_EM_SPACE}{count:,}"


def _add(label: str, key: str, target: str, values: list[str]) -> None:
    st.button(label, key=key, on_click=add_to_filter, args=(target, values))
