import pytest
from reading_helpers import read

from extract.acts import acts_in
from geodata.codes import PlaceBasis


def told(text):
    """The acts as (activity, first place)."""
    return [
        (str(act.activity), act.locations[0].name if act.locations else None)
        for act in acts_in(read(text))
    ]


def names(mentions):
    return [actor.name for actor in mentions]


@pytest.mark.parametrize(
    "again",
    [
        "The attack was the first of the year.",
        "It was an attack on Ghat, officials said.",
        "Two soldiers were killed in Ghat.",
        "The gunmen stormed a post in Ghat and burnt it.",
    ],
)
def test_what_a_later_sentence_tells_again_is_one_act(again):
    text = f"Gunmen attacked soldiers in Ghat on Monday. {again}"
    assert told(text) == [("attack", "Ghat")]


@pytest.mark.parametrize(
    ("another", "expected"),
    [
        ("Gunmen attacked Kidal on Tuesday.", ("attack", "Kidal")),
        ("Gunmen attacked Kidal.", ("attack", "Kidal")),
        ("Gunmen attacked a post in Ghat on 16 May.", ("attack", "Ghat")),
        ("Algeria closed its border with Libya.", ("border closure", "Algeria–Libya border")),
    ],
)
def test_another_place_day_or_kind_of_act_is_another_act(another, expected):
    text = f"Gunmen attacked soldiers in Ghat on Monday. {another}"
    assert told(text) == [("attack", "Ghat"), expected]


def test_a_headline_and_a_caption_repeat_the_body():
    text = (
        "Gunmen attack Ghat\n\nGunmen attacked soldiers in Ghat on Monday. Ten men fled.\n\n"
        "Soldiers after an attack in Kidal (photo)"
    )
    assert told(text) == [("attack", "Ghat")]


def test_a_headline_alone_is_read():
    assert told("Gunmen attack soldiers in Ghat") == [("attack", "Ghat")]


def test_several_words_for_one_fight_are_one_act():
    text = "Gunmen attacked a post in Ghat, killed two soldiers and kidnapped a doctor on Monday."
    (act,) = acts_in(read(text))
    assert str(act.activity) == "abduction"


def test_one_sentence_may_tell_of_two_kinds_of_act():
    text = "Police arrested ten men and seized 300 kg of cannabis in Ghat on Monday."
    assert told(text) == [("arrest", "Ghat"), ("seizure", "Ghat")]


def test_talk_beside_an_incident_is_how_it_was_told():
    assert told("The general said on Monday that gunmen attacked Ghat.") == [("attack", "Ghat")]


@pytest.mark.parametrize(
    "text",
    [
        "Ghat is a town of many wells.",
        "Smuggling is high along the Algerian-Libyan border.",
        "The country has been torn by clashes for years.",
        "Gunmen have attacked Ghat since 2011.",
        "An analyst, Ahmed Benali, said on Monday that it was calm.",
        "",
    ],
)
def test_a_condition_an_era_or_a_private_word_is_no_act(text):
    assert told(text) == []


def test_a_pronoun_is_who_acted_before():
    text = "Gunmen of AQIM attacked Ghat on Monday. They kidnapped a doctor in Kidal on Tuesday."
    first, second = acts_in(read(text))
    assert names(first.sides.subjects) == names(second.sides.subjects)


def test_the_general_is_the_one_named_before():
    text = "General Khalifa Haftar spoke. On 16 May, the general attacked militias in Benghazi."
    act = acts_in(read(text))[-1]
    assert names(act.sides.subjects) == ["Khalifa Haftar"]


def test_a_place_may_come_from_the_sentence_beside():
    text = "Gunmen attacked Ghat on Monday. The attackers kidnapped three soldiers on Tuesday."
    first, second = acts_in(read(text))
    assert first.locations[0].basis is PlaceBasis.SENTENCE
    assert second.locations[0].basis is PlaceBasis.NEIGHBOUR
    assert second.locations[0].name == "Ghat"


def test_a_place_may_come_from_the_dateline_with_less_precision():
    (act,) = acts_in(read("GHAT (Agency) - Gunmen killed two soldiers on Monday."))
    (place,) = act.locations
    assert (place.name, place.basis) == ("Ghat", PlaceBasis.DATELINE)
    assert (place.geo_precision, place.where_prec) == (2, 3)


@pytest.mark.parametrize(
    ("text", "subjects", "objects"),
    [
        (
            "An attack by AQIM on soldiers in Kidal killed five.",
            ["Al Qaeda in the Islamic Maghreb (AQIM)"],
            ["Military Forces of {country}"],
        ),
        (
            "Three soldiers were killed when AQIM attacked a post in Kidal.",
            ["Al Qaeda in the Islamic Maghreb (AQIM)"],
            ["Military Forces of {country}"],
        ),
        ("A landmine killed two soldiers in Kidal.", [], ["Military Forces of {country}"]),
        # what ended it is another's act
        (
            "Ten workers were killed in Kidal, which was free when soldiers stormed a post.",
            [],
            ["Civilians ({country})"],
        ),
    ],
)
def test_the_sides_of_a_fight_are_read_from_all_its_words(text, subjects, objects):
    (act,) = acts_in(read(text))
    assert (names(act.sides.subjects), names(act.sides.objects)) == (subjects, objects)
    assert act.is_violent
    assert act.is_forceful
    assert not act.is_talk


def test_talk_has_no_place():
    text = "France's foreign minister met Libya's prime minister in Tripoli on Tuesday."
    (act,) = acts_in(read(text))
    assert act.is_talk
    assert act.locations == ()
