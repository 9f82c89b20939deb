"""Version 0001: articles, their events and toponyms, and the store's own facts."""

from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables in an empty database."""
    meta = op.create_table(
        "meta",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.bulk_insert(meta, [{"name": "content_version", "value": token_hex(10)}])
    op.create_table(
        "articles",
        sa.Column("article_id", sa.String, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("published", sa.Date),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("url", sa.String),
        sa.Column("language", sa.String),
    )
    op.create_table("events", *_event_columns())
    op.create_index("ix_events_dates", "events", ["date_start", "date_end"])
    for column in ("country_code", "border_id", "article_id"):
        op.create_index(f"ix_events_{column}", "events", [column])
    op.create_table(
        "toponyms",
        sa.Column("article_id", sa.String, sa.ForeignKey("articles.article_id"), primary_key=True),
        sa.Column("ordinal", sa.BigInteger, primary_key=True),
        sa.Column("start", sa.BigInteger, nullable=False),
        sa.Column("end", sa.BigInteger, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("border_ids", sa.String, nullable=False),
        sa.Column("place_id", sa.String),
        sa.Column("name", sa.String),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        sa.Column("country_code", sa.String),
        sa.Column("admin1", sa.String),
        sa.Column("feature_class", sa.String),
        sa.Column("feature_code", sa.String),
        sa.Column("population", sa.BigInteger),
        sa.Column("place_source", sa.String),
        sa.Column("radius_km", sa.Double),
    )


def _event_columns() -> list[sa.Column[Any]]:
    """Return the events table's columns as they were when this version was released."""
    return [
        sa.Column("event_id", sa.String, primary_key=True),
        sa.Column("act_id", sa.String, nullable=False),
        sa.Column("event_type", sa.String),
        sa.Column("sub_event_type", sa.String),
        sa.Column("border_activity", sa.String),
        sa.Column("modality", sa.String, nullable=False),
        sa.Column("background", sa.Boolean, nullable=False),
        sa.Column("date_start", sa.Date),
        sa.Column("date_end", sa.Date),
        sa.Column("time_precision", sa.BigInteger),
        sa.Column("date_basis", sa.String),
        sa.Column("date_expression", sa.String),
        sa.Column("actor1", sa.String),
        sa.Column("actor1_type", sa.String),
        sa.Column("actor2", sa.String),
        sa.Column("actor2_type", sa.String),
        sa.Column("assoc_actors", sa.String, nullable=False),
        sa.Column("attributed_to", sa.String),
        sa.Column("location", sa.String),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        sa.Column("geometry", sa.LargeBinary),
        sa.Column("place_basis", sa.String),
        sa.Column("geo_precision", sa.BigInteger),
        sa.Column("where_prec", sa.BigInteger),
        sa.Column("country", sa.String),
        sa.Column("country_code", sa.String),
        sa.Column("admin1", sa.String),
        sa.Column("border_id", sa.String),
        sa.Column("border_distance_km", sa.Double),
        sa.Column("border_position_km", sa.Double),
        sa.Column("direction", sa.String),
        sa.Column("fatalities", sa.BigInteger),
        sa.Column("fatalities_high", sa.BigInteger),
        sa.Column("wounded", sa.BigInteger),
        sa.Column("wounded_high", sa.BigInteger),
        sa.Column("detained", sa.BigInteger),
        sa.Column("detained_high", sa.BigInteger),
        sa.Column("quantity", sa.Double),
        sa.Column("quantity_high", sa.Double),
        sa.Column("quantity_unit", sa.String),
        sa.Column("commodity", sa.String),
        sa.Column("quote", sa.String),
        sa.Column("quote_start", sa.BigInteger),
        sa.Column("quote_end", sa.BigInteger),
        sa.Column("article_id", sa.String),
        sa.Column("source", sa.String),
        sa.Column("url", sa.String),
        sa.Column("published", sa.Date),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("confidence", sa.Double),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("link_id", sa.String),
        sa.Column("evidence", sa.String, nullable=False),
    ]
