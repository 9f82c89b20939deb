import json
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from event_samples import any_events, event, event_lists, frame
from hypothesis import given, settings
from shapely import Point

from geodata.errors import RecordError
from geodata.schema import (
    DATE_COLUMNS,
    EVENT_COLUMNS,
    FLOAT_COLUMNS,
    INTEGER_COLUMNS,
    MAX_FAULTS_SHOWN,
    check_events,
    event_faults,
    event_from_dict,
    event_to_dict,
    events_to_frame,
    frame_to_events,
    typed_frame,
)

MANY = settings(deadline=None, max_examples=60)
FEW = settings(deadline=None, max_examples=25)


@FEW
@given(event_lists())
def test_events_come_back_from_a_frame_as_they_went_in(events):
    assert frame_to_events(events_to_frame(events)) == events


@MANY
@given(any_events())
def test_an_event_comes_back_from_its_json_as_it_went_in(one):
    assert event_from_dict(json.loads(json.dumps(event_to_dict(one)))) == one


@FEW
@given(event_lists())
def test_typing_a_typed_frame_again_changes_nothing(events):
    once = events_to_frame(events)
    pd.testing.assert_frame_equal(pd.DataFrame(typed_frame(once)), pd.DataFrame(once))


def test_no_events_give_an_empty_frame_with_every_column_typed():
    empty, one = events_to_frame([]), frame(event())
    assert list(empty.columns) == list(EVENT_COLUMNS)
    assert len(empty) == 0
    assert empty.crs.to_epsg() == 4326
    for column in (*DATE_COLUMNS, *INTEGER_COLUMNS, *FLOAT_COLUMNS, "background", "quote"):
        assert empty[column].dtype == one[column].dtype, column


def test_columns_have_the_types_that_the_frame_promises():
    typed = frame(event(fatalities=3, geo_precision=1))
    assert typed.index.equals(pd.RangeIndex(1))
    assert str(typed["fatalities"].dtype) == "Int64"
    assert str(typed["date_start"].dtype) == "datetime64[s]"
    assert str(typed["latitude"].dtype) == "float64"
    assert str(typed["background"].dtype) == "bool"
    assert isinstance(typed, gpd.GeoDataFrame)


def test_what_is_unknown_stays_unknown_and_nought_stays_nought():
    (back,) = frame_to_events(frame(event(fatalities=0, wounded=None, quantity=None, quote="")))
    assert back.fatalities == 0
    assert back.wounded is None
    assert back.quantity is None
    assert back.quote == ""


def test_dates_far_from_today_survive():
    old = event(date_start=date(1, 1, 1), date_end=date(9999, 12, 31))
    assert frame_to_events(frame(old)) == [old]


def test_every_column_that_can_not_be_typed_is_named():
    plain = pd.DataFrame(frame(event())).astype(object)
    plain.loc[0, "fatalities"] = "many"
    plain.loc[0, "latitude"] = "north"
    with pytest.raises(RecordError, match="not an events frame") as error:
        typed_frame(plain)
    assert "fatalities:" in str(error.value)
    assert "latitude:" in str(error.value)


def test_a_frame_without_a_column_is_named_for_it():
    with pytest.raises(RecordError, match="lacks the columns \\['quote'\\]"):
        check_events(frame(event()).drop(columns="quote"))


