"""The windows of each rule: who judges one, what came of it, and the condition of every instance."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from analysis.alerts.condition import State, Suppressor, Told
from storage.records.alerts import compact
from storage.records.alerts.codec import Broken
from storage.records.alerts.model import Claim, Evaluation, Status, Transition
from storage.records.alerts.tables import conditions, evaluations, rules, transitions
from storage.records.conflicts import Lost
from storage.records.parcels import Lease
from storage.records.store import Store

log = logging.getLogger(__name__)

KEEP = timedelta(days=396)
"""How long a judged window is kept that belongs to no episode: 13 months, so that a year can be compared."""
_FREE: dict[str, Any] = {"owner": None, "judging": None, "lease_until": None}
_MANY = 200


class Windows:
    """One window of a rule is judged at a time, in order, and each once.

    A window is claimed for the length of a lease. Each claim of a rule has a higher fence than the one
    before; what is judged can be written down only by the holder of the highest, so that one who lost
    the rule, or whose rule was changed meanwhile, can change nothing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim(self, rule_id: int, window: datetime, lease: Lease, now: datetime) -> Claim | None:
        """The right to judge the window that ends then.

        None when it or a later one has been judged, while someone else holds the rule, or if the rule is not
        watched: not active, or only from a later window on.
        """
        ahead = or_(rules.c.judged.is_(None), rules.c.judged < window) & (rules.c.starts_at <= window)
        free = or_(rules.c.owner.is_(None), rules.c.lease_until <= now)
        here = (rules.c.id == rule_id) & (rules.c.status == Status.ACTIVE.value)
        taken = {"owner": lease.owner, "lease_until": lease.until, "judging": window, "fence": rules.c.fence + 1}
        claimed = update(rules).where(here, ahead, free).values(**taken).returning(rules.c.fence)
        with self._store.begin() as connection:
            fence = connection.execute(claimed).scalar_one_or_none()
        return None if fence is None else Claim(rule_id, window, fence, lease.owner, lease.until)

    def finish(self, claim: Claim, evaluation: Evaluation, within: Connection | None = None) -> None:
        """Write down what came of a window, in the transaction `within` if there is one.

        Raises Lost, also when another version of the rule was judged than there is now. In a transaction it
        goes first: then nothing else is written by one who lost the claim.
        """
        same = rules.c.version == evaluation.rule_version
        over = update(rules).where(_held(claim), same).values(judged=claim.window, **_FREE)
        with self._store.within(within) as connection:
            if not connection.execute(over).rowcount:
                raise Lost(f"R-{claim.rule_id} {claim.window.isoformat()}")
            connection.execute(insert(evaluations).values(**_row(claim, evaluation)))

    def confirm(self, claim: Claim, within: Connection) -> None:
        """Raise Lost unless the claim is still held; it stays so until the transaction ends."""
        if not within.execute(update(rules).where(_held(claim)).values(owner=claim.owner)).rowcount:
            raise Lost(f"R-{claim.rule_id} {claim.window.isoformat()}")

    def drop(self, claim: Claim) -> None:
        """Hand a window back that was not judged: it can be claimed at once. Nothing happens if it was lost."""
        with self._store.begin() as connection:
            connection.execute(update(rules).where(_held(claim)).values(**_FREE))

    def release(self, owner: str) -> int:
        """Hand back all that an owner holds, who is known to be gone: how many rules."""
        with self._store.begin() as connection:
            released: int = connection.execute(update(rules).where(rules.c.owner == owner).values(**_FREE)).rowcount
        return released

    def last(self, rule_id: int) -> datetime | None:
        """The end of the last window of a rule that was judged."""
        with self._store.begin() as connection:
            return connection.execute(select(rules.c.judged).where(rules.c.id == rule_id)).scalar_one_or_none()

    def lasts(self) -> Mapping[int, datetime]:
        """The end of the last window judged, of each active rule that has one."""
        wanted = select(rules.c.id, rules.c.judged).where(
            rules.c.status == Status.ACTIVE.value, rules.c.judged.is_not(None)
        )
        with self._store.begin() as connection:
            return {row.id: row.judged for row in connection.execute(wanted).all()}

    def recent(self, rule_id: int, limit: int = _MANY, until: datetime | None = None) -> tuple[Evaluation, ...]:
        """The latest windows judged, newest first; with `until`, those that were judged by then."""
        wanted = select(evaluations).where(evaluations.c.rule_id == rule_id)
        if until is not None:
            wanted = wanted.where(evaluations.c.at <= until)
        with self._store.begin() as connection:
            rows = connection.execute(wanted.order_by(evaluations.c.window.desc()).limit(limit)).all()
        return tuple(_evaluation(row) for row in rows)

    def of_episode(self, episode_id: int, limit: int = _MANY) -> tuple[Evaluation, ...]:
        """The windows judged during an episode, newest first."""
        wanted = select(evaluations).where(evaluations.c.episode_id == episode_id)
        with self._store.begin() as connection:
            rows = connection.execute(wanted.order_by(evaluations.c.window.desc()).limit(limit)).all()
        return tuple(_evaluation(row) for row in rows)

    def states(self, rule_ids: Iterable[int], within: Connection | None = None) -> Mapping[int, Mapping[str, State]]:
        """The condition of every instance known, by rule and instance key; a rule without any has an empty one.

        One that cannot be read is left out, and begins anew: it holds up no rule.
        """
        found: dict[int, dict[str, State]] = {rule_id: {} for rule_id in rule_ids}
        with self._store.within(within) as connection:
            rows = connection.execute(select(conditions).where(conditions.c.rule_id.in_(list(found)))).all()
        for rule_id, key, state in rows:
            try:
                found[rule_id][key] = compact.read_state(state)
            except Broken:
                log.exception("The condition of R-%d %s cannot be read and begins anew", rule_id, key)
        return found

    def keep(self, rule_id: int, changed: Mapping[str, State], within: Connection | None = None) -> None:
        """Remember the conditions that changed, by instance key."""
        if not changed:
            return
        rows = [{"rule_id": rule_id, "key": key, "state": compact.write_state(state)} for key, state in changed.items()]
        fresh = self._store.insert(conditions)
        again = fresh.on_conflict_do_update(index_elements=["rule_id", "key"], set_={"state": fresh.excluded.state})
        with self._store.within(within) as connection:
            connection.execute(again, rows)

    def forget(self, rule_id: int, keys: Iterable[str] | None = None, within: Connection | None = None) -> None:
        """Forget the conditions of instances that are gone, or of a whole rule that begins anew."""
        gone = delete(conditions).where(conditions.c.rule_id == rule_id)
        if keys is not None:
            gone = gone.where(conditions.c.key.in_(list(keys)))
        with self._store.within(within) as connection:
            connection.execute(gone)

    def moved(self, changes: Iterable[Transition], within: Connection | None = None) -> None:
        """Write down changes of condition."""
        rows = [_moved(change) for change in changes]
        if rows:
            with self._store.within(within) as connection:
                connection.execute(insert(transitions), rows)

    def transitions(self, rule_id: int, limit: int = _MANY, key: str | None = None) -> tuple[Transition, ...]:
        """The latest changes of condition, newest first: of a rule, or of one instance of it."""
        wanted = select(transitions).where(transitions.c.rule_id == rule_id)
        if key is not None:
            wanted = wanted.where(transitions.c.key == key)
        return self._transitions(wanted.order_by(transitions.c.id.desc()).limit(limit))

    def transitions_of(self, episode_id: int, limit: int = _MANY) -> tuple[Transition, ...]:
        """The latest changes of condition of an episode, newest first."""
        wanted = select(transitions).where(transitions.c.episode_id == episode_id)
        return self._transitions(wanted.order_by(transitions.c.id.desc()).limit(limit))

    def tidy(self, now: datetime) -> None:
        """Thin out what is older than 13 months: what belongs to an episode is kept for good."""
        old = now - KEEP
        with self._store.begin() as connection:
            for table in (evaluations, transitions):
                connection.execute(delete(table).where(table.c.window < old, table.c.episode_id.is_(None)))

    def _transitions(self, wanted: Any) -> tuple[Transition, ...]:  # noqa: ANN401
        with self._store.begin() as connection:
            return tuple(_transition(row) for row in connection.execute(wanted).all())


