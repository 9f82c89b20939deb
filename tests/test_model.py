from dataclasses import FrozenInstanceError, fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import TALK, BorderActivity, EventType, Modality
from geodata.model import (
    Article,
    Event,
    Place,
    act_id_of,
    article_id_of,
    border_id_of,
    content_id,
    event_id_of,
)

# Ids are written into stores and exports: a changed hash would orphan them all.
ARTICLE_ID = "f3b595516bfcaea84ff1"


@pytest.mark.parametrize(
    ("modality", "is_incident"),
    [
        ("happened", True),
        ("ongoing", True),
        ("claimed", True),
        ("attempted", True),
        ("ordered", False),
        ("planned", False),
        ("threatened", False),
        ("predicted", False),
        ("denied", False),
        ("exercise", False),
    ],
)
def test_what_is_only_planned_threatened_or_denied_is_no_incident(modality, is_incident):
    event = Event(
        event_id="e", act_id="a", modality=Modality(modality), border_activity=BorderActivity.ATTACK
    )
    assert event.is_incident is is_incident


@pytest.mark.parametrize("activity", sorted(TALK))
def test_talk_that_happened_is_no_incident(activity):
    assert not Event(event_id="e", act_id="a", border_activity=activity).is_incident


def test_an_agreement_and_an_imported_row_without_activity_are_incidents():
    agreement = Event(event_id="e", act_id="a", border_activity=BorderActivity.AGREEMENT)
    imported = Event(event_id="e", act_id="a", event_type=EventType.BATTLES)
    assert agreement.is_incident
    assert imported.is_incident


def test_an_event_says_nothing_it_was_not_told():
    event = Event(event_id="e", act_id="a")
    told = {"event_id", "act_id", "modality", "origin", "status"}
    empty = {field.name: getattr(event, field.name) for field in fields(Event)}
    rest = {name: value for name, value in empty.items() if name not in told}
    assert {value for value in rest.values() if value} == set()
    assert event.latitude is None
    assert event.fatalities is None


def test_records_are_frozen():
    article = Article(article_id="a", title="", text="Troops left.")
    with pytest.raises(FrozenInstanceError):
        article.text = "Troops came."  # type: ignore[misc]


@pytest.mark.parametrize(
    ("place_id", "geonameid"),
    [("geonames:2507480", 2507480), ("borderwatch:tigantourine", None), ("airports:DAUZ", None)],
)
def test_only_a_place_of_geonames_has_a_geonameid(place_id, geonameid):
    place = Place(
        place_id=place_id,
        name="a place",
        latitude=28.0,
        longitude=9.0,
        country_code="DZ",
        admin1="",
        feature_class="P",
        feature_code="PPL",
        population=0,
        source="test",
    )
    assert place.geonameid == geonameid


def test_an_articles_id_is_the_same_on_every_machine():
    assert article_id_of("Troops left Ghat at dawn.") == ARTICLE_ID


@pytest.mark.parametrize(
    "text",
    [
        "Troops left\nGhat at dawn.",
        "  Troops  left Ghat\tat dawn. ",
        "Troops left Ghat\u00a0at dawn.\r\n",
    ],
)
def test_a_reflowed_text_is_the_same_article(text):
    assert article_id_of(text) == ARTICLE_ID


@pytest.mark.parametrize("text", ["Troops left Ghat at dawn", "troops left Ghat at dawn.", ""])
def test_another_text_is_another_article(text):
    assert article_id_of(text) != ARTICLE_ID


def test_ids_can_be_made_of_text_with_half_a_surrogate_pair():
    assert len(article_id_of("broken \ud83d text")) == 20


def test_an_event_is_told_apart_by_trigger_place_and_ordinal_only():
    ids = {
        event_id_of("a", 10, 20, 0),
        event_id_of("b", 10, 20, 0),
        event_id_of("a", 11, 20, 0),
        event_id_of("a", 10, 21, 0),
        event_id_of("a", 10, None, 0),
        event_id_of("a", 10, 20, 1),
    }
    assert len(ids) == 6
    assert event_id_of("a", 10, 20, 0) == event_id_of("a", 10, 20, 0)


def test_events_of_one_trigger_share_the_acts_id_and_an_act_is_no_event():
    assert act_id_of("a", 10) == act_id_of("a", 10)
    assert act_id_of("a", 10) != act_id_of("a", 11)
    assert act_id_of("a", 10) not in {event_id_of("a", 10, None, n) for n in range(5)}


@settings(deadline=None)
@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_content_ids_are_twenty_hex_digits_and_differ_with_their_parts(one, two):
    separator = "\x1f"
    assert len(content_id(*one)) == 20
    assert set(content_id(*one)) <= set("0123456789abcdef")
    if separator.join(one) != separator.join(two):
        assert content_id(*one) != content_id(*two)


@pytest.mark.parametrize("codes", [("LY", "DZ"), ("DZ", "LY"), {"DZ", "LY"}])
def test_a_borders_id_does_not_depend_on_the_order_of_its_sides(codes):
    assert border_id_of(codes) == "DZ-LY"


def test_dates_of_an_article_may_be_unknown():
    assert Article(article_id="a", title="", text="").published is None
    dated = Article(article_id="a", title="", text="", published=date(2014, 5, 30))
    assert dated.published == date(2014, 5, 30)
