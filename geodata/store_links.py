"""The store's part of linking: which reports stand near each other, their links, and decisions.

Which reports are of one happening is for the caller to say; here it is kept. Events that came in
with an article are pending until `set_links` has been told of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from geodata.codes import LinkDecision
from geodata.errors import RecordError
from geodata.store_engine import insert_new, renew_version
from geodata.store_tables import ARTICLES, EVENTS, LINK_DECISIONS, LINK_PENDING, TOPONYMS

REPORT_COLUMNS: Final = (
    "event_id",
    "event_type",
    "border_activity",
    "modality",
    "background",
    "date_start",
    "date_end",
    "actor1",
    "actor2",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "where_prec",
    "country_code",
    "admin1",
    "border_id",
    "border_distance_km",
    "fatalities",
    "fatalities_high",
    "wounded",
    "detained",
    "quantity",
    "quantity_unit",
    "quote",
    "quote_start",
    "article_id",
    "published",
    "origin",
    "link_id",
    "evidence",
)
DECISION_COLUMNS: Final = ("event_id", "other_id", "decision", "decided_by", "decided_at")
# Ids in one query: SQLite's limit of variables was 999 for long.
_IDS_AT_ONCE: Final = 900

Transaction = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedCounts:
    """How many reports share a link_id with others, in how many groups; happenings in all."""

    reports: int
    groups: int
    happenings: int


class StoreLinks:
    """The links of an open store; `EventStore.links` makes it. Raises as the store's methods do."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading = reading
        self._writing = writing

    def pending(self) -> list[str]:
        """Return the ids of the events still to be linked, by publication, then by id."""
        days = func.coalesce(EVENTS.c.published, EVENTS.c.date_start)
        with self._reading() as connection:
            chosen = select(EVENTS.c.event_id).join(LINK_PENDING, _is_pending())
            rows = connection.execute(chosen.order_by(days.nulls_last(), EVENTS.c.event_id))
            return [event_id for (event_id,) in rows]

    def counts(self) -> LinkedCounts:
        """Return how much is linked."""
        size = func.count().label("size")
        groups = (
            select(size)
            .where(EVENTS.c.link_id.is_not(None))
            .group_by(EVENTS.c.link_id)
            .having(size > 1)
            .subquery()
        )
        linked = select(func.coalesce(func.sum(groups.c.size), 0), func.count()).select_from(groups)
        with self._reading() as connection:
            reports, number = map(int, connection.execute(linked).one())
            events = connection.execute(select(func.count()).select_from(EVENTS)).scalar_one()
        return LinkedCounts(reports=reports, groups=number, happenings=events - reports + number)

    def mark_all_pending(self) -> int:
        """Have every event be linked anew; return how many there are."""
        known = select(LINK_PENDING.c.event_id)
        others = select(EVENTS.c.event_id).where(EVENTS.c.event_id.not_in(known))
        with self._writing() as connection:
            connection.execute(LINK_PENDING.insert().from_select(["event_id"], others))
            return connection.execute(select(func.count()).select_from(EVENTS)).scalar_one()

    def reports(self, event_ids: Iterable[str]) -> pd.DataFrame:
        """Return REPORT_COLUMNS and `pending` of the events that are there, by id."""
        return self._reports(EVENTS.c.event_id, event_ids)

    def members(self, link_ids: Iterable[str]) -> pd.DataFrame:
        """Return REPORT_COLUMNS and `pending` of all events with these link_ids, by event_id."""
        return self._reports(EVENTS.c.link_id, link_ids)

    def reports_between(self, since: date, until: date) -> pd.DataFrame:
        """Return REPORT_COLUMNS and `pending` of events that may be of these days, by event_id.

        Undated events count by their publication.
        """
        start, end, published = EVENTS.c.date_start, EVENTS.c.date_end, EVENTS.c.published
        dated = and_(start <= until, end >= since)
        undated = and_(start.is_(None), published >= since, published <= until)
        with self._reading() as connection:
            return _report_rows(connection, [or_(dated, undated)])

    def article_texts(self, article_ids: Iterable[str]) -> pd.DataFrame:
        """Return `article_id`, `title`, `text` and `language` of the articles, by id."""
        columns = ("article_id", "title", "text", "language")
        chosen = select(*(ARTICLES.c[name] for name in columns))
        with self._reading() as connection:
            rows = [
                tuple(row)
                for some in _in_turn(ARTICLES.c.article_id, article_ids)
                for row in connection.execute(chosen.where(some))
            ]
        frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
        return frame.sort_values("article_id", ignore_index=True)

    def article_places(self, article_ids: Iterable[str]) -> pd.DataFrame:
        """Return `article_id`, `place_id` and `country_code` of resolved mentions, each once."""
        columns = ("article_id", "place_id", "country_code")
        chosen = select(*(TOPONYMS.c[name] for name in columns)).distinct()
        with self._reading() as connection:
            rows = [
                tuple(row)
                for some in _in_turn(TOPONYMS.c.article_id, article_ids)
                for row in connection.execute(chosen.where(some, TOPONYMS.c.place_id.is_not(None)))
            ]
        frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
        return frame.sort_values(["article_id", "place_id"], ignore_index=True)

    def set_links(self, links: Mapping[str, str | None], *, done: Iterable[str] = ()) -> int:
        """Write link_ids by event_id, and that the `done` are no longer pending; all or nothing.

        Return how many events have another link_id than before.
        """
        changes = [{"key": key, "value": value} for key, value in sorted(links.items())]
        link_id = EVENTS.c.link_id
        setting = (
            update(EVENTS)
            .where(EVENTS.c.event_id == bindparam("key"))
            .where(link_id.is_distinct_from(bindparam("value")))
            .values(link_id=bindparam("value"))
        )
        finished = [{"key": event_id} for event_id in done]
        with self._writing() as connection:
            changed = connection.execute(setting, changes).rowcount if changes else 0
            if finished:
                over = delete(LINK_PENDING).where(LINK_PENDING.c.event_id == bindparam("key"))
                connection.execute(over, finished)
            if changed:
                renew_version(connection)
        return changed

    def decide(
        self, event_id: str, other_id: str, decision: LinkDecision, *, decided_by: str
    ) -> None:
        """Keep what an analyst said of two reports; it takes the place of an earlier decision.

        Both reports and all that are linked with them become pending: the next linking obeys.
        Raises RecordError when the two are one or no event of the store.
        """
        first, second = sorted((event_id, other_id))
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        row = {
            "event_id": first,
            "other_id": second,
            "decision": LinkDecision(decision).value,
            "decided_by": decided_by,
            "decided_at": now,
        }
        pair = and_(LINK_DECISIONS.c.event_id == first, LINK_DECISIONS.c.other_id == second)
        with self._writing() as connection:
            _check_there(connection, first, second)
            connection.execute(delete(LINK_DECISIONS).where(pair))
            connection.execute(LINK_DECISIONS.insert().values(row))
            mark_pending(connection, _with_linked(connection, (first, second)))
            renew_version(connection)

    def decisions(self, event_ids: Iterable[str] | None = None) -> pd.DataFrame:
        """Return DECISION_COLUMNS of all decisions, or those on any of these events, oldest first.

        `event_id` is the smaller of the two ids; `decided_at` is ISO text in UTC.
        """
        columns = [LINK_DECISIONS.c[name] for name in DECISION_COLUMNS]
        clauses: Iterable[ColumnElement[bool]] = [literal(value=True)]
        if event_ids is not None:
            ids = sorted(set(event_ids))
            clauses = [clause for name in columns[:2] for clause in _in_turn(name, ids)]
        with self._reading() as connection:
            rows = {
                tuple(row)
                for clause in clauses
                for row in connection.execute(select(*columns).where(clause))
            }
        frame = pd.DataFrame(list(rows), columns=list(DECISION_COLUMNS), dtype=object)
        return frame.sort_values(["decided_at", "event_id", "other_id"], ignore_index=True)

    def _reports(self, column: ColumnElement[Any], values: Iterable[str]) -> pd.DataFrame:
        with self._reading() as connection:
            return _report_rows(connection, _in_turn(column, values))


