import json
from dataclasses import replace

import pytest
import shapely
from sample_events import HOSTILE, sample_events

from dashboard.clusters import View
from dashboard.layers import MAX_CLUSTER_IDS, MAX_IDS, drawn_as, extent, incidents, markers, shapes
from geodata.model import Event
from geodata.schema import events_to_frame

REGION = View(west=-10.0, south=15.0, east=25.0, north=38.0, zoom=6)
CLOSE = View(west=9.0, south=29.5, east=10.0, north=30.5, zoom=12)


@pytest.fixture(scope="module")
def frame():
    return events_to_frame(sample_events())


def by_label(found, label):
    return next(item for item in found if item["label"].startswith(label))


def test_precision_decides_how_an_event_is_drawn(frame):
    ways = drawn_as(frame)
    expected = {
        "Border of Algeria and Libya": "line",
        "the southern desert": "area",
        "Illizi": "disc",
        "Libya": "country",
        "Benghazi": "marker",
        "Bordj Badji Mokhtar": "marker",
    }
    for location, way in expected.items():
        assert set(ways[frame["location"] == location]) == {way}, location
    assert set(ways[frame["location"].isna()]) == {""}


def test_talk_and_plans_are_no_incidents(frame):
    left = incidents(frame)
    gone = frame[~frame["event_id"].isin(left["event_id"])]
    assert sorted(gone["modality"]) == ["happened", "planned"]
    assert "statement or warning" in set(gone["border_activity"])


def test_an_exact_place_is_drawn_where_it_is(frame):
    benghazi = by_label(markers(frame, REGION), "Benghazi")
    assert (benghazi["latitude"], benghazi["longitude"]) == (32.117, 20.067)
    assert benghazi["types"] == {"Battles": 1}
    assert not benghazi["several"]


def test_events_at_one_place_share_a_marker_that_counts_them(frame):
    debdeb = by_label(markers(frame, CLOSE), "Debdeb")
    assert debdeb["count"] == 3
    assert debdeb["types"] == {"Strategic developments": 2, "Battles": 1}
    assert (debdeb["latitude"], debdeb["longitude"]) == (29.967, 9.417)
    assert len(debdeb["ids"]) == 3


def test_linked_reports_count_once(frame):
    at_ben_gardane = frame[frame["location"] == "Ben Gardane"]
    (marker,) = markers(at_ben_gardane, REGION)
    assert (marker["count"], marker["reports"]) == (2, 3)


def test_all_markers_of_a_view_count_the_events_of_the_view(frame):
    points = frame[drawn_as(frame) == "marker"]
    world = View(west=-180.0, south=-85.0, east=180.0, north=85.0, zoom=3)
    assert sum(item["reports"] for item in markers(frame, world)) == len(points)


def test_a_marker_outside_the_view_is_not_sent(frame):
    assert [item["label"] for item in markers(frame, CLOSE)] == ["Debdeb"]


def test_background_is_hollow_only_when_all_of_it_is(frame):
    found = markers(frame, REGION)
    assert by_label(found, "In Amenas")["background"]
    assert not by_label(found, "Benghazi")["background"]


def test_a_border_is_one_line_however_many_events_it_has(frame):
    lines = [item for item in shapes(frame) if item["kind"] == "line"]
    assert {item["label"]: item["count"] for item in lines} == {
        "Border of Algeria and Libya": 2,
        "Border of Algeria and Mali": 1,
        "Border of Algeria and Niger": 1,
    }
    assert lines[0]["geometry"]["type"] == "LineString"


def test_a_country_is_named_and_a_province_is_a_disc(frame):
    found = {item["kind"]: item for item in shapes(frame)}
    assert found["country"]["country_code"] == "LY"
    assert found["disc"]["radius_km"] == 90.0


def test_larger_shapes_come_first_so_that_smaller_ones_can_be_clicked(frame):
    kinds = [item["kind"] for item in shapes(frame)]
    assert kinds[:2] == ["country", "area"]


def test_the_extent_holds_all_that_is_drawn_but_whole_countries(frame):
    west, south, east, north = extent(frame)
    assert (west, east) == (-4.82, 20.067)
    assert south == 18.441
    assert north == 33.148
    assert extent(frame[frame["location"] == "Libya"]) is None


def test_answers_are_json_and_hostile_text_stays_text(frame):
    answer = json.loads(json.dumps({"markers": markers(frame, REGION), "shapes": shapes(frame)}))
    labels = " ".join(item["label"] for item in answer["markers"])
    assert HOSTILE in labels


def test_a_marker_sends_a_bounded_number_of_ids():
    one = Event(event_id="0", act_id="0", latitude=1.0, longitude=2.0, geometry=shapely.Point(2, 1))
    many = events_to_frame(replace(one, event_id=str(number)) for number in range(MAX_IDS + 50))
    (marker,) = markers(many, View(west=0.0, south=0.0, east=5.0, north=5.0, zoom=8))
    assert (marker["count"], len(marker["ids"])) == (MAX_IDS + 50, MAX_IDS)


def test_a_large_cluster_is_zoomed_into_and_sends_no_ids():
    events = [
        Event(
            event_id=str(number),
            act_id="a",
            latitude=1.0 + number / 1000,
            longitude=2.0,
            geometry=shapely.Point(2, 1 + number / 1000),
        )
        for number in range(MAX_CLUSTER_IDS + 1)
    ]
    view = View(west=0.0, south=0.0, east=5.0, north=5.0, zoom=6)
    (large,) = markers(events_to_frame(events), view)
    (small,) = markers(events_to_frame(events[:-1]), view)
    assert (large["count"], large["ids"]) == (MAX_CLUSTER_IDS + 1, [])
    assert len(small["ids"]) == MAX_CLUSTER_IDS


def test_an_empty_frame_draws_nothing():
    empty = events_to_frame([])
    assert markers(empty, REGION) == []
    assert shapes(empty) == []
    assert extent(empty) is None


def test_an_event_at_a_pole_or_on_the_antimeridian_is_drawn():
    events = [
        Event(event_id=name, act_id=name, latitude=y, longitude=x, geometry=shapely.Point(x, y))
        for name, y, x in [("pole", 90.0, 0.0), ("dateline", 10.0, 180.0)]
    ]
    world = View(west=-180.0, south=-90.0, east=180.0, north=90.0, zoom=2)
    assert sum(item["count"] for item in markers(events_to_frame(events), world)) == 2
