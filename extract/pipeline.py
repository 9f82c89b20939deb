"""Articles in, events out: the only door from the dashboard and the commands."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from extract import batch
from extract.batch import IngestCount
from extract.events import events_of
from extract.publishers import publisher_country
from extract.readers import read_articles
from extract.reading import read_article, read_places
from extract.records import Extraction
from extract.resolve import resolve
from extract.text import tokens_of
from extract.toponyms import mentions_at
from extract.unknown import with_other_answers
from geodata.gazetteer import Gazetteer
from geodata.join import join_events
from geodata.model import Article, Skipped, Toponym
from geodata.other_geocoder import OtherGeocoder
from geodata.schema import events_to_frame, frame_to_events
from geodata.settings import GEOCODER_ANSWERS, Settings

__all__ = [
    "IngestCount",
    "extract_events",
    "extract_toponyms",
    "ingest",
    "read_articles",
]


def extract_events(article: Article) -> Extraction:
    """Return the article's events, the main event first, joined to countries and borders.

    All its toponyms come with them, the unresolved ones too.
    """
    reading = read_article(article, _gazetteer(), _other_geocoder())
    events = events_of(reading)
    if events:
        events = tuple(frame_to_events(join_events(events_to_frame(events))))
    return Extraction(article=article, events=events, toponyms=reading.toponyms)


def extract_toponyms(
    article: Article, spans: Sequence[tuple[int, int]] | None = None
) -> tuple[Toponym, ...]:
    """Return the article's toponyms in order; with `spans` exactly those mentions, resolved.

    Raises ValueError for a span outside of the text.
    """
    gazetteer, other = _gazetteer(), _other_geocoder()
    if spans is None:
        return read_places(article, gazetteer, other).toponyms
    mentions = mentions_at(article.text, tokens_of(article.text), spans, gazetteer)
    resolved = resolve(article.text, mentions, gazetteer, publisher=publisher_country(article))
    return with_other_answers(resolved, other)


def ingest(
    inputs: Iterable[str | Path],
    *,
    store_url: str,
    published: date | None = None,
    jobs: int = 1,
    progress: Callable[[Article | Skipped], object] | None = None,
) -> IngestCount:
    """Read articles into the store: what it holds already is passed over. See `batch.ingest`."""
    return batch.ingest(
        inputs,
        extract=extract_events,
        store_url=store_url,
        published=published,
        jobs=jobs,
        progress=progress,
    )


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.open()


@cache
def _other_geocoder() -> OtherGeocoder | None:
    wanted = Settings.from_environment().other_geocoder
    return OtherGeocoder.open(wanted, GEOCODER_ANSWERS) if wanted else None
