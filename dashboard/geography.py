"""What the base map is made of: the shipped polygons and lines, and where country names stand."""

import json
from functools import cache
from typing import Any, Final

import shapely

from geodata.borders import countries

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
