"""Distances and discs on the WGS 84 ellipsoid."""

import numpy as np
from pyproj import Geod
from shapely import Polygon

_WGS84 = Geod(ellps="WGS84")
DISC_VERTICES = 32


def distance_km(
    latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float
) -> float:
    """Return the geodesic distance of two points, in kilometres."""
    metres: float = _WGS84.inv(longitude_a, latitude_a, longitude_b, latitude_b)[2]
    return metres / 1000


def disc(latitude: float, longitude: float, radius_km: float) -> Polygon:
    """Return the polygon (EPSG:4326) of all points within the radius, with 32 vertices."""
    azimuths = np.linspace(0, -360, DISC_VERTICES, endpoint=False)
    x, y, _ = _WGS84.fwd(
        np.full(DISC_VERTICES, longitude),
        np.full(DISC_VERTICES, latitude),
        azimuths,
        np.full(DISC_VERTICES, radius_km * 1000),
    )
    return Polygon(np.column_stack([x, y]))
