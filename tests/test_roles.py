import pytest
from reading_helpers import read

from extract.roles import sides_of
from extract.triggers import find_triggers

ALGIERS, MALI, LIBYA = (f"Military Forces of {c}" for c in ("Algeria", "Mali", "Libya"))
TUAREG = "Tuareg Rebels (Unspecified)"
AQIM = "Al Qaeda in the Islamic Maghreb (AQIM)"
GUNMEN = "Unidentified armed group ({country})"
SOLDIERS = "Military Forces of {country}"
PEOPLE = "Civilians ({country})"


def sides(text, trigger_word):
    """Who stands on either side of the trigger of these words."""
    reading = read(text)
    (sentence,) = reading.sentences
    triggers = find_triggers(text, sentence.sentence, reading.language)
    trigger = next(t for t in triggers if text[t.start : t.end] == trigger_word)
    found = sides_of(text, trigger, sentence.actors)
    return [a.name for a in found.subjects], [a.name for a in found.objects]


@pytest.mark.parametrize(
    ("text", "trigger", "subjects", "objects"),
    [
        ("Gunmen attacked soldiers in Ghat.", "attacked", [GUNMEN], [SOLDIERS]),
        ("Soldiers were attacked by gunmen in Ghat.", "attacked", [GUNMEN], [SOLDIERS]),
        ("Villagers were attacked in Ghat.", "attacked", [], [PEOPLE]),
        ("The Malian army attacked Tuareg rebels.", "attacked", [MALI], [TUAREG]),
        ("Clashes between the Malian army and Tuareg rebels ended.", "Clashes", [MALI], [TUAREG]),
        ("The Malian army clashed with Tuareg rebels.", "clashed", [MALI], [TUAREG]),
        ("An attack by AQIM on villagers was seen.", "attack", [AQIM], [PEOPLE]),
        ("AQIM's attack on villagers was seen.", "attack", [AQIM], [PEOPLE]),
        ("The Malian army carried out an attack on gunmen.", "attack", [MALI], [GUNMEN]),
        (
            "Gunmen killed soldiers and villagers in Ghat.",
            "killed",
            [GUNMEN],
            [SOLDIERS, PEOPLE],
        ),
        (
            "The Algerian army, which had left, attacked gunmen.",
            "attacked",
            [ALGIERS],
            [GUNMEN],
        ),
        ("Des soldats ont été attaqués par AQMI.", "attaqués", [AQIM], [SOLDIERS]),
    ],
)
def test_word_order_says_who_did_it_and_to_whom(text, trigger, subjects, objects):
    assert sides(text, trigger) == (subjects, objects)


def test_two_that_act_together_are_both_subjects():
    subjects, _ = sides("Algeria and Tunisia closed the crossing with Libya.", "closed")
    assert subjects == ["Government of Algeria", "Government of Tunisia"]


def test_an_actor_within_another_phrase_is_no_side():
    text = "Fear of gunmen grew and the Algerian army closed the border with Libya."
    subjects, objects = sides(text, "closed")
    assert subjects == [ALGIERS]
    assert objects == []


def test_who_acts_before_after_did_not_do_what_follows():
    text = "The Algerian army closed the border after an attack killed villagers in Ghat."
    assert sides(text, "closed")[0] == [ALGIERS]
    assert sides(text, "killed") == ([], [PEOPLE])


def test_a_clause_in_commas_leaves_its_verb_its_subject():
    text = "The Algerian army, after the raid of Monday, closed the border with Libya."
    assert sides(text, "closed")[0] == [ALGIERS]


def test_where_somebody_came_from_is_no_object():
    subjects, objects = sides("Fighters crossed from Libya into Algeria.", "crossed from")
    assert subjects == ["Unidentified fighters ({country})"]
    assert objects == []


def test_an_act_that_has_no_object_takes_none():
    _, objects = sides(
        "The Malian army withdrew and gunmen surrendered to soldiers.", "surrendered"
    )
    assert objects == []
