"""What alerts and decisions look like on disk."""

from sqlalchemy import BigInteger, Column, Date, Float, Index, Integer, LargeBinary, String, Table, Text, text

from storage.records.tables import ID_LENGTH, NAME_LENGTH, Instant, metadata

WORD_LENGTH = 32

numbers = Table(
    "numbers",
    metadata,
    Column("letter", String(1), primary_key=True),
    Column("last", Integer, nullable=False),
)

rules = Table(
    "rules",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("status", String(WORD_LENGTH), nullable=False, index=True),
    Column("note", Text, nullable=False),
    Column("lang", String(8), nullable=False),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("judged", Instant),
    Column("judging", Instant),
    Column("fence", Integer, nullable=False),
    Column("owner", String(ID_LENGTH)),
    Column("lease_until", Instant),
)

rule_revisions = Table(
    "rule_revisions",
    metadata,
    Column("rule_id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("spec", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

evaluations = Table(
    "evaluations",
    metadata,
    Column("rule_id", Integer, primary_key=True, autoincrement=False),
    Column("window", Instant, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("rule_version", Integer, nullable=False),
    Column("seen", Text, nullable=False),
    Column("episode_id", Integer, index=True),
    Column("told", String(WORD_LENGTH)),
    Column("suppressed", String(WORD_LENGTH)),
    Column("note", String(NAME_LENGTH), nullable=False),
    Index("ix_evaluations_window", "window"),
)

conditions = Table(
    "conditions",
    metadata,
    Column("rule_id", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("state", Text, nullable=False),
)

transitions = Table(
    "transitions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rule_id", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("window", Instant, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("episode_id", Integer, index=True),
    Index("ix_transitions_rule_id_window", "rule_id", "window"),
)

episodes = Table(
    "episodes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("rule_id", Integer, nullable=False),
    Column("channel", String(ID_LENGTH), nullable=False),
    Column("since", Instant, nullable=False),
    Column("fired_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("end", String(WORD_LENGTH)),
    Column("told", String(WORD_LENGTH)),
    Column("told_at", Instant),
    Column("firing", Text, nullable=False),
    Column("suppressed", String(WORD_LENGTH)),
    Column("card", String(ID_LENGTH), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Index("ix_episodes_rule_id_fired_at", "rule_id", "fired_at"),
    Index("ix_episodes_channel_fired_at", "channel", "fired_at"),
    Index(
        "uq_episodes_open",
        "rule_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

deeds = Table(
    "deeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("episode_id", Integer, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("verb", String(WORD_LENGTH), nullable=False),
    Column("source", String(NAME_LENGTH), nullable=False),
    Column("until", Instant),
    Column("whom", String(ID_LENGTH), nullable=False),
    Column("why", Text, nullable=False),
    Column("undone", Instant),
)

silences = Table(
    "silences",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("matchers", Text, nullable=False),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False, index=True),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("why", Text, nullable=False),
)

targets = Table(
    "targets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("metric", String(ID_LENGTH), nullable=False),
    Column("conditions", Text, nullable=False),
    Column("every", String(16), nullable=False),
    Column("first", Date),
    Column("last", Date),
    Column("value", Float, nullable=False),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("at", Instant, nullable=False),
    Column("replaced_at", Instant),
    Index("ix_targets_metric_replaced_at", "metric", "replaced_at"),
)

loads = Table(
    "loads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("mapping", Text, nullable=False),
    Column("table", String(ID_LENGTH), nullable=False, index=True),
    Column("read", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("refused", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("failure", Text, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False, index=True),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("channel", String(ID_LENGTH), nullable=False),
    Column("thread", String(ID_LENGTH), nullable=False),
    Column("episode_id", Integer, index=True),
    Column("evidence", Text),
    Column("revision", Integer, nullable=False),
    Column("state", String(WORD_LENGTH), nullable=False),
    Column("owner", String(ID_LENGTH), nullable=False),
    Column("review_on", Date),
    Column("version", Integer, nullable=False),
    Column("card", String(ID_LENGTH), nullable=False),
    Column("metric", String(ID_LENGTH), nullable=False),
    Column("heading", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Index("ix_decisions_channel_thread", "channel", "thread"),
    Index("ix_decisions_state_review_on", "state", "review_on"),
)

decision_marks = Table(
    "decision_marks",
    metadata,
    Column("decision_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(WORD_LENGTH), primary_key=True),
    Column("value", String(ID_LENGTH), primary_key=True),
    Index("ix_decision_marks_kind_value", "kind", "value"),
)

todos = Table(
    "todos",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("decision_id", Integer, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("text", Text, nullable=False),
    Column("owner", String(ID_LENGTH), nullable=False, index=True),
    Column("due", Date, index=True),
    Column("done_at", Instant),
    Column("done_by", String(ID_LENGTH), nullable=False),
)

decision_revisions = Table(
    "decision_revisions",
    metadata,
    Column("decision_id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("said", Text, nullable=False),
)

exhibits = Table(
    "exhibits",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("kept_at", Instant, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("name", String(ID_LENGTH), primary_key=True),
    Column("at", Instant),
    Column("failures", Integer, nullable=False),
)
