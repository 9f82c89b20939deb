"""Buttons that save exactly the filtered set as a file, in five formats."""

from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from dashboard.downloads import FORMATS, download_path
from dashboard.filters import Filters, filters_to_query
from geodata.selection import Selection

_STATIC: Final = Path(__file__).parent.parent / "static"
_FIRST: Final = "geojson"


def show_export(selection: Selection) -> None:
    """Draw the button of the GeoJSON file and the menu of the other formats.

    Streamlit's own download button keeps a file in memory as long as the session lives; these ask
    `dashboard.downloads`, which sends it from the disk.
    """
    links = {suffix: _link(suffix, selection) for suffix in FORMATS}
    first = links.pop(_FIRST) | {"label": "Export GeoJSON"}
    with st.container(key="export_geojson", width="content"):
        _buttons([first], "export_first")
    with st.popover("More formats", key="export_formats", icon=":material/download:"):
        _buttons(list(links.values()), "export_others")


def _link(suffix: str, selection: Selection) -> dict[str, str]:
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    path = download_path(suffix, filters_to_query(Filters(selection=selection)))
    return {"label": FORMATS[suffix].label, "href": f"/{base}/{path}" if base else f"/{path}"}


def _buttons(links: list[dict[str, str]], key: str) -> None:
    _component()(data={"links": links}, key=key, width="content")


@cache
def _component() -> Any:
    return st.components.v2.component(
        "borderwatch_downloads",
        html='<div class="bw-downloads"></div>',
        css=(_STATIC / "downloads.css").read_text(encoding="utf-8"),
        js=(_STATIC / "downloads.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
