"""Makes the two light GeoJSON files that the dashboard draws: countries and land borders."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.build.lines import shared_lines
from geodata.build.replacing import replacing
from geodata.model import border_id_of

# Triangles of some 5 km by 5 km and a grid of a hundred metres: at zoom 6 a line shows no more.
MAP_TOLERANCE: Final = 0.05
MAP_DECIMALS: Final = 3
# a file, what it is, and the number of its features
Layer: TypeAlias = tuple[Path, str, int]
DISPUTES_FILE: Final = Path(__file__).with_name("disputed.csv")


def write_map_layers(
    countries: gpd.GeoDataFrame, borders: gpd.GeoDataFrame, folder: Path
) -> list[Layer]:
    """Write countries.geojson and land_borders.geojson; return path, description and features.

    Both are simplified together, so that each border lies on its countries' edges. A border that
    is disputed along a stretch is two features, the stretch with `disputed` true.
    """
    folder.mkdir(parents=True, exist_ok=True)
    simple = shapely.coverage_simplify(countries.geometry.to_numpy(), MAP_TOLERANCE)
    shapes = shapely.transform(simple, lambda points: np.round(points, MAP_DECIMALS))
    shared = shared_lines(dict(zip(countries["country_code"], shapes, strict=True)))
    drawn = {border_id_of(pair): line for pair, line in shared.items()}
    areas = _country_features(countries, shapes)
    lines = _border_features(borders, drawn)
    return [
        _written(folder / "countries.geojson", "Countries, simplified for the map", areas),
        _written(folder / "land_borders.geojson", "Land borders, simplified for the map", lines),
    ]


def _country_features(
    countries: gpd.GeoDataFrame, shapes: NDArray[np.object_]
) -> list[dict[str, Any]]:
    columns = ("country_code", "name", "name_fr", "name_ar")
    rows = zip(*(countries[column] for column in columns), shapes, strict=True)
    return [_feature(dict(zip(columns, values, strict=True)), shape) for *values, shape in rows]


def _border_features(
    borders: gpd.GeoDataFrame, drawn: Mapping[str, BaseGeometry]
) -> list[dict[str, Any]]:
    stretches = _disputed_stretches()
    features = []
    for row in borders.itertuples():
        line = drawn.get(row.border_id, row.geometry)
        where = stretches.get(row.border_id) if row.disputed else None
        parts = (
            [(line, row.disputed)]
            if where is None
            else [(line.intersection(where), True), (line.difference(where), False)]
        )
        for part, disputed in parts:
            properties = {"border_id": row.border_id, "name": row.name, "disputed": disputed}
            if not part.is_empty:
                features.append(_feature(properties | {"note": row.note}, part))
    return features


def _disputed_stretches() -> dict[str, BaseGeometry]:
    """Return the boxes of disputed.csv that bound the disputed stretch of a border."""
    with DISPUTES_FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["west"]]
    sides = ("west", "south", "east", "north")
    bounds = np.array([[float(row[side]) for side in sides] for row in rows])
    return dict(zip((row["border_id"] for row in rows), shapely.box(*bounds.T), strict=True))


def _feature(properties: dict[str, Any], shape: BaseGeometry) -> dict[str, Any]:
    grid = shapely.transform(shape, lambda points: np.round(points, MAP_DECIMALS))
    geometry = json.loads(shapely.to_geojson(grid))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _written(path: Path, description: str, features: list[dict[str, Any]]) -> Layer:
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    with replacing(path) as part:
        part.write_text(text + "\n", encoding="utf-8")
    return path, description, len(features)
