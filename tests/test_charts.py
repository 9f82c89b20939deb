from datetime import UTC, date, datetime

import pandas as pd
import pytest
from sample_events import sample_events
from store_samples import index_of_events

from dashboard.charts import (
    BRUSH,
    bin_of,
    brushed_dates,
    span_of,
    timeline_bins,
    timeline_chart,
    undated,
)
from geodata.selection import Selection


@pytest.fixture(scope="module")
def events():
    return index_of_events(sample_events()).everything


@pytest.mark.parametrize(
    ("days", "width"), [(0, "day"), (90, "day"), (365, "week"), (3650, "month"), (40_000, "year")]
)
def test_bars_are_days_weeks_months_or_years_by_the_span(days, width):
    assert bin_of(days) == width


@pytest.mark.parametrize(
    ("days", "wanted", "width"),
    [
        (40_000, "year", "year"),
        (1_499, "day", "day"),
        (1_500, "day", "week"),
        (10_900, "day", "month"),
        (90, "month", "month"),
        (800_000, "day", "year"),
    ],
)
def test_a_wanted_width_that_makes_too_many_bars_gives_the_next_wider(days, wanted, width):
    assert bin_of(days, wanted) == width


@pytest.mark.parametrize("wanted", ["day", "week", "month", "year"])
def test_every_width_shows_the_same_events(events, wanted):
    some = events.index.select(Selection(since=date(2014, 1, 1), until=date(2016, 12, 31)))
    bins = timeline_bins(some, wanted)
    assert bins["events"].sum() == some.happenings - undated(some)
    lengths = (bins["end"] - bins["start"]).dt.days.unique().tolist()
    assert set(lengths) <= {"day": {1}, "week": {7}, "month": {28, 29, 30, 31}}.get(
        wanted, {365, 366}
    )


def test_the_span_is_from_the_first_to_the_last_day(events):
    some = events.index.select(Selection(countries=("TN",), since=date(2016, 3, 1)))
    bins = timeline_bins(some, "day")
    assert span_of(some) == (bins["start"].min().date(), bins["start"].max().date())
    assert span_of(index_of_events([]).everything) is None


def test_a_screen_reader_is_told_what_the_bars_are(events):
    described = timeline_chart(timeline_bins(events), since=None, until=None).to_dict()
    assert described["description"].startswith("Timeline: 23 events in ")


def test_every_dated_happening_stands_in_one_bar(events):
    bins = timeline_bins(events)
    assert bins["events"].sum() == events.happenings - 2
    assert undated(events) == 2


def test_a_bar_says_when_what_and_how_many(events):
    bins = timeline_bins(events)
    june = bins[(bins["from"] == "2017-06-01") & (bins["type"] == "Strategic developments")]
    assert june["events"].tolist() == [6]
    assert june["end"].tolist() == [pd.Timestamp("2017-07-01")]


def test_talk_has_a_bar_of_its_own(events):
    bins = timeline_bins(events)
    assert bins.loc[bins["type"] == "Talk", "from"].tolist() == ["2014-05-01"]


def test_no_events_make_a_chart_without_bars():
    bins = timeline_bins(index_of_events([]).everything)
    assert bins.empty
    assert timeline_chart(bins, since=None, until=None).to_dict()["layer"]


@pytest.mark.parametrize(("year", "form"), [(2014, "%-d %b %Y"), (2016, "%b %Y"), (2024, "%Y")])
def test_the_time_axis_names_the_year_at_every_span(events, year, form):
    bins = timeline_bins(events.index.select(Selection(since=date(2014, 5, 1))))
    until = pd.Timestamp(year, 7, 1)
    shown = bins.head(1).assign(end=until)
    axis = timeline_chart(shown, since=None, until=None).to_dict()["layer"][1]["encoding"]["x"]
    assert axis["axis"]["format"] == form


def band(chart) -> list[dict]:
    described = chart.to_dict()
    return described["datasets"][described["layer"][0]["data"]["name"]]


def test_the_chosen_dates_are_a_band_behind_the_bars(events):
    bins = timeline_bins(events)
    (rows,) = band(timeline_chart(bins, since=date(2014, 5, 1), until=date(2014, 7, 31)))
    assert [str(rows["start"])[:10], str(rows["end"])[:10]] == ["2014-05-01", "2014-08-01"]


def test_without_dates_the_band_has_no_width(events):
    (rows,) = band(timeline_chart(timeline_bins(events), since=None, until=None))
    assert rows["start"] == rows["end"]


def test_a_choice_outside_the_data_makes_no_band(events):
    (rows,) = band(timeline_chart(timeline_bins(events), since=date(2050, 1, 1), until=None))
    assert rows["start"] == rows["end"]


def milliseconds(day: date) -> float:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1000


def test_a_brush_gives_the_days_it_touches():
    edges = [milliseconds(date(2014, 5, 1)), milliseconds(date(2014, 6, 3))]
    state = {"selection": {BRUSH: {"start": edges}}}
    assert brushed_dates(state) == (date(2014, 5, 1), date(2014, 6, 3))
    backwards = {"selection": {BRUSH: {"start": edges[::-1]}}}
    assert brushed_dates(backwards) == (date(2014, 5, 1), date(2014, 6, 3))


@pytest.mark.parametrize(
    "state",
    [
        None,
        {},
        {"selection": {}},
        {"selection": {BRUSH: {}}},
        {"selection": {BRUSH: {"start": [1]}}},
        {"selection": {BRUSH: {"start": ["a", "b"]}}},
        {"selection": {BRUSH: {"start": [float("nan"), 1e30]}}},
    ],
)
def test_what_is_no_brush_gives_no_days(state):
    assert brushed_dates(state) is None
