from pathlib import Path

import pytest
from geopy.exc import GeocoderQueryError
from geopy.point import Point

from geodata.build.entries import Entry, place_of
from geodata.build.place_index import write_index
from geodata.gazetteer import Gazetteer
from geodata.geocoder import GazetteerGeocoder


@pytest.fixture(scope="module")
def geocoder(tmp_path_factory: pytest.TempPathFactory) -> GazetteerGeocoder:
    folder: Path = tmp_path_factory.mktemp("geocoder")
    towns = [
        ("Ghat", (24.96, 10.18), "LY", "Ghat"),
        ("Djanet", (24.55, 9.48), "DZ", "Illizi"),
        ("Tripoli", (32.89, 13.19), "LY", "Tripoli"),
        ("Tripoli", (34.43, 35.84), "LB", "North Lebanon"),
    ]
    places = [
        place_of(f"test:{row}", name, point, country_code=code, admin1=admin1, source="test")
        for row, (name, point, code, admin1) in enumerate(towns)
    ]
    write_index([Entry(place) for place in places], folder)
    return GazetteerGeocoder(Gazetteer.open(folder))


def test_geocode_gives_address_point_and_candidate(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.geocode("Janet")
    assert found.address == "Djanet, Illizi, DZ"
    assert (found.latitude, found.longitude) == (24.55, 9.48)
    assert found.raw["candidate"].match == "key"


def test_geocode_gives_a_list_when_asked(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.geocode("Tripoli", exactly_one=False, limit=5)
    assert [location.raw["candidate"].place.country_code for location in found] == ["LY", "LB"]
    assert geocoder.geocode("Tripoli", country_code="LB").longitude == 35.84


def test_an_unknown_name_is_none(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode("Tigantourine") is None
    assert geocoder.geocode("Tigantourine", exactly_one=False) is None


@pytest.mark.parametrize("query", [(24.9, 10.1), "24.9, 10.1", Point(24.9, 10.1)])
def test_reverse_takes_a_point_in_geopys_forms(
    geocoder: GazetteerGeocoder, query: tuple[float, float] | str | Point
) -> None:
    found = geocoder.reverse(query)
    assert found.address == "Ghat, LY"
    assert found.raw["distance_km"] == pytest.approx(10.47, abs=0.05)


def test_reverse_finds_the_nearest_however_far_unless_a_radius_is_set(
    geocoder: GazetteerGeocoder,
) -> None:
    assert geocoder.reverse((-40.0, 170.0)).address == "Tripoli, North Lebanon, LB"
    assert geocoder.reverse((-40.0, 170.0), radius_km=100) is None
    assert len(geocoder.reverse((25.0, 10.0), exactly_one=False, limit=3)) == 3


@pytest.mark.parametrize("query", ["", "  ", None])
def test_an_empty_name_is_geopys_query_error(geocoder: GazetteerGeocoder, query: str) -> None:
    with pytest.raises(GeocoderQueryError, match="place name"):
        geocoder.geocode(query)


@pytest.mark.parametrize("query", ["nowhere", (float("nan"), 0.0)])
def test_no_point_is_geopys_query_error(
    geocoder: GazetteerGeocoder, query: str | tuple[float, float]
) -> None:
    with pytest.raises(GeocoderQueryError, match="no point"):
        geocoder.reverse(query)
