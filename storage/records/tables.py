"""What the team's memory looks like on disk."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

NAME_LENGTH = 80
QUESTION_LENGTH = 2000
ID_LENGTH = 255


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as naive UTC so that every engine stores the same thing."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse what has no zone; keep the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

saved = Table(
    "saved",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("key", String(NAME_LENGTH), nullable=False),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("question", String(QUESTION_LENGTH), nullable=False),
    Column("saved_at", Instant, nullable=False),
    UniqueConstraint("person", "key"),
)

preferences = Table(
    "preferences",
    metadata,
    Column("scope", String(16), primary_key=True),
    Column("subject", String(ID_LENGTH), primary_key=True),
    Column("name", String(NAME_LENGTH), primary_key=True),
    Column("value", String(QUESTION_LENGTH), nullable=False),
    Column("set_by", String(ID_LENGTH), nullable=False),
    Column("set_at", Instant, nullable=False),
)

threads = Table(
    "threads",
    metadata,
    Column("channel", String(ID_LENGTH), primary_key=True),
    Column("thread", String(ID_LENGTH), primary_key=True),
    Column("question", String(QUESTION_LENGTH), nullable=False),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("asked_at", Instant, nullable=False),
)

posted = Table(
    "posted",
    metadata,
    Column("channel", String(ID_LENGTH), primary_key=True),
    Column("message", String(ID_LENGTH), primary_key=True),
    Column("thread", String(ID_LENGTH)),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("question", String(QUESTION_LENGTH), nullable=False),
    Column("files", JSON, nullable=False),
    Column("posted_at", Instant, nullable=False),
    Column("removed_at", Instant),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(ID_LENGTH), primary_key=True),
    Column("seen_at", Instant, nullable=False, index=True),
    Column("done_at", Instant),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("person", String(ID_LENGTH), nullable=False, index=True),
    Column("deed", String(NAME_LENGTH), nullable=False),
    Column("subject", String(QUESTION_LENGTH), nullable=False),
    Column("channel", String(ID_LENGTH)),
    Column("origin", String(16), nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(ID_LENGTH), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("channel", String(ID_LENGTH), nullable=False),
    Column("thread", String(ID_LENGTH)),
    Column("parent", String(ID_LENGTH), index=True),
    Column("lane", String(2 * ID_LENGTH + 1), index=True),
    Column("notice", String(ID_LENGTH), index=True),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("question", String(QUESTION_LENGTH), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("pictures", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("doubtful", Boolean, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("owner", String(ID_LENGTH)),
    Column("lease_until", Instant),
    Column("ts", String(ID_LENGTH)),
    Column("files", JSON, nullable=False),
    Column("error", String(ID_LENGTH)),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("key"),
    Index("ix_outbox_state_due", "state", "due_at"),
)

standing = Table(
    "standing",
    metadata,
    Column("channel", String(ID_LENGTH), primary_key=True),
    Column("ts", String(ID_LENGTH), primary_key=True),
    Column("key", String(ID_LENGTH), nullable=False, index=True),
    Column("files", JSON, nullable=False),
    Column("stood_at", Instant, nullable=False),
)

pictures = Table(
    "pictures",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("kept_at", Instant, nullable=False, index=True),
)