def _held(claim: Claim) -> Any:  # noqa: ANN401
    return (rules.c.id == claim.rule_id) & (rules.c.fence == claim.fence) & (rules.c.owner == claim.owner)


def _row(claim: Claim, evaluation: Evaluation) -> dict[str, Any]:
    return {
        "rule_id": claim.rule_id,
        "window": claim.window,
        "at": evaluation.at,
        "rule_version": evaluation.rule_version,
        "seen": compact.write_seen(evaluation.seen),
        "episode_id": evaluation.episode,
        "told": evaluation.told,
        "suppressed": evaluation.suppressed,
        "note": evaluation.note,
    }


def _evaluation(row: Row[Any]) -> Evaluation:
    told, suppressed = row.told and Told(row.told), row.suppressed and Suppressor(row.suppressed)
    seen = compact.read_seen(row.seen)
    return Evaluation(
        row.rule_id, row.window, row.at, row.rule_version, seen, row.episode_id, told, suppressed, row.note
    )


def _moved(change: Transition) -> dict[str, Any]:
    return {
        "rule_id": change.rule_id,
        "key": change.key,
        "at": change.at,
        "window": change.window,
        "before": compact.write_state(change.before),
        "after": compact.write_state(change.after),
        "episode_id": change.episode,
    }


def _transition(row: Row[Any]) -> Transition:
    before, after = compact.read_state(row.before), compact.read_state(row.after)
    return Transition(row.rule_id, row.key, row.at, row.window, before, after, row.episode_id)
