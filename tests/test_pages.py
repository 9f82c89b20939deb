"""Web pages: the article is taken, the page around it and its scripts are not."""

from datetime import date
from pathlib import Path

import pytest

from extract.errors import InputError
from extract.pages import fragment_text, page_article

PAGES = Path(__file__).parent / "data" / "articles"


def test_a_page_gives_text_title_date_site_and_address():
    article = page_article((PAGES / "page.html").read_text("utf-8"), source="page.html")
    assert article.title == "Two checkpoints open near Debdeb"
    assert article.published == date(2019, 3, 12)
    assert article.url == "https://gazette.example/2019/debdeb"
    assert (article.source, article.language) == ("Border Gazette", "en")
    assert "opened two checkpoints near Debdeb on Monday, the provincial governor" in article.text
    assert "border with Libya & will be manned" in article.text


def test_nothing_of_scripts_menus_or_footers_reaches_the_text():
    article = page_article((PAGES / "page.html").read_text("utf-8"), source="page.html")
    for stray in ("Nine hundred", "script", "Home", "Contact", "alert", "<"):
        assert stray not in article.text + article.title


def test_what_was_given_beats_what_the_page_says():
    html = (PAGES / "page.html").read_text("utf-8")
    day = date(2020, 1, 2)
    article = page_article(html, source="s", url="https://mirror.example/x", published=day)
    assert (article.url, article.published) == ("https://mirror.example/x", day)


@pytest.mark.parametrize("stated", ["2019-13-45", "soon", "0001-01-01"])
def test_an_impossible_date_of_a_page_is_not_guessed_from_its_text(stated):
    html = (PAGES / "page.html").read_text("utf-8").replace("2019-03-12T22:15:00+01:00", stated)
    html = html.replace("2021-01-01T08:00:00+01:00", stated)
    html = html.replace("day and night.", "day and night. Written on 5 May 2018.")
    assert page_article(html, source="page.html").published is None


@pytest.mark.parametrize(
    "html",
    [
        (PAGES / "menu.html").read_text("utf-8"),
        "<html></html>",
        "<html><body><script>document.write('The army sent 500 soldiers to it.')</script></body>",
        "<",
        "<html><body>" + "<div>" * 50_000,
    ],
)
def test_a_page_without_an_article_is_refused(html):
    with pytest.raises(InputError, match="without an article") as caught:
        page_article(html, source="page.html")
    assert ".txt" in caught.value.remedy


def test_a_fragment_keeps_its_paragraphs_and_drops_what_is_not_seen():
    fragment = "<p>Two men\nwere <b>held</b>.</p><script>alert(1)</script>A<br>B &amp; C<!-- D -->"
    assert fragment_text(fragment) == "Two men were held.\nA\nB & C"


def test_a_fragment_without_markup_keeps_its_lines():
    assert fragment_text(" 3 &lt; 4\r\n\r\nfrom Sunday on ") == "3 < 4\n\nfrom Sunday on"
