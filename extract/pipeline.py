"""Articles in, events out: the only door from the dashboard and the commands."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from extract import batch
from extract.batch import IngestCount
from extract.events import events_of
from extract.readers import read_articles
from extract.reading import read_article
from extract.records import Extraction
from extract.toponym_extraction import extract_toponyms, opened_gazetteer, other_geocoder
from geodata.join import join_records
from geodata.model import Article, Skipped

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
    reading = read_article(article, opened_gazetteer(), other_geocoder())
    events = join_records(events_of(reading))
    return Extraction(article=article, events=events, toponyms=reading.toponyms)


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
