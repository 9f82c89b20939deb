from collections import Counter
from pathlib import Path

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.build.entries import Entry, place_of
from geodata.build.place_index import write_index
from geodata.errors import DataFileError
from geodata.gazetteer import Candidate, Gazetteer
from geodata.place_files import FILES


def entry(
    number: int,
    name: str,
    point: tuple[float, float],
    code: str = "PPL",
    *,
    country: str = "DZ",
    population: int = 0,
    names: tuple[str, ...] = (),
    acronyms: tuple[str, ...] = (),
) -> Entry:
    place = place_of(
        f"geonames:{number}",
        name,
        point,
        country_code=country,
        feature_class="P" if code.startswith("PPL") else "A",
        feature_code=code,
        population=population,
        source="geonames",
    )
    return Entry(place, alternates=names, acronyms=acronyms)


ENTRIES = [
    entry(1, "Tripoli", (32.887, 13.187), "PPLC", country="LY", population=1_302_947),
    entry(2, "Tripoli", (34.434, 35.844), country="LB", population=229_398),
    entry(3, "Trípoli", (37.511, 22.379), country="GR", population=26_561),
    entry(4, "Illizi", (26.483, 8.466), population=13_029, names=("إليزي",)),
    entry(5, "Illizi", (26.851, 8.763), "ADM1"),
    entry(6, "Algeria", (28.0, 3.0), "PCLI", population=42_228_429, names=("الجزائر",)),
    entry(7, "Algeria", (10.0, 20.0), country="XX", population=90_000_000),
    entry(8, "In Guezzam", (19.572, 5.769), population=7_045),
    entry(9, "Bordj Badji Mokhtar", (21.329, 0.955)),
    entry(10, "United States", (39.8, -98.6), "PCLI", country="US", acronyms=("U.S.",)),
    entry(11, "Us", (49.1, 1.97), country="FR", population=1_248),
    entry(12, "Ngizim", (12.0, 11.0), country="NG", population=900_000),
    entry(13, "Bir el Ater", (34.745, 8.06)),
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("gazetteer")
    write_index(ENTRIES, folder)
    return Gazetteer.open(folder)


@pytest.fixture(scope="module")
def shipped() -> Gazetteer:
    return Gazetteer.open()


def ids(found: list[Candidate]) -> list[int | None]:
    return [candidate.place.geonameid for candidate in found]


def codes(found: list[Candidate]) -> list[tuple[str, str]]:
    return [(item.place.country_code, item.place.feature_code) for item in found]


def test_namesakes_come_capital_first_then_by_population(small: Gazetteer) -> None:
    assert ids(small.exact("Tripoli")) == [1, 2, 3]
    assert [candidate.score for candidate in small.exact("tripoli")] == [1.0, 1.0, 1.0]


def test_a_country_goes_before_a_larger_namesake(small: Gazetteer) -> None:
    assert ids(small.exact("Algeria")) == [6, 7]


def test_a_first_level_unit_goes_before_its_town(small: Gazetteer) -> None:
    assert ids(small.exact("Illizi")) == [5, 4]


def test_a_generic_word_is_taken_off_and_chooses_the_class(small: Gazetteer) -> None:
    assert ids(small.exact("Illizi Province")) == [5, 4]
    assert ids(small.exact("town of Illizi")) == [4, 5]


def test_only_the_country_asked_for_is_found(small: Gazetteer) -> None:
    assert ids(small.exact("Tripoli", country_code="LB")) == [2]
    assert small.exact("Tripoli", country_code="FR") == []


def test_an_alternate_scores_below_a_main_name(small: Gazetteer) -> None:
    (found,) = small.find("إليزي")
    assert (found.place.geonameid, found.score, found.match) == (4, 0.95, "exact")


@pytest.mark.parametrize(
    ("written", "geonameid"),
    [
        ("Ain Ghazzam", 8),
        ("In Guezam", 8),
        ("عين قزام", 8),
        ("Bourj Baji Mukhtar", 9),
        ("Burj Badji Mukhtar", 9),
        ("برج باجي مختار", 9),
    ],
)
def test_another_romanisation_is_found_by_key(
    small: Gazetteer, written: str, geonameid: int
) -> None:
    (found,) = small.find(written)
    assert (found.place.geonameid, found.match) == (geonameid, "key")
    assert 0.45 < found.score < 0.95


def test_a_misspelt_name_is_found_by_a_near_key_with_a_lower_score(small: Gazetteer) -> None:
    (found,) = small.find("Bordj Badji Mokhta")
    assert (found.place.geonameid, found.match) == (9, "fuzzy")
    assert 0.45 <= found.score < 0.9


@pytest.mark.parametrize("part", ["Mokhtar", "Badji", "Bordj Badji", "Ater", "Guezzam"])
def test_a_word_of_a_name_is_not_the_name(small: Gazetteer, part: str) -> None:
    assert small.find(part) == []


@pytest.mark.parametrize("written", ["بإليزي", "وإليزي", "لاليزي"])
def test_an_arabic_name_is_found_under_its_particle(small: Gazetteer, written: str) -> None:
    (found,) = small.find(written)
    assert (found.place.geonameid, found.score) == (4, 0.9)


def test_elsewhere_than_in_the_region_a_village_is_not_found_by_likeness(small: Gazetteer) -> None:
    assert small.find("Tripolii", country_code="GR")
    assert ids(small.find("Tripolii")) == [1]


def test_a_misspelt_unit_is_found_by_its_name_without_the_generic_word(small: Gazetteer) -> None:
    assert ids(small.find("wilaya of Illizzi")) == [5, 4]


@pytest.mark.parametrize(
    "name", ["Tigantourine", "Haftar", "Lamamra", "Mesdoua", "xyzzy qwrt", "", "...", "Москва"]
)
def test_an_unknown_name_finds_nothing(small: Gazetteer, name: str) -> None:
    assert small.find(name) == []


def test_a_short_name_is_not_found_by_its_consonants_alone(small: Gazetteer) -> None:
    assert small.find("Laz") == small.find("Alzo") == []


def test_scanning_helpers_know_whole_names_and_beginnings(small: Gazetteer) -> None:
    assert small.is_name("bordj badji mokhtar")
    assert not small.is_name("bordj badji")
    assert small.starts_name("bordj badji")
    assert small.starts_name("illizi")
    assert not small.starts_name("bordj bad")


def test_an_acronym_is_told_from_a_name(small: Gazetteer) -> None:
    assert small.is_acronym("us")
    assert not small.is_acronym("illizi")
    assert ids(small.exact("US")) == [10, 11]


def test_an_acronym_has_no_key(small: Gazetteer) -> None:
    assert ids(small.find("Uss", country_code="FR")) == [11]
    assert small.find("Uss", country_code="US") == []


def test_a_place_is_found_by_its_id(small: Gazetteer) -> None:
    assert small.place("geonames:8") == ENTRIES[7].place
    with pytest.raises(KeyError):
        small.place("geonames:404")


@settings(max_examples=60, deadline=None)
@given(
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    radius_km=st.floats(1, 15_000),
)
def test_near_gives_exactly_what_lies_within_the_radius(
    small: Gazetteer, latitude: float, longitude: float, radius_km: float
) -> None:
    distances = {
        item.place.place_id: geodesic(
            (latitude, longitude), (item.place.latitude, item.place.longitude)
        ).km
        for item in ENTRIES
    }
    near = small.near(latitude, longitude, radius_km=radius_km, limit=len(ENTRIES))
    assert [km for _, km in near] == sorted(km for _, km in near)
    found = {place.place_id: km for place, km in near}
    assert found.keys() == {key for key, km in distances.items() if km <= radius_km}
    assert all(km == pytest.approx(distances[key], abs=1e-3) for key, km in found.items())


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    write_index(ENTRIES, tmp_path)
    (tmp_path / FILES.keys).unlink()
    with pytest.raises(DataFileError, match=r"gazetteer in .*geodata.build places"):
        Gazetteer.open(tmp_path)


def test_a_damaged_file_is_a_data_file_error(tmp_path: Path) -> None:
    write_index(ENTRIES, tmp_path)
    (tmp_path / FILES.links).write_bytes(b"PAR1 half a file")
    with pytest.raises(DataFileError):
        Gazetteer.open(tmp_path)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Tripoli", ("LY", "PPLC")),
        ("Algeria", ("DZ", "PCLI")),
        ("Mali", ("ML", "PCLI")),
        ("ليبيا", ("LY", "PCLI")),
        ("Algérie", ("DZ", "PCLI")),
        ("UAE", ("AE", "PCLI")),
        ("Ivory Coast", ("CI", "PCLI")),
        ("Paris", ("FR", "PPLC")),
        ("England", ("GB", "ADM1")),
        ("Kidal region", ("ML", "ADM1")),
        ("Wilaya d'Illizi", ("DZ", "ADM1")),
        ("Europe", ("", "CONT")),
        ("North Africa", ("", "RGN")),
    ],
)
def test_the_world_is_known_by_its_usual_names(
    shipped: Gazetteer, name: str, first: tuple[str, str]
) -> None:
    assert codes(shipped.find(name))[0] == first


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Benghazi", "LY", 32.115, 20.069),
        ("Bourj Baji Mukhtar", "DZ", 21.33, 0.95),
        ("Ain Ghazzam", "DZ", 19.57, 5.77),
        ("In Amenas", "DZ", 28.04, 9.55),
        ("Tigantourine", "DZ", 27.9, 9.12),
        ("Dirkou", "NE", 18.99, 12.89),
        ("Ras Jedir", "LY", 33.14, 11.55),
    ],
)
def test_places_of_the_borderlands_lie_where_they_are(
    shipped: Gazetteer, name: str, country: str, latitude: float, longitude: float
) -> None:
    found = [item.place for item in shipped.find(name) if item.place.country_code == country]
    distances = [geodesic((latitude, longitude), (p.latitude, p.longitude)).km for p in found]
    assert min(distances) < 12


def test_an_airport_is_found_by_its_town_and_stays_an_airport(shipped: Gazetteer) -> None:
    assert ("DZ", "AIRP") in codes(shipped.exact("In Amenas Airport"))


def test_no_place_is_there_twice(shipped: Gazetteer) -> None:
    counted = Counter(place.place_id for place in shipped.places())
    assert [place_id for place_id, times in counted.items() if times > 1] == []


def test_the_gazetteer_covers_the_world_with_every_source(shipped: Gazetteer) -> None:
    assert len(shipped) > 280_000
    kinds = {
        item.place.source
        for name in ("Benghazi", "In Amenas Airport", "Tigantourine")
        for item in shipped.exact(name)
    }
    assert kinds == {"geonames", "airportsdata", "borderwatch"}
