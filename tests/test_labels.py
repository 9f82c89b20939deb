import json

import pytest
import shapely

from dashboard.clusters import View
from dashboard.geography import CELL_DEGREES, MAX_LABELS, cell_json, places_in, units_json
from geodata.labels import labels


def names(zoom, west=0.0, south=20.0, east=25.0, north=38.0):
    view = View(west=west, south=south, east=east, north=north, zoom=zoom)
    return [place["name"] for place in places_in(view)]


def test_more_names_come_with_the_zoom():
    assert "Algiers" in names(5)
    assert "I-n-Amenas" not in names(6)
    assert "I-n-Amenas" in names(10, west=9.0, south=27.0, east=10.5, north=29.0)


def test_the_first_names_are_those_of_the_lowest_zoom_and_the_largest_towns():
    known = labels()
    assert (known.zoom[1:] >= known.zoom[:-1]).all()


def test_a_screen_gets_no_more_names_than_it_has_room_for():
    assert len(names(14, west=-180.0, south=-85.0, east=180.0, north=85.0)) == MAX_LABELS


def test_names_are_found_across_the_antimeridian():
    assert names(10, west=177.0, south=-20.0, east=-178.0, north=-15.0)


def test_a_square_holds_land_coast_and_borders_within_its_edges():
    features = json.loads(cell_json(18, 12))["features"]
    assert {feature["properties"]["kind"] for feature in features} == {"land", "coast", "border"}
    square = shapely.box(0, 30, CELL_DEGREES, 30 + CELL_DEGREES).buffer(1e-3)
    assert all(square.covers(shapely.geometry.shape(f["geometry"])) for f in features)
    assert "Algeria–Tunisia" in {f["properties"].get("name") for f in features}


def test_a_square_of_the_sea_is_empty():
    assert json.loads(cell_json(8, 6))["features"] == []


@pytest.mark.parametrize(("code", "unit"), [("LY", "LY|Ghat"), ("ML", "ML|Kidal")])
def test_units_have_the_names_by_which_events_are_counted(code, unit):
    features = json.loads(units_json(code))["features"]
    assert unit in {feature["properties"]["unit"] for feature in features}
