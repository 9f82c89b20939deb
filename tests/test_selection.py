from dataclasses import replace
from datetime import date

import pytest
from event_samples import event, frame
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point

from geodata.codes import BorderActivity
from geodata.errors import SelectionError
from geodata.matching import happenings, select, talk
from geodata.selection import Selection, selection_from_dict, selection_to_dict


def chosen(selection, *events):
    return list(select(frame(*events), selection)["event_id"])


def test_the_empty_selection_selects_everything():
    events = [
        event("dated"),
        event("undated", date_start=None, date_end=None),
        event("nowhere", latitude=None, longitude=None, geometry=None),
        event("planned", modality="planned"),
        event("recalled", background=True),
    ]
    assert chosen(Selection(), *events) == ["dated", "undated", "nowhere", "planned", "recalled"]


def test_dates_match_when_they_overlap_the_span():
    june = Selection(since=date(2014, 6, 1), until=date(2014, 6, 30))
    events = [
        event("before", date_start=date(2014, 5, 1), date_end=date(2014, 5, 31)),
        event("into", date_start=date(2014, 5, 1), date_end=date(2014, 6, 1)),
        event("over", date_start=date(2014, 1, 1), date_end=date(2014, 12, 31)),
        event("out of", date_start=date(2014, 6, 30), date_end=date(2014, 7, 9)),
        event("after", date_start=date(2014, 7, 1), date_end=date(2014, 7, 1)),
    ]
    assert chosen(june, *events) == ["into", "over", "out of"]


@pytest.mark.parametrize("since", [None, date(2014, 1, 1)])
def test_undated_events_stay_unless_told_otherwise(since):
    events = [event("dated"), event("undated", date_start=None, date_end=None)]
    assert chosen(Selection(since=since), *events) == ["dated", "undated"]
    assert chosen(Selection(since=since, include_undated=False), *events) == ["dated"]


def test_an_actor_matches_either_side_and_associates_in_any_case():
    events = [
        event("first", actor1="AQIM"),
        event("second", actor2="AQIM"),
        event("beside", assoc_actors=("LNA", "AQIM")),
        event("longer name", actor1="AQIM Sahara"),
        event("none", actor1=None),
    ]
    assert chosen(Selection(actors=("aqim",)), *events) == ["first", "second", "beside"]


def test_types_match_each_level_of_the_coding():
    clash = event("clash", event_type="Battles", sub_event_type="Armed clash", border_activity=None)
    deployment = event("deployment")
    assert chosen(Selection(types=("Battles",)), clash, deployment) == ["clash"]
    assert chosen(Selection(types=("Armed clash",)), clash, deployment) == ["clash"]
    assert chosen(Selection(types=("troop deployment",)), clash, deployment) == ["deployment"]


def test_acled_attack_and_the_border_activity_attack_are_told_apart_by_case():
    acled = event(
        "acled",
        event_type="Violence against civilians",
        sub_event_type="Attack",
        border_activity="abduction",
    )
    ours = event(
        "ours",
        event_type="Battles",
        sub_event_type="Armed clash",
        border_activity="attack",
    )
    assert chosen(Selection(types=("Attack",)), acled, ours) == ["acled"]
    assert chosen(Selection(types=("attack",)), acled, ours) == ["ours"]
    assert chosen(Selection(types=("ATTACK",)), acled, ours) == ["acled", "ours"]


def test_countries_and_borders_match_by_code():
    events = [event("libya"), event("mali", country_code="ML", border_id="DZ-ML")]
    assert chosen(Selection(countries=("ml",)), *events) == ["mali"]
    assert chosen(Selection(borders=("ML-DZ", "dz-ly")), *events) == ["libya", "mali"]


