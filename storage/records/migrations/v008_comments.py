"""Threads that are logs: which they are, what people wrote in them, and how it changed."""

import sqlalchemy as sa
from alembic import op

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "thread_bindings",
        sa.Column("channel", sa.String(255), primary_key=True),
        sa.Column("thread", sa.String(255), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_thread_bindings_kind_number", "thread_bindings", ["kind", "number"])
    op.create_table(
        "comments",
        sa.Column("channel", sa.String(255), primary_key=True),
        sa.Column("ts", sa.String(255), primary_key=True),
        sa.Column("thread", sa.String(255), nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("gone", sa.String(32), nullable=False),
    )
    op.create_index("ix_comments_channel_thread", "comments", ["channel", "thread"])
    op.create_index("ix_comments_person", "comments", ["person"])
    op.create_table(
        "comment_revisions",
        sa.Column("channel", sa.String(255), primary_key=True),
        sa.Column("ts", sa.String(255), primary_key=True),
        sa.Column("revised", sa.String(255), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
    )
    op.create_table(
        "comment_reactions",
        sa.Column("channel", sa.String(255), primary_key=True),
        sa.Column("ts", sa.String(255), primary_key=True),
        sa.Column("emoji", sa.String(255), primary_key=True),
        sa.Column("person", sa.String(255), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("on", sa.Boolean, nullable=False),
    )
    op.create_index("ix_comment_reactions_person", "comment_reactions", ["person"])
