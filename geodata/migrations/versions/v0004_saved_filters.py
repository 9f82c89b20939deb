"""Version 0004: filters that analysts saved by name."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add their table."""
    op.create_table(
        "saved_filters",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("query", sa.String, nullable=False),
    )
