from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_helpers import actors, read

from extract.actors import country_actor, demonym_country, in_country
from extract.text import tokens_of

STATE, REBELS, CIVILIANS = "state forces", "rebel group", "civilians"
PIECES = st.sampled_from(
    [
        "Algerian",
        "army",
        "AQIM",
        "of",
        "the",
        "General",
        "Khalifa Haftar",
        "gunmen",
        "military",
        "الجيش",
        "الليبي",
        "armée",
        "algérienne",
        "'s",
        ",",
        ".",
        "🚁",
        "\u200f",
    ]
)


def coded(text, published=date(2014, 5, 30)):
    return [(a.text, a.name, a.actor_type, a.country_code) for a in actors(text, published)]


def named(text):
    return [(a.name, a.country_code) for s in read(text).sentences for a in s.actors]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=20).map(" ".join))
def test_actors_stand_verbatim_in_order_and_never_overlap(text):
    end = 0
    for actor in actors(text):
        assert end <= actor.start < actor.end
        assert text[actor.start : actor.end] == actor.text
        assert actor.name
        end = actor.end


@pytest.mark.parametrize(
    ("text", "words", "name", "actor_type", "country"),
    [
        ("Algerian army units left.", "Algerian army", "Military Forces of Algeria", STATE, "DZ"),
        ("AQIM attacked.", "AQIM", "Al Qaeda in the Islamic Maghreb (AQIM)", REBELS, None),
        (
            "The Algerian People's National Army left.",
            "Algerian People's National Army",
            "Military Forces of Algeria",
            STATE,
            "DZ",
        ),
        (
            "L'armée algérienne a bougé.",
            "armée algérienne",
            "Military Forces of Algeria",
            STATE,
            "DZ",
        ),
        ("وقال الجيش الجزائري", "الجيش الجزائري", "Military Forces of Algeria", STATE, "DZ"),
        ("Nigerien soldiers left.", "Nigerien soldiers", "Military Forces of Niger", STATE, "NE"),
        ("Nigerian soldiers left.", "Nigerian soldiers", "Military Forces of Nigeria", STATE, "NG"),
        ("They joined Ansar Dine.", "Ansar Dine", "Ansar Dine", REBELS, "ML"),
    ],
)
def test_named_actors_have_one_name_however_they_are_called(text, words, name, actor_type, country):
    assert coded(text) == [(words, name, actor_type, country)]


@pytest.mark.parametrize(
    ("text", "words", "pattern", "actor_type"),
    [
        ("Gunmen came.", "Gunmen", "Unidentified armed group ({country})", "political militia"),
        ("Police officers came.", "Police officers", "Police Forces of {country}", STATE),
        ("They told villagers.", "villagers", "Civilians ({country})", CIVILIANS),
        ("Diplomats came.", "Diplomats", "Diplomats of {country}", CIVILIANS),
        ("A general said so.", "general", "Military Forces of {country}", STATE),
    ],
)
def test_actors_whom_nobody_names_are_patterns_with_the_country_open(
    text, words, pattern, actor_type
):
    assert coded(text) == [(words, pattern, actor_type, None)]


def test_a_demonym_before_such_a_word_gives_the_country():
    (found,) = actors("Algerian national security forces came.")
    assert found.text == "Algerian national security forces"
    assert (found.name, found.country_code) == ("Security Forces of {country}", "DZ")


@pytest.mark.parametrize(
    "text",
    [
        "It is a fact that the tide turned.",
        "A new military region was made.",
        "The consul's house is, in general, shut.",
        "Ahmed Benali, a neighbour, saw it.",
        "They met in Algiers in May.",
    ],
)
def test_common_words_private_persons_and_places_are_no_actors(text):
    assert [a.name for a in actors(text) if "Diplomats" not in a.name] == []


@pytest.mark.parametrize(
    ("published", "name"),
    [
        (date(2014, 5, 30), "General National Congress of Libya (GNC)"),
        (date(2016, 1, 25), "House of Representatives of Libya (HoR)"),
    ],
)
def test_a_name_means_who_bore_it_when_the_article_was_published(published, name):
    assert coded("The Libyan parliament voted.", published)[0][1] == name


def test_a_commander_is_a_person_who_stands_for_a_force():
    (found,) = actors("General Khalifa Haftar said so.")
    assert (found.text, found.kind, found.is_official) == ("Khalifa Haftar", "person", True)
    assert found.acts_for == "Haftar Forces (Operation Dignity)"
    assert found.acts_for_type == "political militia"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("President Abdelmadjid Tebboune said so.", "Abdelmadjid Tebboune"),
        ("Fighters of the Islamic State came.", "Islamic State"),
    ],
)
def test_a_title_or_membership_before_a_name_is_no_second_actor(text, name):
    assert [a.name for a in actors(text, date(2020, 1, 1))] == [name]


def test_words_without_a_country_take_it_from_what_stands_beside_them():
    assert named("The foreign ministers of Algeria and France met.") == [
        ("Ministry of Foreign Affairs of {country}", "DZ"),
        ("Ministry of Foreign Affairs of {country}", "FR"),
        ("Government of Algeria", "DZ"),
        ("Government of France", "FR"),
    ]
    assert named("Libya's rival armed factions fought.")[1] == (
        "Unidentified militia ({country})",
        "LY",
    )


def test_a_country_acts_as_its_government_and_in_force_as_its_forces():
    found = country_actor(0, 7, "Algeria", "DZ", "Algeria")
    assert (found.name, found.acts_for) == ("Government of Algeria", "Military Forces of Algeria")
    assert (found.actor_type, found.acts_for_type) == (STATE, STATE)
    unknown = country_actor(0, 7, "Nowhere", "ZZ", "Nowhere")
    assert (unknown.name, unknown.acts_for) == (
        "Government of Nowhere",
        "Military Forces of Nowhere",
    )


def test_a_power_from_outside_the_region_is_an_external_force():
    assert country_actor(0, 6, "France", "FR", "France").actor_type == "external forces"


def test_a_pattern_is_filled_with_a_country_or_closed_without_one():
    (gunmen,) = actors("Gunmen came.")
    (police,) = actors("Police officers came.")
    assert in_country(gunmen, "LY", "Libya").name == "Unidentified armed group (Libya)"
    assert in_country(gunmen, None, None).name == "Unidentified armed group"
    assert in_country(police, None, None).name == "Police Forces"
    filled = in_country(police, "DZ", "Algeria")
    assert (filled.name, filled.country_code) == ("Police Forces of Algeria", "DZ")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Algerian", "DZ"),
        ("algérienne", "DZ"),
        ("والليبية", "LY"),
        ("Nigerien", "NE"),
        ("Sahelian", ""),
        ("Ghat", None),
    ],
)
def test_a_demonym_gives_its_country_and_any_other_word_none(word, code):
    (token,) = tokens_of(word)
    assert demonym_country(token) == code


def test_adjectives_of_countries_before_one_noun_each_name_their_forces():
    text = "French, Nigerien and Chadian soldiers met there."
    names = [actor.name for actor in actors(text)]
    assert names[:3] == [
        "Military Forces of France",
        "Military Forces of Niger",
        "Military Forces of Chad",
    ]
