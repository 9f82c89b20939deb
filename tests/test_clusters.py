import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.clusters import APART_PX, View, cluster_labels, in_view, pixels, view_from_text
from geodata.errors import SelectionError

POINTS = st.lists(
    st.tuples(st.floats(-80, 80), st.floats(-180, 179.9)), min_size=1, max_size=60
).map(np.array)


def view(west=-20.0, south=0.0, east=40.0, north=40.0, zoom=5) -> View:
    return View(west=west, south=south, east=east, north=north, zoom=zoom)


def at_zoom_0(latitudes, longitudes):
    return pixels(np.array(latitudes), np.array(longitudes), 0)


def test_a_view_is_read_from_a_request():
    assert view_from_text("-10,20.5,15,38", "6") == view(-10.0, 20.5, 15.0, 38.0, 6)


def test_a_map_panned_around_the_world_is_wrapped():
    wrapped = view_from_text("350,0,370,10", "4")
    assert (wrapped.west, wrapped.east) == (-10.0, 10.0)
    crossing = view_from_text("170,0,190,10", "4")
    assert (crossing.west, crossing.east) == (170.0, -170.0)


@pytest.mark.parametrize(
    ("box", "zoom"),
    [("", "5"), ("1,2,3", "5"), ("a,b,c,d", "5"), ("0,0,nan,1", "5"), ("0,9,1,2", "5"),
     ("0,0,1,1", "x"), ("inf,0,inf,1", "5"), ("5,0,1,1", "3")],
)  # fmt: skip
def test_a_view_that_is_none_is_refused(box, zoom):
    with pytest.raises(SelectionError, match="view"):
        view_from_text(box, zoom)


def test_points_far_outside_are_not_in_view():
    seen = in_view(*at_zoom_0([27.0, -30.0, 27.0], [9.0, 9.0, 120.0]), view())
    assert seen.tolist() == [True, False, False]


def test_a_view_across_the_antimeridian_sees_both_sides():
    seen = in_view(
        *at_zoom_0([5.0, 5.0, 5.0], [179.0, -179.0, 0.0]),
        view(west=170.0, south=0.0, east=-170.0, north=10.0, zoom=8),
    )
    assert seen.tolist() == [True, True, False]


def test_a_pole_has_a_finite_place():
    x, y = pixels(np.array([90.0, -90.0]), np.array([0.0, 0.0]), 3)
    assert np.isfinite(x).all()
    assert y == pytest.approx([0.0, 2048.0], abs=1e-3)


def test_neighbours_part_when_zoomed_in():
    points = at_zoom_0([28.0, 28.2], [9.5, 9.5])
    together, _ = cluster_labels(*points, view(zoom=5))
    apart, _ = cluster_labels(*points, view(zoom=12))
    assert len(set(together)) == 1
    assert len(set(apart)) == 2


def test_no_points_give_no_clusters():
    owners, cells = cluster_labels(np.empty(0), np.empty(0), view())
    assert len(owners) == len(cells) == 0


@given(POINTS, st.integers(2, 10))
def test_every_point_has_one_cluster_and_markers_never_overlap(points, zoom):
    owners, cells = cluster_labels(*at_zoom_0(points[:, 0], points[:, 1]), view(zoom=zoom))
    assert len(owners) == len(points)
    x, y = pixels(points[:, 0], points[:, 1], zoom)
    anchors = [
        (
            x[(owners == owner) & (cells == owner)].mean(),
            y[(owners == owner) & (cells == owner)].mean(),
        )
        for owner in set(owners)
    ]
    for number, (left, top) in enumerate(anchors):
        for right, bottom in anchors[number + 1 :]:
            assert np.hypot(left - right, top - bottom) >= APART_PX - 1e-6


def test_clusters_stay_the_same_while_the_map_is_moved():
    draw = np.random.default_rng(4)
    x, y = at_zoom_0(draw.uniform(15, 35, 400), draw.uniform(-5, 25, 400))
    here, moved = view(west=0.0, east=20.0), view(west=2.0, east=22.0)
    anchors = []
    for seen in (here, moved):
        inside = in_view(x, y, seen)
        owners, _ = cluster_labels(x[inside], y[inside], seen)
        middle = (x[inside] > x.mean() - 4) & (x[inside] < x.mean() + 4)
        groups = {
            owner: frozenset(np.flatnonzero(inside)[owners == owner]) for owner in set(owners)
        }
        anchors.append({groups[owner] for owner in owners[middle]})
    assert anchors[0] == anchors[1]
