"""Digests in the memory: whose they are, when each is due, and who sends it."""

from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, or_, select, update

from analysis.digests.schedule import Late, Schedule
from analysis.errors import Mistake
from analysis.model import Lang, Text
from storage.records.alerts.numbers import take
from storage.records.conflicts import Lost
from storage.records.digests.model import Claim, Digest, Done, Outcome, Request, Status
from storage.records.digests.tables import digests
from storage.records.parcels import Lease
from storage.records.store import Store
from storage.records.tables import QUESTION_LENGTH

MOST: Final = 30
"""How many digests a person may have."""
_MANY = 100
_DUE: Final = (Status.ACTIVE.value, Status.BROKEN.value)
_FREE: dict[str, Any] = {"owner": None, "lease_until": None}


class Digests:
    """Each digest is sent once each time that it is due, whoever sends it.

    It is claimed for the length of a lease. Each claim has a higher fence than the one before, and only the
    holder of the highest can write down what came of it; who changes a digest takes it from whoever holds it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, wanted: Request, at: datetime, next_at: datetime) -> Digest:
        """Keep a new digest under the next number. Raises Mistake past a bound."""
        if len(wanted.question) > QUESTION_LENGTH:
            raise Mistake(Text("That question is too long to keep.", "这个问题太长，无法保存。"))
        with self._store.begin() as connection:
            theirs = and_(digests.c.person == wanted.person, digests.c.status != Status.REMOVED.value)
            held = connection.execute(select(func.count()).select_from(digests).where(theirs)).scalar_one()
            if held >= MOST:
                raise Mistake(_FULL, ("digests",))
            new = Digest(take("G", self._store, connection), wanted, at, next_at)
            connection.execute(insert(digests).values(**_row(new)))
        return new

    def find(self, digest_id: int) -> Digest | None:
        """The digest of that number, also a removed one."""
        return next(iter(self._read(select(digests).where(digests.c.id == digest_id))), None)

    def of(self, person: str, channel: str = "") -> tuple[Digest, ...]:
        """The digests of a person, and with a channel those that are sent there; the first made comes first."""
        theirs = digests.c.person == person
        seen = or_(theirs, digests.c.channel == channel) if channel else theirs
        kept = digests.c.status != Status.REMOVED.value
        return self._read(select(digests).where(seen, kept).order_by(digests.c.id).limit(_MANY))

    def due(self, now: datetime) -> tuple[Digest, ...]:
        """What is due and in nobody's hands, the longest due first."""
        return self._read(select(digests).where(_ripe(now)).order_by(digests.c.next_at, digests.c.id).limit(_MANY))

    def claim(self, digest: Digest, lease: Lease, now: datetime) -> Claim | None:
        """The right to send a digest now; None when somebody else was quicker, or it changed meanwhile."""
        here = and_(digests.c.id == digest.id, digests.c.next_at == digest.next_at, _ripe(now))
        taken = {"owner": lease.owner, "lease_until": lease.until, "fence": digests.c.fence + 1}
        with self._store.begin() as connection:
            claimed = update(digests).where(here).values(**taken).returning(digests.c.fence)
            fence = connection.execute(claimed).scalar_one_or_none()
        return None if fence is None else Claim(digest.id, fence, lease.owner)

    def finish(self, claim: Claim, done: Done, within: Connection | None = None) -> None:
        """Write down what came of it. In a transaction it goes first. Raises Lost."""
        values = {
            "next_at": done.next_at,
            "last_at": done.due,
            "outcome": done.outcome.value,
            "status": done.status.value,
            "note": done.note,
            **_FREE,
        }
        with self._store.within(within) as connection:
            if not connection.execute(update(digests).where(_held(claim)).values(**values)).rowcount:
                raise Lost(f"G-{claim.digest_id}")

    def drop(self, claim: Claim) -> None:
        """Hand back what was not sent: it can be claimed at once. Nothing happens if it was lost."""
        with self._store.begin() as connection:
            connection.execute(update(digests).where(_held(claim)).values(**_FREE))

    def mark(self, digest: Digest, status: Status, next_at: datetime, within: Connection | None = None) -> None:
        """Let a digest be paused, active or removed from now on, and due at `next_at`."""
        values = {"status": status.value, "note": "", "next_at": next_at, "fence": digests.c.fence + 1, **_FREE}
        with self._store.within(within) as connection:
            connection.execute(update(digests).where(digests.c.id == digest.id).values(**values))

    def _read(self, wanted: Select[Any]) -> tuple[Digest, ...]:
        with self._store.begin() as connection:
            return tuple(_digest(row) for row in connection.execute(wanted).all())


_FULL = Text(
    f"You have {MOST} digests already. Remove one first: digest remove G-… These are yours:",
    f"您已有 {MOST} 个定时发送。请先删掉一个：定时 删除 G-…。这是全部：",
)


def _ripe(now: datetime) -> ColumnElement[bool]:
    free = or_(digests.c.owner.is_(None), digests.c.lease_until <= now)
    return and_(digests.c.status.in_(_DUE), digests.c.next_at <= now, free)


def _held(claim: Claim) -> ColumnElement[bool]:
    return and_(digests.c.id == claim.digest_id, digests.c.fence == claim.fence, digests.c.owner == claim.owner)


def _row(digest: Digest) -> dict[str, Any]:
    wanted = digest.request
    return {
        "id": digest.id,
        "question": wanted.question,
        "days": "".join(map(str, sorted(wanted.schedule.days))),
        "at": wanted.schedule.at.strftime("%H:%M"),
        "zone": wanted.schedule.zone,
        "late": wanted.schedule.late.value,
        "person": wanted.person,
        "channel": wanted.channel,
        "lang": wanted.lang.value,
        "created_at": digest.created_at,
        "status": digest.status.value,
        "note": digest.note,
        "next_at": digest.next_at,
        "last_at": digest.last_at,
        "outcome": digest.outcome.value,
        "fence": 0,
    }


def _digest(row: Row[Any]) -> Digest:
    schedule = Schedule(frozenset(map(int, row.days)), time.fromisoformat(row.at), row.zone, Late(row.late))
    wanted = Request(row.question, schedule, row.person, row.channel, Lang(row.lang))
    return Digest(
        row.id,
        wanted,
        row.created_at,
        row.next_at,
        Status(row.status),
        row.note,
        row.last_at,
        Outcome(row.outcome),
    )
