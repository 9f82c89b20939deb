import logging

import pytest

from geodata.build.entries import Entry, place_of
from geodata.build.unit_check import LEAST_COMPARABLE, Standing, in_their_places, standings_of

NAMES = [f"Town{letter}" for letter in "abcdefghijklmno"]


def entry(name: str, latitude: float, **fields: object) -> Entry:
    given = {"country_code": "ML", "feature_class": "P", "feature_code": "PPL"} | fields
    return Entry(place_of(f"test:{name}", name, (latitude, 0.0), source="test", **given))


def unit(name: str, latitude: float, radius_km: float = 10.0) -> Entry:
    return entry(name, latitude, feature_class="A", feature_code="ADM3", radius_km=radius_km)


# A degree apart, so that each is within 60 km of its own name and of no other.
TOWNS = [entry(name, float(row)) for row, name in enumerate(NAMES)]
IN_PLACE = [unit(name, row + 0.3) for row, name in enumerate(NAMES)]
# A file whose names have slipped by a row.
SLIPPED = [unit(name, float((row + 1) % len(NAMES))) for row, name in enumerate(NAMES)]


def test_units_near_the_places_of_their_names_are_taken() -> None:
    assert in_their_places(IN_PLACE, TOWNS) == IN_PLACE


def test_a_country_whose_names_have_slipped_is_left_out_and_named(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert in_their_places(SLIPPED, TOWNS) == []
    assert "units of ML are left out: of 15 whose names are known, 0 stand near" in caplog.text


def test_too_few_known_names_leave_nothing_out() -> None:
    assert in_their_places(SLIPPED, TOWNS[: LEAST_COMPARABLE - 1]) == SLIPPED


def test_a_country_is_judged_by_its_own_units_and_places() -> None:
    niger = entry("Townb", 0.0, country_code="NE")
    assert standings_of([unit("Towna", 0.0), niger], TOWNS) == {
        "ML": Standing(comparable=1, in_place=1),
        "NE": Standing(comparable=0, in_place=0),
    }


def test_a_large_units_seat_may_lie_far_from_its_middle() -> None:
    far = 1.5  # degrees: 167 km
    assert standings_of([unit("Towna", far, radius_km=90.0)], TOWNS)["ML"].in_place == 1
    assert standings_of([unit("Towna", far, radius_km=20.0)], TOWNS)["ML"].in_place == 0


def test_the_nearest_of_several_namesakes_counts() -> None:
    twice = [entry("Bamba", 10.0), entry("Bamba", 17.0)]
    assert standings_of([unit("Bamba", 17.2)], twice)["ML"] == Standing(1, 1)


@pytest.mark.parametrize(
    ("in_place", "trusted"), [(7, True), (6, False)], ids=["at the floor", "below it"]
)
def test_seven_of_ten_have_to_be_in_place(in_place: int, trusted: bool) -> None:
    assert Standing(comparable=10, in_place=in_place).is_trusted is trusted
