import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_helpers import dates, days

from extract.dates import find_dates
from geodata.codes import DateBasis

PHRASES_FILE = Path(__file__).resolve().parents[2] / "shared" / "eval" / "date_phrases.jsonl"
PHRASES = (
    [json.loads(line) for line in PHRASES_FILE.read_text(encoding="utf-8").splitlines()]
    if PHRASES_FILE.is_file()
    else []
)

PIECES = st.sampled_from(
    [
        "on",
        "since",
        "in",
        "until",
        "earlier",
        "next",
        "last",
        "night",
        "of",
        "the",
        "to",
        "and",
        "-",
        ",",
        ".",
        "may",
        "May",
        "March",
        "3",
        "7",
        "16",
        "31",
        "99",
        "2014",
        "2011",
        "29",
        "February",
        "Monday",
        "Tuesday",
        "week",
        "month",
        "year",
        "weekend",
        "ago",
        "two",
        "days",
        "coming",
        "Ramadan",
        "late",
        "mid",
        "early",
        "summer",
        "quarter",
        "second",
        "depuis",
        "le",
        "mars",
        "lundi",
        "hier",
        "منذ",
        "قبل",
        "مايو",
        "الثلاثاء",
        "رمضان",
        "٢٠١٤",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=25).map(" ".join)
PUBLISHED = st.none() | st.dates(date(1950, 1, 1), date(2060, 1, 1))


@settings(deadline=None, max_examples=300)
@given(TEXTS, PUBLISHED)
def test_dates_stand_in_order_and_never_end_before_they_start(text, published):
    end = 0
    for found in find_dates(text, published):
        assert end <= found.start < found.end
        assert text[found.start : found.end] == found.text
        assert (found.date_start is None) == (found.date_end is None)
        assert found.date_start is None or found.date_start <= found.date_end
        assert found.time_precision in (1, 2, 3, None)
        end = found.end


@pytest.mark.skipif(
    not PHRASES, reason="the 24 date phrases are not at hand in ../shared/eval (not ours to ship)"
)
@pytest.mark.parametrize("row", PHRASES, ids=lambda row: row["id"])
def test_the_date_phrases_of_the_evaluation_are_all_read(row):
    found = find_dates(row["text"], date.fromisoformat(row["published"]))
    words = row["phrase"].casefold()
    near = [f for f in found if f.text.casefold() in words or words in f.text.casefold()]
    assert len(near) == 1
    assert row["date_start"][0] <= str(near[0].date_start) <= row["date_start"][1]
    assert row["date_end"][0] <= str(near[0].date_end) <= row["date_end"][1]
    assert near[0].time_precision == row["time_precision"]


# All read on Friday, 30 May 2014.
@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("They met on 3 March 2011.", "2011-03-03", "2011-03-03", 1),
        ("They met on March 3rd, 2011.", "2011-03-03", "2011-03-03", 1),
        ("They met on 2014-05-12.", "2014-05-12", "2014-05-12", 1),
        ("They met on 12/05/2014.", "2014-05-12", "2014-05-12", 1),
        ("They met on the 16th of May.", "2014-05-16", "2014-05-16", 1),
        ("They met on 31 December.", "2013-12-31", "2013-12-31", 1),
        ("They met on 29 February.", "2012-02-29", "2012-02-29", 1),
        ("They met on Monday, 26 May.", "2014-05-26", "2014-05-26", 1),
        ("They fought from 3 to 7 May.", "2014-05-03", "2014-05-07", 2),
        ("It ran between 28 April and 2 May.", "2014-04-28", "2014-05-02", 2),
        ("It ran from 30 December to 2 January.", "2013-12-30", "2014-01-02", 2),
        ("It fell on the night of 3-4 May.", "2014-05-03", "2014-05-04", 1),
        ("It fell in the night of 31 March to 1 April.", "2014-03-31", "2014-04-01", 1),
        ("In early May 2014 they left.", "2014-05-01", "2014-05-10", 3),
        ("In mid-April they left.", "2014-04-11", "2014-04-20", 3),
        ("In late February they left.", "2014-02-21", "2014-02-28", 3),
        ("In early 2013 they left.", "2013-01-01", "2013-04-30", None),
        ("They left in November.", "2013-11-01", "2013-11-30", 3),
        ("They left in summer 2013.", "2013-06-01", "2013-08-31", None),
        ("They left in the first quarter of 2013.", "2013-01-01", "2013-03-31", None),
        ("They left on Tuesday.", "2014-05-27", "2014-05-27", 1),
        ("They left on Friday.", "2014-05-30", "2014-05-30", 1),
        ("They leave next Tuesday.", "2014-06-03", "2014-06-03", 1),
        ("They left yesterday.", "2014-05-29", "2014-05-29", 1),
        ("Ils sont partis aujourd’hui.", "2014-05-30", "2014-05-30", 1),
        ("They left overnight.", "2014-05-29", "2014-05-30", 1),
        ("They left last week.", "2014-05-19", "2014-05-25", 2),
        ("They left last weekend.", "2014-05-24", "2014-05-25", 2),
        ("They left last month.", "2014-04-01", "2014-04-30", 3),
        ("They left three days ago.", "2014-05-27", "2014-05-27", 1),
        ("They left five years ago.", "2009-01-01", "2009-12-31", None),
        ("They left in the past three days.", "2014-05-27", "2014-05-30", 2),
        ("They fast during Ramadan.", "2013-07-09", "2013-08-07", 3),
        ("They fasted in the month of Ramadan 2012.", "2012-07-20", "2012-08-18", 3),
        ("Ils sont partis le 16 mai.", "2014-05-16", "2014-05-16", 1),
        ("Ils sont partis le 1er mai.", "2014-05-01", "2014-05-01", 1),
        ("Ils sont partis mardi dernier.", "2014-05-27", "2014-05-27", 1),
        ("Ils sont partis la semaine dernière.", "2014-05-19", "2014-05-25", 2),
        ("Ils sont partis il y a trois jours.", "2014-05-27", "2014-05-27", 1),
        ("Ils sont partis à la mi-mai.", "2014-05-11", "2014-05-20", 3),
        ("Ils sont partis en mars 2013.", "2013-03-01", "2013-03-31", 3),
        ("غادروا يوم الثلاثاء.", "2014-05-27", "2014-05-27", 1),
        ("غادروا في 16 مايو.", "2014-05-16", "2014-05-16", 1),
        ("غادروا في 16 أيار/مايو.", "2014-05-16", "2014-05-16", 1),
        ("غادروا قبل ثلاثة أيام.", "2014-05-27", "2014-05-27", 1),
        ("غادروا الأسبوع الماضي.", "2014-05-19", "2014-05-25", 2),
        ("غادروا في عام 2011.", "2011-01-01", "2011-12-31", None),
    ],
)
def test_a_phrase_means_these_days(text, start, end, precision):
    assert days(text) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("It has been shut since Monday.", "2014-05-26"),
        ("It has been shut since 16 May.", "2014-05-16"),
        ("It has been shut since January.", "2014-01-01"),
        ("It has been shut since 2011.", "2011-01-01"),
        ("It has been shut since last month.", "2014-04-01"),
        ("Il est fermé depuis lundi.", "2014-05-26"),
        ("Il est fermé depuis janvier.", "2014-01-01"),
    ],
)
def test_a_period_still_open_ends_at_publication(text, start):
    assert days(text)[:2] == (start, "2014-05-30")


