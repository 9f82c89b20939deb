"""The nearest land border, against brute force on the ellipsoid."""

from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.borders import ELLIPSOID, land_borders
from geodata.nearest import nearest_borders

latitudes = st.floats(min_value=19, max_value=37)
longitudes = st.floats(min_value=-9, max_value=12)


def _one(latitude: float, longitude: float, of: str | None = None):
    nearest = nearest_borders(np.array([latitude]), np.array([longitude]), of)
    return nearest.border_id[0], nearest.distance_km[0], nearest.position_km[0]


@cache
def _vertices(code: str) -> tuple[np.ndarray, np.ndarray]:
    """The country's borders as points 500 m apart, each with its border_id."""
    frame = land_borders()
    mine = frame[(frame["country_code_a"] == code) | (frame["country_code_b"] == code)]
    steps = shapely.segmentize(mine.geometry.to_numpy(), 0.005)
    points, rows = shapely.get_coordinates(steps, return_index=True)
    return points, mine["border_id"].to_numpy()[rows]


def _brute_force(latitude: float, longitude: float, code: str) -> dict[str, float]:
    points, border_ids = _vertices(code)
    count = len(points)
    kms = ELLIPSOID.inv([longitude] * count, [latitude] * count, *points.T)[2] / 1000
    return {one: float(kms[border_ids == one].min()) for one in np.unique(border_ids)}


@settings(max_examples=60, deadline=None)
@given(latitudes, longitudes)
def test_the_nearest_border_is_the_one_of_least_geodesic_distance(latitude, longitude):
    border_id, distance_km, _ = _one(latitude, longitude, "DZ")
    distances = _brute_force(latitude, longitude, "DZ")
    least = min(distances.values())
    # brute force looks at points 500 m apart, so that it is too long by up to 60 m when close by
    assert distance_km <= least + 1e-6
    assert distance_km == pytest.approx(least, abs=0.3)
    assert distances[border_id] == pytest.approx(least, abs=0.3)


@settings(max_examples=60, deadline=None)
@given(latitudes, longitudes)
def test_the_position_lies_on_the_border(latitude, longitude):
    border_id, _, position_km = _one(latitude, longitude, "DZ")
    length = land_borders().set_index("border_id").loc[border_id, "length_km"]
    assert 0 <= position_km <= length + 0.001


def test_in_finland_the_nearest_in_degrees_would_be_another_border():
    place = shapely.Point(25.8, 67.1)
    frame = land_borders()
    in_degrees = shapely.STRtree(frame.geometry.to_numpy()).nearest(place)
    assert frame["border_id"][in_degrees] == "FI-NO"
    border_id, distance_km, _ = _one(place.y, place.x)
    assert border_id == "FI-SE"
    assert distance_km == pytest.approx(86, abs=2)


def test_many_points_give_what_each_gives_alone():
    generator = np.random.default_rng(7)
    latitude, longitude = generator.uniform(-55, 72, 300), generator.uniform(-180, 180, 300)
    together = nearest_borders(latitude, longitude)
    for row in range(0, 300, 10):
        border_id, distance_km, position_km = _one(latitude[row], longitude[row])
        assert together.border_id[row] == border_id
        assert together.distance_km[row] == pytest.approx(distance_km, nan_ok=True)
        assert together.position_km[row] == pytest.approx(position_km, nan_ok=True)


def test_chunks_join_without_a_seam(monkeypatch):
    latitude, longitude = np.linspace(20, 36, 25), np.linspace(-8, 11, 25)
    whole = nearest_borders(latitude, longitude, "DZ")
    monkeypatch.setattr("geodata.nearest.CHUNK", 4)
    parts = nearest_borders(latitude, longitude, "DZ")
    assert parts.border_id.tolist() == whole.border_id.tolist()
    assert parts.distance_km.tolist() == whole.distance_km.tolist()


def test_the_position_counts_from_the_western_end():
    line = land_borders().set_index("border_id").geometry["DZ-LY"]
    west, east = shapely.get_coordinates(line)[[0, -1]]
    length = land_borders().set_index("border_id").loc["DZ-LY", "length_km"]
    assert _one(west[1], west[0], "DZ-LY") == ("DZ-LY", pytest.approx(0), pytest.approx(0))
    at_the_end = _one(east[1], east[0], "DZ-LY")
    assert at_the_end == ("DZ-LY", pytest.approx(0), pytest.approx(length, abs=0.001))


def test_the_parts_of_a_border_add_up_without_the_gaps():
    frame = land_borders().set_index("border_id")
    parts = shapely.get_parts(frame.geometry["ES-FR"])
    assert len(parts) == 3
    positions = [_one(*part.coords[0][::-1], "ES-FR")[2] for part in parts]
    lengths = [ELLIPSOID.geometry_length(shapely.segmentize(p, 0.02)) / 1000 for p in parts]
    assert positions == pytest.approx([0, lengths[0], lengths[0] + lengths[1]], abs=0.01)


def test_where_borders_meet_the_first_in_the_alphabet_is_nearest():
    frame = land_borders().set_index("border_id").geometry
    meeting = frame["DZ-LY"].intersection(frame["DZ-NE"])
    assert _one(meeting.y, meeting.x)[:2] == ("DZ-LY", pytest.approx(0))
    assert _one(meeting.y, meeting.x, "NE")[0] == "DZ-NE"


def test_a_border_along_a_parallel_is_followed_and_not_its_geodesic():
    # Egypt's and Sudan's border follows the 22nd parallel; 2 km north of it is 2 km from it.
    border_id, distance_km, _ = _one(22.0 + 2 / 110.7, 28.0, "EG")
    assert border_id == "EG-SD"
    assert distance_km == pytest.approx(2, abs=0.7)


@pytest.mark.parametrize(("latitude", "longitude"), [(-37.1, -12.3), (0.0, -130.0), (-80.0, 0.0)])
def test_far_from_any_border_there_is_none(latitude, longitude):
    border_id, distance_km, position_km = _one(latitude, longitude, None)
    assert border_id is None
    assert np.isnan([distance_km, position_km]).all()


def test_an_island_far_from_its_countrys_land_borders_has_no_nearest_one():
    assert _one(-21.1, 55.5, "FR")[0] is None


def test_a_country_without_land_borders_has_no_nearest_one():
    assert _one(64.1, -21.9, "IS")[0] is None


def test_no_points_give_no_answers():
    assert len(nearest_borders(np.array([]), np.array([])).border_id) == 0
