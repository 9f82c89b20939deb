from datetime import date

import pytest
from reading_helpers import dates, triggers

from extract.when import date_of, is_background, open_from, undated, when
from geodata.codes import DateBasis

PUBLISHED = date(2014, 5, 30)


def found(text, trigger_word, published=PUBLISHED):
    every = triggers(text)
    trigger = next(t for t in every if text[t.start : t.end] == trigger_word)
    known = when(trigger, every, dates(text, published), published)
    return known and (str(known.date_start), str(known.date_end), known.time_precision)


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Gunmen attacked Ghat on 16 May.", "attacked", ("2014-05-16", "2014-05-16", 1)),
        ("On 16 May gunmen attacked Ghat.", "attacked", ("2014-05-16", "2014-05-16", 1)),
        (
            "Algeria closed the border on Monday after gunmen attacked Ghat on 16 May.",
            "closed",
            ("2014-05-26", "2014-05-26", 1),
        ),
        (
            "Algeria closed the border on Monday after gunmen attacked Ghat on 16 May.",
            "attacked",
            ("2014-05-16", "2014-05-16", 1),
        ),
        ("Gunmen attacked Ghat in May.", "attacked", ("2014-05-01", "2014-05-30", 3)),
        ("Gunmen attacked Ghat this week.", "attacked", ("2014-05-26", "2014-05-30", 2)),
        ("The army will deploy troops in June.", "deploy", ("2014-06-01", "2014-06-30", 3)),
        ("Gunmen attacked Ghat.", "attacked", ("2014-05-24", "2014-05-30", 2)),
    ],
)
def test_an_act_took_place_on_the_date_that_its_words_are_nearest_to(text, trigger, expected):
    assert found(text, trigger) == expected


def test_an_era_is_no_date_of_an_act():
    assert found("Gunmen have attacked Ghat since 2011.", "attacked") is None


def test_a_whole_year_still_is_a_date():
    assert found("Gunmen attacked Ghat in 2013.", "attacked") == ("2013-01-01", "2013-12-31", None)


def test_without_a_date_it_was_in_the_week_up_to_publication():
    known = undated(PUBLISHED)
    assert (str(known.date_start), str(known.date_end)) == ("2014-05-24", "2014-05-30")
    assert (known.time_precision, known.basis) == (2, DateBasis.PUBLICATION)
    assert known.expression is None


def test_without_date_and_publication_nobody_knows():
    known = undated(None)
    assert (known.date_start, known.date_end, known.basis) == (None, None, None)
    assert found("Gunmen attacked Ghat.", "attacked", None) == ("None", "None", None)


def test_what_goes_on_runs_from_its_first_day_to_publication():
    text = "On 16 May gunmen attacked Ghat."
    (trigger,) = triggers(text)
    known = when(trigger, (trigger,), dates(text), PUBLISHED)
    opened = open_from(known, PUBLISHED)
    assert (opened.date_start, opened.date_end) == (date(2014, 5, 16), PUBLISHED)
    assert opened.time_precision == 3
    assert open_from(known, None) == known
    assert open_from(undated(None), PUBLISHED) == undated(None)


def test_two_words_of_one_fight_share_its_date():
    text = "Gunmen attacked Ghat and killed two soldiers on Monday."
    first, second = triggers(text)
    assert date_of(first, (first, second), dates(text)).text == "Monday"
    assert date_of(second, (first, second), dates(text)).text == "Monday"


def test_a_date_after_a_later_act_is_not_the_earlier_ones():
    text = "Algeria closed the border and soldiers arrested two men on Monday."
    first, second = triggers(text)
    assert date_of(first, (first, second), dates(text)) is None
    assert date_of(second, (first, second), dates(text)).text == "Monday"


@pytest.mark.parametrize(
    ("published", "recalled"),
    [(date(2014, 6, 15), False), (date(2014, 6, 16), True), (None, False)],
)
def test_what_ended_over_thirty_days_before_publication_is_recalled(published, recalled):
    text = "Gunmen attacked Ghat on 16 May 2014."
    (trigger,) = triggers(text)
    known = when(trigger, (trigger,), dates(text, published), published)
    assert is_background(known, published) is recalled
