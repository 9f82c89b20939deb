"""Version 0002: what could not be taken in is kept too, and linked reports are found fast."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of skipped things and the index on link_id."""
    op.create_table(
        "skipped",
        sa.Column("skipped_id", sa.String, primary_key=True),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("remedy", sa.String, nullable=False),
        sa.Column("skipped_at", sa.String, nullable=False),
    )
    op.create_index("ix_events_link_id", "events", ["link_id"])