def test_the_parts_narrow_each_other():
    events = [event("a"), event("b", actor1="AQIM"), event("c", actor1="AQIM", country_code="ML")]
    assert chosen(Selection(actors=("AQIM",), countries=("ML",)), *events) == ["c"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SOLDATS", ["french"]),
        ("debdeb frontiere", ["french"]),
        ("Frontière", ["french"]),
        ("haftar", ["associate"]),
        ("أمن", ["arabic"]),
        ("امن", ["arabic"]),
        ("soldats libye", []),
        (".*", []),
    ],
)
def test_every_word_of_the_text_is_looked_for_without_case_and_accents(text, found):
    events = [
        event("french", quote="Des soldats à la frontière.", location="Débdeb"),
        event("associate", quote="", assoc_actors=("Khalifa Haftar",)),
        event("arabic", quote="قوات الأمن", location=None),
    ]
    assert chosen(Selection(text=text), *events) == found


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("attaque au cœur de Gao", "COEUR"),
        ("مدينة", "مدينه"),
        ("مستشفى", "مستشفي"),
        ("الحـــدود", "الحدود"),
        ("مُسَلَّحون", "مسلحون"),
        ("أدرار", "ادرار"),
        ("Beni\u200b Walid con\u00advoy", "beni convoy"),
    ],
)
def test_spellings_of_one_word_are_found_by_each_other(written, asked):
    assert chosen(Selection(text=asked), event("1", quote=written)) == ["1"]
    assert chosen(Selection(text=written.split()[-1]), event("1", quote=written)) == ["1"]


def test_text_is_looked_for_in_titles_where_the_frame_has_them():
    events = frame(event("a"), event("b")).assign(title=["Clash at Kidal", None])
    assert list(select(events, Selection(text="kidal"))["event_id"]) == ["a"]


def test_bbox_takes_what_meets_it_and_nothing_without_a_place():
    events = [
        event("inside", geometry=Point(9, 28)),
        event("outside", geometry=Point(19, 28)),
        event("line through", geometry=LineString([(0, 28), (20, 28)])),
        event("nowhere", latitude=None, longitude=None, geometry=None),
    ]
    box = Selection(bbox=(8, 27, 10, 29))
    assert chosen(box, *events) == ["inside", "line through"]


def test_bbox_may_cross_the_antimeridian():
    events = [
        event("fiji", geometry=Point(178, -18)),
        event("samoa", geometry=Point(-172, -14)),
        event("ghat"),
    ]
    assert chosen(Selection(bbox=(170, -20, -170, -10)), *events) == ["fiji", "samoa"]


@pytest.mark.parametrize(
    ("values", "spoken"),
    [
        ({"border_activity": "meeting", "event_type": None, "sub_event_type": None}, True),
        ({"modality": "planned"}, True),
        ({"modality": "denied"}, True),
        ({"modality": "attempted"}, False),
        ({"border_activity": None}, False),
    ],
)
def test_talk_is_talk_and_what_has_not_happened(values, spoken):
    events = frame(event(**values))
    assert list(talk(events)) == [spoken]
    assert len(select(events, Selection(include_talk=False))) == (not spoken)
    assert talk(events)[0] != event(**values).is_incident


def test_background_can_be_left_out():
    events = [event("recalled", background=True), event("new")]
    assert chosen(Selection(include_background=False), *events) == ["new"]


def test_index_and_order_stay():
    events = frame(event("a"), event("b", country_code="ML"), event("c")).iloc[::-1]
    kept = select(events, Selection(countries=("LY",)))
    assert list(kept.index) == [2, 0]
    assert list(kept["event_id"]) == ["c", "a"]


def test_an_empty_frame_stays_an_empty_frame_with_its_columns():
    empty = frame()
    whole = Selection(
        since=date(2014, 1, 1), actors=("a",), types=("Battles",), text="b", bbox=(0, 0, 1, 1)
    )
    assert list(select(empty, whole).columns) == list(empty.columns)
    assert happenings(empty) == 0


def test_linked_reports_are_one_happening():
    events = frame(event("a", link_id="l"), event("b", link_id="l"), event("c"), event("d"))
    assert happenings(events) == 3


def test_values_are_normalised_when_made():
    selection = Selection(
        actors=(" LNA ", "AQIM", "LNA"),
        types=("battles",),
        countries=("dz", "DZ"),
        borders=("LY-DZ",),
        text="  gas\n field ",
    )
    assert selection == Selection(
        actors=("AQIM", "LNA"),
        types=("Battles",),
        countries=("DZ",),
        borders=("DZ-LY",),
        text="gas field",
    )


