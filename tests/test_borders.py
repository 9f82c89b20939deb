"""Countries, first-level units and land borders as they are shipped."""

import json

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import Point

from geodata import borders
from geodata.borders import (
    admin1,
    admin1_polygon,
    border_line,
    border_name,
    border_point,
    countries,
    country_name,
    country_polygon,
    land_borders,
    map_layers,
    neighbours,
)
from geodata.errors import DataFileError, RecordError


def _border(border_id: str):
    frame = land_borders()
    return frame[frame["border_id"] == border_id].iloc[0]


def test_each_country_code_is_there_once_with_names_in_three_languages():
    frame = countries().set_index("country_code")
    assert frame.index.is_unique
    assert list(frame.index) == sorted(frame.index)
    assert frame.loc["DZ", ["name", "name_fr", "name_ar"]].tolist() == [
        "Algeria",
        "Algérie",
        "الجزائر",
    ]
    assert not frame[["name", "name_fr", "name_ar", "continent"]].isna().any(axis=None)


def test_countries_whose_short_code_is_blank_in_the_source_have_their_iso_code():
    assert {"FR", "NO", "XK", "EH"} <= set(countries()["country_code"])


def test_units_without_an_iso_code_go_by_natural_earths():
    assert country_name("BRT") == "Bir Tawil"


def test_formal_and_mistaken_names_of_the_source_are_corrected():
    assert country_name("CN") == "China"
    assert country_name("PGA") == "Spratly Islands"


def test_an_unknown_country_code_is_named_in_the_error():
    with pytest.raises(RecordError, match="'ALG'"):
        country_name("ALG")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("DZ", ("EH", "LY", "MA", "ML", "MR", "NE", "TN")),
        ("LY", ("DZ", "EG", "NE", "SD", "TD", "TN")),
        ("IS", ()),
    ],
)
def test_neighbours_are_those_with_a_land_border(code, expected):
    assert neighbours(code) == expected


# Lengths in the CIA World Factbook's "land boundaries". A 1:10m line cuts corners, and most of all
# along mountains and rivers, so that it is shorter by up to a tenth.
@pytest.mark.parametrize(
    ("border_id", "km"),
    [
        ("DZ-LY", 989),
        ("DZ-ML", 1359),
        ("DZ-NE", 951),
        ("EG-LY", 1115),
        ("EG-SD", 1276),
        ("LY-NE", 342),
        ("LY-SD", 382),
        ("LY-TD", 1050),
        ("LY-TN", 461),
        ("ML-NE", 838),
    ],
)
def test_border_lengths_agree_with_published_ones(border_id, km):
    assert _border(border_id)["length_km"] == pytest.approx(km, rel=0.08)


def test_border_ids_are_two_sorted_codes_of_known_countries():
    frame = land_borders()
    assert frame["border_id"].is_unique
    assert (frame["country_code_a"] < frame["country_code_b"]).all()
    assert (frame["country_code_a"] + "-" + frame["country_code_b"] == frame["border_id"]).all()
    codes = set(frame["country_code_a"]) | set(frame["country_code_b"])
    assert codes <= set(countries()["country_code"])


def test_each_border_lies_on_the_edges_of_both_its_countries():
    shapes = countries().set_index("country_code").geometry
    for border_id in ("DZ-LY", "AD-FR", "LS-ZA", "IL-SY", "SD-SS"):
        line = _border(border_id)["geometry"]
        for code in border_id.split("-"):
            assert line.difference(shapes[code].boundary).length == 0


def test_border_parts_run_and_stand_from_west_to_east():
    for line in land_borders().geometry:
        starts = [part.coords[0] for part in line.geoms]
        assert starts == sorted(starts)
        for part in line.geoms:
            assert part.coords[0] <= part.coords[-1]


def test_a_border_all_around_an_enclave_starts_in_the_west_and_runs_clockwise():
    (ring,) = _border("LS-ZA")["geometry"].geoms
    assert ring.is_closed
    assert ring.coords[0] == min(ring.coords)
    assert not shapely.is_ccw(ring)


