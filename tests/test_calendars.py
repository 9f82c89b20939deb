from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.calendars import (
    DateSpan,
    day_in_year_before,
    days_span,
    hijri_month_before,
    last_days,
    month_before,
    month_span,
    part_of_month,
    part_of_year,
    season_span,
    shifted_unit,
    until_publication,
    weekday_before,
    year_span,
)

FRIDAY = date(2014, 5, 30)
DAYS = st.dates(date(1950, 1, 1), date(2050, 12, 31))


def span(start, end, precision):
    return DateSpan(date.fromisoformat(start), date.fromisoformat(end), precision)


@pytest.mark.parametrize(
    ("days", "precision"), [(1, 1), (2, 2), (7, 2), (8, 3), (31, 3), (32, None)]
)
def test_precision_is_day_week_month_and_none_beyond(days, precision):
    end = FRIDAY + timedelta(days=days - 1)
    assert days_span(FRIDAY, end) == DateSpan(FRIDAY, end, precision)


def test_a_span_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="2014-05-29 is before 2014-05-30"):
        days_span(FRIDAY, FRIDAY - timedelta(days=1))


def test_months_and_years_are_whole():
    assert month_span(2012, 2) == span("2012-02-01", "2012-02-29", 3)
    assert year_span(2013) == span("2013-01-01", "2013-12-31", None)


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        (3, 6, 2012, date(2012, 6, 3)),
        (30, 5, None, date(2014, 5, 30)),
        (31, 5, None, date(2013, 5, 31)),
        (29, 2, None, date(2012, 2, 29)),
    ],
)
def test_a_day_without_year_is_the_latest_not_after_publication(day, month, year, expected):
    assert day_in_year_before(day, month, year, FRIDAY) == expected


def test_a_day_that_no_year_has_is_refused_and_one_without_year_or_publication_unknown():
    with pytest.raises(ValueError, match="no day 31 in month 2"):
        day_in_year_before(31, 2, None, FRIDAY)
    assert day_in_year_before(3, 6, None, None) is None


@pytest.mark.parametrize(
    ("month", "year"),
    [(5, 2014), (4, 2014), (1, 2014), (6, 2014), (7, 2013), (12, 2013)],
)
def test_a_month_is_the_latest_begun_but_next_month_is_still_to_come(month, year):
    assert month_before(month, None, FRIDAY) == month_span(year, month)


def test_next_month_may_lie_in_the_next_year():
    assert month_before(1, None, date(2014, 12, 5)) == month_span(2015, 1)
    assert month_before(1, 2010, FRIDAY) == month_span(2010, 1)
    assert month_before(1, None, None) is None


@pytest.mark.parametrize(
    ("part", "start", "end"),
    [
        ("early", "2014-02-01", "2014-02-10"),
        ("mid", "2014-02-11", "2014-02-20"),
        ("late", "2014-02-21", "2014-02-28"),
    ],
)
def test_a_month_has_thirds_of_which_the_last_ends_it(part, start, end):
    assert part_of_month(month_span(2014, 2), part) == span(start, end, 3)


def test_parts_of_a_year_and_seasons_are_coarser_than_a_month():
    assert part_of_year(2013, "late") == span("2013-09-01", "2013-12-31", None)
    assert season_span("summer", 2011) == span("2011-06-01", "2011-08-31", None)
    assert season_span("winter", 2011) == span("2011-12-01", "2012-02-29", None)


@settings(deadline=None)
@given(st.integers(0, 6), DAYS)
def test_a_weekday_lies_in_the_seven_days_up_to_publication(weekday, published):
    day = weekday_before(weekday, published)
    assert day.weekday() == weekday
    assert 0 <= (published - day).days < 7


@pytest.mark.parametrize(
    ("unit", "shift", "expected"),
    [
        ("day", -1, span("2014-05-29", "2014-05-29", 1)),
        ("week", 0, span("2014-05-26", "2014-06-01", 2)),
        ("week", -1, span("2014-05-19", "2014-05-25", 2)),
        ("month", -5, span("2013-12-01", "2013-12-31", 3)),
        ("month", 8, span("2015-01-01", "2015-01-31", 3)),
        ("year", -1, span("2013-01-01", "2013-12-31", None)),
    ],
)
def test_units_are_the_calendars_own(unit, shift, expected):
    assert shifted_unit(unit, shift, FRIDAY) == expected


@pytest.mark.parametrize(
    ("unit", "count", "start", "precision"),
    [
        ("day", 3, "2014-05-27", 2),
        ("week", 1, "2014-05-23", 3),
        ("month", 3, "2014-02-28", None),
        ("year", 3, "2011-05-30", None),
    ],
)
def test_the_last_days_end_with_publication(unit, count, start, precision):
    assert last_days(unit, count, FRIDAY) == span(start, "2014-05-30", precision)


@pytest.mark.parametrize(
    ("published", "start", "end"),
    [
        ("2017-06-14", "2017-05-27", "2017-06-24"),
        ("2017-05-26", "2016-06-06", "2016-07-05"),
        ("2013-07-09", "2013-07-09", "2013-08-07"),
    ],
)
def test_ramadan_is_the_latest_that_had_begun(published, start, end):
    assert hijri_month_before(9, date.fromisoformat(published)) == span(start, end, 3)


@settings(deadline=None)
@given(st.integers(1, 12), DAYS)
def test_a_hijri_month_has_29_or_30_days_and_had_begun_within_a_year(month, published):
    found = hijri_month_before(month, published)
    assert (found.end - found.start).days in (28, 29)
    assert 0 <= (published - found.start).days < 356


def test_what_happened_ends_by_publication_and_what_is_to_come_stays_whole():
    assert until_publication(month_span(2014, 5), FRIDAY) == span("2014-05-01", "2014-05-30", 3)
    assert until_publication(month_span(2014, 6), FRIDAY) == month_span(2014, 6)
