import re
from datetime import date

import pytest
import streamlit_folium
from sample_events import HOSTILE

from dashboard.filters import Filters, filters_to_query
from dashboard.maps import (
    base_map,
    click_number,
    clicked_events,
    events_layer,
    sent_area,
    sent_days,
)
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
    assert len(found) == 10
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


def test_an_area_and_days_are_taken_from_the_map():
    assert sent_area({"bbox": [170, -20.5, -170, 10], "click": 1}) == (170.0, -20.5, -170.0, 10.0)
    days = sent_days({"dates": ["2014-05-01", "2014-05-31"]})
    assert days == (date(2014, 5, 1), date(2014, 5, 31))


@pytest.mark.parametrize(
    "box",
    [None, "1,2,3,4", [1, 2, 3], [1, 2, 3, None], [0, 10, 5, 10], [0, -91, 5, 10], [1e9, 0, 2, 3]],
)
def test_what_is_no_area_filters_nothing(box):
    assert sent_area({"bbox": box}) is None


def test_an_area_that_is_no_number_filters_nothing():
    assert sent_area({"bbox": [float("nan")] * 4}) is None


@pytest.mark.parametrize(
    "days", [None, "2014", ["2014-05-01"], [1, 2], ["x", "y"], ["2014-05-02", "2014-05-01"]]
)
def test_what_are_no_days_filter_nothing(days):
    assert sent_days({"dates": days}) is None
