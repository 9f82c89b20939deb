"""The event card and the article view, in Streamlit's own test harness."""

from dataclasses import replace
from pathlib import Path

import pytest
from event_samples import event
from sample_events import fill_store, sample_articles, sample_events
from store_samples import an_article
from streamlit.testing.v1 import AppTest

from dashboard.components import article_lists, reports
from dashboard.components.neighbours import why_none
from dashboard.components.references import event_link
from geodata.model import Evidence
from geodata.schema import events_to_frame
from geodata.store import EventStore

APP = Path(__file__).parent.parent / "dashboard" / "app.py"
TEXT = "<b>TRIPOLI</b> - News.\n\nOn Friday soldiers took Sabha. Gunmen fled.\n\nNo comment."


def read_event(text: str, event_id: str, quote: str, **words: str):
    start = text.index(quote)
    evidence = tuple(
        Evidence(field=field, start=text.index(word), end=text.index(word) + len(word))
        for field, word in words.items()
    )
    return event(
        event_id, quote=quote, quote_start=start, quote_end=start + len(quote), evidence=evidence
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("card") / "events.sqlite"
    fill_store(path)
    article = an_article(TEXT, title="Sabha **taken**")
    first = read_event(
        TEXT,
        "first",
        "On Friday soldiers took Sabha.",
        trigger="took",
        date_start="Friday",
        actor1="soldiers",
        location="TRIPOLI",
    )
    second = read_event(TEXT, "second", "Gunmen fled.", trigger="fled", actor1="Gunmen")
    with EventStore.open(path) as opened:
        own = [replace(one, article_id=article.article_id) for one in (first, second)]
        opened.add_article(article, own, [])
        opened.add_events(events_to_frame([event("bare", article_id=None, quote="A row's note.")]))
    return path


@pytest.fixture
def app(store, monkeypatch):
    monkeypatch.setenv("BORDERWATCH_STORE", str(store))
    return AppTest.from_file(APP, default_timeout=120)


def opened_at(app, event_id: str):
    app.query_params["event"] = event_id
    app.run()
    assert not app.exception
    return app


def texts(app) -> list[str]:
    return [element.value for element in app.text]


def captions(app) -> list[str]:
    return [element.value for element in app.caption]


def html(app, part: str) -> str:
    return next(element.value for element in app.html if part in element.value)


def sample(place: str):
    return next(one for one in sample_events() if one.location == place)


def test_the_card_marks_the_words_of_each_field_and_names_those_from_elsewhere(app):
    opened_at(app, "first")
    quote = html(app, "bw-text")
    for kind, word in {"trigger": "took", "date_start": "Friday", "actor1": "soldiers"}.items():
        assert f'<mark class="bw-{kind}"' in quote
        assert f">{word}</mark>" in quote
    assert "TRIPOLI" not in quote
    assert "<bdi>TRIPOLI</bdi> (elsewhere in the article)" in html(app, "bw-key")


def test_a_row_without_an_article_shows_its_words_and_offers_none(app):
    opened_at(app, "bare")
    assert '<mark class="bw-quote">A row&#x27;s note.</mark>' in html(app, "bw-text")
    assert "read_article" not in [button.key for button in app.button]


def test_the_card_leads_to_the_article_and_back_to_the_map(app):
    opened_at(app, "first")
    app.button(key="read_article").click().run()
    assert not app.exception
    text = html(app, "bw-text")
    assert '<mark class="bw-chosen">' in text
    assert '<sup class="bw-numbers"><bdi>1</bdi></sup>' in text
    assert '<mark class="bw-quote">Gunmen fled.</mark><sup class="bw-numbers"><bdi>2</bdi>' in text
    assert "&lt;b&gt;<mark" in text
    assert set(app.query_params) == {"event", "article"}
    app.button(key="choose_event_2").click().run()
    assert '<mark class="bw-trigger" title="act">fled</mark>' in html(app, "bw-text")
    app.button(key="show_on_map").click().run()
    assert set(app.query_params) == {"event"}
    assert "Gunmen" in html(app, "bw-text")


def test_a_link_to_an_article_opens_it(app):
    article, events = sample_articles()[0]
    app.query_params["article"] = article.article_id
    app.run()
    app.switch_page("views/articles.py").run()
    assert article.title in texts(app)
    assert [button.label for button in app.button if button.key.startswith("choose_event")] == [
        str(number) for number in range(1, len(events) + 1)
    ]


def test_a_link_to_an_article_that_is_not_there_says_so(app):
    app.query_params["article"] = "<b>nothing</b>"
    app.run()
    app.switch_page("views/articles.py").run()
    assert not app.exception
    assert "This article is not in the store." in captions(app)


def test_all_reports_of_a_happening_are_listed_and_each_opens(app):
    linked = [one for one in sample_events() if one.link_id]
    opened_at(app, linked[0].event_id)
    assert "2 reports tell of this happening" in captions(app)
    for report in linked:
        assert report.quote in texts(app)
    buttons = [app.button(key=f"open_report_{number}") for number in (0, 1)]
    assert sorted(button.disabled for button in buttons) == [False, True]
    next(button for button in buttons if not button.disabled).click().run()
    assert app.session_state["chosen_events"] == (linked[1].event_id,)


def test_many_reports_come_page_by_page(app, monkeypatch):
    monkeypatch.setattr(reports, "PAGE_REPORTS", 1)
    opened_at(app, next(one for one in sample_events() if one.link_id).event_id)
    assert "2 reports tell of this happening" in captions(app)
    assert [b.key for b in app.button if b.key.startswith("open_report")] == ["open_report_0"]


def test_an_event_of_one_report_has_no_list_of_them(app):
    opened_at(app, sample("Benghazi").event_id)
    assert not any("tell of this happening" in caption for caption in captions(app))


def test_neighbours_are_named_with_their_distance_and_open(app):
    debdeb = [one for one in sample_events() if one.location == "Debdeb"]
    opened_at(app, debdeb[0].event_id)
    assert any("within 100 km and 14 days" in caption for caption in captions(app))
    assert "the same place, at the same time" in captions(app)
    app.button(key="open_neighbour_0").click().run()
    assert app.session_state["chosen_events"][0] in {one.event_id for one in debdeb[1:]}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"date_start": None, "date_end": None}, "has no date"),
        ({"latitude": None, "longitude": None, "geometry": None}, "has no place"),
        ({"where_prec": 5}, "known only as a province, a border"),
        ({}, "No other incident within 100 km and 14 days"),
    ],
)
def test_a_card_without_neighbours_says_why(values, reason):
    assert reason in why_none(event(**values))


