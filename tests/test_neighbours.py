from datetime import date

import pytest
from event_samples import event
from store_samples import index_of_events

from geodata.neighbours import AT_MOST, is_placed, neighbours

# Ghat, where `event` is, and a degree of longitude from it: 101 km; half a one: 50 km.
GHAT = {"latitude": 24.96, "longitude": 10.18}
DAY = date(2014, 5, 31)


def on(first: date, last: date | None = None) -> dict:
    return {"date_start": first, "date_end": last or first}


def found(*others, of=None):
    """The ids of the neighbours with their kilometres and days."""
    index = index_of_events([of or event("own"), *others])
    return [
        (index.event_ids[one.row].as_py(), round(one.distance_km), one.days)
        for one in neighbours(index, index.row("own"))
    ]


def test_the_nearest_by_days_and_kilometres_comes_first():
    assert found(
        event("far", longitude=10.68, **on(DAY)),
        event("late", **on(date(2014, 6, 10))),
        event("both", longitude=10.68, **on(date(2014, 5, 24))),
        event("next", **on(date(2014, 6, 1))),
    ) == [("next", 0, 1), ("far", 50, 0), ("late", 0, 10), ("both", 50, -7)]


def test_the_limits_are_a_hundred_kilometres_and_fourteen_days():
    inside = [event("day", **on(date(2014, 6, 14))), event("km", longitude=11.16)]
    outside = [event("later", **on(date(2014, 6, 15))), event("farther", longitude=11.18)]
    assert sorted(found(*inside, *outside)) == [("day", 0, 14), ("km", 99, 0)]


def test_days_count_from_the_end_of_one_to_the_beginning_of_the_other():
    long_ago = event("long", **on(date(2013, 1, 1), date(2014, 5, 20)))
    around = event("around", **on(date(2014, 1, 1), date(2014, 12, 31)))
    assert found(long_ago, around) == [("around", 0, 0), ("long", 0, -11)]


def test_distances_go_over_the_date_line():
    east = event("own", latitude=10.0, longitude=179.9)
    west = event("west", latitude=10.0, longitude=-179.9)
    assert found(west, of=east) == [("west", 22, 0)]


def test_reports_of_one_happening_are_one_neighbour_and_never_ones_own():
    linked = event("own", link_id="a")
    assert found(
        event("same", link_id="a"),
        event("first", link_id="b", **on(date(2014, 6, 2))),
        event("nearest", link_id="b", **on(date(2014, 6, 1))),
        of=linked,
    ) == [("nearest", 0, 1)]


@pytest.mark.parametrize(
    "values",
    [
        {"modality": "planned"},
        {"border_activity": "statement or warning", "event_type": None, "sub_event_type": None},
        {"date_start": None, "date_end": None},
        {"latitude": None, "longitude": None, "geometry": None},
        {"where_prec": 4, "geo_precision": 3},
        {"where_prec": 5, "geo_precision": 3},
        {"where_prec": 6},
        {"geo_precision": 3},
    ],
)
def test_talk_and_what_has_no_day_or_no_exact_place_is_nobodys_neighbour(values):
    assert found(event("other", **values)) == []
    if "modality" not in values and "border_activity" not in values:
        assert found(event("other"), of=event("own", **values)) == []


def test_no_more_than_eight_are_named():
    many = [event(f"e{number}") for number in range(20)]
    assert len(found(*many)) == AT_MOST == 8


@pytest.mark.parametrize(
    ("where_prec", "geo_precision", "known"),
    [(1, 1, True), (3, 2, True), (4, 3, False), (None, 2, True), (None, 3, False)],
)
def test_a_place_is_known_down_to_the_district(where_prec, geo_precision, known):
    assert is_placed(where_prec, geo_precision) is known
