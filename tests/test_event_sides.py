"""Who stands on the two sides of an event: named, described, or told beside the act."""

import pytest
from reading_helpers import events


@pytest.mark.parametrize(
    ("text", "actor1", "actor2"),
    [
        (
            "SPLM-N (al-Hilu) fighters attacked a SAF garrison in Kadugli.",
            "Sudan People's Liberation Movement-North (SPLM-N)",
            "Military Forces of Sudan",
        ),
        (
            "JNIM-affiliated militants killed two customs agents in Arbinda.",
            "Jama'at Nusrat al-Islam wal-Muslimin (JNIM)",
            "Customs of Burkina Faso",
        ),
        (
            "Fulani ethnic militia killed five farmers in Mopti.",
            "Fulani Tribal Militia (Mali)",
            "Civilians (Mali)",
        ),
        (
            "Anglophone separatists killed a teacher in Bamenda.",
            "Ambazonian Separatists (Cameroon)",
            "Civilians (Cameroon)",
        ),
        (
            "Polisario fighters bombarded Moroccan positions in Mahbes.",
            "Polisario Front",
            "Military Forces of Morocco",
        ),
        (
            "Un convoi malien a été attaqué par des jihadistes à Gossi.",
            "Unidentified Islamist armed group (Mali)",
            "Military Forces of Mali",
        ),
    ],
    ids=["bracket", "affiliated", "ethnic", "small letters", "equipment", "French equipment"],
)
def test_names_are_read_however_they_are_described(text, actor1, actor2):
    event = events(text)[0]
    assert (event.actor1, event.actor2) == (actor1, actor2)


@pytest.mark.parametrize(
    ("text", "actor1", "actor2"),
    [
        (
            "Nigerien gendarmes came under attack in Bosso.",
            "Unidentified armed group (Niger)",
            "Gendarmerie of Niger",
        ),
        (
            "Nigerien gendarmes came under fire from ISWAP fighters in Bosso.",
            "Islamic State West Africa Province (ISWAP)",
            "Gendarmerie of Niger",
        ),
        (
            "A JNIM IED killed two gendarmes and one VDP in Arbinda.",
            "Jama'at Nusrat al-Islam wal-Muslimin (JNIM)",
            "Gendarmerie of Burkina Faso",
        ),
        (
            "Two gendarmes and a VDP were killed during an ambush in Arbinda.",
            "Unidentified armed group (Burkina Faso)",
            "Gendarmerie of Burkina Faso",
        ),
        (
            "Artillery shelling by the Malian army on a CMA-held quarter of Kidal left ten dead.",
            "Military Forces of Mali",
            "Coordination of Azawad Movements (CMA)",
        ),
        (
            "ISWAP fighters attacked the market of Bosso.",
            "Islamic State West Africa Province (ISWAP)",
            "Civilians (Niger)",
        ),
        (
            "ISWAP fighters set fire to a school in Bosso.",
            "Islamic State West Africa Province (ISWAP)",
            None,
        ),
        (
            "The MNLA and al-Qaeda-linked Islamists clashed in Gao, Mali.",
            "National Movement for the Liberation of Azawad (MNLA)",
            "Al Qaeda",
        ),
    ],
    ids=["under attack", "under fire", "own bomb", "ally", "held", "market", "arson", "area"],
)
def test_a_side_is_who_the_words_leave_there(text, actor1, actor2):
    event = events(text)[0]
    assert (event.actor1, event.actor2) == (actor1, actor2)


@pytest.mark.parametrize(
    ("text", "actor1", "actor2", "event_type"),
    [
        (
            "Herders and farmers clashed in Abéché.",
            "Herders communal militia (Chad)",
            "Farmers communal militia (Chad)",
            "Battles",
        ),
        (
            "Residents clashed with the police in Kasserine.",
            "Rioters (Tunisia)",
            "Police Forces of Tunisia",
            "Riots",
        ),
        (
            "A mob lynched a suspected thief in Bamako.",
            "Rioters (Mali)",
            "Civilians (Mali)",
            "Riots",
        ),
        (
            "Prison guards went on strike in Ouagadougou.",
            "Protesters (Burkina Faso)",
            None,
            "Protests",
        ),
    ],
    ids=["communal", "rioters", "mob", "guards who strike"],
)
def test_crowds_and_communities_are_what_they_do(text, actor1, actor2, event_type):
    event = events(text)[0]
    assert (event.actor1, event.actor2, event.event_type) == (actor1, actor2, event_type)


def test_names_say_the_country_where_the_place_is_unknown():
    text = "Gendarmes arrested six men in Zzyzyx. The authorities of Burkina Faso said so."
    assert events(text)[0].actor1 == "Gendarmerie of Burkina Faso"


@pytest.mark.parametrize(
    ("text", "actor1", "actor2"),
    [
        (
            "Four gendarmes died when their vehicle drove over a mine near Djibo.",
            "Unidentified armed group (Burkina Faso)",
            "Gendarmerie of Burkina Faso",
        ),
        (
            "Two peacekeepers were killed when a convoy of the Mali mission hit a mine at Gossi.",
            "Unidentified armed group (Mali)",
            "Peacekeepers (Mali)",
        ),
        (
            "Deux Casques bleus ont trouvé la mort dans l'explosion d'un engin improvisé au "
            "passage d'un convoi de la Minusma à Gossi, au Mali.",
            "Unidentified armed group (Mali)",
            "Peacekeepers (Mali)",
        ),
    ],
    ids=["died", "whose mission", "whose convoy"],
)
def test_who_fell_is_who_was_hit(text, actor1, actor2):
    event = events(text)[0]
    assert (event.actor1, event.actor2) == (actor1, actor2)


def test_a_bomb_that_is_driven_over_is_no_suicide_bomb():
    event = events("Four soldiers died when their truck drove over a bomb near Djibo.")[0]
    assert event.sub_event_type == "Remote explosive/landmine/IED"
