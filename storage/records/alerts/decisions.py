"""Decisions: kept for good, each revision beside the ones before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, insert, select, update

from analysis.errors import Mistake
from analysis.model import Text
from storage.records.alerts import codec
from storage.records.alerts.decision import STAGES, Decision, Evidence, Origin, Revision, Stage, Statement
from storage.records.alerts.numbers import take
from storage.records.alerts.tables import decision_revisions, decisions, exhibits
from storage.records.conflicts import Stale
from storage.records.preferences import Setter
from storage.records.store import Store

_MANY = 100


@dataclass(frozen=True)
class Search:
    """Which decisions are wanted: those that fit everything that is said here."""

    episodes: tuple[int, ...] = ()
    channel: str = ""
    thread: str = ""
    stages: tuple[Stage, ...] = ()
    owner: str = ""
    review_by: date | None = None
    limit: int = _MANY


class Decisions:
    """Every decision there ever was. A revision is added, never rewritten; the latest is what it says now."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        said: Statement,
        origin: Origin,
        setter: Setter,
        evidence: Evidence | None = None,
        within: Connection | None = None,
    ) -> Decision:
        """Keep a new decision."""
        first = Revision(1, setter.at, setter.person, said)
        with self._store.within(within) as connection:
            kept = Decision(take("D", self._store, connection), setter.at, setter.person, origin, first, evidence)
            connection.execute(insert(decisions).values(**_row(kept)))
            connection.execute(insert(decision_revisions).values(**_revision_row(kept.id, first)))
        return kept

    def revise(self, decision: Decision, said: Statement, setter: Setter, within: Connection | None = None) -> Decision:
        """Let a decision say something else from now on.

        Raises Stale when it was revised since `decision` was read, Mistake when it cannot go to that stage.
        """
        _refuse_impossible(decision, said)
        before = decision.latest.number
        new = Revision(before + 1, setter.at, setter.person, said)
        here = (decisions.c.id == decision.id) & (decisions.c.revision == before)
        with self._store.within(within) as connection:
            if not connection.execute(update(decisions).where(here).values(**_present(new))).rowcount:
                raise Stale(f"D-{decision.id} revision {before}")
            connection.execute(insert(decision_revisions).values(**_revision_row(decision.id, new)))
        return Decision(decision.id, decision.at, decision.person, decision.origin, new, decision.evidence)

    def find(self, decision_id: int) -> Decision | None:
        """The decision of that number. Raises Broken where what it says cannot be read."""
        found = self._read(_wanted().where(decisions.c.id == decision_id))
        return found[0] if found else None

    def search(self, wanted: Search) -> tuple[Decision, ...]:
        """The decisions wanted, the latest first."""
        ordered = _wanted().where(*_conditions(wanted)).order_by(decisions.c.id.desc())
        return self._read(ordered.limit(wanted.limit))

    def of(self, episode_id: int) -> tuple[Decision, ...]:
        """The decisions that answer an episode, the latest first."""
        return self.search(Search(episodes=(episode_id,)))

    def revisions(self, decision_id: int) -> tuple[Revision, ...]:
        """All that a decision ever said, the first one first."""
        here = decision_revisions.c.decision_id == decision_id
        wanted = select(decision_revisions).where(here).order_by(decision_revisions.c.revision)
        with self._store.begin() as connection:
            return tuple(_revision(row) for row in connection.execute(wanted).all())

    def exhibit(self, picture: bytes, setter: Setter, within: Connection | None = None) -> str:
        """Keep the bytes of a picture for good; its digest, to be named in Evidence."""
        digest = sha256(picture).hexdigest()
        row = {"digest": digest, "data": picture, "kept_at": setter.at}
        with self._store.within(within) as connection:
            connection.execute(self._store.insert(exhibits).values(**row).on_conflict_do_nothing())
        return digest

    def exhibited(self, digest: str) -> bytes | None:
        """The bytes of a picture that a decision rests on."""
        with self._store.begin() as connection:
            return connection.execute(select(exhibits.c.data).where(exhibits.c.digest == digest)).scalar_one_or_none()

    def _read(self, wanted: Select[Any]) -> tuple[Decision, ...]:
        with self._store.begin() as connection:
            return tuple(_decision(row) for row in connection.execute(wanted).all())


_IMPOSSIBLE = Text("A decision that is {before} cannot become {after}.", "处于“{before}”的决策不能变为“{after}”。")
_NAMES = {
    Stage.PROPOSED: Text("proposed", "提议中"),
    Stage.DECIDED: Text("decided", "已决定"),
    Stage.IN_PROGRESS: Text("in progress", "执行中"),
    Stage.REVIEWED: Text("reviewed", "已复盘"),
    Stage.SUPERSEDED: Text("superseded", "已被取代"),
}


def _refuse_impossible(decision: Decision, said: Statement) -> None:
    before, after = decision.latest.said.stage, said.stage
    if after is not before and after not in STAGES[before]:
        old, new = _NAMES[before], _NAMES[after]
        english = _IMPOSSIBLE.en.format(before=old.en, after=new.en)
        raise Mistake(Text(english, _IMPOSSIBLE.zh.format(before=old.zh, after=new.zh)))


def _conditions(wanted: Search) -> Iterable[ColumnElement[bool]]:
    if wanted.episodes:
        yield decisions.c.episode_id.in_(wanted.episodes)
    for name in ("channel", "thread", "owner"):
        if value := getattr(wanted, name):
            yield decisions.c[name] == value
    if wanted.stages:
        yield decisions.c.state.in_([stage.value for stage in wanted.stages])
    if wanted.review_by is not None:
        yield decisions.c.review_on <= wanted.review_by


def _wanted() -> Select[Any]:
    latest = (decision_revisions.c.decision_id == decisions.c.id) & (
        decision_revisions.c.revision == decisions.c.revision
    )
    of_latest = (decision_revisions.c[name].label(f"revision_{name}") for name in ("at", "person"))
    return select(decisions, decision_revisions.c.said, *of_latest).join(decision_revisions, latest)


def _row(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "at": decision.at,
        "person": decision.person,
        "channel": decision.origin.channel,
        "thread": decision.origin.thread,
        "episode_id": decision.origin.episode,
        "evidence": None if decision.evidence is None else codec.write(decision.evidence),
        **_present(decision.latest),
    }


def _present(latest: Revision) -> dict[str, Any]:
    """What the decision's own row repeats of its latest revision, to be found by."""
    said = latest.said
    return {"revision": latest.number, "state": said.stage.value, "owner": said.owner, "review_on": said.review_on}


def _revision_row(decision_id: int, revision: Revision) -> dict[str, Any]:
    return {
        "decision_id": decision_id,
        "revision": revision.number,
        "at": revision.at,
        "person": revision.person,
        "said": codec.write(revision.said),
    }


def _decision(row: Row[Any]) -> Decision:
    latest = Revision(row.revision, row.revision_at, row.revision_person, codec.read(Statement, row.said))
    evidence = None if row.evidence is None else codec.read(Evidence, row.evidence)
    return Decision(row.id, row.at, row.person, Origin(row.channel, row.thread, row.episode_id), latest, evidence)


def _revision(row: Row[Any]) -> Revision:
    return Revision(row.revision, row.at, row.person, codec.read(Statement, row.said))
