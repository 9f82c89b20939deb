"""Feeds: each item is an article, and one that can't be is told with its number."""

from datetime import date
from pathlib import Path

import pytest

from extract.errors import InputError
from extract.feeds import feed_articles
from geodata.model import Article, Skipped

FEEDS = Path(__file__).parent / "data" / "articles"


def items(name, **options):
    return list(feed_articles((FEEDS / name).read_bytes(), name=name, **options))


def test_an_rss_item_gives_its_full_text_title_day_and_link():
    first = items("feed.rss")[0]
    assert isinstance(first, Article)
    assert first.title == "Fuel seized & two held"
    assert first.text == (
        "Customs officers seized 3,000 litres of fuel near Ben Gardane.\nTwo men were held."
    )
    assert first.published == date(2019, 3, 12)
    assert (first.source, first.url) == ("Border Gazette", "https://gazette.example/fuel")


def test_an_item_with_a_summary_only_is_read_and_its_script_link_dropped():
    second = items("feed.rss")[1]
    assert second.text == "The crossing opens at eight from Sunday on."
    assert (second.published, second.url) == (None, None)


def test_items_without_text_or_with_an_impossible_date_are_told():
    assert items("feed.rss")[2:] == [
        Skipped(
            source="feed.rss item 3",
            kind="article",
            reason="the item has no text of its own",
            remedy="give the address it links to instead",
        ),
        Skipped(
            source="feed.rss item 4",
            kind="article",
            reason="publication date '32 March 2019' is impossible",
            remedy="pass --published",
        ),
    ]


def test_a_given_date_beats_every_items_own():
    day = date(2020, 1, 2)
    dates = [item.published for item in items("feed.rss", published=day) if hasattr(item, "title")]
    assert dates == [day, day, day]


def test_an_atom_entry_is_read_with_its_update_as_date():
    (entry,) = items("feed.atom")
    assert entry.title == "Poste ouvert"
    assert entry.text == "Un poste de contrôle a été ouvert à la frontière avec le Mali."
    assert (entry.published, entry.language) == (date(2019, 3, 13), "fr")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><body><p>No feed</p></body></html>", "no RSS or Atom feed"),
        (b"https://gazette.example/feed", "no RSS or Atom feed"),
        (b"/etc/hostname", "no RSS or Atom feed"),
        (b"", "no RSS or Atom feed"),
        (b"<rss version='2.0'><channel><title>T</title></channel></rss>", "without items"),
    ],
)
def test_what_is_no_feed_is_refused_and_never_opened(content, reason):
    with pytest.raises(InputError, match=reason):
        list(feed_articles(content, name="x"))


def test_entities_of_a_feed_reach_no_file():
    content = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <rss version="2.0"><channel><title>T</title><item><title>A</title>
    <description>Before &x; after the entity.</description></item></channel></rss>"""
    (item,) = feed_articles(content, name="x")
    assert "root:" not in item.text
    assert "Before" in item.text


def test_an_item_with_characters_that_no_store_can_keep_is_read_without_them():
    content = b"""<rss version="2.0"><channel><title>T</title><item>
    <title>A &amp;#xD800; b &#99999999999;</title>
    <description>&lt;p&gt;The army &amp;#xD800; moved.&lt;/p&gt;</description>
    <link>https://gazette.example/&#xD800;</link></item></channel></rss>"""
    (item,) = feed_articles(content, name="x")
    assert item.text == "The army \ufffd moved."
    f"{item.title}{item.url}".encode()
