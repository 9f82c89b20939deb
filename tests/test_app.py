from datetime import date
from html import escape
from pathlib import Path

import pytest
from sample_events import HOSTILE, fill_store, sample_events
from store_samples import index_of_events
from streamlit.testing.v1 import AppTest

from dashboard.components import export
from dashboard.components.event_map import drawn_in_words
from dashboard.components.event_table import page_ids, table_rows
from dashboard.filters import Filters
from geodata.selection import Selection
from geodata.store import EventStore

APP = Path(__file__).parent.parent / "dashboard" / "app.py"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "events.sqlite"
    fill_store(path)
    return path


@pytest.fixture
def app(store, monkeypatch):
    monkeypatch.setenv("BORDERWATCH_STORE", str(store))
    return AppTest.from_file(APP, default_timeout=60)


def texts(app) -> list[str]:
    return [element.value for element in app.text]


def marked(app) -> str:
    """The article text on the screen, with its marks."""
    return next(element.value for element in app.html if "bw-text" in element.value)


def count(app) -> str:
    return next(text for text in texts(app) if " events (" in text)


def test_the_count_of_all_events_is_on_the_screen(app):
    app.run()
    assert not app.exception
    assert count(app) == "25 of 25 events (26 reports)"


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        ("filter_countries", ["TN"], "3 of 25 events (4 reports)"),
        ("filter_borders", ["DZ-LY"], "8 of 25 events (8 reports)"),
        ("filter_types", ["Riots"], "1 of 25 events (1 report)"),
        ("filter_actors", ["Khalifa Haftar's forces"], "1 of 25 events (1 report)"),
    ],
)
def test_each_list_filters(app, key, values, expected):
    app.run()
    app.multiselect(key=key).set_value(values).run()
    assert count(app) == expected


def test_dates_filter_by_overlap_and_undated_events_can_be_left_out(app):
    app.run()
    app.date_input(key="filter_dates").set_value((date(2014, 5, 28), date(2014, 6, 9))).run()
    with_undated = count(app)
    app.toggle(key="filter_undated").set_value(False).run()
    assert (with_undated, count(app)) == (
        "5 of 25 events (5 reports)",
        "3 of 25 events (3 reports)",
    )


def test_text_filters(app):
    app.run()
    app.text_input(key="filter_text").set_value("hostages").run()
    assert count(app) == "1 of 25 events (1 report)"


def test_reset_shows_everything_again(app):
    app.run()
    app.multiselect(key="filter_countries").set_value(["TN"])
    app.text_input(key="filter_text").set_value("gunmen")
    app.date_input(key="filter_dates").set_value((date(2014, 1, 1), date(2015, 1, 1))).run()
    app.button(key="reset_filters").click().run()
    assert count(app) == "25 of 25 events (26 reports)"
    assert app.text_input(key="filter_text").value == ""
    assert app.query_params == {}


def test_the_address_holds_the_filters(app):
    app.run()
    app.multiselect(key="filter_countries").set_value(["TN", "LY"])
    app.text_input(key="filter_text").set_value("a").run()
    assert app.query_params == {"countries": "LY,TN", "text": "a"}


def test_a_link_opens_the_same_view(app):
    app.query_params["countries"] = "TN"
    app.query_params["since"] = "2016-03-06"
    app.query_params["include_undated"] = "0"
    app.run()
    assert count(app) == "2 of 25 events (3 reports)"
    assert app.multiselect(key="filter_countries").value == ["TN"]


def test_a_link_with_only_an_end_stays_open_at_the_beginning(app):
    app.query_params["until"] = "2013-12-31"
    app.query_params["include_undated"] = "0"
    app.run()
    assert count(app) == "1 of 25 events (1 report)"
    assert app.query_params["until"] == "2013-12-31"
    assert "since" not in app.query_params


def test_a_link_with_junk_says_so_and_shows_everything(app):
    app.query_params["since"] = "<b>yesterday</b>"
    app.run()
    assert not app.exception
    assert any("not taken over" in text and "<b>yesterday</b>" in text for text in texts(app))
    assert count(app) == "25 of 25 events (26 reports)"


def test_a_link_to_a_value_that_is_not_in_the_store_matches_nothing_and_is_seen(app):
    app.query_params["countries"] = "XX"
    app.run()
    assert not app.exception
    assert count(app) == "0 of 25 events (0 reports)"
    assert app.multiselect(key="filter_countries").value == ["XX"]
    assert any("No event matches" in text for text in texts(app))


