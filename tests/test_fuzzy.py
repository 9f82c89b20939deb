import pytest

from geodata.fuzzy import keys_near, likeness_countries, one_letter_off, readings
from geodata.names import key, sounds


def test_keys_one_letter_off_lose_gain_change_and_swap_letters() -> None:
    near = set(one_letter_off("bdk"))
    assert {"bk", "dk", "bddk", "abdk", "bdkr", "bdj", "rdk", "dbk", "bkd"} <= near
    assert "bdk" not in near
    assert "kdb" not in near


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Hassi Hebi", "Khassi Khebi"),
        ("Zouz", "Sous"),
        ("Eghlal", "Erlal"),
        ("Kidl", "Kidal"),
        ("Gao", "Gaou"),
        ("Kidsl", "Kidal"),
        ("Gat", "Ghart"),
    ],
)
def test_the_key_of_the_name_is_near(written: str, name: str) -> None:
    assert key(name) in {key(written), *keys_near(sounds(written))}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Elbouni", "El Bouni"),
        ("Ezzintan", "Zintan"),
        ("Arrahmaniyah", "Ar Rahmaniyah"),
        ("Al Aghwat", "Laghouat"),
        ("Laghouat", "Al Aghwat"),
        ("الأغواط", "Laghwat"),
        ("وغدامس", "غدامس"),
        ("بالكفرة", "الكفرة"),
        ("للقصرين", "القصرين"),
        ("As Suwayra", "Assuwayra"),
    ],
)
def test_an_article_or_particle_is_read_both_ways(written: str, name: str) -> None:
    first, *others = readings(written)
    assert first.is_plain
    assert key(name) in {key(written), *(key(other.sounds) for other in others)}


def test_a_name_in_another_script_has_no_readings() -> None:
    assert readings("Москва") == readings("") == readings("...") == []


def test_likeness_is_for_the_region_and_its_neighbours() -> None:
    assert {"DZ", "LY", "ML", "NG"} <= likeness_countries()
    assert not {"FR", "US", "IN"} & likeness_countries()
