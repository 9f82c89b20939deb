"""The event store: articles, their events and toponyms, and what could not be taken in.

SQLite in one file as installed, PostgreSQL by URL; both behave alike. Ids are hashes of content,
so adding what is there already changes nothing. Each article is one transaction: a process killed
at any moment leaves whole articles only, and all that it had reported as added.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, Select, delete, func, or_, select

from geodata.errors import RecordError
from geodata.index import EventIndex
from geodata.index_file import (
    INDEXED,
    index_of,
    index_path,
    index_table,
    read_index,
    write_index,
)
from geodata.matching import select as select_events
from geodata.model import Article, Event, Skipped, Toponym
from geodata.schema import check_events, events_to_frame, typed_frame
from geodata.selection import Selection
from geodata.store_articles import (
    all_articles,
    article_page,
    article_titles,
    unresolved_mentions,
)
from geodata.store_copy import back_up, restore_store
from geodata.store_engine import (
    Address,
    address_of,
    driver_rows,
    hold_still,
    insert_new,
    open_engine,
    renew_version,
    store_errors,
    writing,
)
from geodata.store_filters import SavedFilters
from geodata.store_found import Found
from geodata.store_links import StoreLinks, forget_pending, mark_pending
from geodata.store_rows import (
    TOPONYM_COLUMNS,
    article_from_row,
    article_row,
    event_rows,
    frame_rows,
    rows_frame,
    skipped_row,
    toponym_row,
    toponyms_frame,
)
from geodata.store_tables import ARTICLES, EVENTS, META, SKIPPED, TOPONYMS

SKIPPED_COLUMNS: Final = ("source", "kind", "reason", "remedy", "skipped_at")

# Rows handled at once: enough that the work per batch doesn't show, few enough that memory is
# set by the result and not by the rows on their way.
_BATCH_ROWS: Final = 20_000


class EventStore:
    """An open store; threads may share it. Use it as a context manager, or call `close`.

    Every method raises StoreUnavailableError when the database fails, and RecordError for values
    that it can't hold.
    """

    def __init__(self, engine: Engine, address: Address) -> None:
        self._engine = engine
        self._writer = writing(engine)
        self._address = address

    @classmethod
    def open(cls, store: str | Path) -> Self:
        """Open a store by path or URL; it is made where missing and upgraded where old.

        Raises StoreUnavailableError (no rights, a folder, no store, no server) and
        StoreVersionError (written by a newer Borderwatch).
        """
        address = address_of(store)
        return cls(open_engine(address), address)

    @staticmethod
    def restore(store: str | Path, backup: str | Path) -> Path | None:
        """Replace a store's content by a backup's; see `geodata.store_copy.restore_store`."""
        return restore_store(store, backup)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @property
    def label(self) -> str:
        """The store's path, or its URL without user and password."""
        return self._address.label

    @property
    def links(self) -> StoreLinks:
        """What is linked, what is still to be, and what analysts said of it."""
        return StoreLinks(self._reading, self._writing)

    @property
    def saved_filters(self) -> SavedFilters:
        """The filters that analysts saved by name."""
        return SavedFilters(self._reading, self._writing)

    def add_article(
        self, article: Article, events: Iterable[Event], toponyms: Iterable[Toponym]
    ) -> bool:
        """Add an article with its events and mentions, all or nothing.

        Return False, and change nothing, when the article is there already. An event that is
        there already (imported before its article was read) stays as it is. Raises RecordError
        when an event belongs to another article or two share an id.
        """
        events = tuple(events)
        _check_belong(article, events)
        new_events = event_rows(events)
        new_toponyms = [
            toponym_row(article.article_id, ordinal, toponym)
            for ordinal, toponym in enumerate(toponyms)
        ]
        with self._writing() as connection:
            if not insert_new(connection, ARTICLES, [article_row(article)]):
                return False
            insert_new(connection, EVENTS, new_events)
            insert_new(connection, TOPONYMS, new_toponyms)
            mark_pending(connection, [event.event_id for event in events])
            renew_version(connection)
        return True

    def has_article(self, article_id: str) -> bool:
        """Return whether the article has been read into this store."""
        with self._reading() as connection:
            there = select(ARTICLES.c.article_id).where(ARTICLES.c.article_id == article_id)
            return connection.execute(there).first() is not None

    def article(self, article_id: str) -> Article | None:
        """Return the article, None when it isn't in this store."""
        with self._reading() as connection:
            found = select(ARTICLES).where(ARTICLES.c.article_id == article_id)
            row = connection.execute(found).first()
        return None if row is None else article_from_row(row)

    def articles(self) -> pd.DataFrame:
        """Return ARTICLE_COLUMNS of all articles, without their text, earliest published first.

        `published` is datetime64, `event_count` a whole number, all else text or missing.
        """
        with self._reading() as connection:
            return all_articles(connection)

    def article_page(self, first: int, count: int, holding: str = "") -> tuple[pd.DataFrame, int]:
        """Return some articles and how many there are; see `geodata.store_articles`."""
        with self._reading() as connection:
            return article_page(connection, first, count, holding)

    def article_titles(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return the titles of the articles that are there, by id."""
        with self._reading() as connection:
            return article_titles(connection, article_ids)

    def delete_article(self, article_id: str) -> int:
        """Delete an article with its events and mentions; return how many events went.

        An article that isn't there gives 0.
        """
        with self._writing() as connection:
            forget_pending(connection, article_id)
            gone = connection.execute(delete(EVENTS).where(EVENTS.c.article_id == article_id))
            connection.execute(delete(TOPONYMS).where(TOPONYMS.c.article_id == article_id))
            article = connection.execute(
                delete(ARTICLES).where(ARTICLES.c.article_id == article_id)
            )
            if gone.rowcount or article.rowcount:
                renew_version(connection)
            return gone.rowcount

    def add_events(self, frame: pd.DataFrame) -> int:
        """Add the rows of an events frame whose event_id is new, all or nothing; return how many.

        Raises RecordError as `typed_frame` and `check_events` do.
        """
        events = typed_frame(frame)
        check_events(events)
        with self._writing() as connection:
            added = sum(
                insert_new(connection, EVENTS, frame_rows(events.iloc[start : start + _BATCH_ROWS]))
                for start in range(0, len(events), _BATCH_ROWS)
            )
            if added:
                renew_version(connection)
        return added

    def events(self, selection: Selection | None = None) -> gpd.GeoDataFrame:
        """Return the events (all, or those selected) as an events frame of `geodata.schema`.

        By date_start, undated last, then by event_id: the same content gives the same frame, in
        whatever order it was added.
        """
        chosen = select(EVENTS)
        if selection is not None:
            chosen = _near(chosen, selection)
        with self._reading() as connection:
            rows = connection.execute(chosen, execution_options={"yield_per": _BATCH_ROWS})
            parts = [rows_frame(part) for part in rows.partitions()]
        if not parts:
            return events_to_frame(())
        frame = pd.concat(parts, ignore_index=True)
        if selection is not None:
            frame = self._selected(frame, selection)
        return frame.sort_values(["date_start", "event_id"], ignore_index=True)

    def _selected(self, frame: gpd.GeoDataFrame, selection: Selection) -> gpd.GeoDataFrame:
        if not selection.text:
            return select_events(frame, selection)
        # Titles stand in the articles; the index has them.
        meant = self.index().select(selection)
        return frame[frame["event_id"].isin(meant.ids(np.arange(len(meant))))]

    def events_by_id(self, event_ids: Sequence[str]) -> gpd.GeoDataFrame:
        """Return the events of these ids, in the order given; those that aren't there are left out.

        At most some thousand ids: each is a value of the query.
        """
        chosen = select(EVENTS).where(EVENTS.c.event_id.in_(event_ids))
        with self._reading() as connection:
            frame = rows_frame(connection.execute(chosen).all())
        order = {event_id: place for place, event_id in enumerate(event_ids)}
        return frame.sort_values("event_id", key=lambda ids: ids.map(order), ignore_index=True)

    def events_of_article(self, article_id: str) -> gpd.GeoDataFrame:
        """Return the events that an article reports, in the order of their quotes."""
        chosen = select(EVENTS).where(EVENTS.c.article_id == article_id)
        with self._reading() as connection:
            frame = rows_frame(connection.execute(chosen).all())
        return frame.sort_values(["quote_start", "event_id"], ignore_index=True)

    def index(self) -> EventIndex:
        """Return the index of all events as they are now, from its file where that is up to date.

        A file that can't be written is done without: the index is then made every time.
        """
        with self._at_one_moment() as connection:
            return self._index(connection, _version(connection))

    def _index(self, connection: Connection, version: str) -> EventIndex:
        path = index_path(self._address.file, self.label, version)
        found = read_index(path, version)
        if found is not None:
            return found
        table = index_table(_index_rows(connection))
        with suppress(OSError):
            write_index(table, path, version)
        return read_index(path, version) or index_of(table, version)

    @contextmanager
    def found(self, selection: Selection, *, index: EventIndex | None = None) -> Iterator[Found]:
        """Give the whole records that a selection means, all as they are at this moment.

        `index` is taken for the store's where it is of this moment, so that it needs no opening.
        """
        with self._at_one_moment() as connection:
            version = _version(connection)
            if index is None or index.version != version:
                index = self._index(connection, version)
            events = index.select(selection)
            yield Found(selection=selection, events=events, connection=connection)

    def toponyms(self, article_id: str | None = None) -> pd.DataFrame:
        """Return TOPONYM_COLUMNS of one article's mentions, or of all, in text order.

        `border_ids` are tuples; for unresolved mentions all is missing from `place_id` on.
        """
        columns = [TOPONYMS.c[name] for name in TOPONYM_COLUMNS]
        chosen = select(*columns).order_by(TOPONYMS.c.article_id, TOPONYMS.c.ordinal)
        if article_id is not None:
            chosen = chosen.where(TOPONYMS.c.article_id == article_id)
        with self._reading() as connection:
            return toponyms_frame(connection.execute(chosen).all())

    def unresolved(self, at_most: int) -> tuple[pd.DataFrame, int, int]:
        """Return the names without a place, and counts; see `geodata.store_articles`."""
        with self._reading() as connection:
            return unresolved_mentions(connection, at_most)

    def add_skipped(self, skipped: Skipped) -> bool:
        """Keep what could not be taken in; False when its source and reason are there already."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing() as connection:
            new = insert_new(connection, SKIPPED, [skipped_row(skipped, skipped_at=now)]) > 0
            if new:
                renew_version(connection)
        return new

    def skipped(self) -> pd.DataFrame:
        """Return SKIPPED_COLUMNS by source and reason; `skipped_at` is when first met (UTC)."""
        columns = [SKIPPED.c[name] for name in SKIPPED_COLUMNS]
        with self._reading() as connection:
            rows = connection.execute(select(*columns)).all()
        frame = pd.DataFrame([tuple(row) for row in rows], columns=list(SKIPPED_COLUMNS))
        frame = frame.astype(dict.fromkeys(SKIPPED_COLUMNS, "str"))
        frame["skipped_at"] = pd.to_datetime(frame["skipped_at"], utc=True).dt.as_unit("s")
        return frame.sort_values(["source", "reason"], ignore_index=True)

    def counts(self) -> dict[str, int]:
        """Return how many articles, events, toponyms and skipped things are in the store."""
        with self._reading() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (ARTICLES, EVENTS, TOPONYMS, SKIPPED)
            }

    def version(self) -> str:
        """Return a short text that is another after every change of content."""
        with self._reading() as connection:
            return _version(connection)

    def backup(self, path: str | Path) -> None:
        """Write all content to a new SQLite store at `path`; see `geodata.store_copy.back_up`."""
        back_up(self._engine, self._address, path)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with store_errors(self.label), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _at_one_moment(self) -> Iterator[Connection]:
        with self._reading() as connection:
            hold_still(connection)
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with store_errors(self.label), self._writer.begin() as connection:
            yield connection


