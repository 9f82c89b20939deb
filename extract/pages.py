"""Web pages as articles. Nothing on a page is run, and nothing it points to is fetched."""

import re
from datetime import date
from html import unescape
from typing import Final

import lxml.html
from trafilatura import bare_extraction
from trafilatura.settings import Document

from extract.articles import make_article, publication_date
from extract.decode import normalised, storable
from extract.errors import InputError
from geodata.model import Article

# The shortest news sentences have about as many; menus, forms and buttons stay below.
SENTENCE_WORDS: Final = 8

_BLOCKS: Final = (
    *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"),
    *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol"),
    *("p", "pre", "section", "table", "td", "th", "tr", "ul"),
)
_UNSEEN: Final = ("script", "style", "template", "noscript")
_MARKUP: Final = re.compile(r"<[a-zA-Z/!]")


def page_article(
    html: str, *, source: str, url: str | None = None, published: date | None = None
) -> Article:
    """Return the article of a page of decoded HTML: its main text, one paragraph a line.

    Title, date, address and site come from the page's own metadata; `url`, where it was fetched,
    and `published` beat them. A date that the page gives nowhere or wrongly is None. Raises
    InputError when no line of the main text has SENTENCE_WORDS words.
    """
    # original_date: the day of publication, not of the last update. extensive_search would
    # take any date in the text, and nothing is to be guessed.
    found = bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    text = normalised(found.text or "").strip() if isinstance(found, Document) else ""
    if not isinstance(found, Document) or not _has_sentence(text):
        raise InputError(
            "it is a web page without an article",
            "save the page of the article itself, or its text as .txt",
        )
    return make_article(
        text,
        title=found.title,
        published=published or (publication_date(found.date) if found.date else None),
        source=found.sitename or found.hostname or source,
        url=url or found.url,
    )


def fragment_text(fragment: str) -> str:
    """Return the text of a piece of HTML (a feed's item), one paragraph a line."""
    # a parser of feeds may make lone surrogates of "&#xD800;", which lxml refuses
    fragment = storable(fragment)
    if not _MARKUP.search(fragment):
        return normalised(unescape(fragment)).strip()
    root = lxml.html.fragment_fromstring(" ".join(fragment.split()), create_parent="div")
    for element in root.xpath(" | ".join(f".//{tag}" for tag in _UNSEEN)):
        element.drop_tree()
    for element in root.iter(*_BLOCKS):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return normalised("\n".join(line for line in lines if line))


def _has_sentence(text: str) -> bool:
    return any(len(line.split()) >= SENTENCE_WORDS for line in text.split("\n"))
