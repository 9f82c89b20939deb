"""A text and what is known of it as an Article: title, publication date, address."""

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from extract.decode import storable
from extract.errors import MAX_SHOWN, InputError, LexiconError, PublicationDateError
from extract.language import guess_language
from geodata.model import Article, article_id_of

LEFTOVERS_FILE: Final = Path(__file__).parent / "lexicon" / "page_leftovers.csv"
TITLE_CHARACTERS: Final = 200

# The first weekly newspapers appeared in 1605 (Relation, Strasbourg); a year before, or one
# beyond 2100, is a placeholder such as 0001-01-01 and 9999-12-31.
FIRST_YEAR: Final = 1605
LAST_YEAR: Final = 2100

_ISO_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:?\d{2}.*)?", re.DOTALL)
_NEVER_IN_ADDRESSES: Final = re.compile(r"[\s\x00-\x20<>\"]")
_LANGUAGE: Final = re.compile(r"([a-z]{2})(?:[-_].*)?")


def make_article(
    text: str,
    *,
    title: str | None = None,
    published: date | None = None,
    source: str = "",
    url: str | None = None,
    language: str | None = None,
) -> Article:
    """Return the article of a text that `extract.decode` has been over.

    Without a title it is taken from the text (`title_of`), without a language it is guessed. An
    address that isn't http(s) is dropped. Raises InputError for a text of white space only.
    """
    if not text.strip():
        raise InputError("it holds no text", "leave it out, or fill it with the article's text")
    return Article(
        article_id=article_id_of(text),
        title=_one_line(title or "") or title_of(text),
        text=text,
        published=published,
        source=_one_line(source),
        url=web_address(url),
        language=_language_code(language) or guess_language(text),
    )


def title_of(text: str) -> str:
    """Return the first line that is no leftover of a web page, cut to TITLE_CHARACTERS.

    The text keeps it: what is derived moves no offset.
    """
    lines = (_one_line(line) for line in text.lstrip().split("\n"))
    title = next((line for line in lines if line and line.casefold() not in leftovers()), "")
    if len(title) <= TITLE_CHARACTERS:
        return title
    return title[:TITLE_CHARACTERS].rsplit(" ", 1)[0] + "…"


def publication_date(value: str) -> date:
    """Return the day of "YYYY-MM-DD", with or without a time behind it.

    Raises PublicationDateError for everything else, and for years outside of FIRST_YEAR to
    LAST_YEAR.
    """
    written = _ISO_DAY.fullmatch(value.strip())
    try:
        day = date.fromisoformat(written[1] if written else value)
    except ValueError:
        day = None
    if written is None or day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        shown = repr(value)[:MAX_SHOWN]
        raise PublicationDateError(
            f"publication date {shown} is impossible; write it as YYYY-MM-DD, e.g. 2014-05-30"
        )
    return day


def web_address(url: str | None) -> str | None:
    """Return the address when a browser may be sent there (http, https), else None.

    One with white space, quotes or angle brackets in it is none: our imports refuse it too.
    """
    try:
        parts = urlsplit(storable(url or "").strip())
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    address = parts.geturl()
    return None if _NEVER_IN_ADDRESSES.search(address) else address


@cache
def leftovers() -> frozenset[str]:
    """Return what page templates put above an article, casefolded. Raises LexiconError."""
    try:
        with LEFTOVERS_FILE.open(encoding="utf-8", newline="") as file:
            return frozenset(row["phrase"].casefold() for row in csv.DictReader(file))
    except (OSError, KeyError, ValueError) as error:
        message = f"{LEFTOVERS_FILE.name} can't be read: {error}; restore it from the repository"
        raise LexiconError(message) from error


def _one_line(text: str) -> str:
    return " ".join(storable(text).split())


def _language_code(language: str | None) -> str | None:
    code = _LANGUAGE.fullmatch((language or "").strip().lower())
    return code[1] if code else None
