import json
from dataclasses import replace

import pytest
import shapely
from sample_events import HOSTILE, sample_events
from store_samples import index_of_events

from dashboard.clusters import View
from dashboard.drawing import AREA, COUNTRY, DISC, LINE, MARKER, NOWHERE, drawing_of
from dashboard.layers import MAX_IDS, extent, ids_at, markers, outlines, shapes
from dashboard.looks import LOOKS
from geodata.model import Event

REGION = View(west=-10.0, south=15.0, east=25.0, north=38.0, zoom=6)
CLOSE = View(west=9.0, south=29.5, east=10.0, north=30.5, zoom=12)


@pytest.fixture(scope="module")
def events():
    return index_of_events(sample_events()).everything


def at(events, location):
    names = events.categories("location")
    return events.where(names[events.column("location")] == location)


def by_label(found, label):
    return next(item for item in found if item["label"].startswith(label))


def types_of(item):
    return {name: number for name, number in zip(LOOKS, item["types"], strict=True) if number}


@pytest.mark.parametrize(
    ("location", "way"),
    [
        ("Border of Algeria and Libya", LINE),
        ("the southern desert", AREA),
        ("Illizi", DISC),
        ("Libya", COUNTRY),
        ("Benghazi", MARKER),
        ("Bordj Badji Mokhtar", MARKER),
        (None, NOWHERE),
    ],
)
def test_precision_decides_how_an_event_is_drawn(events, location, way):
    ways = events.take(drawing_of(events.index).ways)
    names = events.categories("location")[events.column("location")]
    assert set(ways[[name == location for name in names]]) == {way}


def test_talk_and_plans_are_no_incidents(events):
    gone = events.where(events.take(events.index.talk))
    names = events.categories("modality")[gone.column("modality")]
    assert sorted(names) == ["happened", "planned"]
    assert len(events.incidents) == len(events) - 2


def test_an_exact_place_is_drawn_where_it_is(events):
    benghazi = by_label(markers(events, REGION), "Benghazi")
    assert (benghazi["latitude"], benghazi["longitude"]) == (32.117, 20.067)
    assert types_of(benghazi) == {"Battles": 1}
    assert "bounds" not in benghazi


def test_events_at_one_place_share_a_marker_that_counts_them(events):
    debdeb = by_label(markers(events, CLOSE), "Debdeb")
    assert debdeb["count"] == 3
    assert types_of(debdeb) == {"Battles": 1, "Strategic developments": 2}
    assert (debdeb["latitude"], debdeb["longitude"]) == (29.967, 9.417)


def test_the_anchor_of_a_marker_or_shape_finds_all_of_its_events(events):
    for drawn in (markers(events, REGION), shapes(events, REGION)):
        found = [ids_at(events, REGION, item["anchor"]) for item in drawn]
        assert [len(ids) for ids in found] == [item["reports"] for item in drawn]
        assert len({name for ids in found for name in ids}) == sum(map(len, found))


@pytest.mark.parametrize("anchor", ["", "no such event", HOSTILE])
def test_an_anchor_that_is_not_drawn_finds_nothing(events, anchor):
    assert ids_at(events, REGION, anchor) == []


def test_linked_reports_count_once(events):
    (marker,) = markers(at(events, "Ben Gardane"), REGION)
    assert (marker["count"], marker["reports"]) == (2, 3)


def test_all_markers_of_a_view_count_the_events_of_the_view(events):
    points = events.where(events.take(drawing_of(events.index).ways) == MARKER)
    world = View(west=-180.0, south=-85.0, east=180.0, north=85.0, zoom=3)
    assert sum(item["reports"] for item in markers(points, world)) == len(points)


def test_a_marker_outside_the_view_is_not_sent(events):
    assert [item["label"] for item in markers(events, CLOSE)] == ["Debdeb"]


def test_background_is_hollow_only_when_all_of_it_is(events):
    found = markers(events, REGION)
    assert by_label(found, "In Amenas")["background"]
    assert "background" not in by_label(found, "Benghazi")


def test_a_border_is_one_line_however_many_events_it_has(events):
    lines = [item for item in shapes(events, REGION) if item["kind"] == "line"]
    assert {item["label"]: item["count"] for item in lines} == {
        "Border of Algeria and Libya": 2,
        "Border of Algeria and Mali": 1,
        "Border of Algeria and Niger": 1,
    }
    names = [item["outline"] for item in lines]
    found = outlines(drawing_of(events.index), [*names, "unknown"])
    assert [found[name]["type"] for name in names] == ["LineString"] * 3
    assert "unknown" not in found


def test_a_shape_outside_the_view_is_not_sent(events):
    assert {item["label"] for item in shapes(events, CLOSE)} <= {
        "Border of Algeria and Libya", "Illizi", "Libya",
    }  # fmt: skip


def test_a_country_is_named_and_a_province_is_a_disc(events):
    found = {item["kind"]: item for item in shapes(events, REGION)}
    assert found["country"]["country_code"] == "LY"
    assert found["disc"]["radius_km"] == 90.0


def test_a_disc_that_would_be_smaller_than_a_marker_is_one(events):
    far = View(west=-180.0, south=-80.0, east=180.0, north=80.0, zoom=2)
    illizi = at(events, "Illizi")
    assert shapes(illizi, far) == []
    (marker,) = markers(illizi, far)
    assert marker["near"]


def test_larger_shapes_come_first_so_that_smaller_ones_can_be_clicked(events):
    kinds = [item["kind"] for item in shapes(events, REGION)]
    assert kinds[:2] == ["country", "area"]


def test_the_extent_holds_all_that_is_drawn_but_whole_countries(events):
    west, south, east, north = extent(events)
    assert (west, east) == (-4.82, 20.067)
    assert south == 18.441
    assert north == 33.148
    assert extent(at(events, "Libya")) is None


def test_answers_are_json_and_hostile_text_stays_text(events):
    answer = {"markers": markers(events, REGION), "shapes": shapes(events, REGION)}
    labels = " ".join(item["label"] for item in json.loads(json.dumps(answer))["markers"])
    assert HOSTILE in labels


def test_a_place_opens_a_bounded_number_of_events():
    one = Event(event_id="0", act_id="0", latitude=1.0, longitude=2.0, geometry=shapely.Point(2, 1))
    many = index_of_events(replace(one, event_id=str(number)) for number in range(MAX_IDS + 50))
    view = View(west=0.0, south=0.0, east=5.0, north=5.0, zoom=8)
    (marker,) = markers(many.everything, view)
    assert marker["count"] == MAX_IDS + 50
    assert len(ids_at(many.everything, view, marker["anchor"])) == MAX_IDS


def test_an_empty_set_draws_nothing():
    empty = index_of_events([]).everything
    assert markers(empty, REGION) == []
    assert shapes(empty, REGION) == []
    assert extent(empty) is None


def test_an_event_at_a_pole_or_on_the_antimeridian_is_drawn():
    events = [
        Event(event_id=name, act_id=name, latitude=y, longitude=x, geometry=shapely.Point(x, y))
        for name, y, x in [("pole", 90.0, 0.0), ("dateline", 10.0, 180.0)]
    ]
    world = View(west=-180.0, south=-90.0, east=180.0, north=90.0, zoom=2)
    assert sum(item["count"] for item in markers(index_of_events(events).everything, world)) == 2
