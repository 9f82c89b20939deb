"""Version 0003: what is still to be linked, and what analysts said of two reports."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables; what was extracted before anything linked is still to be linked."""
    pending = op.create_table(
        "link_pending",
        sa.Column("event_id", sa.String, primary_key=True),
    )
    op.create_table(
        "link_decisions",
        sa.Column("event_id", sa.String, primary_key=True),
        sa.Column("other_id", sa.String, primary_key=True),
        sa.Column("decision", sa.String, nullable=False),
        sa.Column("decided_by", sa.String, nullable=False),
        sa.Column("decided_at", sa.String, nullable=False),
    )
    op.create_index("ix_link_decisions_other_id", "link_decisions", ["other_id"])
    events = sa.table("events", sa.column("event_id"), sa.column("origin"))
    extracted = sa.select(events.c.event_id).where(events.c.origin == "extracted")
    op.execute(pending.insert().from_select(["event_id"], extracted))
