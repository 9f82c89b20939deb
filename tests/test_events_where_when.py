"""Where and when of whole notes, and texts whose words of violence tell of no event."""

from datetime import date

import pytest
from reading_helpers import events

PUBLISHED = date(2021, 3, 20)


def first(text, published=PUBLISHED):
    return events(text, published)[0]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("14-Mar-2021. Gunmen killed a teacher in Gossi.", "2021-03-14 2021-03-14"),
        ("14.03.21: gunmen killed a teacher in Gossi.", "2021-03-14 2021-03-14"),
        ("Gunmen killed six men in Gossi on 14/3.", "2021-03-14 2021-03-14"),
        ("On 14, 15 and 16 March 2021 gunmen raided Gossi.", "2021-03-14 2021-03-16"),
        ("Gunmen raided Gossi overnight from Sunday to Monday.", "2021-03-14 2021-03-15"),
        ("Gunmen raided Gossi on Saturday and Sunday.", "2021-03-13 2021-03-14"),
        (
            "Gunmen killed four soldiers near Gossi, the army said on Friday.",
            "2021-03-19 2021-03-19",
        ),
        (
            "A vehicle struck a mine near Gossi. Three men died. It happened on 14 March 2021.",
            "2021-03-14 2021-03-14",
        ),
        (
            "The army arrested four members of the April 6 Youth Movement in Cairo on Monday.",
            "2021-03-15 2021-03-15",
        ),
    ],
)
def test_a_note_gives_the_days_of_its_act(text, days):
    event = first(text)
    assert f"{event.date_start} {event.date_end}" == days


def test_a_later_sentence_of_the_tale_keeps_its_day():
    text = "On 3 March 2021 gunmen raided Gossi. They then abducted a teacher in Hombori."
    assert {str(event.date_start) for event in events(text, PUBLISHED)} == {"2021-03-03"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A convoy bound for Tessalit was attacked near Aguelhok.", "near Aguelhok"),
        ("A convoy travelling from Gao to Kidal was ambushed near Anefis.", "near Anefis"),
        ("On Monday gunmen from Ansongo robbed a bus at the entrance of Gao.", "Gao"),
        ("Boko Haram fired rockets into Maiduguri, the governor of Borno said.", "Maiduguri"),
        ("Gunmen took away the chief of Tongo Tongo (Ouallam, Tillaberi).", "Tongo Tongo"),
        ("Djibo: some 200 women marched for an escort on the Bourzanga road.", "Djibo"),
        (
            "Sabha: gunmen attacked a checkpoint 25 km south of Umm al-Aranib.",
            "25 km south of Umm al Ar\u0101nib",
        ),
        ("Ghat, 4 May 2020. Two armed groups exchanged fire.", "Ghat"),
        ("Gunmen ambushed a patrol in Ain Sultan, Ghardimaou, Jendouba.", "A\u00efn Soltan"),
    ],
)
def test_an_act_is_at_its_own_place_and_not_on_somebodys_way(text, name):
    found = events(text, PUBLISHED)
    assert [event.location for event in found] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "JNIM attacked a patrol of the Malian army near Boni (Douentza, Mopti).",
        "Burkinabe soldiers were ambushed near Soro.",
    ],
)
def test_a_name_that_our_region_lacks_is_not_sought_elsewhere(text):
    assert first(text).country_code in ("ML", "BF")


@pytest.mark.parametrize(
    ("text", "border_id"),
    [
        ("On 3 May 2019 FAMa killed ten militants close to the border with Niger.", "ML-NE"),
        ("Tunisian soldiers arrested four smugglers near the Libyan border.", "LY-TN"),
    ],
)
def test_the_border_of_one_country_runs_to_the_neighbour_of_those_who_act(text, border_id):
    assert first(text).border_id == border_id


@pytest.mark.parametrize(
    "text",
    [
        "A gas explosion in a restaurant in Sirte killed three people on Sunday.",
        "A building collapsed in Cairo on Sunday, killing eight people.",
        "A bus overturned in Bamako. The ensuing blaze killed six people.",
        "Hyenas killed 40 sheep near Tillaberi on Sunday.",
        "More than 4,000 people were killed in Mali and Niger in 2019, the UN found.",
        "The number of people killed in attacks in the Sahel has doubled.",
        "The film is about the raid on the hotel in Bamako.",
        "The force was created to attack jihadists in the Sahel.",
        "Oil prices rose on Monday after clashes in Tripoli.",
        "Un tribunal de Tunis a acquitt\u00e9 lundi neuf manifestants.",
    ],
)
def test_an_accident_a_verdict_or_a_figure_is_no_event(text):
    assert events(text, PUBLISHED) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked a passenger train near Kaduna on Monday.",
        "Gunmen attacked a cement factory in Maiduguri on Monday.",
        "2021-03-14: gunmen attacked a checkpoint in Gossi.",
    ],
)
def test_trains_and_factories_may_be_attacked(text):
    assert first(text).border_activity == "attack"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Six men were killed in a raid on Gossi, Mali, an official told AFP on Friday. "
            "Thursday's attack was claimed by JNIM.",
            "2021-03-18",
        ),
        (
            "Six hommes ont été tués dans un raid contre Gossi au Mali, a annoncé vendredi une "
            "source. L'attaque de jeudi a été revendiquée par le JNIM.",
            "2021-03-18",
        ),
        (
            "Six men were killed in a raid on Gossi, Mali, an official told AFP on Friday. "
            "Thursday's session of parliament was cut short.",
            "2021-03-19",
        ),
    ],
    ids=["owned", "French", "another matter"],
)
def test_an_act_named_again_by_its_day_is_not_dated_by_its_report(text, day):
    found = events(text, PUBLISHED)
    assert [str(event.date_start) for event in found] == [day]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Police arrested 30 Tunisian migrants in Lampedusa on Monday.", "IT"),
        ("Customs seized 3 tonnes of resin at Morocco's Guerguerat border post.", "EH"),
    ],
    ids=["over the sea", "held territory"],
)
def test_a_place_outside_the_countries_named_may_be_reached_from_them(text, country):
    assert first(text).country_code == country
