"""Arabic spellings of towns: where they lead, and that they lead somewhere."""

import pytest

from geodata.gazetteer import Gazetteer
from geodata.spellings import arabic_spellings, spelling_beginnings


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("spelling", "name", "country"),
    [("أغاديز", "Agadez", "NE"), ("كوستي", "Kosti", "SD"), ("مارادي", "Maradi", "NE")],
)
def test_a_town_is_found_by_its_arabic_spelling(
    gazetteer: Gazetteer, spelling: str, name: str, country: str
) -> None:
    best = gazetteer.exact(spelling)[0]
    assert (best.place.name, best.place.country_code, best.match) == (name, country, "exact")
    assert gazetteer.exact(spelling, country_code="FR") == []


def test_every_spelling_leads_to_a_place(gazetteer: Gazetteer) -> None:
    ids = {place_id for found in arabic_spellings().values() for place_id in found}
    assert {gazetteer.place(place_id).place_id for place_id in ids} == ids


def test_the_first_words_of_a_spelling_begin_a_name(gazetteer: Gazetteer) -> None:
    assert "غيدان" in spelling_beginnings()
    assert gazetteer.starts_name("غيدان")
