"""Where an article was published: the country of its outlet, from its address or name."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from urllib.parse import urlsplit

from extract.countries import name_of_country
from extract.lexicon import lexicon, words
from geodata.model import Article
from geodata.names import fold

# Endings of countries that anybody may take: they tell nothing of where a site is made.
_BORROWED_ENDINGS = frozenset(["io", "co", "me", "tv", "fm", "ai", "cc", "ws"])
_ENDING_OF_UK = "uk"


def publisher_country(article: Article) -> str | None:
    """Return the code of the country in which the article was published, None when unknown.

    The table of outlets goes first (lexicon/outlets.csv), then the ending of the address (".dz").
    """
    host = (urlsplit(article.url).hostname or "") if article.url else ""
    labels = host.split(".")
    for at in range(len(labels) - 1):
        code = _outlets().get(".".join(labels[at:]))
        if code:
            return code
    named = _outlets().get(fold(article.source or ""))
    return named or _country_of_ending(labels[-1])


def _country_of_ending(ending: str) -> str | None:
    if ending == _ENDING_OF_UK:
        return "GB"
    code = ending.upper()
    is_country = len(code) == 2 and name_of_country(code) != code
    return code if is_country and ending not in _BORROWED_ENDINGS else None


@cache
def _outlets() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in lexicon("outlets"):
        for name in (row["domain"], *(fold(name) for name in words(row, "name"))):
            found[name] = row["country_code"]
    return MappingProxyType(found)
