"""One text in, its toponyms out: what the `toponyms` command needs and no more.

It loads neither the store nor the readers nor the join, which take seconds.
"""

from collections.abc import Sequence
from functools import cache

from extract.publishers import publisher_country
from extract.reading import read_places
from extract.resolve import resolve
from extract.text import tokens_of
from extract.toponyms import mentions_at
from extract.unknown import OtherGeocoder, with_other_answers
from geodata.gazetteer import Gazetteer
from geodata.model import Article, Toponym
from geodata.settings import GEOCODER_ANSWERS, Settings


def extract_toponyms(
    article: Article, spans: Sequence[tuple[int, int]] | None = None
) -> tuple[Toponym, ...]:
    """Return the article's toponyms in order; with `spans` exactly those mentions, resolved.

    Raises ValueError for a span outside of the text.
    """
    gazetteer, other = opened_gazetteer(), other_geocoder()
    if spans is None:
        return read_places(article, gazetteer, other).toponyms
    mentions = mentions_at(article.text, tokens_of(article.text), spans, gazetteer)
    resolved = resolve(article.text, mentions, gazetteer, publisher=publisher_country(article))
    return with_other_answers(resolved, other)


@cache
def opened_gazetteer() -> Gazetteer:
    """Return the gazetteer in use, opened once a process."""
    return Gazetteer.open()


@cache
def other_geocoder() -> OtherGeocoder | None:
    """Return the geocoder that the analyst switched on, None as installed."""
    wanted = Settings.from_environment().other_geocoder
    if not wanted:
        return None
    # geopy loads all of its services: a second for nothing where none is wanted
    from geodata import other_geocoder as behind_geopy  # noqa: PLC0415

    return behind_geopy.OtherGeocoder.open(wanted, GEOCODER_ANSWERS)
