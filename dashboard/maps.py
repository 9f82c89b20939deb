"""The map as Folium builds it: a base map that never changes and one layer that names a query.

Event data never passes through here: Folium and streamlit-folium render templates, so news text in
a template could break or take over the page. The browser fetches the events by the query and draws
them with text nodes (`static/map.js`, `static/symbols.js`).
"""

from datetime import date
from typing import Any, Final

import folium
from folium.elements import JSCSSMixin
from folium.template import Template

from dashboard.looks import LOOKS
from geodata.settings import Tiles

# Relative to the component's frame, /component/streamlit_folium.st_folium/index.html.
_ROOT: Final = "../../"
# In the order in which each builds on those before it.
_SCRIPTS: Final = ("symbols", "base", "events", "overlays", "tools", "play", "map")
LIBYAN_DESERT: Final = (27.0, 9.0)
MAP_HEIGHT: Final = 520
FIRST_ZOOM: Final = 5


class BaseLayer(JSCSSMixin, folium.MacroElement):
    """Countries, borders, legend and scale bar, drawn by our own script from our own addresses."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        borderwatch.open({{ this._parent.get_name() }}, {{ this.options|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "BaseLayer"
        self.options = options
        self.default_js = [
            (f"borderwatch_{name}", f"{_ROOT}assets/borderwatch/{name}.js") for name in _SCRIPTS
        ]
        self.default_css = [("borderwatch_css", f"{_ROOT}assets/borderwatch/map.css")]


class QueryLayer(folium.MacroElement):
    """Tells the map's script which events to fetch. `query` must be percent-encoded."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        borderwatch.show({{ this.query|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, query: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "QueryLayer"
        self.query = query


def base_map(tiles: Tiles | None = None) -> folium.Map:
    """Return the base map: the same at every call, so that the browser keeps frame and view.

    `tiles` are offered as a layer that is off until the analyst ticks it.
    """
    offline = folium.Map(
        location=LIBYAN_DESERT,
        zoom_start=FIRST_ZOOM,
        tiles=None,
        control_scale=False,
        minZoom=2,
        maxZoom=14,
        worldCopyJump=True,
    )
    # folium's own list asks four other hosts; Leaflet is all that the map needs.
    offline.default_js = [("leaflet", f"{_ROOT}assets/leaflet/leaflet.js")]
    offline.default_css = [("leaflet_css", f"{_ROOT}assets/leaflet/leaflet.css")]
    BaseLayer(_base_options(tiles)).add_to(offline)
    return offline


def _base_options(tiles: Tiles | None) -> dict[str, Any]:
    looks = [
        {"name": name, "colour": look.colour, "shape": look.shape, "points": look.points}
        for name, look in LOOKS.items()
    ]
    offered = tiles and {"url": tiles.url, "credit": tiles.credit, "origin": tiles.origin}
    return {"root": _ROOT, "looks": looks, "tiles": offered}


def events_layer(query: str) -> folium.FeatureGroup:
    """Return the feature group that makes the map show the events of a percent-encoded query.

    Raises ValueError for a character that would mean something in a template or script.
    """
    if not query.isascii() or any(character in "{}<>'\"\\` \n\r" for character in query):
        raise ValueError(f"query {query[:80]!r} is not percent-encoded")
    group = folium.FeatureGroup(name="events")
    QueryLayer(query).add_to(group)
    return group


def clicked_events(value: object) -> tuple[str, ...]:
    """Return the ids that the map's script sent for a click; anything else gives none.

    `value` comes from the browser: only text of a plausible length and number is taken.
    """
    ids = value.get("event_ids") if isinstance(value, dict) else None
    if not isinstance(ids, list):
        return ()
    return tuple(item for item in ids[:1000] if isinstance(item, str) and 0 < len(item) <= 200)


def sent_area(value: object) -> tuple[float, float, float, float] | None:
    """Return the box (west, south, east, north) that the map's script asked to filter to, or None.

    `value` comes from the browser: only four finite degrees in the right order are a box.
    """
    box = value.get("bbox") if isinstance(value, dict) else None
    if not isinstance(box, list) or len(box) != 4:
        return None
    # NaN compares with nothing.
    if not all(isinstance(edge, (int, float)) and abs(edge) <= 180 for edge in box):
        return None
    west, south, east, north = map(float, box)
    return (west, south, east, north) if -90 <= south < north <= 90 else None


def sent_days(value: object) -> tuple[date, date] | None:
    """Return the first and last day that the map's script asked to filter to, or None."""
    days = value.get("dates") if isinstance(value, dict) else None
    if not isinstance(days, list) or len(days) != 2:
        return None
    try:
        first, last = (date.fromisoformat(day) for day in days)
    except (TypeError, ValueError):
        return None
    return (first, last) if first <= last else None


def click_number(value: object) -> int:
    """Return the running number of the click, by which a repeated answer is told from a new one."""
    number = value.get("click") if isinstance(value, dict) else None
    return number if isinstance(number, int) else 0
