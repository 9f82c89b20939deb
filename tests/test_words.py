from datetime import date

import pytest
import shapely

from dashboard import words
from geodata.model import Event


def event(**values) -> Event:
    return Event(event_id="e", act_id="a", **values)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2014, 5, 29), date(2014, 5, 29), "29 May 2014"),
        (date(2014, 5, 24), date(2014, 5, 30), "24–30 May 2014"),
        (date(2017, 5, 27), date(2017, 6, 14), "27 May – 14 June 2017"),
        (date(2013, 12, 30), date(2014, 1, 2), "30 December 2013 – 2 January 2014"),
        (None, None, "undated"),
    ],
)
def test_a_span_is_written_as_short_as_it_can_be(start, end, text):
    assert words.span_in_words(start, end) == text


def test_a_date_says_how_precise_it_is_and_from_which_words():
    week = event(
        date_start=date(2014, 5, 24),
        date_end=date(2014, 5, 30),
        time_precision=2,
        date_basis="publication",
    )
    assert words.date_in_words(week) == (
        "24–30 May 2014 (to the week; no date given: the week before publication)"
    )
    stated = event(
        date_start=date(2014, 5, 16),
        date_end=date(2014, 5, 16),
        time_precision=1,
        date_basis="stated",
        date_expression="on 16 May",
    )
    assert words.date_in_words(stated) == "16 May 2014 (to the day; stated; “on 16 May”)"


def test_a_place_names_each_part_once():
    assert words.place_in_words(event(location="Libya", country="Libya")) == "Libya"
    assert words.place_in_words(event()) == "no place"


def test_precision_names_both_codes_and_a_neighbour_sentence():
    near = event(
        latitude=1.0, longitude=2.0, geo_precision=2, where_prec=2, place_basis="neighbour"
    )
    assert words.precision_in_words(near) == (
        "near this place; named in the sentence beside it; geo 2 / where 2"
    )
    assert "names no place" in words.precision_in_words(event())


def test_a_country_has_no_geo_precision():
    country = event(geometry=shapely.Point(1, 2), latitude=2.0, longitude=1.0, where_prec=6)
    assert words.precision_in_words(country) == "somewhere in this country; geo – / where 6"


def test_numbers_show_a_range_only_when_there_is_one():
    assert words.number_in_words(7, None) == "7"
    assert words.number_in_words(24, 75) == "24–75"
    assert words.number_in_words(5000, None) == "5,000"
    assert words.number_in_words(1234567.0, None) == "1,234,567"
    assert words.number_in_words(None, None) == ""


def test_an_act_that_has_not_happened_says_so():
    assert words.act_in_words(event(border_activity="patrol or inspection")) == (
        "Patrol or inspection"
    )
    assert words.act_in_words(event(border_activity="arrest", modality="denied")) == (
        "Arrest (denied)"
    )


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>1</script>",
        "//example.org/x",
        "file:///etc/passwd",
        "https://",
        "https://exa mple.org/",
        "java\nscript:alert(1)",
        "https://[bad/",
        "",
        None,
    ],
)
def test_what_is_no_web_address_becomes_no_link(url):
    assert words.web_link(url) is None


def test_a_web_address_stays_as_it_is():
    assert words.web_link("https://example.org/a?b=1#c") == "https://example.org/a?b=1#c"


def test_one_of_a_thing_has_no_s():
    assert [words.counted(1, "event"), words.counted(1200, "event")] == ["1 event", "1,200 events"]
