"""Many articles into the store: one process or several, restartable, nothing twice."""

import logging
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Final

from extract.errors import WorkerError
from extract.readers import Item, read_articles
from extract.records import Extraction
from geodata.model import Article, Skipped, Toponym
from geodata.store import EventStore

_LOGGER: Final = logging.getLogger(__name__)

# Reasons kept for the summary; the store keeps them all.
SKIPPED_SHOWN: Final = 20
UNDATED_SHOWN: Final = 5

# Articles handed to a process at once, and chunks on their way for each: enough that no process
# waits for the store, few enough that memory doesn't grow with the batch.
_CHUNK_ARTICLES: Final = 8
_CHUNKS_AHEAD: Final = 3

Extractor = Callable[[Article], Extraction]
Reader = Callable[..., Iterable[Item]]
Outcome = Extraction | Skipped | None
Pair = tuple[Item, Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestCount:
    """What an ingest has done so far.

    `articles_known` were in the store already; `without_date` counts the added articles that have
    no publication date, `without_date_first` the sources of the first UNDATED_SHOWN of them;
    `unresolved` the toponyms without a place or border. `linked` events have a new link_id.
    `skipped_first` holds
    the first SKIPPED_SHOWN of `skipped`. `interrupted` is True when Ctrl-C ended it: what was
    counted is stored, and the same call again goes on with the rest.
    """

    articles_added: int = 0
    articles_known: int = 0
    events_added: int = 0
    toponyms: int = 0
    unresolved: int = 0
    linked: int = 0
    without_date: int = 0
    without_date_first: tuple[str, ...] = ()
    skipped: int = 0
    skipped_first: tuple[Skipped, ...] = ()
    interrupted: bool = False


def ingest(
    inputs: Iterable[str | Path],
    *,
    extract: Extractor,
    store_url: str,
    published: date | None = None,
    jobs: int = 1,
    progress: Callable[[Item], object] | None = None,
    read: Reader = read_articles,
) -> IngestCount:
    """Read the inputs, extract what is new and add it to the store, in the order of the inputs.

    With `jobs` above 1 extraction runs in that many processes, and `extract` must be a function
    of a module; reading and writing stay here. Each article is one transaction, and one that the
    store has is not extracted again, so an ingest that was stopped goes on where it was.
    `progress` is called with each article and each thing skipped, after it is stored. Raises the
    errors of `EventStore.open` and of its methods, and WorkerError when a process died.
    """
    count = IngestCount()
    with (
        EventStore.open(store_url) as store,
        closing(
            _extracted(read(inputs, published=published), extract, store.has_article, jobs=jobs)
        ) as pairs,
    ):
        try:
            for item, extraction in pairs:
                count = _add(store, count, item, extraction)
                if progress is not None:
                    progress(item)
        except KeyboardInterrupt:
            return replace(count, interrupted=True)
        except BrokenProcessPool as error:
            raise WorkerError(
                f"a process of the ingest died after {count.articles_added} articles were added; "
                "run the same command again, with fewer --jobs if memory is short"
            ) from error
    return count


def _extracted(
    items: Iterable[Item], extract: Extractor, is_known: Callable[[str], bool], *, jobs: int
) -> Generator[Pair, None, None]:
    """Yield each item with its extraction; None for what is skipped or known."""
    wanted = ((item, _wanted(item, is_known)) for item in items)
    if jobs > 1:
        yield from _extracted_in_processes(wanted, extract, jobs)
        return
    for item, article in wanted:
        yield item, None if article is None else _attempted(extract, article)


def _wanted(item: Item, is_known: Callable[[str], bool]) -> Article | None:
    return item if isinstance(item, Article) and not is_known(item.article_id) else None


def _extracted_in_processes(
    wanted: Iterable[tuple[Item, Article | None]], extract: Extractor, jobs: int
) -> Iterator[Pair]:
    """Yield as `_extracted` does and in the same order, with a bounded number on their way."""
    # spawned, not forked: a fork copies the store's connections and the threads' locks
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_end_with_parent)
    ahead: deque[tuple[list[Item], Future[list[Outcome]]]] = deque()
    source = iter(wanted)
    try:
        while chunk := list(islice(source, _CHUNK_ARTICLES)):
            articles = [article for _, article in chunk]
            with _interrupts_held():
                future = pool.submit(_extract_chunk, extract, articles)
            ahead.append(([item for item, _ in chunk], future))
            if len(ahead) >= jobs * _CHUNKS_AHEAD:
                yield from _done(*ahead.popleft())
        while ahead:
            yield from _done(*ahead.popleft())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _done(items: list[Item], future: Future[list[Outcome]]) -> Iterator[Pair]:
    yield from zip(items, future.result(), strict=True)


def _extract_chunk(extract: Extractor, articles: list[Article | None]) -> list[Outcome]:
    return [None if article is None else _attempted(extract, article) for article in articles]


def _attempted(extract: Extractor, article: Article) -> Extraction | Skipped:
    """Return the article's extraction, or why there is none.

    The bulkhead of the batch: whatever one article trips in the extractor, the rest is read, and a
    rerun does not stop at the same place.
    """
    try:
        return extract(article)
    except Exception as error:
        _LOGGER.exception("the extractor failed on %s", article.source)
        return Skipped(
            source=article.source or article.article_id,
            kind="article",
            reason=f"the extractor failed on it: {type(error).__name__}: {error}",
            remedy="report the failure with this article; all others were read",
        )


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while the pool may start a process, which then leaves it to its parent."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """Have this process end when its parent was killed: the pool itself would wait on."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(process: BaseProcess) -> None:
    process.join()
    os._exit(1)


def _add(store: EventStore, count: IngestCount, item: Item, extraction: Outcome) -> IngestCount:
    if isinstance(item, Skipped):
        return _add_skipped(store, count, item)
    if isinstance(extraction, Skipped):
        return _add_skipped(store, count, extraction)
    if extraction is None or not store.add_article(
        extraction.article, extraction.events, extraction.toponyms
    ):
        return replace(count, articles_known=count.articles_known + 1)
    toponyms = extraction.toponyms
    undated = () if item.published else (item.source,)
    return replace(
        count,
        articles_added=count.articles_added + 1,
        events_added=count.events_added + len(extraction.events),
        toponyms=count.toponyms + len(toponyms),
        unresolved=count.unresolved + sum(map(_is_unresolved, toponyms)),
        without_date=count.without_date + len(undated),
        without_date_first=(*count.without_date_first, *undated)[:UNDATED_SHOWN],
    )


def _add_skipped(store: EventStore, count: IngestCount, skipped: Skipped) -> IngestCount:
    store.add_skipped(skipped)
    first = count.skipped_first
    if len(first) < SKIPPED_SHOWN:
        first = (*first, skipped)
    return replace(count, skipped=count.skipped + 1, skipped_first=first)


def _is_unresolved(toponym: Toponym) -> bool:
    return toponym.place is None and not toponym.border_ids
