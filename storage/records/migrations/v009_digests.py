"""Digests: questions that are asked on a schedule, and who is about to send one."""

import sqlalchemy as sa
from alembic import op

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "digests",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("question", sa.String(2000), nullable=False),
        sa.Column("days", sa.String(32), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("zone", sa.String(255), nullable=False),
        sa.Column("late", sa.String(32), nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("channel", sa.String(255), nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("next_at", sa.DateTime, nullable=False),
        sa.Column("last_at", sa.DateTime),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(255)),
        sa.Column("lease_until", sa.DateTime),
    )
    op.create_index("ix_digests_status_next_at", "digests", ["status", "next_at"])
    op.create_index("ix_digests_person", "digests", ["person"])
    op.create_index("ix_digests_channel", "digests", ["channel"])
