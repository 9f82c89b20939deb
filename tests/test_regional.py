"""The regional list: each row is complete, sourced, spelt once and stands in its country."""

import csv
import re
from collections import Counter
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point
from shapely.ops import nearest_points

from geodata.borders import countries

LIST = Path(__file__).parents[1] / "geodata" / "build" / "regional.csv"
COLUMNS = (
    "regional_id", "name", "alternate_names", "latitude", "longitude", "country_code", "admin1",
    "feature_class", "feature_code", "radius_km", "source", "source_url", "note",
)  # fmt: skip
# The GeoNames feature codes in use, by class (GeoNames featureCodes_en, 2026).
CODES = {
    "H": {"WLL"},
    "L": {"AREA", "GASF", "LCTY", "MILB", "OAS", "OILF", "PRK", "PRT", "RGN", "RGNH"},
    "P": {"PPL", "PPLA", "PPLA2", "PPLX"},
    "S": {
        "AIRB", "AIRF", "AIRP", "BLDG", "CMPRF", "INSM", "MNAU", "MNN", "MUS", "OILR", "OILT",
        "PMPO", "PSTB",
    },
    "T": {"DPR", "DSRT", "ERG", "HMDA", "ISLS", "MT", "MTS", "PASS", "PLAT", "VAL"},
}  # fmt: skip
# What has an extent and is drawn as an area.
AREA_CODES = {
    "AREA", "DPR", "DSRT", "ERG", "HMDA", "ISLS", "MTS", "PLAT", "PRK", "RGN", "RGNH", "VAL",
}  # fmt: skip
BORDER_TOLERANCE_KM = 5
# Arabic news seldom names their villages; Arabic names are found there by their keys.
ARABIC_IS_RARE_IN = {"BF", "BJ", "CF", "CI", "CM", "GH", "ML", "NE", "NG", "TG"}
# Every article the product was asked for names these.
SEED_PLACES = {
    "In Amenas": (28.04, 9.54, "DZ"),
    "Tigantourine gas facility": (27.90, 9.12, "DZ"),
    "Bordj Badji Mokhtar": (21.33, 0.95, "DZ"),
    "In Guezzam": (19.57, 5.77, "DZ"),
}


@pytest.fixture(scope="module")
def rows():
    with LIST.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def outlines():
    return countries().set_index("country_code").geometry


def spellings(row):
    return [row["name"], *filter(None, row["alternate_names"].split("|"))]


def test_the_columns_are_the_documented_ones(rows):
    assert tuple(rows[0]) == COLUMNS
    assert all(None not in row and None not in row.values() for row in rows)


def test_there_are_at_least_450_places(rows):
    assert len(rows) >= 450


def test_ids_are_unique_slugs_in_order(rows):
    ids = [row["regional_id"] for row in rows]
    assert ids == sorted(set(ids))
    assert [slug for slug in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_coordinates_lie_in_africa_north_of_the_third_parallel(rows):
    outside = [
        row["regional_id"]
        for row in rows
        if not (3 <= float(row["latitude"]) <= 38 and -18 <= float(row["longitude"]) <= 38)
    ]
    assert outside == []


def test_feature_codes_are_geonames_codes_of_their_class(rows):
    wrong = [
        (row["regional_id"], row["feature_class"], row["feature_code"])
        for row in rows
        if row["feature_code"] not in CODES.get(row["feature_class"], ())
    ]
    assert wrong == []


def test_areas_have_a_radius_and_no_radius_is_negative(rows):
    assert [
        row["regional_id"]
        for row in rows
        if float(row["radius_km"]) < (1 if row["feature_code"] in AREA_CODES else 0)
    ] == []


def test_every_row_names_its_source_and_a_web_address(rows):
    assert [row["regional_id"] for row in rows if not row["source"].strip()] == []
    assert [
        row["regional_id"] for row in rows if not row["source_url"].startswith("https://")
    ] == []


def test_every_note_begins_with_the_precision_and_says_how_it_is_known(rows):
    unclear = [row["regional_id"] for row in rows if not re.match(r"±\d+ km; \w.{5,}", row["note"])]
    assert unclear == []


def test_no_spelling_is_empty_untrimmed_or_repeated_in_its_row(rows):
    faults = [
        (row["regional_id"], spelling)
        for row in rows
        for spelling, count in Counter(spellings(row)).items()
        if count > 1 or spelling != spelling.strip() or len(spelling) < 2
    ]
    assert faults == []


def test_no_latin_spelling_is_shorter_than_three_letters(rows):
    short = [
        (row["regional_id"], spelling)
        for row in rows
        for spelling in spellings(row)
        if spelling.isascii() and sum(map(str.isalnum, spelling)) < 3
    ]
    assert short == []


def test_a_row_that_claims_a_named_geonames_place_links_to_it(rows):
    numbered = {
        row["regional_id"]: row["source_url"]
        for row in rows
        if (number := re.fullmatch(r"GeoNames: (\d+)", row["source"]))
        and row["source_url"] != f"https://www.geonames.org/{number[1]}"
    }
    assert numbered == {}


def test_no_point_claims_to_be_exact_that_nobody_compared(rows):
    exact = [
        row["regional_id"]
        for row in rows
        if row["note"].startswith("±1 km") and "not yet compared" in row["note"]
    ]
    assert exact == []


def test_points_are_not_given_twice(rows):
    points = Counter((row["latitude"], row["longitude"], row["feature_code"]) for row in rows)
    assert [point for point, count in points.items() if count > 1] == []


def test_no_two_rows_of_a_country_share_a_name_or_alternate_name(rows):
    owners = Counter(
        (row["country_code"], spelling.casefold())
        for row in rows
        for spelling in {spelling.casefold() for spelling in spellings(row)}
    )
    assert [owner for owner, count in owners.items() if count > 1] == []


def test_most_places_can_be_found_by_an_arabic_name_where_news_is_in_arabic(rows):
    there = [row for row in rows if row["country_code"] not in ARABIC_IS_RARE_IN]
    arabic = [row for row in there if re.search(r"[\u0600-\u06ff]", row["alternate_names"])]
    assert len(arabic) >= 0.9 * len(there)


def test_the_places_of_the_asked_for_articles_stand_where_they_should(rows):
    by_name = {row["name"]: row for row in rows}
    for name, (latitude, longitude, country_code) in SEED_PLACES.items():
        row = by_name[name]
        assert float(row["latitude"]) == pytest.approx(latitude, abs=0.03)
        assert float(row["longitude"]) == pytest.approx(longitude, abs=0.03)
        assert row["country_code"] == country_code


def test_every_point_stands_in_its_country_within_five_kilometres(rows, outlines):
    placed = [row for row in rows if row["country_code"]]
    frame = gpd.GeoDataFrame(
        placed,
        geometry=[Point(float(row["longitude"]), float(row["latitude"])) for row in placed],
        crs="EPSG:4326",
    )
    far = [
        (row.regional_id, row.country_code, round(distance, 1))
        for row in frame.itertuples()
        if (distance := km_outside(row.geometry, outlines.loc[row.country_code]))
        > BORDER_TOLERANCE_KM
    ]
    assert far == []


def km_outside(point, outline):
    """Distance from the point to the outline in km; 0 inside (azimuthal, centred on the point)."""
    if outline.covers(point):
        return 0.0
    local = f"+proj=aeqd +lat_0={point.y} +lon_0={point.x} +datum=WGS84"
    nearest = gpd.GeoSeries([nearest_points(outline, point)[0]], crs="EPSG:4326").to_crs(local)
    return float(nearest.iloc[0].distance(Point(0, 0)) / 1000)
