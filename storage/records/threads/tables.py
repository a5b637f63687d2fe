"""What threads look like on disk."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text

from storage.records.tables import ID_LENGTH, Instant, metadata

WORD_LENGTH = 32

bindings = Table(
    "thread_bindings",
    metadata,
    Column("channel", String(ID_LENGTH), primary_key=True),
    Column("thread", String(ID_LENGTH), primary_key=True),
    Column("kind", String(WORD_LENGTH), nullable=False),
    Column("number", Integer, nullable=False),
    Column("person", String(ID_LENGTH), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_thread_bindings_kind_number", "kind", "number"),
)

comments = Table(
    "comments",
    metadata,
    Column("channel", String(ID_LENGTH), primary_key=True),
    Column("ts", String(ID_LENGTH), primary_key=True),
    Column("thread", String(ID_LENGTH), nullable=False),
    Column("person", String(ID_LENGTH), nullable=False, index=True),
    Column("gone", String(WORD_LENGTH), nullable=False),
    Index("ix_comments_channel_thread", "channel", "thread"),
)

revisions = Table(
    "comment_revisions",
    metadata,
    Column("channel", String(ID_LENGTH), primary_key=True),
    Column("ts", String(ID_LENGTH), primary_key=True),
    Column("revised", String(ID_LENGTH), primary_key=True),
    Column("text", Text, nullable=False),
    Column("files", JSON, nullable=False),
)

reactions = Table(
    "comment_reactions",
    metadata,
    Column("channel", String(ID_LENGTH), primary_key=True),
    Column("ts", String(ID_LENGTH), primary_key=True),
    Column("emoji", String(ID_LENGTH), primary_key=True),
    Column("person", String(ID_LENGTH), primary_key=True, index=True),
    Column("at", Instant, nullable=False),
    Column("on", Boolean, nullable=False),
)