def test_all_faults_are_named_together():
    with pytest.raises(SelectionError) as caught:
        Selection(
            since=date(2015, 1, 1),
            until=date(2014, 1, 1),
            types=("War",),
            borders=("DZ",),
            bbox=(0, 50, 1, 40),
        )
    message = str(caught.value)
    for part in ("2015-01-01 is after until 2014-01-01", "'War'", "'DZ' is no border", "bbox"):
        assert part in message


@pytest.mark.parametrize(
    "bbox",
    [(0, 0, 1), (0, 0, 200, 1), (0, -91, 1, 0), (float("nan"), 0, 1, 1), (0, 0, float("inf"), 1)],
)
def test_a_box_that_is_none_is_refused(bbox):
    with pytest.raises(SelectionError, match="is no box"):
        Selection(bbox=bbox)


def test_a_dict_with_faults_names_them_all_and_ignores_other_keys():
    values = {"since": "31/05/2014", "bbox": "1,2", "include_talk": "maybe", "utm": "x"}
    with pytest.raises(SelectionError) as caught:
        selection_from_dict(values)
    message = str(caught.value)
    for part in ("since='31/05/2014'", "bbox='1,2'", "include_talk='maybe'"):
        assert part in message
    assert "utm" not in message
    assert selection_from_dict({"utm": "x", "actors": ""}) == Selection()


def test_only_what_differs_from_everything_is_written():
    assert selection_to_dict(Selection()) == {}
    some = Selection(actors=("Group, the", "AQIM"), include_talk=False, until=date(2014, 5, 31))
    assert selection_to_dict(some) == {
        "until": "2014-05-31",
        "actors": 'AQIM,"Group, the"',
        "include_talk": "0",
    }


longitudes, latitudes = st.floats(-180, 180), st.floats(-90, 90)
boxes = st.tuples(longitudes, latitudes, longitudes, latitudes).map(
    lambda box: (box[0], min(box[1], box[3]), box[2], max(box[1], box[3]))
)
texts = st.text(max_size=20)
selections = st.builds(
    Selection,
    since=st.none() | st.dates(),
    actors=st.lists(texts, max_size=3).map(tuple),
    types=st.lists(st.sampled_from(list(BorderActivity)), max_size=3).map(tuple),
    countries=st.sampled_from([(), ("DZ",), ("DZ", "LY")]),
    borders=st.sampled_from([(), ("DZ-LY",), ("DZ-LY", "ESH-MA")]),
    text=texts,
    bbox=st.none() | boxes,
    include_undated=st.booleans(),
    include_talk=st.booleans(),
    include_background=st.booleans(),
)


@given(selections)
def test_text_and_back_gives_the_same_selection(selection):
    assert selection_from_dict(selection_to_dict(selection)) == selection


@given(selections)
def test_normalising_twice_is_normalising_once(selection):
    assert replace(selection) == selection


def test_measures_narrow_and_say_what_is_no_number():
    events = [
        event("at", border_distance_km=2.0, geo_precision=1, confidence=0.9),
        event("near", border_distance_km=20.0, geo_precision=2, confidence=0.4),
        event("somewhere", border_distance_km=None, geo_precision=None, confidence=None),
    ]
    assert chosen(Selection(border_km=10.0), *events) == ["at"]
    assert chosen(Selection(precision=2), *events) == ["at", "near"]
    assert chosen(Selection(confidence=0.5), *events) == ["at", "somewhere"]
    for wrong in ({"border_km": -1.0}, {"precision": 4}, {"confidence": float("nan")}):
        with pytest.raises(SelectionError, match=next(iter(wrong))):
            Selection(**wrong)


def test_actor_types_sources_and_statuses_are_lists():
    events = [
        event("rebels", actor2="X", actor2_type="rebel group", source="A"),
        event("state", actor1_type="state forces", source="B", status="confirmed"),
    ]
    assert chosen(Selection(actor_types=("Rebel group",)), *events) == ["rebels"]
    assert chosen(Selection(sources=("A", "B")), *events) == ["rebels", "state"]
    assert chosen(Selection(statuses=("confirmed",)), *events) == ["state"]
    with pytest.raises(SelectionError, match="no actor type"):
        Selection(actor_types=("nobody",))


def test_a_text_of_accents_alone_asks_for_nothing():
    assert chosen(Selection(text="\u0301"), event("1"), event("2")) == ["1", "2"]
