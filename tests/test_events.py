from datetime import date

import pytest
from reading_helpers import events, only_event

from geodata.schema import check_events, events_to_frame


@pytest.mark.parametrize(
    ("text", "activity", "event_type", "actor1", "actor2"),
    [
        (
            "Algerian soldiers killed 10 gunmen near Tin Zaouatine on 5 May.",
            "attack",
            "Battles",
            "Military Forces of Algeria",
            "Unidentified armed group (Algeria)",
        ),
        (
            "Gunmen attacked villagers in Ubari.",
            "attack",
            "Violence against civilians",
            "Unidentified armed group (Libya)",
            "Civilians (Libya)",
        ),
        (
            "Gunmen kidnapped three aid workers in Mali.",
            "abduction",
            "Violence against civilians",
            "Unidentified armed group (Mali)",
            "Civilians (Mali)",
        ),
        (
            "Algerian police seized 300 kg of cannabis at the border with Morocco.",
            "seizure",
            "Strategic developments",
            "Police Forces of Algeria",
            None,
        ),
        (
            "Smugglers were arrested at Ras Ajdir.",
            "arrest",
            "Strategic developments",
            None,
            "Unidentified smugglers (Libya)",
        ),
        (
            "Algeria will close its border with Libya.",
            "border closure",
            "Strategic developments",
            "Government of Algeria",
            None,
        ),
        (
            "Egyptian warplanes bombed camps of Islamic State in the Libyan city of Derna.",
            "air or drone strike",
            "Explosions/Remote violence",
            "Military Forces of Egypt",
            "Islamic State",
        ),
        (
            "Algeria has sent 600 soldiers to its border with Libya.",
            "troop deployment",
            "Strategic developments",
            "Military Forces of Algeria",
            None,
        ),
        (
            "France's foreign minister met Libya's prime minister in Tripoli on Tuesday.",
            "meeting",
            None,
            "Ministry of Foreign Affairs of France",
            "Government of Libya",
        ),
        (
            "Khalifa Haftar attacked Islamist militias in Benghazi.",
            "attack",
            "Battles",
            "Haftar Forces (Operation Dignity)",
            "Islamist militias (Libya)",
        ),
    ],
)
def test_a_sentence_gives_one_event_with_its_sides(text, activity, event_type, actor1, actor2):
    event = only_event(text)
    assert (event.border_activity, event.event_type) == (activity, event_type)
    assert (event.actor1, event.actor2) == (actor1, actor2)
    check_events(events_to_frame([event]))


def test_the_quote_is_the_sentence_at_its_offsets():
    text = "It was calm. Gunmen attacked Ghat on Monday. It rained."
    event = only_event(text)
    assert event.quote == "Gunmen attacked Ghat on Monday."
    assert text[event.quote_start : event.quote_end] == event.quote


def test_each_field_says_which_words_it_was_read_from():
    text = "On Monday gunmen attacked soldiers in Ghat."
    words = {e.field: text[e.start : e.end] for e in only_event(text).evidence}
    assert words == {
        "trigger": "attacked",
        "location": "Ghat",
        "date_start": "Monday",
        "actor1": "gunmen",
        "actor2": "soldiers",
    }


def test_several_borders_in_one_sentence_are_an_event_each_of_one_act():
    found = events("Algeria closed its borders with Libya, Mali and Niger on Monday.")
    assert [e.border_id for e in found] == ["DZ-LY", "DZ-ML", "DZ-NE"]
    assert len({e.event_id for e in found}) == 3
    assert len({e.act_id for e in found}) == 1
    assert {str(e.date_start) for e in found} == {"2014-05-26"}


def test_each_place_of_a_sentence_has_its_own_victims():
    ghat, ubari = events("Gunmen attacked soldiers in Ghat and villagers in Ubari.")
    assert (ghat.event_type, ghat.actor2) == ("Battles", "Military Forces of Libya")
    assert (ubari.event_type, ubari.actor2) == ("Violence against civilians", "Civilians (Libya)")


def test_a_launch_is_dated_at_its_first_target_and_open_at_the_others():
    text = "On 16 May Khalifa Haftar launched an attack on militias in Benghazi and Tripoli, Libya."
    found = {e.location: e for e in events(text)}
    first, second = found["Benghazi"], found["Tripoli"]
    assert (str(first.date_end), first.time_precision) == ("2014-05-16", 1)
    assert (str(second.date_start), str(second.date_end)) == ("2014-05-16", "2014-05-30")
    assert second.time_precision == 3


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Migrants crossed from Libya into Tunisia over the border on 20 May.", "LY>TN"),
        ("Migrants crossed into Libya over the border with Tunisia on 20 May.", "TN>LY"),
        ("Algeria closed its border with Libya.", None),
    ],
)
def test_a_crossing_has_its_direction(text, direction):
    assert only_event(text).direction == direction


