"""The join of events with countries, first-level units and borders."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from shapely.geometry import LineString, Point

from geodata.borders import (
    ELLIPSOID,
    admin1_polygon,
    border_line,
    border_point,
    country_polygon,
    land_borders,
)
from geodata.errors import RecordError
from geodata.join import EDGE_KM, join_events, join_records
from geodata.model import Event
from geodata.schema import check_events, events_to_frame, frame_to_events

JOINED = ["country_code", "country", "admin1", "border_id"]


def event_at(latitude=None, longitude=None, number=0, **fields) -> Event:
    geometry = None if latitude is None else Point(longitude, latitude)
    event = Event(
        event_id=str(number),
        act_id=str(number),
        latitude=latitude,
        longitude=longitude,
        geometry=geometry,
    )
    return replace(event, **fields)


def joined(*events: Event) -> pd.DataFrame:
    return join_events(events_to_frame(events))


def codes(frame: pd.DataFrame) -> list:
    return [None if pd.isna(code) else code for code in frame["country_code"]]


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected", "distance_km"),
    [
        # first the places of the two real articles; geodesic distances to the 10m line
        (19.57, 5.77, ("DZ", "Algeria", "Tamanghasset", "DZ-NE"), 12),
        (21.33, 0.95, ("DZ", "Algeria", "Adrar", "DZ-ML"), 9),
        (27.9, 9.12, ("DZ", "Algeria", "Illizi", "DZ-LY"), 74),
        (32.12, 20.07, ("LY", "Libya", "Benghazi", "EG-LY"), 461),
        # Moroccan-held Western Sahara: a unit of its own country by the countries file
        (
            27.15,
            -13.2,
            ("EH", "Western Sahara", "Laâyoune - Boujdour - Sakia El Hamra", "EH-MA"),
            57,
        ),
        (33.14, 11.22, ("TN", "Tunisia", "Médenine", "LY-TN"), 26),
    ],
)
def test_a_town_gets_country_unit_and_its_countrys_nearest_border(
    latitude, longitude, expected, distance_km
):
    row = joined(event_at(latitude, longitude)).iloc[0]
    assert tuple(row[JOINED]) == expected
    assert row["border_distance_km"] == pytest.approx(distance_km, abs=1)
    length = land_borders().set_index("border_id").loc[expected[3], "length_km"]
    assert 0 <= row["border_position_km"] <= length


def test_the_nearest_border_is_one_of_the_countrys_own():
    # In north-western Libya beside Tunisia; Algeria and Tunisia's border is nearer than Egypt's.
    frame = joined(event_at(30.2, 9.8), event_at(29.9, 9.4))
    assert codes(frame) == ["LY", "DZ"]
    for code, border_id in zip(frame["country_code"], frame["border_id"], strict=True):
        assert code in border_id.split("-")


def _shared_vertex() -> Point:
    line = land_borders().set_index("border_id").geometry["DZ-LY"]
    return Point(shapely.get_coordinates(line)[40])


def test_point_on_a_shared_border_gets_the_first_country_in_the_alphabet():
    place = _shared_vertex()
    frame = joined(event_at(place.y, place.x))
    assert frame.loc[0, ["country_code", "border_id"]].tolist() == ["DZ", "DZ-LY"]
    assert frame.loc[0, "border_distance_km"] == pytest.approx(0, abs=1e-6)


def test_point_on_a_shared_border_keeps_the_country_that_the_row_came_with():
    place = _shared_vertex()
    frame = joined(event_at(place.y, place.x, country_code="LY"))
    assert frame.loc[0, ["country_code", "country", "admin1"]].tolist() == ["LY", "Libya", "Ghat"]


def test_point_on_a_shared_border_does_not_keep_a_country_elsewhere():
    place = _shared_vertex()
    assert codes(joined(event_at(place.y, place.x, country_code="MA"))) == ["DZ"]


def _east_of_libya(km: float) -> tuple[float, float]:
    # the border with Egypt runs along the 25th meridian
    line = land_borders().set_index("border_id").geometry["EG-LY"]
    start = line.intersection(LineString([(24, 26.5), (26, 26.5)]))
    longitude, latitude, _ = ELLIPSOID.fwd(start.x, start.y, 90, km * 1000)
    return latitude, longitude


def test_a_town_just_across_the_drawn_line_keeps_its_own_country():
    latitude, longitude = _east_of_libya(EDGE_KM - 1)
    frame = joined(
        event_at(latitude, longitude, 1), event_at(latitude, longitude, 2, country_code="LY")
    )
    assert codes(frame) == ["EG", "LY"]
    assert frame.loc[1, "admin1"] == "Al Kufrah"
    assert frame.loc[1, "border_id"] == "EG-LY"


def test_a_country_code_that_the_place_is_far_from_gives_way_to_the_polygon():
    latitude, longitude = _east_of_libya(EDGE_KM + 10)
    assert codes(joined(event_at(latitude, longitude, country_code="LY"))) == ["EG"]


def test_a_point_off_the_coast_is_in_the_nearest_country_within_five_kilometres():
    near_tobruk, at_sea = (32.11, 24.04), (34.0, 22.0)
    frame = joined(event_at(*near_tobruk), event_at(*at_sea, number=1))
    assert codes(frame) == ["LY", None]
    assert pd.isna(frame.loc[1, ["country", "admin1"]]).all()


def test_an_event_at_sea_has_the_nearest_border_of_all():
    assert joined(event_at(33.5, 11.9)).loc[0, "border_id"] == "LY-TN"


def test_an_islands_event_has_no_land_border():
    frame = joined(event_at(64.1, -21.9), event_at(-21.1, 55.5, 1))
    assert codes(frame) == ["IS", "FR"]
    assert frame["border_id"].isna().all()
    assert frame[["border_distance_km", "border_position_km"]].isna().all(axis=None)


def test_an_event_on_a_border_line_keeps_it_with_distance_0_and_no_position():
    point = border_point("DZ-LY")
    event = event_at(point.y, point.x, geometry=border_line("DZ-LY"), border_id="DZ-LY")
    row = joined(event).iloc[0]
    assert row["border_id"] == "DZ-LY"
    assert row["border_distance_km"] == 0
    assert pd.isna(row["border_position_km"])
    assert pd.isna(row["country_code"])


def test_an_event_on_a_border_line_keeps_the_country_that_it_came_with():
    event = event_at(28.0, 9.9, geometry=border_line("DZ-LY"), border_id="DZ-LY")
    row = joined(replace(event, country_code="DZ")).iloc[0]
    assert row[["country_code", "country"]].tolist() == ["DZ", "Algeria"]


def test_a_point_that_came_with_a_border_is_measured_to_that_one():
    near_libya = event_at(27.9, 9.12, border_id="DZ-NE")
    row = joined(near_libya).iloc[0]
    assert row["border_id"] == "DZ-NE"
    assert row["border_distance_km"] == pytest.approx(569, abs=10)
    assert row["border_position_km"] > 0


def test_an_unknown_border_is_refused_with_its_id():
    with pytest.raises(RecordError, match=r"\['LY-DZ'\].*border_id"):
        joined(event_at(27.9, 9.12, border_id="LY-DZ"))


def test_an_area_keeps_what_it_came_with_and_has_no_nearest_border():
    area = admin1_polygon("DZ", "Illizi")
    event = event_at(27.0, 8.0, geometry=area, country_code="DZ", admin1="Illizi")
    row = joined(event).iloc[0]
    assert row[["country_code", "country", "admin1"]].tolist() == ["DZ", "Algeria", "Illizi"]
    assert pd.isna(row[["border_id", "border_distance_km", "border_position_km"]]).all()


def test_an_area_across_countries_has_none():
    desert = Point(5, 22).buffer(8)
    assert codes(joined(event_at(22.0, 5.0, geometry=desert))) == [None]


def test_a_country_as_a_point_has_no_unit_and_no_border():
    row = joined(event_at(28.0, 2.0, where_prec=6)).iloc[0]
    assert row["country_code"] == "DZ"
    assert pd.isna(row[["admin1", "border_id", "border_distance_km"]]).all()


def test_a_whole_country_drawn_as_an_area_keeps_its_country():
    event = event_at(28.0, 2.0, geometry=country_polygon("DZ"), country_code="DZ", where_prec=6)
    assert joined(event).loc[0, "country"] == "Algeria"


def test_an_event_without_a_place_keeps_its_country_and_has_nothing_else():
    frame = joined(event_at(country_code="DZ"), event_at(number=1), event_at(number=2, country="X"))
    assert codes(frame) == ["DZ", None, None]
    assert frame.loc[0, "country"] == "Algeria"
    assert pd.isna(frame.loc[1, "country"])
    assert frame.loc[2, "country"] == "X"
    assert frame["border_id"].isna().all()


def test_a_unit_is_kept_where_no_outline_knows_better():
    assert joined(event_at(21.87, 33.75, admin1="here")).loc[0, "admin1"] == "here"


def test_an_empty_frame_joins_to_an_empty_frame():
    frame = joined()
    assert len(frame) == 0
    assert_frame_equal(frame, events_to_frame([]))


coordinates = st.one_of(
    st.none(),
    st.tuples(
        st.floats(min_value=-90, max_value=90),
        st.floats(min_value=-180, max_value=180),
    ),
    st.tuples(
        st.floats(min_value=18, max_value=37),
        st.floats(min_value=-12, max_value=25),
    ),
    st.sampled_from([(place.y, place.x) for place in [Point(25, 22), Point(0, 0)]]),
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(coordinates, st.sampled_from([None, "DZ", "LY", "XX"])), max_size=12),
    st.randoms(use_true_random=False),
)
def test_one_row_in_is_one_row_out_in_order_under_any_index(places, shuffler):
    events = [
        event_at(*(place or ()), number=number, country_code=code)
        for number, (place, code) in enumerate(places)
    ]
    frame = events_to_frame(events)
    frame.index = [shuffler.randrange(5) for _ in events]  # labels may repeat
    result = join_events(frame)
    assert result.index.tolist() == frame.index.tolist()
    assert result["event_id"].tolist() == frame["event_id"].tolist()
    untouched = [
        column
        for column in frame.columns
        if column not in [*JOINED, "border_distance_km", "border_position_km"]
    ]
    assert_frame_equal(pd.DataFrame(result[untouched]), pd.DataFrame(frame[untouched]))
    check_events(result)
    assert_frame_equal(pd.DataFrame(join_events(result)), pd.DataFrame(result))


def test_the_callers_frame_is_left_as_it_was():
    frame = events_to_frame([event_at(27.9, 9.12)])
    before = frame.copy()
    join_events(frame)
    assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(before))


def test_events_at_one_place_get_the_same_answer_as_one_alone():
    alone = joined(event_at(27.9, 9.12)).iloc[0]
    many = joined(*[event_at(27.9, 9.12, number) for number in range(5)])
    assert np.all(many["border_position_km"] == alone["border_position_km"])
    assert set(many["admin1"]) == {"Illizi"}


GEOMETRIES = (
    st.none()
    | st.just(LineString([(9, 25), (9, 27)]))
    | st.just(Point(9, 26).buffer(1))
    | st.just(border_line("DZ-LY"))
)


@st.composite
def events_anywhere(draw):
    place = draw(coordinates)
    return event_at(
        *(place or ()),
        number=draw(st.integers(0, 10**9)),
        country_code=draw(st.sampled_from([None, "DZ", "LY", "XX"])),
        country=draw(st.sampled_from([None, "Algeria", "Somewhere"])),
        admin1=draw(st.sampled_from([None, "Illizi"])),
        border_id=draw(st.sampled_from([None, None, "DZ-LY", "CM-TD"])),
        where_prec=draw(st.sampled_from([None, 1, 5, 6])),
        **draw(st.just({}) | st.fixed_dictionaries({"geometry": GEOMETRIES})),
    )


@settings(max_examples=80, deadline=None)
@given(st.lists(events_anywhere(), max_size=10))
def test_records_are_joined_as_their_frame_is_one_by_one_or_together(events):
    expected = tuple(frame_to_events(join_events(events_to_frame(events))))
    together = join_records(events)
    assert together == expected
    assert tuple(join_records([event])[0] for event in events) == expected
    assert [type(event.border_distance_km) for event in together] == [
        type(event.border_distance_km) for event in expected
    ]


def test_records_with_a_border_that_is_not_there_are_refused():
    with pytest.raises(RecordError, match="'LY-DZ'"):
        join_records([event_at(27.9, 9.12, border_id="LY-DZ")])
