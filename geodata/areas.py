"""Which areas a point lies in, and which are near: quick for many points, exact at the edges.

`contains` tests each polygon once, prepared, against the points in its bounding box: 1,000,000
points on the 10m countries take about a second.
"""

from functools import cache
from typing import Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.borders import ELLIPSOID, admin1, countries

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Layer = Literal["countries", "admin1"]

KM_PER_DEGREE: Final = 110.57  # of latitude at the equator, where it is shortest
# Near the poles a degree of longitude vanishes; nothing is near there that isn't inside.
LEAST_COSINE: Final = 0.02


def areas_at(latitude: Floats, longitude: Floats, layer: Layer) -> tuple[Integers, Integers]:
    """Return pairs (point, row of the layer) for each area that a point is in or on the edge of.

    Sorted by point, then row. A point on a shared edge has several, one in none has none.
    """
    points, polygons = _tree(layer).query(shapely.points(longitude, latitude))
    shapes, owners = _polygons(layer)
    inside = np.zeros(len(points), dtype=bool)
    for pairs in _by_value(polygons):
        polygon = shapes[polygons[pairs[0]]]
        shapely.prepare(polygon)
        at = points[pairs]
        inside[pairs] = shapely.intersects_xy(polygon, longitude[at], latitude[at])
    return _distinct(points[inside], owners[polygons[inside]])


def areas_near(
    latitude: Floats, longitude: Floats, layer: Layer, *, reach_km: float
) -> tuple[Integers, Integers, Floats]:
    """Return (point, row of the layer, distance in km) of the areas within `reach_km` of a point.

    Sorted by point, then row; 0 km inside. The distance is geodesic, to a place found in degrees
    scaled at the point: right to a thousandth for a reach of some kilometres.
    """
    cosine = np.maximum(np.cos(np.radians(latitude)), LEAST_COSINE)
    tall = reach_km / KM_PER_DEGREE
    wide = tall / cosine
    boxes = shapely.box(longitude - wide, latitude - tall, longitude + wide, latitude + tall)
    points, polygons = _tree(layer).query(boxes)
    shapes, owners = _polygons(layer)
    near = np.zeros(len(points), dtype=bool)
    for pairs in _by_value(polygons):
        polygon = shapes[polygons[pairs[0]]]
        shapely.prepare(polygon)
        near[pairs] = shapely.intersects(polygon, boxes[points[pairs]])
    points, polygons = points[near], polygons[near]
    distance = np.array(
        [
            _distance_km(shapes[polygon], latitude[point], longitude[point], boxes[point])
            for point, polygon in zip(points, polygons, strict=True)
        ],
        dtype=np.float64,
    )
    return _nearest_parts(points, owners[polygons], distance, reach_km)


@cache
def _polygons(layer: Layer) -> tuple[NDArray[np.object_], Integers]:
    """Return the layer's single polygons and the row of each in the layer's frame."""
    frame = countries() if layer == "countries" else admin1()
    return shapely.get_parts(frame.geometry.to_numpy(), return_index=True)


@cache
def _tree(layer: Layer) -> shapely.STRtree:
    return shapely.STRtree(_polygons(layer)[0])


def _by_value(values: Integers) -> list[Integers]:
    """Return the positions of each distinct value, as one array a value."""
    order = np.argsort(values, kind="stable")
    cuts = np.flatnonzero(np.diff(values[order])) + 1
    return [group for group in np.split(order, cuts) if len(group)]


def _distinct(points: Integers, rows: Integers) -> tuple[Integers, Integers]:
    pairs = np.unique(np.column_stack([points, rows]), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _distance_km(
    polygon: BaseGeometry, latitude: float, longitude: float, box: BaseGeometry
) -> float:
    """Return the geodesic distance to a polygon that reaches into the box around the point."""
    cosine = max(float(np.cos(np.radians(latitude))), LEAST_COSINE)
    scale = np.array([cosine, 1.0])
    part = shapely.clip_by_rect(polygon, *box.bounds)
    if part.is_empty:
        return float("inf")
    scaled = shapely.transform(part, lambda points: points * scale)
    line = shapely.shortest_line(shapely.Point(longitude * cosine, latitude), scaled)
    x, y = line.coords[1]
    metres: float = ELLIPSOID.inv(longitude, latitude, x / cosine, y)[2]
    return metres / 1000


def _nearest_parts(
    points: Integers, rows: Integers, distance_km: Floats, reach_km: float
) -> tuple[Integers, Integers, Floats]:
    order = np.lexsort((distance_km, rows, points))
    order = order[distance_km[order] <= reach_km]
    pairs = np.column_stack([points[order], rows[order]])
    first = np.sort(np.unique(pairs, axis=0, return_index=True)[1])
    return pairs[first, 0], pairs[first, 1], distance_km[order][first]
