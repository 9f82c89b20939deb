"""French sentences to events: kind, modality, sides, place, days and numbers."""

from datetime import date

import pytest
from reading_helpers import dates, events

from geodata.model import Event

THURSDAY = date(2023, 6, 15)


def first_event(text: str) -> Event:
    found = events(text, THURSDAY, "fr")
    assert found, text
    return found[0]


@pytest.mark.parametrize(
    ("text", "sub_type", "actor1", "actor2", "place"),
    [
        (
            "Au moins douze soldats maliens ont été tués mardi dans une embuscade tendue par des "
            "jihadistes présumés près de Boulkessi.",
            "Armed clash",
            "Unidentified Islamist armed group (Mali)",
            "Military Forces of Mali",
            "near Boulikessi",
        ),
        (
            "Des hommes armés ont attaqué la brigade de gendarmerie de Makalondi.",
            "Armed clash",
            "Unidentified armed group (Niger)",
            "Gendarmerie of Niger",
            "Makalondi",
        ),
        (
            "Un véhicule de la Minusma a sauté sur une mine artisanale lundi à Kidal.",
            "Remote explosive/landmine/IED",
            "Unidentified armed group (Mali)",
            "MINUSMA",
            "Kidal",
        ),
        (
            "Des drones de l'armée algérienne ont frappé un convoi de contrebandiers au sud de Tin "
            "Zaouatine.",
            "Air/drone strike",
            "Military Forces of Algeria",
            "Unidentified smugglers (Algeria)",
            "south of Tin Zaouatine",
        ),
        (
            "Trois enseignants ont été enlevés à Djibo par des individus armés circulant à moto.",
            "Abduction/forced disappearance",
            "Unidentified armed group (Burkina Faso)",
            "Civilians (Burkina Faso)",
            "Djibo",
        ),
        (
            "Les rebelles du FACT se sont emparés de la ville de Nokou, dans le nord du Tchad.",
            "Non-state actor overtakes territory",
            "Front for Change and Concord in Chad (FACT)",
            None,
            "Nokou",
        ),
        (
            "L'armée malienne a repris la ville de Ber aux rebelles samedi.",
            "Government regains territory",
            "Military Forces of Mali",
            "Unidentified rebels (Mali)",
            "Ber",
        ),
        (
            "Des gardes-frontières marocains ont refoulé une soixantaine de migrants vers Oujda.",
            "Other",
            "Border Guards of Morocco",
            "Migrants",
            "Oujda",
        ),
        (
            "Des jeunes ont caillassé le convoi de l'armée française à Kaya.",
            "Violent demonstration",
            "Rioters (Burkina Faso)",
            "Military Forces of France",
            "Kaya",
        ),
        (
            "Le Mnla a perdu trois hommes dans un accrochage avec le Mujao près de Ménaka.",
            "Armed clash",
            "National Movement for the Liberation of Azawad (MNLA)",
            "Movement for Unity and Jihad in West Africa (MUJAO)",
            "near Ménaka",
        ),
        (
            "Attaque contre un poste de l'armée à Ouallam : 11 morts",
            "Armed clash",
            "Unidentified armed group (Niger)",
            "Military Forces of Niger",
            "Ouallam",
        ),
        (
            "Une patrouille de gendarmes a intercepté un pick-up chargé de carburant de "
            "contrebande près de Bordj Badji Mokhtar.",
            "Looting/property destruction",
            "Gendarmerie of Algeria",
            None,
            "near Bordj Badji Mokhtar",
        ),
        (
            "Des douaniers libyens ont saisi mardi 20 kalachnikovs à Ghat.",
            "Disrupted weapons use",
            "Customs of Libya",
            None,
            "Ghat",
        ),
        (
            "Les forces françaises ont quitté la base de Tessalit et l'ont remise à "
            "l'armée malienne.",
            "Non-violent transfer of territory",
            "Military Forces of France",
            None,
            "Tessalit",
        ),
    ],
)
def test_a_sentence_gives_its_act_with_its_sides_and_place(
    text: str, sub_type: str, actor1: str, actor2: str | None, place: str
):
    found = first_event(text)
    assert (found.sub_event_type, found.actor1, found.actor2) == (sub_type, actor1, actor2)
    assert found.location == place


