"""The store's tables as they are now, and the schema version they belong to.

`geodata/migrations` brings an older store here; a test compares the two. Dates are DATE, whole
numbers 8 bytes wide, geometries WKB in EPSG:4326, lists JSON text.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy.types import TypeEngine

from geodata.schema import DATE_COLUMNS, EVENT_COLUMNS, FLOAT_COLUMNS, INTEGER_COLUMNS

# The newest file in geodata/migrations/versions. It stands here too so that opening a store that
# is up to date need not import Alembic (0.4 s).
SCHEMA_VERSION: Final = "0004"
VERSION_TABLE: Final = "borderwatch_schema"

_FILLED: Final = frozenset(
    ("act_id", "modality", "background", "assoc_actors", "origin", "status", "evidence")
)

TABLES: Final = MetaData()


def _event_columns() -> Iterable[Column[Any]]:
    for name in EVENT_COLUMNS:
        yield Column(
            name,
            _event_type(name),
            primary_key=name == "event_id",
            nullable=name not in _FILLED and name != "event_id",
        )


def _event_type(name: str) -> type[TypeEngine[Any]]:
    types: dict[str, type[TypeEngine[Any]]] = {"background": Boolean, "geometry": LargeBinary}
    types |= dict.fromkeys(DATE_COLUMNS, Date)
    types |= dict.fromkeys(INTEGER_COLUMNS, BigInteger)
    types |= dict.fromkeys(FLOAT_COLUMNS, Double)
    return types.get(name, String)


META: Final = Table(
    "meta",
    TABLES,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

ARTICLES: Final = Table(
    "articles",
    TABLES,
    Column("article_id", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("text", String, nullable=False),
    Column("published", Date),
    Column("source", String, nullable=False),
    Column("url", String),
    Column("language", String),
)

# article_id is no foreign key here: an imported event may come from an article kept elsewhere.
EVENTS: Final = Table(
    "events",
    TABLES,
    *_event_columns(),
    Index("ix_events_dates", "date_start", "date_end"),
    Index("ix_events_country_code", "country_code"),
    Index("ix_events_border_id", "border_id"),
    Index("ix_events_article_id", "article_id"),
    Index("ix_events_link_id", "link_id"),
)

# A mention that could not be resolved has null from place_id on.
TOPONYMS: Final = Table(
    "toponyms",
    TABLES,
    Column("article_id", String, ForeignKey("articles.article_id"), primary_key=True),
    Column("ordinal", BigInteger, primary_key=True),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("text", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("score", Double, nullable=False),
    Column("border_ids", String, nullable=False),
    Column("place_id", String),
    Column("name", String),
    Column("latitude", Double),
    Column("longitude", Double),
    Column("country_code", String),
    Column("admin1", String),
    Column("feature_class", String),
    Column("feature_code", String),
    Column("population", BigInteger),
    Column("place_source", String),
    Column("radius_km", Double),
)

# The key is a hash of source and reason: PostgreSQL can't index texts as long as these may be.
SKIPPED: Final = Table(
    "skipped",
    TABLES,
    Column("skipped_id", String, primary_key=True),
    Column("source", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("remedy", String, nullable=False),
    Column("skipped_at", String, nullable=False),
)

# Events that no linking has looked at since they came in, or since an analyst spoke of them.
LINK_PENDING: Final = Table(
    "link_pending",
    TABLES,
    Column("event_id", String, primary_key=True),
)

# What analysts said of two reports, the smaller id first; the ids outlive their events, so that
# a decision holds when an article is deleted and read again.
LINK_DECISIONS: Final = Table(
    "link_decisions",
    TABLES,
    Column("event_id", String, primary_key=True),
    Column("other_id", String, primary_key=True),
    Column("decision", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("decided_at", String, nullable=False),
    Index("ix_link_decisions_other_id", "other_id"),
)

# What analysts filtered by, under a name of theirs: the text of a page's address.
SAVED_FILTERS: Final = Table(
    "saved_filters",
    TABLES,
    Column("name", String, primary_key=True),
    Column("query", String, nullable=False),
)
