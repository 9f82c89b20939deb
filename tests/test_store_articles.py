"""Lists of articles, on SQLite and on PostgreSQL alike."""

from datetime import date

import pytest
from store_samples import an_article, an_event, fill, toponyms_of

pytest_plugins = ["postgres_fixtures", "store_fixtures"]


@pytest.fixture
def filled(store):
    days = [date(2014, 5, day) for day in (3, 1, 2)]
    for number, day in enumerate(days):
        article = an_article(f"Text {number}.", title=f"Number {number}", published=day)
        store.add_article(article, [an_event(article, each) for each in range(number)], [])
    bare = an_article("Undated.", title="100% of it", published=None, source="Le Soir_e")
    store.add_article(bare, [], [])
    return store


def test_a_page_has_the_latest_articles_first_and_the_number_of_all(filled):
    page, total = filled.article_page(0, 3)
    assert total == 4
    assert page["title"].tolist() == ["Number 0", "Number 2", "Number 1"]
    assert page["event_count"].tolist() == [0, 2, 1]
    assert page["published"].dtype == "datetime64[s]"


def test_the_next_page_goes_on_where_the_first_ended_with_the_undated_last(filled):
    page, total = filled.article_page(3, 3)
    assert (page["title"].tolist(), total) == (["100% of it"], 4)
    empty, total = filled.article_page(6, 3)
    assert (len(empty), total) == (0, 4)


@pytest.mark.parametrize(
    ("holding", "titles"),
    [
        ("NUMBER 1", ["Number 1"]),
        ("le soir_", ["100% of it"]),  # the source; letters, no wildcards
        ("0%", ["100% of it"]),
        ("r%1", []),
        ("'; DROP TABLE articles; --", []),
    ],
)
def test_articles_are_found_by_letters_of_title_or_source(filled, holding, titles):
    page, total = filled.article_page(0, 10, holding)
    assert (page["title"].tolist(), total) == (titles, len(titles))


def test_titles_come_by_id_without_those_that_are_not_there(store):
    article = fill(store, 1)[0]
    assert store.article_titles([article.article_id, "nothing"]) == {article.article_id: "Troops"}
    assert store.article_titles([]) == {}


def test_names_without_a_place_are_counted_the_most_frequent_first(store):
    for article in fill(store, 2):
        assert len(toponyms_of(article)) == 3
    names, without, total = store.unresolved(10)
    assert names.to_dict("records") == [
        {"text": "Soldiers", "kind": "demonym", "mentions": 2, "articles": 2}
    ]
    # Borders are mentions, but no places.
    assert (without, total) == (2, 6)
    assert len(store.unresolved(0)[0]) == 0