@pytest.mark.parametrize(
    ("text", "activity", "modality"),
    [
        ("L'armée burkinabè dément avoir bombardé un village près de Djibo.", "shelling", "denied"),
        ("Les groupes armés menacent d'attaquer Gao.", "attack", "threatened"),
        ("L'Algérie va fermer sa frontière avec le Niger.", "border closure", "planned"),
        ("L'Algérie fermera lundi sa frontière avec le Niger.", "border closure", "planned"),
        (
            "La frontière avec la Tunisie devrait rouvrir lundi à Ras Jedir.",
            "border reopening",
            "planned",
        ),
        ("Des soldats auraient exécuté trente civils à Moura.", "attack", "claimed"),
        ("La Tunisie a commencé à creuser une tranchée à Dehiba.", "barrier works", "happened"),
        ("L'armée tente de reprendre la ville de Ber.", "armed clash", "attempted"),
    ],
)
def test_the_verb_says_whether_the_act_took_place(text: str, activity: str, modality: str):
    found = first_event(text)
    assert (found.border_activity, found.modality) == (activity, modality)


@pytest.mark.parametrize(
    "text",
    [
        "L'armée n'a pas attaqué la ville de Gao.",
        "Le ministre veut éviter une attaque contre Gao.",
        "Un hélicoptère a transporté les blessés vers Natitingou.",
        "La cour a condamné l'auteur de l'attentat de Sousse.",
        "Le gouverneur a inauguré deux marchés à Téra.",
    ],
)
def test_what_is_negated_feared_or_only_named_is_no_incident(text: str):
    assert [e for e in events(text, THURSDAY, "fr") if e.event_type] == []


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("Un kamikaze s'est fait exploser à Maroua, tuant deux agents et en blessant cinq.", 2, 5),
        ("Deux gendarmes et un civil ont été tués à Djibo par des hommes armés.", 3, None),
        ("Le chef du village de Dolbel a été abattu par des hommes armés à Téra.", 1, None),
        (
            "Une grenade lancée dans un bar de Kayes a fait deux morts et une dizaine de blessés.",
            2,
            10,
        ),
        ("Mali : un casque bleu tué et trois blessés dans l'explosion d'une mine", 1, 3),
    ],
)
def test_the_dead_and_the_wounded_are_counted(text: str, killed: int, wounded: int | None):
    found = first_event(text)
    assert (found.fatalities, found.wounded) == (killed, wounded)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("dans la nuit de lundi à mardi", date(2023, 6, 12), date(2023, 6, 13)),
        ("dans la nuit du 4 au 5 juin", date(2023, 6, 4), date(2023, 6, 5)),
        ("dans la nuit du mardi 6 au mercredi 7 juin", date(2023, 6, 6), date(2023, 6, 7)),
        ("jeudi dernier", date(2023, 6, 8), date(2023, 6, 8)),
        ("la nuit dernière", date(2023, 6, 14), date(2023, 6, 15)),
        ("vendredi dernier", date(2023, 6, 9), date(2023, 6, 9)),
        ("lundi prochain", date(2023, 6, 19), date(2023, 6, 19)),
        ("la semaine prochaine", date(2023, 6, 19), date(2023, 6, 25)),
        ("cette semaine", date(2023, 6, 12), date(2023, 6, 18)),
        ("mars dernier", date(2023, 3, 1), date(2023, 3, 31)),
        ("ces dernières 48 heures", date(2023, 6, 13), date(2023, 6, 15)),
        ("avant la fin de l'année", date(2023, 6, 15), date(2023, 12, 31)),
        ("le week-end dernier", date(2023, 6, 10), date(2023, 6, 11)),
    ],
)
def test_relative_dates_count_from_publication(text: str, start: date, end: date):
    (found,) = dates(text, THURSDAY)
    assert (found.date_start, found.date_end) == (start, end)


def test_the_next_day_and_the_same_day_count_from_the_last_act_that_has_a_day():
    text = (
        "Mardi, des hommes armés ont attaqué le poste de Makalondi. L'armée y a envoyé des "
        "renforts. Le lendemain, la gendarmerie a arrêté six trafiquants à Dirkou."
    )
    found = {e.border_activity: e.date_start for e in events(text, THURSDAY, "fr")}
    assert found["attack"] == date(2023, 6, 13)
    assert found["arrest"] == date(2023, 6, 14)


