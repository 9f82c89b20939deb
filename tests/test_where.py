import pytest
from reading_helpers import located

from geodata.codes import PlaceBasis


def names(text, trigger_word, **options):
    return [found.name for found in located(text, trigger_word, **options)]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Gunmen attacked Ghat and Ubari.", "attacked", ["Ghat", "Ubari"]),
        (
            "Algeria closed its borders with Libya, Mali and Niger.",
            "closed",
            ["Algeria–Libya border", "Algeria–Mali border", "Algeria–Niger border"],
        ),
        ("Gunmen attacked Ghat in Libya.", "attacked", ["Ghat"]),
        ("Gunmen from Mali attacked Ghat.", "attacked", ["Ghat"]),
        ("Gunmen attacked Ghat, 20 km from the Algerian-Libyan border.", "attacked", ["Ghat"]),
        ("Gunmen attacked Ghat, a small town 90 km from Djanet.", "attacked", ["Ghat"]),
        ("Gunmen attacked posts near Ghat and Ubari.", "attacked", ["near Ghat", "near Ubari"]),
        ("Gunmen attacked Ghat as soldiers from Kidal watched.", "attacked", ["Ghat"]),
    ],
)
def test_the_places_are_those_that_the_words_tie_to_the_act(text, trigger, expected):
    acting = ["Algeria"] if text.startswith("Algeria") else []
    assert names(text, trigger, acting=acting) == expected


def test_another_clauses_place_is_not_this_acts():
    text = "Algeria closed its border with Libya after an attack killed ten in Benghazi."
    assert names(text, "closed", acting=["Algeria"]) == ["Algeria–Libya border"]
    assert names(text, "killed", acting=["Algeria"]) == ["Benghazi"]


def test_a_country_that_acts_is_no_place_of_the_act():
    text = "Algeria arrested ten men."
    assert names(text, "arrested", acting=["Algeria"]) == []
    assert names(text, "arrested") == ["Algeria"]


def test_a_sentence_without_a_place_has_none():
    assert located("Gunmen attacked soldiers.", "attacked") == ()
    assert located("Gunmen attacked an Algerian.", "attacked") == ()


def test_the_words_of_the_place_stand_at_its_offsets():
    text = "On Monday gunmen attacked a post near Ghat."
    (found,) = located(text, "attacked")
    assert text[found.mention_start : found.mention_end] == "near Ghat"
    assert found.basis is PlaceBasis.SENTENCE


def test_where_the_one_who_tells_of_an_act_sits_is_not_its_place():
    text = "Gunmen attacked a post near Ghat, according to a spokesman in Benghazi."
    assert names(text, "attacked") == ["near Ghat"]
    text = "The rebels attacked on Tuesday, according to a spokesman in Benghazi."
    assert names(text, "attacked") == []