@FEW
@given(event_lists())
def test_good_events_have_no_faults(events):
    check_events(events_to_frame(events))


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (
            {"event_type": "War", "sub_event_type": None},
            "event_type is none of the allowed values",
        ),
        ({"sub_event_type": "Armed clash"}, "sub_event_type is not under event_type"),
        (
            {"event_type": None, "sub_event_type": "Armed clash"},
            "sub_event_type is not under event_type",
        ),
        ({"border_activity": "picnic"}, "border_activity is none of the allowed values"),
        ({"modality": "rumoured"}, "modality is none of the allowed values"),
        ({"actor1_type": "army"}, "actor1_type is none of the allowed values"),
        ({"time_precision": 4}, "time_precision is none of the allowed values"),
        ({"where_prec": 8}, "where_prec is none of the allowed values"),
        ({"status": None}, "status is missing"),
        ({"date_end": date(2014, 5, 30)}, "date_end is before date_start"),
        ({"date_end": None}, "one date of two is missing"),
        ({"latitude": 90.01}, "latitude is beyond 90 degrees"),
        ({"longitude": -180.5}, "longitude is beyond 180 degrees"),
        ({"longitude": None}, "one of latitude and longitude is missing"),
        ({"confidence": 1.2}, "confidence is not within 0 and 1"),
        ({"fatalities": -1}, "fatalities is below 0"),
        ({"wounded": 5, "wounded_high": 4}, "wounded_high is below wounded"),
        (
            {
                "event_type": "Violence against civilians",
                "sub_event_type": "Attack",
                "actor2_type": "state forces",
            },
            "actor2 of violence against civilians must be civilians",
        ),
    ],
)
def test_each_fault_is_found_and_told_with_its_row(values, fault):
    faulty = frame(event("e0"), event("e1", **values))
    assert event_faults(faulty) == [(1, fault)]
    with pytest.raises(RecordError, match=f"row 1: {fault}"):
        check_events(faulty)


@pytest.mark.parametrize(
    "values",
    [
        {"latitude": 90.0, "longitude": -180.0},
        {"latitude": None, "longitude": None, "geometry": None, "location": None},
        {"date_start": None, "date_end": None},
        {"fatalities": 0, "fatalities_high": 0},
        {"event_type": None, "sub_event_type": None},
        {"confidence": 0.0},
        {"event_type": "Violence against civilians", "sub_event_type": "Attack"},
    ],
)
def test_values_at_the_edge_of_what_is_allowed_are_no_fault(values):
    check_events(frame(event(**values)))


def test_an_id_that_is_there_twice_is_a_fault():
    assert event_faults(frame(event("e1"), event("e1"))) == [(1, "event_id is there twice")]


def test_all_faults_are_told_at_once_up_to_a_screen_of_them():
    bad = [event(f"e{n}", fatalities=-1) for n in range(MAX_FAULTS_SHOWN + 5)]
    with pytest.raises(RecordError, match="and 5 more") as error:
        check_events(frame(*bad))
    assert str(error.value).count("fatalities is below 0") == MAX_FAULTS_SHOWN


def test_a_dict_is_plain_json_with_iso_dates_and_geojson():
    row = event_to_dict(event(assoc_actors=("A", "B")))
    assert row["date_start"] == "2014-05-31"
    assert row["geometry"] == {"type": "Point", "coordinates": [10.18, 24.96]}
    assert row["assoc_actors"] == ["A", "B"]
    assert row["published"] is None
    assert list(row) == list(EVENT_COLUMNS)


def test_keys_that_are_no_field_are_ignored_and_missing_ones_unknown():
    read = event_from_dict({"event_id": "e", "act_id": "a", "colour": "red"})
    assert read.event_id == "e"
    assert read.geometry is None
    assert read.assoc_actors == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"date_start": "31 May"}, "31 May"),
        ({"geometry": {"type": "Cube"}}, "geometry"),
        ({"evidence": [{"field": "trigger"}]}, "start"),
        ({"act_id": ...}, "act_id"),
    ],
)
def test_what_can_not_be_read_is_told_with_the_events_id(change, reason):
    row = {**event_to_dict(event("e7")), **change}
    row = {key: value for key, value in row.items() if value is not ...}
    with pytest.raises(RecordError, match="event 'e7' can't be read") as error:
        event_from_dict(row)
    assert reason in str(error.value)


@pytest.mark.parametrize("flags", [(0,), (1,), (1, 0, 1), (0, 1, 1, 0, 0, 1)])
def test_faults_stand_at_the_rows_that_have_them(flags):
    events = [event(f"e{n}", fatalities=-1 if bad else 1) for n, bad in enumerate(flags)]
    assert [row for row, _ in event_faults(frame(*events))] == [
        n for n, bad in enumerate(flags) if bad
    ]


def test_geometry_is_the_one_field_that_may_be_a_line_or_area():
    moved = replace(event(), geometry=Point(0, 0).buffer(1))
    assert frame_to_events(frame(moved))[0].geometry.equals(moved.geometry)