def _version(connection: Connection) -> str:
    value = select(META.c.value).where(META.c.name == "content_version")
    return str(connection.execute(value).scalar_one())


def _index_rows(connection: Connection) -> Iterator[Sequence[Any]]:
    titles = ARTICLES.c.title.label("title")
    columns = [titles if name == "title" else EVENTS.c[name] for name in INDEXED]
    articles = EVENTS.outerjoin(ARTICLES, ARTICLES.c.article_id == EVENTS.c.article_id)
    return driver_rows(connection, select(*columns).select_from(articles), _BATCH_ROWS)


def _near(events: Select[Any], selection: Selection) -> Select[Any]:
    """Narrow the query to what the selection may mean; `geodata.selection` alone decides."""
    start, end = EVENTS.c.date_start, EVENTS.c.date_end
    if selection.since:
        events = events.where(or_(start.is_(None), end >= selection.since))
    if selection.until:
        events = events.where(or_(start.is_(None), start <= selection.until))
    if selection.countries:
        events = events.where(EVENTS.c.country_code.in_(selection.countries))
    if selection.borders:
        events = events.where(EVENTS.c.border_id.in_(selection.borders))
    return events


def _check_belong(article: Article, events: tuple[Event, ...]) -> None:
    ids = [event.event_id for event in events]
    faults = [
        f"event {event.event_id!r} is of article {event.article_id!r}"
        for event in events
        if event.article_id != article.article_id
    ]
    faults += [f"event_id {name!r} is there twice" for name in set(ids) if ids.count(name) > 1]
    if faults:
        raise RecordError(f"article {article.article_id!r} can't be added: {'; '.join(faults)}")
