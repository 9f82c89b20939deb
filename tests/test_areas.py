"""Points in and near areas."""

import numpy as np
import pytest
import shapely

from geodata.areas import areas_at, areas_near
from geodata.borders import ELLIPSOID, admin1, countries, land_borders


def _codes_at(latitude: float, longitude: float) -> list[str]:
    _, rows = areas_at(np.array([latitude]), np.array([longitude]), "countries")
    return countries()["country_code"].iloc[rows].tolist()


def _near(latitude: float, longitude: float, reach_km: float) -> dict[str, float]:
    _, rows, kms = areas_near(
        np.array([latitude]), np.array([longitude]), "countries", reach_km=reach_km
    )
    return dict(zip(countries()["country_code"].iloc[rows], kms, strict=True))


def test_a_point_inside_is_in_one_country():
    assert _codes_at(27.9, 9.12) == ["DZ"]


def test_a_vertex_of_a_border_is_in_both_countries():
    line = land_borders().set_index("border_id").geometry["DZ-LY"]
    longitude, latitude = shapely.get_coordinates(line)[40]
    assert _codes_at(latitude, longitude) == ["DZ", "LY"]


def test_where_three_countries_meet_all_three_are_there():
    frame = land_borders().set_index("border_id").geometry
    meeting = frame["DZ-LY"].intersection(frame["DZ-NE"])
    assert _codes_at(meeting.y, meeting.x) == ["DZ", "LY", "NE"]


def test_the_open_sea_is_in_no_country():
    assert _codes_at(35.0, 18.5) == []


def test_an_enclave_is_not_in_the_country_around_it():
    assert _codes_at(-29.5, 28.5) == ["LS"]


def test_many_points_give_what_a_plain_test_gives():
    generator = np.random.default_rng(5)
    latitude, longitude = generator.uniform(15, 37, 200), generator.uniform(-12, 30, 200)
    points, rows = areas_at(latitude, longitude, "admin1")
    shapes = admin1().geometry.to_numpy()
    expected = {
        (point, row)
        for point in range(200)
        for row in np.flatnonzero(
            shapely.intersects(shapes, shapely.Point(longitude[point], latitude[point]))
        )
    }
    assert set(zip(points.tolist(), rows.tolist(), strict=True)) == expected
    assert points.tolist() == sorted(points.tolist())


def test_a_country_is_near_up_to_the_reach_and_no_farther():
    line = land_borders().set_index("border_id").geometry["EG-LY"]
    # the border runs on the meridian of 25 degrees east
    longitude, latitude = next(point for point in line.geoms[0].coords if 26 < point[1] < 27)
    east, _, _ = ELLIPSOID.fwd(longitude, latitude, 90, 3000)
    near = _near(latitude, east, 5)
    assert near == {"EG": pytest.approx(0), "LY": pytest.approx(3.0, abs=0.05)}
    assert _near(latitude, east, 2.9) == {"EG": pytest.approx(0)}


def test_the_distance_is_the_geodesic_one_far_north_too():
    line = land_borders().set_index("border_id").geometry["FI-SE"]
    points = shapely.get_coordinates(shapely.segmentize(line, 0.001))
    latitude, longitude = 67.0, 23.75
    count = len(points)
    least = ELLIPSOID.inv([longitude] * count, [latitude] * count, *points.T)[2].min() / 1000
    assert _near(latitude, longitude, 50)["SE"] == pytest.approx(least, rel=0.005)


def test_no_points_are_near_nothing():
    points, rows, kms = areas_near(np.array([]), np.array([]), "countries", reach_km=5)
    assert (len(points), len(rows), len(kms)) == (0, 0, 0)
