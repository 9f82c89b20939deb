"""How each event of an index gets onto the map: its way, type, place and position. Pure.

Precision decides: an exact or near place is a marker, a border is its line, a district, region or
country is an area or disc. Nothing is moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from dashboard.clusters import MAX_LATITUDE, TILE_PX, Floats, pixels
from dashboard.looks import LOOKS, type_of
from geodata.index import EventIndex

# The ways onto the map; the first is an event without a place, which is counted beside the map.
NOWHERE, MARKER, LINE, AREA, DISC, COUNTRY = range(6)
WAYS: Final = ("", "marker", "line", "area", "disc", "country")
# Half the extent that a point stands for, by UCDP where_prec: what a district, a province, a
# stretch of border or desert and a country (one that the base map hasn't) measure across the
# Sahara, in round figures; only ever drawn.
DISC_RADIUS_KM: Final[Mapping[int, float]] = MappingProxyType(
    {3: 25.0, 4: 90.0, 5: 60.0, 6: 250.0, 7: 60.0}
)
# WGS 84.
EQUATOR_KM: Final = 40_075.017
_VAGUE_WHERE_PREC: Final = 5
_COUNTRY_WHERE_PREC: Final = 6
_VAGUE_GEO_PRECISION: Final = 3
# As many indexes as `dashboard.data` keeps.
_KEPT: Final = 2


@dataclass(frozen=True, eq=False)
class Drawing:
    """Arrays with one value for each event of an index, never to be changed.

    `ways` are places in `WAYS`, `types` in the legend (`LOOKS`). `x` and `y` are Web Mercator's at
    zoom 0, in pixels. `places` number the outlines, discs and countries that are drawn once
    however many events they have (-1 for a marker). `radii` are a disc's, in km, and `disc_px` in
    pixels at zoom 0. `linked` says whether the happening has several reports. `outlines` and their
    `names` (a hash, the same in every store) belong to the index's shapes.
    """

    ways: NDArray[np.uint8]
    types: NDArray[np.uint8]
    x: Floats
    y: Floats
    places: NDArray[np.int32]
    radii: Floats
    disc_px: Floats
    linked: NDArray[np.bool_]
    outlines: NDArray[np.object_]
    names: tuple[str, ...]


@lru_cache(maxsize=_KEPT)
def drawing_of(index: EventIndex) -> Drawing:
    """Return how the events of an index are drawn."""
    frame = index.frame
    shapes = frame["shape"].cat.categories.to_numpy(object)
    ways = _ways(frame, shapes)
    x, y = pixels(frame["latitude"].to_numpy(), frame["longitude"].to_numpy(), 0)
    radii = np.full(max(DISC_RADIUS_KM) + 1, DISC_RADIUS_KM[_VAGUE_WHERE_PREC])
    radii[list(DISC_RADIUS_KM)] = list(DISC_RADIUS_KM.values())
    happening = frame["happening"].to_numpy()
    return Drawing(
        ways=ways,
        types=_types(frame["event_type"]),
        x=x,
        y=y,
        places=_places(frame, ways),
        radii=radii[frame["where_prec"].to_numpy()],
        disc_px=_pixels_wide(radii[frame["where_prec"].to_numpy()], frame["latitude"].to_numpy()),
        linked=np.bincount(happening)[happening] > 1 if len(happening) else np.zeros(0, bool),
        outlines=shapes,
        names=tuple(sha256(wkb).hexdigest()[:12] for wkb in shapely.to_wkb(shapes)),
    )


def _pixels_wide(kilometres: Floats, latitudes: Floats) -> Floats:
    across = np.cos(np.radians(np.clip(latitudes, -MAX_LATITUDE, MAX_LATITUDE)))
    return kilometres / (EQUATOR_KM * across) * TILE_PX


def _ways(frame: pd.DataFrame, shapes: NDArray[np.object_]) -> NDArray[np.uint8]:
    dimensions = np.append(shapely.get_dimensions(shapes), -1)[frame["shape"].cat.codes.to_numpy()]
    placed = ~np.isnan(frame["latitude"].to_numpy())
    where, precision = frame["where_prec"].to_numpy(), frame["geo_precision"].to_numpy()
    vague = np.isin(where, list(DISC_RADIUS_KM))
    vague |= (where == 0) & (precision == _VAGUE_GEO_PRECISION)
    in_country = (where == _COUNTRY_WHERE_PREC) & (frame["country_code"].cat.codes.to_numpy() >= 0)
    conditions = [placed & in_country, dimensions == 1, dimensions == 2, placed & vague, placed]
    return np.select(conditions, [COUNTRY, LINE, AREA, DISC, MARKER], NOWHERE).astype(np.uint8)


def _types(values: "pd.Series[Any]") -> NDArray[np.uint8]:
    legend = list(LOOKS)
    known = [legend.index(type_of(name)) for name in values.cat.categories]
    return np.array([*known, legend.index(type_of(None))], dtype=np.uint8)[values.cat.codes]


def _places(frame: pd.DataFrame, ways: NDArray[np.uint8]) -> NDArray[np.int32]:
    extended = np.flatnonzero(ways >= LINE)
    rows = frame.iloc[extended][["shape", "country_code", "latitude", "longitude", "where_prec"]]
    way = ways[extended]
    disc = way == DISC
    keys = pd.DataFrame(
        {
            "way": way,
            "code": np.select(
                [disc, way == COUNTRY],
                [rows["where_prec"], rows["country_code"].cat.codes],
                rows["shape"].cat.codes,
            ),
            "latitude": np.where(disc, rows["latitude"], 0.0),
            "longitude": np.where(disc, rows["longitude"], 0.0),
        }
    )
    places = np.full(len(frame), -1, dtype=np.int32)
    places[extended] = keys.groupby(list(keys.columns), sort=False).ngroup()
    return places
