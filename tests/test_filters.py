from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_events import HOSTILE

from dashboard.filters import (
    Filters,
    filters_from_dict,
    filters_from_query,
    filters_to_dict,
    filters_to_query,
)
from geodata.errors import SelectionError
from geodata.selection import Selection

TEXTS = st.text(max_size=20)
SELECTIONS = st.builds(
    Selection,
    since=st.none() | st.dates(max_value=date(2010, 1, 1)),
    until=st.none() | st.dates(min_value=date(2010, 1, 1)),
    actors=st.lists(TEXTS, max_size=3).map(tuple),
    types=st.lists(st.sampled_from(["Battles", "arrest", "meeting"]), max_size=3).map(tuple),
    countries=st.lists(st.sampled_from(["DZ", "LY", "TN"]), max_size=2).map(tuple),
    borders=st.lists(st.sampled_from(["DZ-LY", "LY-TN"]), max_size=2).map(tuple),
    text=TEXTS,
    include_undated=st.booleans(),
    include_background=st.booleans(),
)


@given(st.builds(Filters, selection=SELECTIONS, talk_layer=st.booleans()))
def test_filters_come_back_from_the_address(filters):
    query = dict(parse_qsl(filters_to_query(filters), keep_blank_values=True))
    assert filters_from_dict(query) == filters
    assert filters_from_query(filters_to_query(filters)) == filters


def test_a_saved_query_with_a_filter_that_is_not_known_is_refused():
    with pytest.raises(SelectionError, match="no filter is called 'colours'"):
        filters_from_query("countries=TN&colours=red")


def test_a_new_session_has_an_empty_address():
    assert filters_to_dict(Filters()) == {}
    assert filters_from_dict({}) == Filters()


def test_other_parameters_are_left_alone():
    assert filters_from_dict({"view": "1,2,3,4", "event": "x", "utm": "y"}) == Filters()


@pytest.mark.parametrize(
    "query",
    [
        {"since": "yesterday"},
        {"since": "2014-06-01", "until": "2014-05-01"},
        {"types": "Nonsense"},
        {"talk_layer": "perhaps"},
        {"text": "x" * 30_000},
    ],
)
def test_a_link_that_cannot_be_read_is_refused(query):
    with pytest.raises(SelectionError):
        filters_from_dict(query)


def test_a_query_holds_nothing_that_means_something_in_a_template_or_script():
    query = filters_to_query(Filters(selection=Selection(text=HOSTILE, actors=(HOSTILE,))))
    assert not set("{}<>'\"\\` \n") & set(query)
    assert query.isascii()
