"""How it goes with what is done over and over, so that missed and failing runs are noticed."""

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "runs",
        sa.Column("name", sa.String(255), primary_key=True),
        sa.Column("at", sa.DateTime),
        sa.Column("failures", sa.Integer, nullable=False),
    )
