"""The inbox knows what was taken and never finished."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Deliveries of before count as finished: Slack repeats none of them any more."""
    op.add_column("inbox", sa.Column("done_at", sa.DateTime))
    op.execute("UPDATE inbox SET done_at = seen_at")