def card(app) -> list[str]:
    return texts(app)[texts(app).index(count(app)) + 1 :]


def test_a_link_to_an_event_opens_its_card_with_the_quote_in_its_paragraph(app):
    event = next(event for event in sample_events() if event.location == "Benghazi")
    app.query_params["event"] = event.event_id
    app.run()
    shown = card(app)
    before, _, quote_and_after = marked(app).partition('<mark class="bw-quote">')
    assert "A correspondent reports from Desert Post." in before
    assert quote_and_after.startswith("Fighting broke out in Benghazi on 16 May.</mark>")
    assert "More is expected in the coming days." in quote_and_after
    assert "16 May 2014 (to the day; stated)" in shown
    assert "Khalifa Haftar's forces (political militia)" in shown
    assert "24–75" in shown


def test_article_text_is_never_markdown_or_html(app):
    event = next(event for event in sample_events() if "Hostile place" in (event.location or ""))
    app.query_params["event"] = event.event_id
    app.run()
    assert any(HOSTILE in text for text in card(app))
    assert escape(HOSTILE) in marked(app)
    for element in app.html:
        assert "<img" not in element.value
        assert "<script" not in element.value
    for element in [*app.markdown, *app.caption, *app.subheader, *app.title, *app.warning]:
        assert "onerror" not in element.value
        assert "{% raw %}" not in element.value


def test_the_articles_page_lists_what_could_not_be_placed_or_read(app):
    app.run()
    app.switch_page("views/articles.py").run()
    assert not app.exception
    captions = [element.value for element in app.caption]
    assert "8 articles read. Choose a row to read the article." in captions
    assert "1 input could not be taken in." in captions
    assert any(caption.startswith("8 of ") for caption in captions)
    unresolved, skipped = app.dataframe[1].value, app.dataframe[2].value
    assert unresolved["Text"].tolist() == ["Desert Post"]
    assert skipped["reason"].tolist() == ["the file is empty"]


def test_the_about_page_names_data_and_licences(app):
    app.run()
    app.switch_page("views/about.py").run()
    assert not app.exception
    assert any("quoted sentence" in element.value for element in app.markdown)


def test_an_empty_store_says_how_events_come_in(tmp_path, monkeypatch):
    path = tmp_path / "empty.sqlite"
    with EventStore.open(path):
        pass
    monkeypatch.setenv("BORDERWATCH_STORE", str(path))
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert count(app) == "0 of 0 events (0 reports)"
    assert "python -m extract ingest" in app.code[0].value


def test_a_store_that_cannot_be_opened_is_named(tmp_path, monkeypatch):
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"this is no database, and longer than one page header" * 40)
    monkeypatch.setenv("BORDERWATCH_STORE", str(path))
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert app.subheader[0].value == "The store can't be read"
    assert any("broken.sqlite" in text for text in texts(app))


def test_the_store_is_read_again_when_it_changes(tmp_path, monkeypatch):
    path = tmp_path / "growing.sqlite"
    with EventStore.open(path):
        pass
    monkeypatch.setenv("BORDERWATCH_STORE", str(path))
    app = AppTest.from_file(APP, default_timeout=60).run()
    fill_store(path)
    app.run()
    assert count(app) == "25 of 25 events (26 reports)"


def test_a_filtered_view_is_drawn_with_its_downloads(app):
    app.query_params["text"] = "a & b"
    app.run()
    assert not app.exception
    app.query_params["text"] = "hostages"
    app.run()
    assert not app.exception


def test_the_links_of_the_downloads_carry_the_filter(monkeypatch):
    links = []
    monkeypatch.setattr(export, "_buttons", lambda given, key: links.append((key, given)))
    export.show_export(Selection(text="</script>&since=x", countries=("TN",)))
    (_, first), (_, others) = links
    query = "countries=TN&text=%3C%2Fscript%3E%26since%3Dx"
    assert first == [{"label": "Export GeoJSON", "href": f"/events/export/geojson?{query}"}]
    assert [link["label"] for link in others] == ["CSV", "GeoPackage", "GeoParquet", "KML"]
    assert all(link["href"].endswith(f"?{query}") for link in others)


