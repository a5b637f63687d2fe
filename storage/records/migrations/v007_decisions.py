"""Decisions with a card of their own, to-dos, and what they are found by."""

import json
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns, and let the decisions there are be found by their words too."""
    op.add_column("decisions", sa.Column("version", sa.Integer, nullable=False, server_default="0"))
    op.add_column("decisions", sa.Column("card", sa.String(255), nullable=False, server_default=""))
    op.add_column("decisions", sa.Column("metric", sa.String(255), nullable=False, server_default=""))
    op.add_column("decisions", sa.Column("heading", sa.Text, nullable=False, server_default=""))
    op.add_column("decisions", sa.Column("wording", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "decision_marks",
        sa.Column("decision_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(255), primary_key=True),
    )
    op.create_index("ix_decision_marks_kind_value", "decision_marks", ["kind", "value"])
    op.create_table(
        "todos",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("decision_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("owner", sa.String(255), nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("done_at", sa.DateTime),
        sa.Column("done_by", sa.String(255), nullable=False),
    )
    op.create_index("ix_todos_decision_id", "todos", ["decision_id"])
    op.create_index("ix_todos_due", "todos", ["due"])
    op.create_index("ix_todos_owner", "todos", ["owner"])
    _fill()


def _fill() -> None:
    rows = sa.text(
        "SELECT d.id, r.said FROM decisions d "
        "JOIN decision_revisions r ON r.decision_id = d.id AND r.revision = d.revision"
    )
    change = sa.text("UPDATE decisions SET metric = :metric, heading = :heading, wording = :wording WHERE id = :id")
    connection = op.get_bind()
    for row in connection.execute(rows).all():
        said = json.loads(row.said)
        parts = [said[name] for name in ("why", "chosen", "effect")] + said["options"] + said["tags"]
        found = {"heading": _plain(said["what"]), "wording": _plain("\n".join(filter(None, parts)))}
        connection.execute(change, {"id": row.id, "metric": said["metric"], **found})


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
