"""Where notices stand, kept for good: what is said unasked changes in place long after it left the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and let the outbox name the notice that a message is."""
    op.create_table(
        "standing",
        sa.Column("channel", sa.String(255), primary_key=True),
        sa.Column("ts", sa.String(255), primary_key=True),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("stood_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_standing_key", "standing", ["key"])
    op.add_column("outbox", sa.Column("notice", sa.String(255)))
    op.create_index("ix_outbox_notice", "outbox", ["notice"])
