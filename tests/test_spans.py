from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.spans import QUICK_SPANS, ending_at, moved


@pytest.mark.parametrize(
    ("span", "steps", "then"),
    [
        (("2014-05-01", "2014-05-07"), 1, ("2014-05-08", "2014-05-14")),
        (("2014-05-01", "2014-05-07"), -1, ("2014-04-24", "2014-04-30")),
        (("2014-05-16", "2014-05-16"), 1, ("2014-05-17", "2014-05-17")),
        (("2014-05-01", "2014-05-31"), 1, ("2014-06-01", "2014-06-30")),
        (("2014-01-01", "2014-12-31"), -1, ("2013-01-01", "2013-12-31")),
        (("2015-12-01", "2016-01-31"), 1, ("2016-02-01", "2016-03-31")),
    ],
)
def test_a_span_moves_by_its_own_length_and_whole_months_stay_whole(span, steps, then):
    assert moved(days(span), steps) == days(then)


def days(span):
    return tuple(map(date.fromisoformat, span))


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(0, 5000))
def test_the_next_span_begins_where_the_last_one_ends(since, length):
    span = (since, since + timedelta(days=length))
    later = moved(span, 1)
    assert later[0] == span[1] + timedelta(days=1)
    assert moved(later, -1) == span


def test_a_span_is_counted_back_from_its_last_day():
    last = date(2024, 2, 29)
    spans = {name: ending_at(last, length) for name, length in QUICK_SPANS.items()}
    assert spans == {
        "7 days": (date(2024, 2, 23), last),
        "30 days": (date(2024, 1, 31), last),
        "12 months": (date(2023, 3, 1), last),
    }