@pytest.mark.parametrize(
    ("text", "sub_type", "actor1", "actor2"),
    [
        (
            "Les combats ont repris samedi à Sireaf entre l'armée soudanaise et les Forces de "
            "soutien rapide.",
            "Armed clash",
            "Military Forces of Sudan",
            "Rapid Support Forces (RSF)",
        ),
        (
            "Nouveau revers pour l'armée : El-Geneina est passée aux mains des FSR, selon des "
            "témoins.",
            "Non-state actor overtakes territory",
            "Rapid Support Forces (RSF)",
            "Military Forces of Sudan",
        ),
        (
            "Les assaillants ont ouvert lundi soir le feu sur des éleveurs près de Ménaka.",
            "Attack",
            "Unidentified armed group (Mali)",
            "Civilians (Mali)",
        ),
        (
            "Le maire de Djibo froidement abattu sur la route de Gorom-Gorom",
            "Attack",
            "Unidentified armed group (Burkina Faso)",
            "Civilians (Burkina Faso)",
        ),
        (
            "Deux bergers ont été tués jeudi à Ménaka. Des témoins désignent l'État islamique au "
            "Sahel.",
            "Attack",
            "Islamic State Sahel Province (ISSP)",
            "Civilians (Mali)",
        ),
        (
            "Un blindé de la Minusma saute près d'Aguelhok",
            "Remote explosive/landmine/IED",
            "Unidentified armed group (Mali)",
            "MINUSMA",
        ),
        (
            "Trois cents combattants toubous ont attaqué samedi la ville de Mourzouk.",
            "Attack",
            "Toubou Tribal Militia (Libya)",
            None,
        ),
    ],
)
def test_sides_are_read_wherever_french_puts_them(
    text: str, sub_type: str, actor1: str, actor2: str | None
):
    found = first_event(text)
    assert (found.sub_event_type, found.actor1, found.actor2) == (sub_type, actor1, actor2)


@pytest.mark.parametrize(
    ("text", "sub_type"),
    [
        (
            "L'otage allemand kidnappé en 2018 à Ayorou a recouvré la liberté, ont annoncé ses "
            "proches vendredi.",
            "Other",
        ),
        ("Marée humaine dans les rues d'Alger pour le 32e vendredi du Hirak", "Peaceful protest"),
        (
            "Un présumé voleur a été roué de coups par la foule, dimanche, au marché de Moundou.",
            "Mob violence",
        ),
        (
            "Pluie d'obus sur Kadugli : l'hôpital touché, une dizaine de morts",
            "Shelling/artillery/missile attack",
        ),
        (
            "Le poste de Ras Jedir est à nouveau ouvert aux voyageurs depuis lundi matin.",
            "Change to group/activity",
        ),
    ],
)
def test_idioms_and_headlines_tell_their_acts(text: str, sub_type: str):
    assert first_event(text).sub_event_type == sub_type


@pytest.mark.parametrize(
    "text",
    [
        "Le Mouloudia d'Alger a fusillé le gardien adverse dès la 4e minute.",
        "Un camion-citerne explose après une collision près de Dosso : 20 morts.",
        "Niger : l'hélicoptère s'est écrasé à l'atterrissage à Niamey, tuant ses trois occupants.",
        "Après l'explosion des prix du blé, la Banque centrale relève ses taux au Caire.",
        "L'attaquant nigérien quitte le club et s'engage avec l'Espérance.",
        "Un policier condamné à dix ans de prison pour avoir tué un supporter à Tunis",
        "Un éléphant a tué un cultivateur dans le Mayo-Kebbi, rapporte la presse locale.",
        "Manifestation culturelle à Chinguetti : le patrimoine à l'honneur pendant trois jours.",
        "Des pluies diluviennes ont frappé Agadez samedi, faisant quatre morts.",
    ],
)
def test_sport_nature_courts_and_culture_are_no_acts(text: str):
    assert events(text, THURSDAY, "fr") == ()


def test_the_dead_of_both_sides_are_added():
    found = first_event(
        "Six Volontaires pour la défense de la patrie (VDP) et un gendarme sont tombés lundi dans "
        "un accrochage avec des jihadistes à Titao."
    )
    assert found.fatalities == 7


def test_what_others_are_accused_of_is_claimed_and_a_foiled_attempt_attempted():
    accused = first_event(
        "L'armée malienne est accusée par une association d'avoir exécuté quatorze bergers à "
        "Nampala."
    )
    foiled = first_event("Une tentative de coup d'État a été déjouée mardi à Ouagadougou.")
    assert (accused.modality, foiled.modality) == ("claimed", "attempted")
