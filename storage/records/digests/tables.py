"""What digests look like on disk."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from storage.records.tables import ID_LENGTH, QUESTION_LENGTH, Instant, metadata

WORD_LENGTH = 32

digests = Table(
    "digests",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("question", String(QUESTION_LENGTH), nullable=False),
    Column("days", String(WORD_LENGTH), nullable=False),
    Column("at", String(5), nullable=False),
    Column("zone", String(ID_LENGTH), nullable=False),
    Column("late", String(WORD_LENGTH), nullable=False),
    Column("person", String(ID_LENGTH), nullable=False, index=True),
    Column("channel", String(ID_LENGTH), nullable=False, index=True),
    Column("lang", String(8), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("status", String(WORD_LENGTH), nullable=False),
    Column("note", Text, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("last_at", Instant),
    Column("outcome", String(WORD_LENGTH), nullable=False),
    Column("fence", Integer, nullable=False),
    Column("owner", String(ID_LENGTH)),
    Column("lease_until", Instant),
    Index("ix_digests_status_next_at", "status", "next_at"),
)
