"""A text as an article: its title, date, address, language."""

from datetime import date

import pytest

from extract.articles import make_article, publication_date, title_of, web_address
from extract.errors import InputError, PublicationDateError


def test_the_title_is_the_first_line_that_no_page_template_left():
    text = "\n Skip to main content\n\nTroops  sent to Debdeb \nThe army sent troops."
    article = make_article(text)
    assert article.title == "Troops sent to Debdeb"
    assert article.text == text


def test_a_long_first_line_is_cut_at_a_word():
    line = "The army sent troops to the border. " * 20
    title = title_of(line)
    assert len(title) <= 201
    assert title.endswith("…")
    assert line.startswith(title[:-1] + " ")


def test_a_text_of_leftovers_only_has_no_title():
    assert title_of("Skip to content\n\nAller au contenu principal\n") == ""


def test_a_given_title_and_language_beat_those_of_the_text():
    article = make_article("The army is at the border.", title="A\nB", language="fr-DZ")
    assert (article.title, article.language) == ("A B", "fr")


def test_an_unknown_language_tag_is_guessed_anew():
    assert make_article("The army is at the border.", language="English").language == "en"


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u00a0"])
def test_a_text_of_white_space_is_no_article(text):
    with pytest.raises(InputError, match="holds no text"):
        make_article(text)


@pytest.mark.parametrize(
    "value", ["2014-05-30", " 2014-05-30 ", "2014-05-30T23:59:00+01:00", "2014-05-30 10:00"]
)
def test_a_publication_date_is_its_day(value):
    assert publication_date(value) == date(2014, 5, 30)


@pytest.mark.parametrize(
    "value",
    [
        *("2014-02-30", "2014-13-01", "30/05/2014", "20140530", "2014", "", "May 30"),
        *("0001-01-01", "9999-12-31", "2014-05-30x", "２０１４-05-32"),
    ],
)
def test_an_impossible_publication_date_is_refused_with_how_to_write_it(value):
    with pytest.raises(PublicationDateError, match="YYYY-MM-DD") as caught:
        publication_date(value)
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a?b=c", "https://news.example/a?b=c"),
        (" http://news.example ", "http://news.example"),
        ("http://news.example/\ud800", "http://news.example/\ufffd"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://news.example/a", None),
        ('http://news.example/"><script>alert(1)</script>', None),
        ("http://news.example/a b", None),
        ("//news.example/a", None),
        ("http://", None),
        ("http://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_kept(url, kept):
    assert web_address(url) == kept
    assert make_article("text", url=url).url == kept
