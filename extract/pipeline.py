"""Articles in, events out: the only door from the dashboard and the commands."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from extract import batch
from extract.batch import IngestCount
from extract.events import events_of
from extract.readers import read_articles
from extract.reading import read_article
from extract.records import Extraction, LinkCount
from extract.toponym_extraction import extract_toponyms, opened_gazetteer, other_geocoder
from geodata.join import join_records
from geodata.model import Article, Skipped
from geodata.store import EventStore

__all__ = [
    "IngestCount",
    "LinkCount",
    "extract_events",
    "extract_toponyms",
    "ingest",
    "read_articles",
    "relink",
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
    """Read articles into the store and link what was added. See `batch.ingest`.

    What the store holds already is passed over; what an interruption left unlinked is linked by
    the next call.
    """
    count = batch.ingest(
        inputs,
        extract=extract_events,
        store_url=store_url,
        published=published,
        jobs=jobs,
        progress=progress,
    )
    return count if count.interrupted else replace(count, linked=_link(store_url).changed)


def relink(store_url: str, *, progress: Callable[[int], object] | None = None) -> LinkCount:
    """Link all of a store's events anew; `progress` is called with how many more are done."""
    # scikit-learn takes a second to load: who only reads articles or a map needn't wait for it
    from extract.link import relink as link_anew  # noqa: PLC0415

    with EventStore.open(store_url) as store:
        return link_anew(store, progress=progress)


def _link(store_url: str) -> LinkCount:
    with EventStore.open(store_url) as store:
        if not store.links.pending():
            return LinkCount()
        from extract.link import link_pending  # noqa: PLC0415

        return link_pending(store)
