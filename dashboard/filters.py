"""The filter of the whole app: one frozen record, its text in a URL, and back. Pure.

The page's address and the map's requests carry the same text, so every view shows the same set.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from geodata.errors import SelectionError
from geodata.selection import Selection, selection_from_dict, selection_to_dict

TALK_LAYER: Final = "talk_layer"
# A link longer than this is none of ours; Streamlit itself stops at 512 KiB.
MAX_VALUE_LENGTH: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is shown: the selection, and whether the map draws the talk layer.

    `talk_layer` is about drawing only: talk is in the set, the table and the timeline either way.
    """

    selection: Selection = field(default_factory=Selection)
    talk_layer: bool = False


def filters_to_dict(filters: Filters) -> dict[str, str]:
    """Return what is not as in a new session, as query parameters; the inverse of the next."""
    layer = {TALK_LAYER: "1"} if filters.talk_layer else {}
    return selection_to_dict(filters.selection) | layer


def filters_from_dict(values: Mapping[str, str]) -> Filters:
    """Return the filters of query parameters; other parameters are left alone.

    Raises SelectionError naming every value that can't be read.
    """
    overlong = [name for name, value in values.items() if len(value) > MAX_VALUE_LENGTH]
    if overlong:
        names = ", ".join(repr(name[:40]) for name in overlong)
        raise SelectionError(f"{names}: longer than {MAX_VALUE_LENGTH:,} characters; shorten it")
    layer = values.get(TALK_LAYER, "")
    if layer not in {"", "0", "1"}:
        raise SelectionError(f"{TALK_LAYER}={layer[:40]!r} is neither 1 nor 0")
    return Filters(selection=selection_from_dict(values), talk_layer=layer == "1")


def filters_to_query(filters: Filters) -> str:
    """Return the filters as a percent-encoded query string, safe in a template or script."""
    return urlencode(filters_to_dict(filters), quote_via=quote, safe="")


def filters_from_query(query: str) -> Filters:
    """Return the filters of `filters_to_query`'s text.

    Raises SelectionError as `filters_from_dict` does, and for a parameter that is none of ours:
    left alone, it would show more than was saved.
    """
    values = dict(parse_qsl(query, keep_blank_values=True))
    known = {one.name for one in fields(Selection)} | {TALK_LAYER}
    if unknown := sorted(values.keys() - known):
        raise SelectionError(f"no filter is called {unknown[0][:40]!r}; save the filters anew")
    return filters_from_dict(values)