def test_numbers_stand_with_their_unit_and_what_was_carried():
    event = only_event("Algerian police seized 300 kg of cannabis at the border with Morocco.")
    assert (event.quantity, event.quantity_high, event.quantity_unit) == (300, None, "kg")
    assert event.commodity == "drugs"


def test_talk_counts_nothing_and_has_no_place():
    event = only_event("On Tuesday the Algerian foreign ministry said 20 men were safe.")
    assert event.border_activity == "statement or warning"
    assert (event.quantity, event.fatalities, event.location) == (None, None, None)


def test_who_said_it_is_kept_apart_from_who_did_it():
    text = "Gunmen attacked soldiers in Ghat, according to officials in Tripoli."
    event = only_event(text)
    assert event.attributed_to == "officials in Tripoli"
    assert event.location == "Ghat"


def test_the_main_event_comes_first_and_what_is_recalled_later():
    found = events("Gunmen attacked Ghat in January 2013. Algeria closed its border with Libya.")
    assert [(e.border_activity, e.background) for e in found] == [
        ("border closure", False),
        ("attack", True),
    ]


def test_an_article_about_an_old_event_only_recalls_nothing():
    assert not only_event("Gunmen attacked Ghat in January 2013.").background


@pytest.mark.parametrize("text", ["", "\n\n", "Ghat is a town.", "🚁 \u200f", "1234 5678"])
def test_a_text_that_tells_of_nothing_has_no_events(text):
    assert events(text) == ()


def test_without_a_publication_date_an_undated_event_stays_undated():
    event = only_event("Gunmen attacked soldiers in Ghat.", published=None)
    assert (event.date_start, event.date_end, event.time_precision) == (None, None, None)
    assert event.date_basis is None
    assert event.published is None


def test_an_id_depends_on_the_article_and_on_where_the_words_stand_only():
    text = "Gunmen attacked soldiers in Ghat on Monday."
    first, again = only_event(text), only_event(text, published=date(2015, 1, 1))
    moved = only_event(f"It rained. {text}")
    assert first.event_id == again.event_id
    assert first.date_start != again.date_start
    assert first.event_id != moved.event_id


@pytest.mark.parametrize(
    ("fuller", "barer"),
    [
        ("On 16 May AQIM attacked soldiers in Kidal.", "Gunmen attacked Kidal."),
        ("Gunmen attacked soldiers in Kidal.", "Gunmen attacked in Kidal."),
    ],
)
def test_what_a_sentence_states_itself_makes_an_event_surer(fuller, barer):
    assert 0 < only_event(barer).confidence < only_event(fuller).confidence <= 0.95


@pytest.mark.parametrize(
    ("text", "activity", "location"),
    [
        (
            "Des hommes armés ont attaqué des soldats à Kidal lundi.",
            "attack",
            "Kidal",
        ),
        ("هاجم مسلحون مدينة غات يوم الاثنين.", "attack", "Ghat"),
    ],
)
def test_french_and_arabic_sentences_give_events_too(text, activity, location):
    event = only_event(text)
    assert (event.border_activity, event.location) == (activity, location)
    assert str(event.date_start) == "2014-05-26"


@pytest.mark.parametrize(
    ("text", "actor1", "actor2"),
    [
        (
            "Three gendarmes were killed near Djibo in a raid by fighters of Ansaroul Islam.",
            "Ansaroul Islam",
            "Gendarmerie of Burkina Faso",
        ),
        (
            "Clashes broke out in Kufra between Toubou and members of the Zway.",
            "Toubou Tribal Militia (Libya)",
            "Zway Tribal Militia (Libya)",
        ),
        (
            "Rizeigat horsemen opened fire on farmers near Nyala.",
            "Rizeigat Tribal Militia (Sudan)",
            "Civilians (Sudan)",
        ),
    ],
)
def test_a_side_is_whom_the_sentence_names_and_a_people_that_fights_its_militia(
    text, actor1, actor2
):
    event = only_event(text)
    assert {event.actor1, event.actor2} == {actor1, actor2}


def test_an_army_abroad_is_an_external_force():
    event = only_event("Chadian soldiers attacked rebels near Diffa in Niger.")
    assert (event.actor1, event.actor1_type) == ("Military Forces of Chad", "external forces")


def test_a_sentence_that_only_counts_the_dead_gives_the_toll():
    event = only_event("A bomb exploded at a checkpoint in Sebha on Monday. Four soldiers died.")
    assert event.fatalities == 4


@pytest.mark.parametrize(
    "text",
    [
        "Herders looked for their stolen camels near Nyala.",
        "The orchestra bombarded the audience with brass in Tunis.",
    ],
)
def test_words_that_only_describe_or_play_tell_of_no_act(text):
    assert [event for event in events(text) if event.event_type] == []


def test_a_town_is_the_object_of_a_verb_of_taking():
    event = only_event("Rebels have retaken Gao.")
    assert event.sub_event_type == "Non-state actor overtakes territory"
