import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.likeness import IN_REGION, chance, information, likeness, same_spelling

SOUNDS = st.text(alphabet="abcdfhijklmnrstuwz", max_size=12)


def test_the_same_sounds_are_wholly_alike() -> None:
    assert likeness("kdams", "kdams") == 1.0


def test_nothing_is_like_nothing() -> None:
    assert likeness("", "") == likeness("", "kdams") == 0.0


def test_a_vowel_counts_less_than_a_consonant() -> None:
    assert likeness("kidal", "kidil") > likeness("kidal", "kibal")
    assert information("kdl") > information("iai")


def test_what_the_names_of_places_take_for_each_other_costs_less() -> None:
    assert likeness("hasi", "kasi") > likeness("hasi", "masi")
    assert likeness("sus", "suz") > likeness("sus", "sub")


def test_two_letters_that_change_places_cost_less_than_two_changes() -> None:
    assert likeness("kdams", "kdasm") > likeness("kdams", "kdabk")


@settings(deadline=None)
@given(SOUNDS, SOUNDS)
def test_likeness_is_symmetric_and_a_share(one: str, other: str) -> None:
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0.0 <= likeness(one, other) <= 1.0


def test_spelling_is_compared_within_one_script_and_without_spaces() -> None:
    assert same_spelling("tin zaouatine", "tinzaouatine") == 1.0
    assert same_spelling("ghat", "غات") is None


def test_a_longer_name_may_differ_by_more() -> None:
    short = chance("kat", "kit", 0.75, IN_REGION)
    long = chance("burjbajimuktar", "burjbijimuktar", 0.9, IN_REGION)
    assert short < 0.5 < long