def mark_pending(connection: Connection, event_ids: Iterable[str]) -> None:
    """Note events as still to be linked, within the caller's transaction."""
    insert_new(connection, LINK_PENDING, [(event_id,) for event_id in event_ids])


def forget_pending(connection: Connection, article_id: str) -> None:
    """Take an article's events off the list, before they are deleted."""
    its_own = select(EVENTS.c.event_id).where(EVENTS.c.article_id == article_id)
    connection.execute(delete(LINK_PENDING).where(LINK_PENDING.c.event_id.in_(its_own)))


def _is_pending() -> ColumnElement[bool]:
    return EVENTS.c.event_id == LINK_PENDING.c.event_id


def _in_turn(column: ColumnElement[Any], values: Iterable[str]) -> Iterator[ColumnElement[bool]]:
    wanted = sorted(set(values))
    for start in range(0, len(wanted), _IDS_AT_ONCE):
        yield column.in_(wanted[start : start + _IDS_AT_ONCE])


def _report_rows(connection: Connection, clauses: Iterable[ColumnElement[bool]]) -> pd.DataFrame:
    columns = [EVENTS.c[name] for name in REPORT_COLUMNS]
    chosen = select(*columns, LINK_PENDING.c.event_id.is_not(None)).join(
        LINK_PENDING, _is_pending(), isouter=True
    )
    rows = [tuple(row) for clause in clauses for row in connection.execute(chosen.where(clause))]
    frame = pd.DataFrame(rows, columns=[*REPORT_COLUMNS, "pending"], dtype=object)
    return frame.sort_values("event_id", ignore_index=True)


def _check_there(connection: Connection, first: str, second: str) -> None:
    known = select(EVENTS.c.event_id).where(EVENTS.c.event_id.in_((first, second)))
    there = {event_id for (event_id,) in connection.execute(known)}
    faults = [f"event {name!r} isn't in the store" for name in {first, second} - there]
    if first == second:
        faults.append(f"event {first!r} is named twice; name two reports")
    if faults:
        raise RecordError("; ".join(sorted(faults)))


def _with_linked(connection: Connection, event_ids: Sequence[str]) -> list[str]:
    own = select(EVENTS.c.link_id).where(EVENTS.c.event_id.in_(event_ids))
    linked = select(EVENTS.c.event_id).where(EVENTS.c.link_id.in_(own))
    return [*event_ids, *(event_id for (event_id,) in connection.execute(linked))]