def test_disputed_borders_say_what_the_dispute_is_and_who_says_so():
    frame = land_borders().set_index("border_id")
    disputed = frame[frame["disputed"]]
    assert {"EH-MA", "EG-SD", "BRT-EG", "IL-SY", "IN-PK"} <= set(disputed.index)
    assert disputed["note"].str.endswith(")").all()
    assert "1994" in frame.loc["LY-TD", "note"]
    assert not frame.loc["LY-TD", "disputed"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (27.15, -13.2, "EH"),
        (45.0, 34.1, "UA"),
        (9.56, 44.06, "SO"),
        (33.03, 35.73, "IL"),
        (9.67, 28.42, "SD"),
    ],
)
def test_contested_places_are_where_the_manifest_says(latitude, longitude, code):
    frame = countries()
    held = frame[frame.geometry.intersects(Point(longitude, latitude))]
    assert held["country_code"].tolist() == [code]


def test_a_borders_light_line_stays_within_some_kilometres_of_it():
    line, light = _border("DZ-LY")["geometry"], border_line("DZ-LY")
    assert light.geom_type == "LineString"
    assert len(light.coords) < 40
    assert shapely.hausdorff_distance(line, light) <= borders.LINE_TOLERANCE_DEGREES


def test_a_borders_point_is_on_its_light_line():
    for border_id in ("DZ-LY", "AM-AZ", "LS-ZA"):
        assert border_line(border_id).distance(border_point(border_id)) < 1e-9


def test_a_border_has_a_name_to_show():
    assert border_name("DZ-LY") == "Algeria–Libya border"


def test_an_unknown_border_is_named_in_the_error():
    with pytest.raises(RecordError, match=r"'LY-DZ'.*alphabetical"):
        border_line("LY-DZ")


def test_a_countrys_light_area_covers_it_within_some_kilometres():
    full = countries().set_index("country_code").geometry["DZ"]
    light = country_polygon("DZ")
    assert light.symmetric_difference(full).area / full.area < 0.005
    assert shapely.get_num_coordinates(light) < 500


def test_a_first_level_unit_is_found_by_any_of_its_names():
    area = admin1_polygon("DZ", "Illizi")
    assert area.contains(Point(9.12, 27.9))
    assert admin1_polygon("DZ", "illizi").equals(area)
    assert admin1_polygon("DZ", "ولاية إليزي").equals(area)
    assert admin1_polygon("DZ", "Tamanrasset").equals(admin1_polygon("DZ", "Tamanghasset"))


def test_areas_that_are_not_known_are_none():
    assert country_polygon("XX") is None
    assert admin1_polygon("DZ", "Fezzan") is None
    assert admin1_polygon("LY", "Illizi") is None


def test_all_shapes_are_valid_areas_in_degrees():
    for frame in (countries(), admin1()):
        assert frame.crs.to_epsg() == 4326
        assert frame.geometry.is_valid.all()
        assert set(frame.geom_type) <= {"Polygon", "MultiPolygon"}
        assert not frame.geometry.is_empty.any()


def test_the_files_together_stay_light():
    names = ("countries", "admin1", "land_borders")
    files = [borders.DATA_FOLDER / f"{name}.parquet" for name in names]
    assert sum(file.stat().st_size for file in [*files, *map_layers().values()]) < 12_000_000


def test_the_maps_border_lines_lie_on_the_maps_countries():
    layers = map_layers()
    assert list(layers) == ["countries.geojson", "land_borders.geojson"]
    areas = gpd.read_file(layers["countries.geojson"]).set_index("country_code")
    lines = gpd.read_file(layers["land_borders.geojson"]).set_index("border_id")
    line = lines.geometry["DZ-LY"]
    assert line.difference(areas.geometry["DZ"].boundary).length == 0
    assert line.difference(areas.geometry["LY"].boundary).length == 0


def test_the_map_marks_only_the_stretch_of_a_border_that_is_disputed():
    features = json.loads(map_layers()["land_borders.geojson"].read_text("utf-8"))["features"]
    stretches = {
        feature["properties"]["disputed"]: shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in features
        if feature["properties"]["border_id"] == "EG-SD"
    }
    assert set(stretches) == {True, False}
    assert stretches[True].bounds[0] >= 34.0
    assert stretches[False].bounds[0] == pytest.approx(25.0, abs=0.1)


def test_a_damaged_file_says_how_to_build_it_anew(tmp_path, monkeypatch):
    (tmp_path / "countries.parquet").write_bytes(b"not parquet")
    monkeypatch.setattr(borders, "DATA_FOLDER", tmp_path)
    with pytest.raises(DataFileError, match=r"countries\.parquet .*python -m geodata\.build"):
        countries.__wrapped__()
    with pytest.raises(DataFileError, match=r"admin1\.parquet can't be read"):
        admin1.__wrapped__()
