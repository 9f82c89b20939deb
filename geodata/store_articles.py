"""What the store says of its articles without reading their texts: pages of a list, titles."""

from collections.abc import Iterable
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, Select, func, or_, select

from geodata.model import MentionKind
from geodata.store_tables import ARTICLES, EVENTS, TOPONYMS

ARTICLE_COLUMNS: Final = (
    "article_id",
    "title",
    "published",
    "source",
    "url",
    "language",
    "event_count",
)
UNRESOLVED_COLUMNS: Final = ("text", "kind", "mentions", "articles")


def all_articles(connection: Connection) -> pd.DataFrame:
    """Return ARTICLE_COLUMNS of every article, earliest published first."""
    order = (ARTICLES.c.published.nulls_last(), ARTICLES.c.article_id)
    return _articles(connection, _listed().order_by(*order))


def article_page(
    connection: Connection, first: int, count: int, holding: str = ""
) -> tuple[pd.DataFrame, int]:
    """Return ARTICLE_COLUMNS of some articles, latest published first, and how many there are.

    `first` counts from 0. Those whose title or source holds a text, if one is given; SQLite tells
    apart upper and lower case outside of ASCII.
    """
    columns = (ARTICLES.c.title, ARTICLES.c.source)
    holds = or_(*(column.icontains(holding, autoescape=True) for column in columns))
    meant = (holds,) if holding else ()
    order = (ARTICLES.c.published.desc().nulls_last(), ARTICLES.c.article_id)
    chosen = _listed().where(*meant).order_by(*order).offset(first).limit(count)
    counted = select(func.count()).select_from(ARTICLES).where(*meant)
    return _articles(connection, chosen), connection.execute(counted).scalar_one()


def article_titles(connection: Connection, article_ids: Iterable[str]) -> dict[str, str]:
    """Return the titles of the articles that are there, by id; at most some thousand ids."""
    chosen = select(ARTICLES.c.article_id, ARTICLES.c.title)
    rows = connection.execute(chosen.where(ARTICLES.c.article_id.in_(set(article_ids))))
    return {row.article_id: row.title for row in rows}


def unresolved_mentions(connection: Connection, at_most: int) -> tuple[pd.DataFrame, int, int]:
    """Return UNRESOLVED_COLUMNS of the names without a place, most frequent first.

    Beside them stands how many mentions have no place, and how many mentions there are in all.
    Borders are no places.
    """
    missing = (TOPONYMS.c.place_id.is_(None), TOPONYMS.c.kind != MentionKind.BORDER.value)
    mentions = func.count().label("mentions")
    articles = func.count(TOPONYMS.c.article_id.distinct()).label("articles")
    names = (TOPONYMS.c.text, TOPONYMS.c.kind)
    chosen = select(*names, mentions, articles).where(*missing).group_by(*names)
    rows = connection.execute(chosen.order_by(mentions.desc(), *names).limit(at_most)).all()
    number = select(func.count()).select_from(TOPONYMS)
    frame = pd.DataFrame([tuple(row) for row in rows], columns=list(UNRESOLVED_COLUMNS))
    without = connection.execute(number.where(*missing)).scalar_one()
    return frame, without, connection.execute(number).scalar_one()


def _listed() -> Select[Any]:
    events_of_it = (
        select(func.count()).where(EVENTS.c.article_id == ARTICLES.c.article_id).scalar_subquery()
    )
    return select(*(ARTICLES.c[name] for name in ARTICLE_COLUMNS[:-1]), events_of_it)


def _articles(connection: Connection, chosen: Select[Any]) -> pd.DataFrame:
    rows = [tuple(row) for row in connection.execute(chosen)]
    frame = pd.DataFrame(rows, columns=list(ARTICLE_COLUMNS))
    frame["published"] = pd.to_datetime(frame["published"])
    kinds = dict.fromkeys(ARTICLE_COLUMNS, "str")
    return frame.astype(kinds | {"published": "datetime64[s]", "event_count": "int64"})
