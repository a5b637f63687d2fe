"""The outbox: messages decided on and not yet known to stand in Slack, with the pictures they carry."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the outbox and the pictures beside it."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        *_addressed(),
        *_delivered(),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_state_due", "outbox", ["state", "due_at"])
    op.create_index("ix_outbox_parent", "outbox", ["parent"])
    op.create_index("ix_outbox_lane", "outbox", ["lane"])
    op.create_table(
        "pictures",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("kept_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_pictures_kept_at", "pictures", ["kept_at"])


def _addressed() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(255), nullable=False),
        sa.Column("thread", sa.String(255)),
        sa.Column("parent", sa.String(255)),
        sa.Column("lane", sa.String(511)),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("question", sa.String(2000), nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("pictures", sa.JSON, nullable=False),
    )


def _delivered() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("doubtful", sa.Boolean, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("owner", sa.String(255)),
        sa.Column("lease_until", sa.DateTime),
        sa.Column("ts", sa.String(255)),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("error", sa.String(255)),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
