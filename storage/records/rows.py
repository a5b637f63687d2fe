"""Parcels as rows of the outbox, and back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from storage.records.parcels import Draft, Lease, Parcel, State
from storage.records.tables import QUESTION_LENGTH, outbox

parents = outbox.alias("parent")


def joined() -> Select[Any]:
    """Every row, with where its parent stands."""
    stands = parents.c.ts.label("parent_ts")
    return select(outbox, stands).select_from(outbox.outerjoin(parents, parents.c.key == outbox.c.parent))


def hold(lease: Lease) -> dict[str, Any]:
    """What a row says while someone holds it."""
    return {"state": State.SENDING.value, "owner": lease.owner, "lease_until": lease.until}


def fresh(draft: Draft, digests: tuple[str, ...], at: datetime) -> dict[str, Any]:
    """The row of a draft that nobody has touched."""
    return {
        "key": draft.key,
        "kind": draft.kind,
        "channel": draft.channel,
        "thread": draft.thread,
        "parent": draft.parent,
        "lane": draft.lane,
        "person": draft.person,
        "question": draft.question[:QUESTION_LENGTH],
        "lang": draft.lang,
        "payload": dict(draft.payload),
        "pictures": list(digests),
        "state": State.PENDING.value,
        "attempt": 0,
        "doubtful": False,
        "due_at": at,
        "files": [],
        "created_at": at,
    }


def first(draft: Draft, digests: tuple[str, ...], at: datetime) -> Parcel:
    """A draft that is held from the start."""
    return Parcel(
        draft.key,
        draft.kind,
        draft.channel,
        draft.payload,
        1,
        at,
        draft.thread,
        draft.parent,
        draft.person,
        draft.question,
        draft.lang,
        digests,
    )


def parcel_of(row: Row[Any]) -> Parcel:
    """A row of `joined` as a parcel."""
    return Parcel(
        row.key,
        row.kind,
        row.channel,
        row.payload,
        row.attempt,
        row.created_at,
        row.thread,
        row.parent,
        row.person,
        row.question,
        row.lang,
        tuple(row.pictures),
        row.doubtful,
        tuple(row.files),
        row.parent_ts,
        row.ts,
        State(row.state),
        row.error or "",
        row.ended_at,
    )
