"""What the base map is made of: outlines near and far, first-level units, names by zoom."""

import json
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
import shapely

from dashboard.clusters import View
from dashboard.overlays import UNIT_MARK
from geodata.borders import admin1, countries, land_borders
from geodata.labels import labels

# The zoom level from which a country's name is shown, by the area of its largest part in square
# degrees: Algeria from 3 on, Tunisia from 5, Malta from 7.
_LABEL_ZOOMS: Final = ((150.0, 3), (30.0, 4), (8.0, 5), (1.0, 6))
_SMALLEST_ZOOM: Final = 7
# A fifth of a degree is a few pixels at the zoom where labels come in.
_CENTRE_TOLERANCE_DEGREES: Final = 0.2


@cache
def names_json() -> bytes:
    """Return every country's name with latitude, longitude and rank (first zoom level), as JSON.

    The largest come first.
    """
    frame = countries()
    labels = [
        {"name": name, **_label(outline)}
        for name, outline in zip(frame["name"], frame.geometry, strict=True)
    ]
    labels.sort(key=lambda label: label["rank"])
    return json.dumps(labels, ensure_ascii=False).encode()


def _label(outline: Any) -> dict[str, Any]:
    largest = max(shapely.get_parts(outline), key=lambda part: part.area)
    # The centre of the widest part of the country: a centroid can lie outside, or in a corner.
    centre = shapely.maximum_inscribed_circle(largest, tolerance=_CENTRE_TOLERANCE_DEGREES)
    x, y = centre.coords[0]
    rank = next((zoom for area, zoom in _LABEL_ZOOMS if largest.area >= area), _SMALLEST_ZOOM)
    return {"latitude": round(y, 2), "longitude": round(x, 2), "rank": rank}


# How many names a screen has room for.
MAX_LABELS: Final = 120


def places_in(view: View) -> list[dict[str, Any]]:
    """Return the towns that a map writes in the view, the first to come foremost.

    Keys: name, latitude, longitude, rank (first zoom level).
    """
    known = labels()
    inside = (known.latitude >= view.south) & (known.latitude <= view.north)
    after, before = known.longitude >= view.west, known.longitude <= view.east
    inside &= after | before if view.west > view.east else after & before
    rows = np.flatnonzero(inside & (known.zoom <= view.zoom))[:MAX_LABELS]
    return [
        {
            "name": known.names[row],
            "latitude": round(float(known.latitude[row]), 4),
            "longitude": round(float(known.longitude[row]), 4),
            "rank": int(known.zoom[row]),
        }
        for row in rows
    ]


# The detailed outlines (1:10 million) are sent in squares of so many degrees.
CELL_DEGREES: Final = 10
_KEPT_CELLS: Final = 64
# A ten-thousandth of a degree is 11 m: a pixel at zoom 13.
_GRID_DEGREES: Final = 1e-4


@lru_cache(maxsize=_KEPT_CELLS)
def cell_json(column: int, row: int) -> bytes:
    """Return the detailed land, coast and borders of a square as GeoJSON (WGS 84).

    Squares are counted from 180° W, 90° S. Each feature has a `kind`: land (without its outline,
    which would show the square's edges), coast (every country's outline) or border, which has name,
    disputed and note.
    """
    west, south = column * CELL_DEGREES - 180, row * CELL_DEGREES - 90
    square = shapely.box(west, south, west + CELL_DEGREES, south + CELL_DEGREES)
    land = countries().geometry
    land = land[land.intersects(square)].to_numpy()
    features = [
        *_features(shapely.intersection(land, square), {"kind": "land"}),
        *_features(shapely.intersection(shapely.boundary(land), square), {"kind": "coast"}),
    ]
    lines = land_borders()
    for border in lines[lines.intersects(square)].itertuples():
        known = {"name": border.name, "disputed": bool(border.disputed), "note": border.note}
        clipped = shapely.intersection(border.geometry, square)
        features += _features(np.array([clipped]), {"kind": "border", **known})
    return _collection(features)


@cache
def units_json(country_code: str) -> bytes:
    """Return a country's first-level units as GeoJSON with the property `unit`.

    Units are known as in `overlays.units`; a country that isn't there has none.
    """
    frame = admin1()
    frame = frame[frame["country_code"] == country_code]
    features = []
    for name, outline in zip(frame["admin1"], frame.geometry, strict=True):
        unit = {"unit": f"{country_code}{UNIT_MARK}{name}", "name": name}
        features += _features(np.array([shapely.simplify(outline, 0.01)]), unit)
    return _collection(features)


def _features(outlines: Any, properties: dict[str, Any]) -> list[dict[str, Any]]:
    exact = shapely.set_precision(outlines, _GRID_DEGREES, mode="pointwise")
    return [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": shapely.geometry.mapping(outline),
        }
        for outline in exact
        if not outline.is_empty
    ]


def _collection(features: list[dict[str, Any]]) -> bytes:
    found = {"type": "FeatureCollection", "features": features}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
