from itertools import product

import pytest

from extract.coding import VIOLENT, acled_code, is_armed
from geodata.codes import SUB_EVENT_TYPES, TALK, ActorType, BorderActivity
from geodata.taxonomy import activity_codes

ARMED = {
    "state forces",
    "external forces",
    "rebel group",
    "political militia",
    "identity militia",
    "criminal group",
}


def code(activity, clause="", *, actor1=None, actor2=None, fatalities=None):
    found = acled_code(
        BorderActivity(activity),
        clause,
        "en",
        actor1_type=actor1,
        actor2_type=actor2,
        fatalities=fatalities,
    )
    return found.event_type, found.sub_event_type


@pytest.mark.parametrize("activity", list(BorderActivity))
def test_without_anything_to_override_it_the_default_parent_stands(activity):
    default = activity_codes()[activity]
    assert code(activity) == (default.event_type, default.sub_event_type)


@pytest.mark.parametrize("actor_type", list(ActorType))
def test_who_carries_arms_follows_from_the_type(actor_type):
    assert is_armed(actor_type) == (actor_type in ARMED)


def test_who_is_unknown_is_not_armed():
    assert not is_armed(None)


@pytest.mark.parametrize(
    ("activity", "clause", "actor1", "actor2", "expected"),
    [
        ("attack", "attacked", "rebel group", "state forces", "Battles/Armed clash"),
        ("attack", "attacked", None, "rebel group", "Battles/Armed clash"),
        ("attack", "attacked", "civilians", "state forces", "Violence against civilians/Attack"),
        ("attack", "attacked", "rebel group", "civilians", "Violence against civilians/Attack"),
        (
            "attack",
            "fired on",
            "state forces",
            "protesters",
            "Protests/Excessive force against protesters",
        ),
        ("attack", "threw a grenade", "rebel group", None, "Explosions/Remote violence/Grenade"),
        (
            "attack",
            "fired rocket-propelled grenades",
            "rebel group",
            "state forces",
            "Battles/Armed clash",
        ),
        (
            "attack",
            "in a suicide attack",
            "rebel group",
            "state forces",
            "Explosions/Remote violence/Suicide bomb",
        ),
        (
            "attack",
            "burnt the depot down",
            "rebel group",
            None,
            "Strategic developments/Looting/property destruction",
        ),
        (
            "armed clash",
            "clashed",
            "state forces",
            "civilians",
            "Violence against civilians/Attack",
        ),
        ("armed clash", "clashed", "state forces", "rebel group", "Battles/Armed clash"),
        (
            "mine or IED",
            "a suicide bomber blew up",
            "rebel group",
            None,
            "Explosions/Remote violence/Suicide bomb",
        ),
        (
            "shelling",
            "with chlorine shells",
            "state forces",
            None,
            "Explosions/Remote violence/Chemical weapon",
        ),
        (
            "seizure",
            "seized rifles",
            "state forces",
            None,
            "Strategic developments/Disrupted weapons use",
        ),
        (
            "seizure",
            "seized cigarettes",
            "state forces",
            None,
            "Strategic developments/Looting/property destruction",
        ),
    ],
)
def test_the_sides_and_weapons_override_the_default(activity, clause, actor1, actor2, expected):
    assert "/".join(code(activity, clause, actor1=actor1, actor2=actor2)) == expected


def test_deaths_turn_an_abduction_into_an_attack():
    abduction = ("Violence against civilians", "Abduction/forced disappearance")
    assert code("abduction", "held hostages", fatalities=7) == (
        "Violence against civilians",
        "Attack",
    )
    assert code("abduction", "held hostages", fatalities=None) == abduction
    assert code("abduction", "held hostages", fatalities=0) == abduction


def test_a_fire_in_which_people_die_is_no_mere_destruction():
    assert code("attack", "burnt the camp down", fatalities=3)[1] == "Attack"


@pytest.mark.parametrize("activity", list(BorderActivity))
def test_every_code_is_acleds_and_talk_never_has_one(activity):
    clauses = ("", "chemical weapons, suicide, grenades, arms, looting")
    sides = (None, "civilians", "state forces", "protesters")
    for clause, actor2, fatalities in product(clauses, sides, (None, 3)):
        event_type, sub = code(
            activity, clause, actor1="rebel group", actor2=actor2, fatalities=fatalities
        )
        if activity in TALK:
            assert (event_type, sub) == (None, None)
        else:
            assert sub in SUB_EVENT_TYPES[event_type]


def test_the_violent_acts_are_those_in_which_force_is_used_on_somebody():
    assert {str(activity) for activity in VIOLENT} == {
        "armed clash",
        "attack",
        "shelling",
        "mine or IED",
        "abduction",
        "air or drone strike",
    }
