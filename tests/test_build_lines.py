"""Shared lines: which segments two areas share, and how the parts run."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from geodata.build.lines import shared_lines, westward_first


def _coordinates(line) -> list:
    return [list(part.coords) for part in line.geoms]


def test_neighbours_share_the_line_between_them():
    lines = shared_lines({"b": box(1, 0, 2, 1), "a": box(0, 0, 1, 1)})
    assert list(lines) == [("a", "b")]
    assert _coordinates(lines["a", "b"]) == [[(1, 0), (1, 1)]]


def test_areas_that_touch_at_a_corner_share_nothing():
    assert shared_lines({"a": box(0, 0, 1, 1), "b": box(1, 1, 2, 2)}) == {}


def test_three_around_a_point_share_three_lines():
    centre = (0.0, 0.0)
    corners = [(-3.0, 0.0), (3.0, 3.0), (3.0, -3.0)]
    areas = {
        name: Polygon([centre, first, second])
        for name, first, second in zip("abc", corners, [*corners[1:], corners[0]], strict=True)
    }
    lines = shared_lines(areas)
    assert _coordinates(lines["a", "c"]) == [[(-3, 0), (0, 0)]]
    assert set(lines) == {("a", "b"), ("a", "c"), ("b", "c")}


def test_an_enclave_shares_its_whole_ring_clockwise_from_the_west():
    hole = Polygon([(1, 2), (2, 1), (3, 2), (2, 3)])
    around = box(0, 0, 4, 4).difference(hole)
    lines = shared_lines({"a": around, "b": hole})
    assert _coordinates(lines["a", "b"]) == [[(1, 2), (2, 3), (3, 2), (2, 1), (1, 2)]]


def test_parts_stand_in_the_order_of_their_western_ends():
    left = MultiPolygon([box(0, 0, 1, 1), box(4, 0, 5, 1)])
    right = MultiPolygon([box(1, 0, 2, 1), box(5, 0, 6, 1)])
    lines = shared_lines({"a": right, "b": left})
    assert _coordinates(lines["a", "b"]) == [[(1, 0), (1, 1)], [(5, 0), (5, 1)]]


@given(st.permutations(range(6)), st.lists(st.booleans(), min_size=6, max_size=6))
def test_the_order_and_direction_of_segments_do_not_matter(order, flips):
    points = [(0, 0), (1, 2), (2, 1), (3, 3), (2.5, 5), (4, 4), (6, 0)]
    segments = [
        [points[number], points[number + 1]][:: -1 if flip else 1]
        for number, flip in zip(order, flips, strict=True)
    ]
    line = westward_first(shapely.linestrings(np.array(segments, dtype=float)))
    assert _coordinates(line) == [points]
