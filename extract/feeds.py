"""RSS and Atom feeds as articles: each item's own text, without following its link."""

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from types import MappingProxyType
from typing import Any, Final

import feedparser

from extract.articles import make_article
from extract.decode import decode
from extract.errors import InputError
from extract.pages import fragment_text
from geodata.model import Article, Skipped

# What `decode` has been over is UTF-8, whatever the feed's own first line says.
_DECODED: Final = MappingProxyType({"content-type": "application/xml; charset=utf-8"})
_REFERENCE: Final = re.compile(r"&#(\d+|[xX][0-9a-fA-F]+);?")
_LONGEST_REFERENCE: Final = len("x0010FFFF")


def feed_articles(
    content: bytes, *, name: str, charset: str | None = None, published: date | None = None
) -> Iterator[Article | Skipped]:
    """Yield the articles of a feed's items in order; `name` says where the feed was read.

    The text is the item's content, else its summary; `published`, when given, beats the item's
    date, whose day is taken in UTC. An item without text, or with a date that is none, is yielded
    as Skipped. Raises InputError for content that is no feed or an empty one.
    """
    text = _REFERENCE.sub(_checked_reference, decode(content, charset=charset))
    # never the bare string: feedparser would open it when it looks like a path or an address
    feed = feedparser.parse(BytesIO(text.encode()), response_headers=_DECODED)
    if not feed.entries:
        known = feed.get("version")
        what = "it is a feed without items" if known else "it is no RSS or Atom feed"
        raise InputError(what, "check the address; for a web page save it as .html")
    source = feed.feed.get("title") or name
    for number, item in enumerate(feed.entries, start=1):
        try:
            yield _item_article(item, source=source, published=published)
        except InputError as error:
            yield error.skipped(f"{name} item {number}")


def _checked_reference(reference: re.Match[str]) -> str:
    """The reference, or U+FFFD's for a number that is no character: feedparser fails on those."""
    digits = reference[1].lower()
    if len(digits) > _LONGEST_REFERENCE:
        return "&#xFFFD;"
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    is_character = 0 < number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF
    return reference[0] if is_character else "&#xFFFD;"


def _item_article(item: Mapping[str, Any], *, source: str, published: date | None) -> Article:
    text = _item_text(item)
    if not text:
        raise InputError("the item has no text of its own", "give the address it links to instead")
    return make_article(
        text,
        title=fragment_text(item.get("title") or ""),
        published=published or _item_date(item),
        source=source,
        url=item.get("link"),
        language=item.get("language"),
    )


def _item_text(item: Mapping[str, Any]) -> str:
    parts = [part.get("value") for part in item.get("content") or ()]
    return next((text for part in (*parts, item.get("summary")) if (text := _text(part))), "")


def _text(part: object) -> str:
    return fragment_text(part) if isinstance(part, str) else ""


def _item_date(item: Mapping[str, Any]) -> date | None:
    for field in ("published", "updated"):
        if field in item:
            parsed = item.get(f"{field}_parsed")
            if parsed is None:
                reason = f"publication date {item[field]!r} is impossible"
                raise InputError(reason, "pass --published")
            return date(parsed.tm_year, parsed.tm_mon, parsed.tm_mday)
    return None
