"""Actors as a tree: type, country, name; and the widgets that choose from it."""

from pathlib import Path

import pytest
from event_samples import event
from sample_events import fill_store
from store_samples import index_of_events
from streamlit.testing.v1 import AppTest

from dashboard.actors import NO_COUNTRY, NO_TYPE, actor_tree, branches_of, country_of_actor
from geodata.selection import Selection

APP = Path(__file__).parent.parent / "dashboard" / "app.py"


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Police Forces of Libya", "Libya"),
        ("Military Forces of Mali (2021-)", "Mali"),
        ("Military Forces of Sudan - Rapid Support Forces", "Sudan"),
        ("Protesters (South Sudan)", "South Sudan"),
        ("Government of Niger", "Niger"),
        ("Government of Nigeria", "Nigeria"),
        ("Coast Guard of the Central African Republic", "Central African Republic"),
        ("Islamic State Algeria Province (Jund al-Khilafah)", None),
        ("Libyan National Army (LNA)", None),
        ("Army of Islam", None),
        ("(Libya) Watch", None),
        ("", None),
    ],
)
def test_an_actors_country_is_the_one_that_its_name_ends_with(name, country):
    assert country_of_actor(name) == country


@pytest.fixture(scope="module")
def index():
    army, police = "Military Forces of Mali", "Police Forces of Mali"
    state = "state forces"
    return index_of_events(
        [
            event("1", actor1=army, actor1_type=state, actor2="JNIM", actor2_type="rebel group"),
            event("2", actor1=army, actor1_type=state, actor2=police, actor2_type=state),
            event("3", actor1=army, actor1_type="external forces", link_id="x"),
            event("4", actor1=police, actor1_type=state, link_id="x", country_code="NE"),
            event("5", actor1="Nobody knows", actor1_type=None, assoc_actors=("Helpers (Mali)",)),
        ]
    )


def test_an_actor_has_the_type_that_it_has_most_often(index):
    assert branches_of(index) == {
        "Military Forces of Mali": ("state forces", "Mali"),
        "Police Forces of Mali": ("state forces", "Mali"),
        "JNIM": ("rebel group", NO_COUNTRY),
        "Nobody knows": (NO_TYPE, NO_COUNTRY),
        "Helpers (Mali)": (NO_TYPE, "Mali"),
    }


def test_a_branch_counts_each_happening_once(index):
    tree = actor_tree(index, Selection())
    assert tree.types == [NO_TYPE, "rebel group", "state forces"]
    assert tree.countries("state forces") == {"Mali": 3}
    assert tree.names["state forces", "Mali"] == {
        "Military Forces of Mali": 3,
        "Police Forces of Mali": 2,
    }


@pytest.mark.parametrize("selection", [Selection(), Selection(countries=("NE",))])
def test_a_branchs_count_is_what_choosing_all_its_names_leaves(index, selection):
    tree = actor_tree(index, selection)
    assert tree.branches
    for branch, number in tree.branches.items():
        chosen = Selection(countries=selection.countries, actors=tuple(tree.names[branch]))
        assert index.select(chosen).happenings == number


def test_the_other_filters_narrow_the_tree_and_the_actors_do_not(index):
    tree = actor_tree(index, Selection(countries=("NE",), actors=("JNIM",)))
    assert tree.branches == {("state forces", "Mali"): 1}


def test_an_empty_store_has_an_empty_tree():
    assert actor_tree(index_of_events([]), Selection()).types == []


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "events.sqlite"
    fill_store(path)
    return path


def test_a_branch_of_the_tree_filters(store, monkeypatch):
    monkeypatch.setenv("BORDERWATCH_STORE", str(store))
    app = AppTest.from_file(APP, default_timeout=120).run()
    assert not any(one.key == "actor_tree_type" for one in app.selectbox)
    app.toggle(key="actor_tree").set_value(True).run()
    app.selectbox(key="actor_tree_type").set_value("political militia").run()
    app.selectbox(key="actor_tree_country").set_value(NO_COUNTRY).run()
    names = app.multiselect(key="actor_tree_names")
    assert any(option.startswith("Khalifa Haftar's forces\u2003") for option in names.options)
    names.set_value(["Khalifa Haftar's forces"]).run()
    app.button(key="actor_tree_add_names").click().run()
    assert not app.exception
    assert app.query_params["actors"] == "Khalifa Haftar's forces"
    app.button(key="actor_tree_add_type").click().run()
    assert app.query_params["actor_types"] == "political militia"
