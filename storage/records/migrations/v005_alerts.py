"""Rules, windows judged, episodes and deeds; silences, targets and loads; decisions and what they rest on."""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of alerts and decisions."""
    op.create_table(
        "numbers",
        sa.Column("letter", sa.String(1), primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    _rules()
    _windows()
    _transitions()
    _episodes()
    _deeds()
    _silences()
    _targets()
    _loads()
    _decisions()


def _number(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _rules() -> None:
    op.create_table(
        "rules",
        _number(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("starts_at", sa.DateTime, nullable=False),
        sa.Column("judged", sa.DateTime),
        sa.Column("judging", sa.DateTime),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(255)),
        sa.Column("lease_until", sa.DateTime),
    )
    op.create_index("ix_rules_status", "rules", ["status"])
    op.create_table(
        "rule_revisions",
        _number("rule_id"),
        _number("version"),
        sa.Column("spec", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )


def _windows() -> None:
    op.create_table(
        "evaluations",
        _number("rule_id"),
        sa.Column("window", sa.DateTime, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("rule_version", sa.Integer, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("episode_id", sa.Integer),
        sa.Column("told", sa.String(32)),
        sa.Column("suppressed", sa.String(32)),
        sa.Column("note", sa.String(80), nullable=False),
    )
    op.create_index("ix_evaluations_episode_id", "evaluations", ["episode_id"])
    op.create_index("ix_evaluations_window", "evaluations", ["window"])
    op.create_table(
        "conditions",
        _number("rule_id"),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
    )


def _transitions() -> None:
    op.create_table(
        "transitions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("rule_id", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("window", sa.DateTime, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("episode_id", sa.Integer),
    )
    op.create_index("ix_transitions_episode_id", "transitions", ["episode_id"])
    op.create_index("ix_transitions_rule_id_window", "transitions", ["rule_id", "window"])


def _episodes() -> None:
    op.create_table(
        "episodes",
        _number(),
        sa.Column("rule_id", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(255), nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("fired_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("end", sa.String(32)),
        sa.Column("told", sa.String(32)),
        sa.Column("told_at", sa.DateTime),
        sa.Column("firing", sa.Text, nullable=False),
        sa.Column("suppressed", sa.String(32)),
        sa.Column("card", sa.String(255), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("ix_episodes_card", "episodes", ["card"])
    op.create_index("ix_episodes_rule_id_fired_at", "episodes", ["rule_id", "fired_at"])
    op.create_index("ix_episodes_channel_fired_at", "episodes", ["channel", "fired_at"])
    running = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_episodes_open", "episodes", ["rule_id"], unique=True, sqlite_where=running, postgresql_where=running
    )


def _deeds() -> None:
    op.create_table(
        "deeds",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("episode_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("verb", sa.String(32), nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("until", sa.DateTime),
        sa.Column("whom", sa.String(255), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("undone", sa.DateTime),
    )
    op.create_index("ix_deeds_episode_id", "deeds", ["episode_id"])


def _silences() -> None:
    op.create_table(
        "silences",
        _number(),
        sa.Column("matchers", sa.Text, nullable=False),
        sa.Column("start", sa.DateTime, nullable=False),
        sa.Column("end", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_index("ix_silences_end", "silences", ["end"])


def _targets() -> None:
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("metric", sa.String(255), nullable=False),
        sa.Column("conditions", sa.Text, nullable=False),
        sa.Column("every", sa.String(16), nullable=False),
        sa.Column("first", sa.Date),
        sa.Column("last", sa.Date),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("replaced_at", sa.DateTime),
    )
    op.create_index("ix_targets_metric_replaced_at", "targets", ["metric", "replaced_at"])


def _loads() -> None:
    op.create_table(
        "loads",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
        sa.Column("table", sa.String(255), nullable=False),
        sa.Column("read", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.Column("refused", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("failure", sa.Text, nullable=False),
    )
    op.create_index("ix_loads_at", "loads", ["at"])
    op.create_index("ix_loads_table", "loads", ["table"])


def _decisions() -> None:
    op.create_table(
        "decisions",
        _number(),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("channel", sa.String(255), nullable=False),
        sa.Column("thread", sa.String(255), nullable=False),
        sa.Column("episode_id", sa.Integer),
        sa.Column("evidence", sa.Text),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(255), nullable=False),
        sa.Column("review_on", sa.Date),
    )
    op.create_index("ix_decisions_at", "decisions", ["at"])
    op.create_index("ix_decisions_episode_id", "decisions", ["episode_id"])
    op.create_index("ix_decisions_channel_thread", "decisions", ["channel", "thread"])
    op.create_index("ix_decisions_state_review_on", "decisions", ["state", "review_on"])
    op.create_table(
        "decision_revisions",
        _number("decision_id"),
        _number("revision"),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
    )
    op.create_table(
        "exhibits",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("kept_at", sa.DateTime, nullable=False),
    )