@pytest.mark.parametrize(
    "text",
    [
        "Some 20 may have crossed.",
        "They march 30 km to the well.",
        "He may 16 times have left.",
        "They met on 31 February.",
        "They met on 31/02/2014.",
        "They took 2014 rifles and 5,000 rounds.",
        "It ended 9999 years ago.",
        "It was a summer's day in autumn.",
        "A week later they left.",
        "",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert dates(text) == ()


def test_the_stop_of_the_sentence_is_no_part_of_the_phrase():
    assert [d.text for d in dates("They left on 3 May. Others on 5 Jan. 2014.")] == [
        "3 May",
        "5 Jan. 2014",
    ]


@pytest.mark.parametrize("text", ["They left on Tuesday.", "They left last week.", "In Ramadan."])
def test_without_a_publication_date_a_relative_phrase_stays_open(text):
    (found,) = find_dates(text, None)
    assert (found.date_start, found.date_end, found.time_precision) == (None, None, None)
    assert found.basis is DateBasis.RELATIVE


@pytest.mark.parametrize("text", ["They left on 3 May.", "They left in May."])
def test_without_publication_or_year_a_calendar_day_is_no_date(text):
    assert find_dates(text, None) == ()


def test_with_its_year_a_day_needs_no_publication_date():
    (found,) = find_dates("They left on 3 May 2014.", None)
    assert found.date_start == date(2014, 5, 3)
    assert found.basis is DateBasis.STATED


def test_every_phrase_of_a_text_is_found_in_order():
    text = "On 16 May they came, on Monday they left; the crisis of January 2013 is recalled."
    assert [(d.text, d.basis.value) for d in dates(text)] == [
        ("16 May", "stated"),
        ("Monday", "relative"),
        ("of January 2013", "stated"),
    ]


def test_a_weekday_beside_a_calendar_day_is_one_stated_phrase():
    (found,) = dates("They left on Friday, 16 May 2014.")
    assert (found.text, found.basis) == ("16 May 2014", DateBasis.STATED)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("in July last year", date(2013, 7, 1), date(2013, 7, 31)),
        ("le 5 juillet de l'année dernière", date(2013, 7, 5), date(2013, 7, 5)),
        ("on 04/22/2014", date(2014, 4, 22), date(2014, 4, 22)),
        ("at the weekend", date(2014, 5, 24), date(2014, 5, 25)),
    ],
)
def test_a_year_a_weekend_and_an_american_date_are_read_against_publication(text, start, end):
    (found,) = find_dates(f"They met {text}.", date(2014, 5, 30))
    assert (found.date_start, found.date_end) == (start, end)
