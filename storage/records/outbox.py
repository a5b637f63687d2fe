"""The outbox: every message others can see, written down before it is sent and until it is known to stand."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, exists, func, or_, select, update

from storage.records.conflicts import Lost
from storage.records.parcels import OPEN, Draft, Lease, Parcel, State, Turn
from storage.records.posts import Post, Posts
from storage.records.rows import first, fresh, hold, joined, parcel_of, ready, vain
from storage.records.standing import Stand, Standing
from storage.records.store import Store
from storage.records.tables import ID_LENGTH, outbox, pictures, standing

KEEP = timedelta(days=7)
"""How long what is over, and every picture, is kept."""
_MANY = 100
_VAIN = timedelta(hours=1)

_earlier = outbox.alias("earlier")


class Outbox:
    """The messages to be sent, one row a destination.

    A parcel is claimed by compare-and-set for the length of a lease; each claim counts `attempt` up,
    and every later change asks for that very number, so that a holder who lost it can change nothing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._posts = Posts(store)
        self._standing = Standing(store)

    def put(
        self, drafts: Iterable[Draft], at: datetime, lease: Lease | None = None, within: Connection | None = None
    ) -> Parcel | None:
        """Write drafts down, in the transaction `within` if there is one. A key that is known stays as it was.

        With a `lease` the first draft is held at once: it is returned, unless it is known or has to wait for others.
        """
        mine = None
        with self._store.within(within) as connection:
            for number, draft in enumerate(drafts):
                digests = self._keep(draft.pictures, at, connection)
                take = lease if number == 0 and lease and self._free(draft, connection) else None
                row = fresh(draft, digests, at) | ({**hold(take), "attempt": 1} if take else {})
                claim = self._store.insert(outbox).values(**row).on_conflict_do_nothing(index_elements=["key"])
                new = connection.execute(claim.returning(outbox.c.key)).one_or_none()
                if new and take:
                    mine = first(draft, digests, at)
                elif new and draft.notice and draft.notice == draft.parent:
                    _supersede(draft, at, connection)
        return mine

    def due(self, now: datetime, without: Collection[str] = ()) -> tuple[Parcel, ...]:
        """What may be claimed, the oldest first and a hundred at most, leaving out the channels `without`."""
        before = and_(_earlier.c.lane == outbox.c.lane, _earlier.c.id < outbox.c.id, _earlier.c.state.in_(OPEN))
        wanted = joined().where(_ripe(now), ready(), ~exists().where(before)).order_by(outbox.c.id).limit(_MANY)
        if without:
            wanted = wanted.where(outbox.c.channel.not_in(without))
        with self._store.begin() as connection:
            return tuple(parcel_of(row) for row in connection.execute(wanted).all())

    def next_due(self, now: datetime) -> datetime | None:
        """When something will be due that is not yet."""
        when = case((outbox.c.state == State.PENDING.value, outbox.c.due_at), else_=outbox.c.lease_until)
        with self._store.begin() as connection:
            wanted = select(func.min(when)).where(outbox.c.state.in_(OPEN), when > now)
            return connection.execute(wanted).scalar_one_or_none()

    def claim(self, parcel: Parcel, lease: Lease, now: datetime) -> Parcel | None:
        """Hold a parcel that is due; None when someone else was quicker.

        One that was held before and never finished is doubtful from then on.
        """
        doubtful = case((outbox.c.state == State.SENDING.value, True), else_=outbox.c.doubtful)
        here = and_(outbox.c.key == parcel.key, outbox.c.attempt == parcel.attempt, _ripe(now))
        taken = {**hold(lease), "attempt": parcel.attempt + 1, "doubtful": doubtful}
        with self._store.begin() as connection:
            if not connection.execute(update(outbox).where(here).values(**taken)).rowcount:
                return None
            return parcel_of(connection.execute(joined().where(outbox.c.key == parcel.key)).one())

    def note(self, parcel: Parcel, files: tuple[str, ...], lease: Lease) -> Parcel:
        """Write down Slack's ids of its pictures before they are shared, and hold on to it. Raises Lost."""
        with self._store.begin() as connection:
            _change(parcel, connection, files=list(files), lease_until=lease.until)
        return replace(parcel, files=files)

    def sent(self, parcel: Parcel, ts: str, now: datetime) -> None:
        """It stands at `ts`: the answer is remembered, and its thread bound to its question. Raises Lost."""
        over = {"state": State.SENT.value, "ts": ts, "owner": None, "ended_at": now, "error": None}
        with self._store.begin() as connection:
            _change(parcel, connection, files=list(parcel.files), **over)
            if parcel.notice and ts:
                self._standing.put(
                    parcel.notice, Stand(parcel.channel, ts, parcel.files or parcel.parent_files), now, connection
                )
            if parcel.parent_ts and parcel.files:
                self._posts.hang(parcel.channel, parcel.parent_ts, parcel.files, connection)
            elif ts and parcel.person and ts != parcel.parent_ts:
                post = Post(parcel.channel, ts, parcel.person, parcel.question, now, parcel.thread, parcel.files)
                self._posts.add(post, connection)

    def later(self, parcel: Parcel, due_at: datetime, error: str, *, doubtful: bool) -> None:
        """It did not go: try again then. Raises Lost."""
        again = {"state": State.PENDING.value, "due_at": due_at, "owner": None, "lease_until": None}
        with self._store.begin() as connection:
            _change(parcel, connection, doubtful=doubtful, error=error[:ID_LENGTH], **again)

    def turn(self, parcel: Parcel, turn: Turn, error: str, now: datetime) -> None:
        """Send it another way from now on, with what follows from that. Raises Lost."""
        other = {"kind": turn.kind, "payload": dict(turn.payload), "files": [], "doubtful": False}
        again = {"state": State.PENDING.value, "due_at": now, "owner": None, "lease_until": None}
        digests = parcel.digests if turn.digests is None else turn.digests
        with self._store.begin() as connection:
            _change(parcel, connection, error=error[:ID_LENGTH], pictures=list(digests), **other, **again)
            for draft in turn.more:
                row = fresh(draft, parcel.digests, now)
                connection.execute(self._store.insert(outbox).values(**row).on_conflict_do_nothing())

    def end(self, parcel: Parcel, error: str, now: datetime, *, told: bool = False) -> None:
        """Give it up, and what waits for it. `told` when its asker hears of it at this moment. Raises Lost."""
        state = State.DECLINED if told else State.DEAD
        over = {"state": state.value, "owner": None, "ended_at": now, "error": error[:ID_LENGTH]}
        with self._store.begin() as connection:
            _change(parcel, connection, **over)
            stands = select(standing.c.key).where(standing.c.key == outbox.c.parent)
            awaited = outbox.c.parent.in_((parcel.key, parcel.notice or parcel.key))
            waiting = and_(awaited, outbox.c.state.in_(OPEN), ~exists(stands))
            connection.execute(update(outbox).where(waiting).values(**over))

    def release(self, owner: str, due_at: datetime) -> int:
        """Hand back what an owner held, to be looked into at `due_at`: how many."""
        mine = and_(outbox.c.state == State.SENDING.value, outbox.c.owner == owner)
        back = {"state": State.PENDING.value, "doubtful": True, "due_at": due_at, "owner": None, "lease_until": None}
        with self._store.begin() as connection:
            released: int = connection.execute(update(outbox).where(mine).values(**back)).rowcount
        return released

    def find(self, key: str) -> Parcel | None:
        """The parcel of that key, whatever became of it."""
        with self._store.begin() as connection:
            row = connection.execute(joined().where(outbox.c.key == key)).one_or_none()
        return parcel_of(row) if row else None

    def over(self, key: str) -> bool:
        """Whether the parcel of that key was delivered or given up."""
        wanted = select(outbox.c.state).where(outbox.c.key == key)
        with self._store.begin() as connection:
            state = connection.execute(wanted).scalar_one_or_none()
        return state is not None and state not in OPEN

    def waiting(self) -> int:
        """How many are not over yet."""
        with self._store.begin() as connection:
            wanted = select(func.count()).where(outbox.c.state.in_(OPEN))
            return int(connection.execute(wanted).scalar_one())

    def dead(self, person: str | None = None, limit: int = 10) -> tuple[Parcel, ...]:
        """The dead letters that are still kept, the latest first: everyone's, or what one person asked for."""
        wanted = joined().where(outbox.c.state == State.DEAD.value).order_by(outbox.c.ended_at.desc()).limit(limit)
        if person is not None:
            wanted = wanted.where(outbox.c.person == person)
        with self._store.begin() as connection:
            return tuple(parcel_of(row) for row in connection.execute(wanted).all())

    def picture(self, digest: str) -> bytes | None:
        """The bytes of a picture, while it is kept."""
        with self._store.begin() as connection:
            return connection.execute(select(pictures.c.data).where(pictures.c.digest == digest)).scalar_one_or_none()

    def tidy(self, now: datetime) -> None:
        """Drop what has been over for a week, and pictures nobody has sent for as long; give up what waits in vain."""
        over = and_(outbox.c.state.not_in(OPEN), outbox.c.ended_at < now - KEEP)
        lost = {"state": State.DEAD.value, "ended_at": now, "error": "parent_given_up"}
        with self._store.begin() as connection:
            connection.execute(update(outbox).where(vain(now - _VAIN)).values(**lost))
            connection.execute(delete(outbox).where(over))
            connection.execute(delete(pictures).where(pictures.c.kept_at < now - KEEP))

    def _free(self, draft: Draft, connection: Connection) -> bool:
        if draft.parent:
            return False
        busy = and_(outbox.c.lane == draft.lane, outbox.c.state.in_(OPEN))
        return draft.lane is None or not connection.execute(select(exists().where(busy))).scalar_one()

    def _keep(self, images: Iterable[bytes], at: datetime, connection: Connection) -> tuple[str, ...]:
        digests = []
        for data in images:
            digest = sha256(data).hexdigest()
            row = {"digest": digest, "data": data, "kept_at": at}
            kept = self._store.insert(pictures).values(**row)
            # The same picture again is kept from now on; its bytes need no second writing.
            again = kept.on_conflict_do_update(index_elements=["digest"], set_={"kept_at": at})
            connection.execute(again)
            digests.append(digest)
        return tuple(digests)


def _ripe(now: datetime) -> ColumnElement[bool]:
    waiting = and_(outbox.c.state == State.PENDING.value, outbox.c.due_at <= now)
    return or_(waiting, and_(outbox.c.state == State.SENDING.value, outbox.c.lease_until <= now))


def _supersede(draft: Draft, at: datetime, connection: Connection) -> None:
    """Earlier changes of the same notice that have not gone need not go any more."""
    like = and_(outbox.c.notice == draft.notice, outbox.c.parent == draft.parent, outbox.c.kind == draft.kind)
    waiting = and_(like, outbox.c.state == State.PENDING.value, outbox.c.key != draft.key)
    connection.execute(update(outbox).where(waiting).values(state=State.SUPERSEDED.value, ended_at=at))


def _change(parcel: Parcel, connection: Connection, **values: Any) -> None:  # noqa: ANN401
    mine = and_(outbox.c.key == parcel.key, outbox.c.attempt == parcel.attempt, outbox.c.state == State.SENDING.value)
    if not connection.execute(update(outbox).where(mine).values(**values)).rowcount:
        raise Lost(parcel.key)
