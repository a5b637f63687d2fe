"""Saved questions, preferences, threads, answers posted, the inbox and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    _questions()
    _slack()
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("deed", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(2000), nullable=False),
        sa.Column("channel", sa.String(255)),
        sa.Column("origin", sa.String(16), nullable=False),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_person", "audit", ["person"])


def _questions() -> None:
    op.create_table(
        "saved",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("question", sa.String(2000), nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("person", "key", name="uq_saved_person"),
    )
    op.create_table(
        "preferences",
        sa.Column("scope", sa.String(16), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("value", sa.String(2000), nullable=False),
        sa.Column("set_by", sa.String(255), nullable=False),
        sa.Column("set_at", sa.DateTime, nullable=False),
    )


def _slack() -> None:
    op.create_table(
        "threads",
        sa.Column("channel", sa.String(255), primary_key=True),
        sa.Column("thread", sa.String(255), primary_key=True),
        sa.Column("question", sa.String(2000), nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("asked_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "posted",
        sa.Column("channel", sa.String(255), primary_key=True),
        sa.Column("message", sa.String(255), primary_key=True),
        sa.Column("thread", sa.String(255)),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("question", sa.String(2000), nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("posted_at", sa.DateTime, nullable=False),
        sa.Column("removed_at", sa.DateTime),
    )
    op.create_table(
        "inbox",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("seen_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_inbox_seen_at", "inbox", ["seen_at"])
