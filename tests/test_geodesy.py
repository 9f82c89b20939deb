from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Point

from geodata.geodesy import DISC_VERTICES, disc, distance_km, great_circle_km

LATITUDES = st.floats(-80, 80)
LONGITUDES = st.floats(-180, 180)
ELLIPSOID = Geod(ellps="WGS84")


@pytest.mark.parametrize(
    ("one", "two", "km"),
    [
        ((0, 0), (0, 1), 111.319),  # a degree of the equator
        ((0, 0), (1, 0), 110.574),  # and of the meridian there
        ((0, 0), (90, 0), 10001.966),  # the meridian's quarter
        ((10, 179.5), (10, -179.5), 109.64),  # over the date line
    ],
)
def test_distances_are_geodesic_kilometres(one, two, km):
    assert distance_km(*one, *two) == pytest.approx(km, rel=2e-4)


@settings(deadline=None)
@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_the_way_there_is_as_long_as_the_way_back(lat_a, lon_a, lat_b, lon_b):
    there = distance_km(lat_a, lon_a, lat_b, lon_b)
    assert there == pytest.approx(distance_km(lat_b, lon_b, lat_a, lon_a), abs=1e-6)
    assert 0 <= there < 20_004


@settings(deadline=None)
@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distances_differ_from_a_spheres_by_less_than_a_hundredth(lat_a, lon_a, lat_b, lon_b):
    a, b, c, d = map(radians, (lat_a, lon_a, lat_b, lon_b))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    sphere = 2 * 6371.009 * asin(min(1, sqrt(half)))
    assert distance_km(lat_a, lon_a, lat_b, lon_b) == pytest.approx(sphere, rel=0.01, abs=0.1)


@settings(deadline=None)
@given(LATITUDES, LONGITUDES)
def test_a_point_is_no_distance_from_itself(latitude, longitude):
    assert distance_km(latitude, longitude, latitude, longitude) == pytest.approx(0, abs=1e-6)


@settings(deadline=None)
@given(LATITUDES, st.floats(-150, 150), st.floats(1, 800))
def test_a_discs_edge_lies_at_the_radius(latitude, longitude, radius_km):
    corners = list(disc(latitude, longitude, radius_km).exterior.coords)
    assert len(corners) == DISC_VERTICES + 1
    for x, y in corners:
        assert distance_km(latitude, longitude, y, x) == pytest.approx(radius_km, rel=1e-6)


def test_a_disc_holds_its_centre_and_runs_against_the_clock():
    shape = disc(27.9, 9.12, 50)
    assert shape.is_valid
    assert shape.contains(Point(9.12, 27.9))
    assert shape.exterior.is_ccw


def test_a_discs_area_is_that_of_its_circle():
    area, _ = ELLIPSOID.geometry_area_perimeter(disc(24, 10, 100))
    assert area / 1e6 == pytest.approx(3.14159 * 100**2, rel=0.01)


@settings(deadline=None)
@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_great_circles_are_within_half_a_per_cent(lat_a, lon_a, lat_b, lon_b):
    sphere = float(great_circle_km(lat_a, lon_a, lat_b, lon_b))
    assert sphere == pytest.approx(distance_km(lat_a, lon_a, lat_b, lon_b), rel=0.006, abs=0.1)