def test_the_table_shows_every_event_latest_first(store):
    events = index_of_events(sample_events()).everything
    with EventStore.open(store) as opened:
        rows = table_rows(opened.events_by_id(page_ids(events, 1)))
    assert len(rows) == 26
    assert rows["From"].iloc[0] == "2018-02-27"
    assert rows["From"].iloc[-1] == ""
    assert rows.loc[rows["Act"] == "statement or warning", "Type"].tolist() == ["Talk"]


def test_the_map_says_what_it_does_not_draw():
    events = index_of_events(sample_events()).everything
    assert drawn_in_words(events, Filters()) == "23 on the map · 2 of talk or plans (layer off)"
    assert drawn_in_words(events, Filters(talk_layer=True)) == "24 on the map · 1 without a place"


def test_the_card_of_the_latest_incident_is_open_until_another_is_chosen(app):
    app.query_params["countries"] = "ML"
    app.run()
    assert "A mine killed two civilians outside Kidal on Friday.</mark>" in marked(app)


def test_several_events_at_one_place_are_offered_in_a_list(app):
    app.run()
    at_debdeb = [event.event_id for event in sample_events() if event.location == "Debdeb"]
    app.session_state["chosen_events"] = tuple(at_debdeb)
    app.run()
    choice = app.selectbox(key="card_choice")
    assert choice.label == "3 reports here"
    assert len(choice.options) == 3
    choice.select_index(0).run()
    assert "Another cache was found at Debdeb.</mark>" in marked(app)


def test_each_choice_says_how_many_events_it_would_leave(app):
    app.run()
    app.multiselect(key="filter_countries").set_value(["TN"]).run()
    countries = app.multiselect(key="filter_countries").options
    assert countries[0].startswith("Algeria (DZ)\u2003")
    assert "Tunisia (TN)" in countries
    actors = app.multiselect(key="filter_actors").options
    counts = {name: int(number) for name, _, number in (one.partition("\u2003") for one in actors)}
    assert counts
    for name, left in counts.items():
        app.multiselect(key="filter_actors").set_value([name]).run()
        assert count(app).startswith(f"{left} of 25 ")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"border_km": "10"}, "border_km"),
        ({"precision": "1", "confidence": "0.5"}, "confidence"),
        ({"actor_types": "rebel group", "sources": "Desert Post"}, "sources"),
    ],
)
def test_the_further_filters_come_from_the_address_and_stay_in_it(app, query, expected):
    app.query_params.update(query)
    app.run()
    assert not app.exception
    shown = int(count(app).split()[0])
    assert shown < 25
    assert expected in app.query_params
    assert next(one for one in app.expander if one.label == "More filters").proto.expanded


def test_the_dates_are_chosen_and_moved_by_buttons(app):
    app.run()
    assert app.button(key="timeline_earlier").disabled
    app.button(key="timeline_last_7").click().run()
    assert app.date_input(key="filter_dates").value == (date(2018, 2, 21), date(2018, 2, 27))
    app.button(key="timeline_earlier").click().run()
    assert (app.query_params["since"], app.query_params["until"]) == ("2018-02-14", "2018-02-20")
    assert "14–20 February 2018" in texts(app)
    app.button(key="timeline_all").click().run()
    assert app.query_params == {}
    assert app.button(key="timeline_all").disabled


def test_dates_with_an_open_end_move_too(app):
    app.query_params["until"] = "2013-12-31"
    app.run()
    app.button(key="timeline_later").click().run()
    assert not app.exception
    assert app.query_params["since"] == "2014-01-01"


def test_bars_have_the_width_that_was_chosen_or_say_why_not(app):
    app.run()
    app.button_group(key="timeline_bars").set_value("year").run()
    assert not app.exception
    assert not any("drawn by" in element.value for element in app.caption)
    app.button_group(key="timeline_bars").set_value("day").run()
    assert any("drawn by week" in element.value for element in app.caption)


def test_undated_events_are_counted_beside_the_timeline_shown_or_not(app):
    app.run()
    assert app.button(key="timeline_undated").label == "2 undated: leave out"
    app.button(key="timeline_undated").click().run()
    assert count(app) == "23 of 25 events (24 reports)"
    assert app.query_params["include_undated"] == "0"
    assert app.button(key="timeline_undated").label == "2 undated: show"
    app.button(key="timeline_undated").click().run()
    assert count(app) == "25 of 25 events (26 reports)"
