"""Filters saved by name, through the side bar."""

from pathlib import Path

import pytest
from sample_events import fill_store
from streamlit.testing.v1 import AppTest

from geodata.store import EventStore

APP = Path(__file__).parent.parent / "dashboard" / "app.py"
# As the browser would make a heading, a link, a formula or a script of it.
HOSTILE = "# **x** [a](http://b) $y$ <b>"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "events.sqlite"
    fill_store(path)
    return path


@pytest.fixture
def store(filled, monkeypatch):
    monkeypatch.setenv("BORDERWATCH_STORE", str(filled))
    with EventStore.open(filled) as opened:
        for name in opened.saved_filters.all():
            opened.saved_filters.delete(name)
        yield opened.saved_filters


def running(**query):
    app = AppTest.from_file(APP, default_timeout=120)
    app.query_params.update(query)
    return app.run()


def said(app):
    return [element.value for element in app.sidebar.text]


def test_filters_are_saved_and_opened_again_in_another_session(store):
    app = running(countries="TN", text="gunmen", talk_layer="1")
    app.text_input(key="saved_name").set_value(HOSTILE)
    app.button(key="saved_save").click().run()
    assert store.all() == {HOSTILE: "countries=TN&text=gunmen&talk_layer=1"}
    other = running()
    other.selectbox(key="saved_choice").set_value(HOSTILE)
    other.button(key="saved_open").click().run()
    assert other.query_params == {"countries": "TN", "text": "gunmen", "talk_layer": "1"}
    assert f"“{HOSTILE}” is open." in said(other)
    labels = [one.label for one in [*other.button, *other.selectbox, *other.text_input]]
    assert not any(HOSTILE in label for label in labels)


def test_a_taken_name_is_replaced_only_after_asking(store):
    store.save("Mali", "countries=ML")
    app = running(countries="NE")
    app.text_input(key="saved_name").set_value("Mali")
    app.button(key="saved_save").click().run()
    assert "There is a filter of this name. Replace it?" in said(app)
    app.button(key="saved_replace_no").click().run()
    assert store.all() == {"Mali": "countries=ML"}
    app.button(key="saved_save").click().run()
    app.button(key="saved_replace_yes").click().run()
    assert store.all() == {"Mali": "countries=NE"}


def test_a_filter_is_renamed_and_deleted_after_asking(store):
    store.save("a", "countries=ML")
    app = running()
    app.button(key="saved_rename").click().run()
    app.text_input(key="saved_new_name").set_value("b")
    app.button(key="saved_rename_yes").click().run()
    assert store.all() == {"b": "countries=ML"}
    assert app.selectbox(key="saved_choice").value == "b"
    app.button(key="saved_delete").click().run()
    assert store.all() == {"b": "countries=ML"}
    app.button(key="saved_delete_yes").click().run()
    assert not app.exception
    assert store.all() == {}
    assert "“b” is deleted." in said(app)


@pytest.mark.parametrize("query", ["since=yesterday", "types=Nonsense", "%00=%ff&&&;bbox=x"])
def test_a_filter_that_cannot_be_read_any_more_says_so(store, query):
    store.save("old", query)
    app = running(countries="TN")
    app.button(key="saved_open").click().run()
    assert not app.exception
    assert any(text.startswith("“old” can't be read any more") for text in said(app))
    assert app.query_params == {"countries": "TN"}


def test_a_name_of_nothing_says_so(store):
    app = running()
    app.button(key="saved_save").click().run()
    assert any("needs a name" in text for text in said(app))
    assert store.all() == {}
