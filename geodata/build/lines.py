"""Lines that two areas share, vertex for vertex, in a stated order and direction."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

Coordinates: TypeAlias = NDArray[np.float64]


def shared_lines(areas: Mapping[str, BaseGeometry]) -> dict[tuple[str, str], MultiLineString]:
    """Return the line that each pair of neighbours shares, by (key, key) in alphabetical order.

    Two areas share a segment when both have its two vertices side by side, exactly: round the
    areas' coordinates alike first. The parts run as `westward_first` says. Pairs that share a
    vertex only have no entry.
    """
    keys = sorted(areas)
    segments, owners = _segments([areas[key] for key in keys])
    order = np.lexsort((owners, *segments.T))
    segments, owners = segments[order], owners[order]
    twins = np.flatnonzero(
        (segments[1:] == segments[:-1]).all(axis=1) & (owners[1:] != owners[:-1])
    )
    pairs = np.stack([owners[twins], owners[twins + 1]], axis=1)
    return {
        (keys[first], keys[second]): westward_first(
            shapely.linestrings(
                segments[twins[(pairs == (first, second)).all(axis=1)]].reshape(-1, 2, 2)
            )
        )
        for first, second in np.unique(pairs, axis=0)
    }


def _segments(areas: list[BaseGeometry]) -> tuple[Coordinates, NDArray[np.int64]]:
    """Return all segments as rows (x1, y1, x2, y2), western end first, and their areas' numbers."""
    polygons, polygon_owners = shapely.get_parts(areas, return_index=True)
    rings, ring_polygons = shapely.get_rings(polygons, return_index=True)
    points, point_rings = shapely.get_coordinates(rings, return_index=True)
    inside = point_rings[1:] == point_rings[:-1]
    inside &= (points[1:] != points[:-1]).any(axis=1)
    segments = np.hstack([points[:-1], points[1:]])[inside]
    backward = (segments[:, 0] > segments[:, 2]) | (
        (segments[:, 0] == segments[:, 2]) & (segments[:, 1] > segments[:, 3])
    )
    segments[backward] = segments[backward][:, [2, 3, 0, 1]]
    return segments, polygon_owners[ring_polygons[point_rings[1:][inside]]]


def westward_first(segments: NDArray[np.object_]) -> MultiLineString:
    """Return the segments joined to parts that each begin at the western end.

    A part runs from its western to its eastern end (equal: from the southern); a closed one from
    its westernmost vertex, clockwise. The parts stand in the order of where they begin.
    """
    merged = shapely.get_parts(shapely.line_merge(MultiLineString(list(segments))))
    parts = sorted(_directed(part).coords[:] for part in merged)
    return MultiLineString(parts)


def _directed(part: LineString) -> LineString:
    points = part.coords[:]
    if points[0] != points[-1]:
        return LineString(points if points[0] < points[-1] else points[::-1])
    ring = points[:-1] if not shapely.is_ccw(part) else points[:0:-1]
    start = ring.index(min(ring))
    return LineString([*ring[start:], *ring[:start], ring[start]])