def test_link_and_coordinates_can_be_copied(app):
    opened_at(app, sample("Ghat").event_id)
    assert [element.value for element in app.code] == [
        f"?event={sample('Ghat').event_id}",
        "24.96300, 10.18000",
        "24°57′46.8″N 10°10′48.0″E",
        "32RPN1911461368",
    ]


def test_coordinates_of_a_border_are_said_to_be_a_point_of_it(app):
    opened_at(app, sample("Border of Algeria and Libya").event_id)
    assert any(caption.startswith("A point of the province, border") for caption in captions(app))


@pytest.mark.parametrize(
    ("event_id", "page", "link"),
    [
        ("a1", None, "?event=a1"),
        ("a1", "http://127.0.0.1:8501", "http://127.0.0.1:8501/?event=a1"),
        ("a1", "http://host/some/base/", "http://host/some/base/?event=a1"),
        ("a&b=<c> #", "http://h", "http://h/?event=a%26b%3D%3Cc%3E%20%23"),
    ],
)
def test_an_events_link_works_below_any_address(event_id, page, link):
    assert event_link(event_id, page) == link


def test_articles_come_page_by_page_and_can_be_searched(app, monkeypatch):
    monkeypatch.setattr(article_lists, "PAGE_ROWS", 4)
    app.run()
    app.switch_page("views/articles.py").run()
    assert "9 articles read. Choose a row to read the article." in captions(app)
    assert len(app.dataframe[0].value) == 4
    app.text_input(key="article_search").set_value("**TAKEN**").run()
    assert "1 article found. Choose a row to read the article." in captions(app)
    assert app.dataframe[0].value["Title"].tolist() == ["Sabha **taken**"]
