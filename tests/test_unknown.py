from dataclasses import replace

import pytest
from place_samples import GHAT

from extract.unknown import OTHER_SCORE, with_other_answers
from geodata.model import MentionKind, Toponym

ISSAYEN = replace(GHAT, place_id="test:1", name="Issayen", country_code="DZ")
KNOWN = Toponym(start=0, end=4, text="Ghat", kind=MentionKind.PLACE, place=GHAT, score=0.9)
UNKNOWN = Toponym(start=9, end=16, text="Issayen", kind=MentionKind.PLACE)


class Other:
    """Answers every name with one place and remembers what it was asked."""

    def __init__(self, place):
        self.answer, self.asked = place, []

    def place(self, name):
        self.asked.append(name)
        return self.answer


def test_an_unknown_name_gets_the_other_geocoders_place_in_a_neighbour_country():
    answered = with_other_answers([KNOWN, UNKNOWN], Other(ISSAYEN))
    assert answered == (KNOWN, replace(UNKNOWN, place=ISSAYEN, score=OTHER_SCORE))


def test_a_namesake_in_a_country_nobody_speaks_of_is_no_answer():
    far = replace(ISSAYEN, country_code="BR")
    assert with_other_answers([KNOWN, UNKNOWN], Other(far)) == (KNOWN, UNKNOWN)


@pytest.mark.parametrize(
    "toponyms",
    [
        [KNOWN],
        [UNKNOWN],
        [KNOWN, replace(UNKNOWN, kind=MentionKind.BORDER)],
    ],
)
def test_nobody_is_asked_of_known_names_borders_or_without_a_country(toponyms):
    other = Other(ISSAYEN)
    assert with_other_answers(toponyms, other) == tuple(toponyms)
    assert other.asked == []


def test_without_another_geocoder_nothing_changes():
    assert with_other_answers([KNOWN, UNKNOWN], None) == (KNOWN, UNKNOWN)
