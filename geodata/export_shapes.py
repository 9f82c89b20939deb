"""Geometries as the exports have them: six decimals, flat, right-hand rings, finite numbers."""

from collections.abc import Sequence
from functools import lru_cache
from math import isfinite
from struct import unpack_from
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray
from shapely import (
    force_2d,
    from_wkb,
    get_coordinates,
    is_empty,
    orient_polygons,
    to_geojson,
    transform,
)

# Six decimals of a degree are 11 cm, and what RFC 7946 (11.2) recommends.
DECIMALS: Final = 6
# A point in two dimensions, little end first, as nearly all are; its coordinates follow.
_POINT: Final = b"\x01\x01\x00\x00\x00"
_POINT_BYTES: Final = 21
# Borders and provinces come again and again; the largest is some 100 kB.
_KEPT_SHAPES: Final = 512


class JsonShape(NamedTuple):
    """A geometry for orjson, its box (west, south, east, north), and whether it is a point."""

    geometry: Any
    box: tuple[float, float, float, float]
    is_point: bool


def json_shape(wkb: bytes | None) -> JsonShape | None:
    """Return the geometry of WKB as a GeoJSON geometry; None as `shapes_for_export` says."""
    if wkb is None:
        return None
    if len(wkb) != _POINT_BYTES or not wkb.startswith(_POINT):
        return _json_shape(wkb)
    x, y = unpack_from("<dd", wkb, len(_POINT))
    if not (isfinite(x) and isfinite(y)):
        return None
    x, y = round(x, DECIMALS), round(y, DECIMALS)
    return JsonShape({"type": "Point", "coordinates": (x, y)}, (x, y, x, y), is_point=True)


@lru_cache(maxsize=_KEPT_SHAPES)
def _json_shape(wkb: bytes) -> JsonShape | None:
    (shape,) = shapes_for_export([wkb])
    if shape is None:
        return None
    west, south, east, north = shape.bounds
    text = orjson.Fragment(to_geojson(shape))
    return JsonShape(text, (west, south, east, north), is_point=shape.geom_type == "Point")


def shapes_for_export(wkbs: Sequence[bytes | None]) -> NDArray[np.object_]:
    """Return the geometries of WKB as Shapely's, each None where it has no place on the globe.

    That is: where it is missing, empty, or has a coordinate that is no finite number.
    """
    # GEOS warns of the very coordinates that are left out below.
    with np.errstate(invalid="ignore"):
        given = np.asarray(from_wkb(np.array([*wkbs, None], dtype=object)[:-1]), dtype=object)
    shapes = force_2d(given)
    coordinates, owners = get_coordinates(shapes, return_index=True)
    shapes[owners[~np.isfinite(coordinates).all(axis=1)]] = None
    shapes[is_empty(shapes)] = None
    rounded = transform(shapes, lambda xy: np.round(xy, DECIMALS))
    return np.asarray(orient_polygons(rounded), dtype=object)
