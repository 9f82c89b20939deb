import re

import pytest
import streamlit_folium
from sample_events import HOSTILE

from dashboard.filters import Filters, filters_to_query
from dashboard.maps import base_map, click_number, clicked_events, events_layer
from geodata.selection import Selection


def rendered(folium_map) -> str:
    folium_map.get_root().render()
    return streamlit_folium._get_map_string(folium_map)


def links(folium_map) -> list[str]:
    children = [folium_map, *folium_map._children.values()]
    found = []
    for child in children:
        found += [link for _, link in getattr(child, "default_js", [])]
        found += [link for _, link in getattr(child, "default_css", [])]
    return found


def test_the_base_map_is_the_same_at_every_call():
    assert rendered(base_map()) == rendered(base_map())


def test_every_script_and_style_comes_from_our_own_address():
    found = links(base_map())
    assert len(found) == 5
    assert all(link.startswith("../../assets/") for link in found)
    assert not re.search(r"https?://|//cdn", rendered(base_map()))


def test_the_events_layer_names_the_query_and_nothing_else():
    base = base_map()
    rendered(base)
    query = filters_to_query(Filters(selection=Selection(text=HOSTILE)))
    script = streamlit_folium._get_feature_group_string(events_layer(query), base)
    assert f'borderwatch.show("{query}")' in script
    assert "onerror=" not in script


@pytest.mark.parametrize("query", ["{{ 7*7 }}", "{% raw %}", 'a="b', "a=<b>", "a=é", "a=`b`"])
def test_a_query_that_is_not_encoded_never_reaches_a_template(query):
    with pytest.raises(ValueError, match="percent-encoded"):
        events_layer(query)


def test_a_click_gives_the_ids_of_the_events():
    value = {"event_ids": ["a", "b"], "click": 17}
    assert clicked_events(value) == ("a", "b")
    assert click_number(value) == 17


@pytest.mark.parametrize(
    "value", [None, {}, [], "x", {"event_ids": "abc"}, {"event_ids": [1, None, "", "x" * 500]}]
)
def test_what_is_no_click_gives_no_events(value):
    assert clicked_events(value) == ()
    assert click_number(value) == 0


def test_a_click_number_is_a_whole_number():
    assert click_number({"click": "7"}) == 0
