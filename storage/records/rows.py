"""Parcels as rows of the outbox, and back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Row, ScalarSelect, Select, and_, exists, func, or_, select

from storage.records.parcels import OPEN, Draft, Lease, Parcel, State
from storage.records.tables import QUESTION_LENGTH, outbox, standing

parents = outbox.alias("parent")


def joined() -> Select[Any]:
    """Every row, with where its parent stands: a notice in its latest place, also long after it was sent."""
    stands = func.coalesce(_place(standing.c.ts), parents.c.ts).label("parent_ts")
    within = _place(standing.c.files).label("parent_files")
    earlier = _place(standing.c.ts, 1).label("parent_earlier")
    both = outbox.outerjoin(parents, parents.c.key == outbox.c.parent)
    return select(outbox, stands, within, earlier).select_from(both)


def ready() -> ColumnElement[bool]:
    """Of `joined`: what has nothing to wait for, or whose parent stands."""
    known = exists().where(standing.c.key == outbox.c.parent)
    return or_(outbox.c.parent.is_(None), parents.c.state == State.SENT.value, known)


def vain(before: datetime) -> ColumnElement[bool]:
    """What has waited since `before` for something that neither stands nor is on its way."""
    coming = and_(or_(parents.c.key == outbox.c.parent, parents.c.notice == outbox.c.parent), ~_over(parents))
    stands = exists().where(standing.c.key == outbox.c.parent)
    waits = and_(outbox.c.parent.is_not(None), ~_over(outbox), outbox.c.created_at < before)
    return and_(waits, ~exists().where(coming), ~stands)


def _over(rows: FromClause) -> ColumnElement[bool]:
    held: ColumnElement[bool] = rows.c.state.not_in((*OPEN, State.SENT.value))
    return held


def _place(column: Column[Any], back: int = 0) -> ScalarSelect[Any]:
    """A column of the latest place of the parent, or of the one so many before."""
    place = select(column).where(standing.c.key == outbox.c.parent).correlate(outbox)
    newest = place.order_by(standing.c.stood_at.desc(), standing.c.ts.desc())
    return newest.limit(1).offset(back).scalar_subquery()


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
        "notice": draft.notice or None,
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
        notice=draft.notice,
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
        row.notice or "",
        tuple(row.parent_files or ()),
        row.parent_earlier,
    )
