"""Decisions: kept for good, each revision beside the ones before it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, select, update

from analysis.decisions import search
from analysis.errors import Mistake
from analysis.model import Text
from storage.records.alerts import decision_rows as rows
from storage.records.alerts.decision import STAGE_NAMES, STAGES, Decision, Revision, Stage, Statement
from storage.records.alerts.numbers import take
from storage.records.alerts.tables import decision_marks, decision_revisions, decisions, episodes, exhibits
from storage.records.conflicts import Stale
from storage.records.preferences import Setter
from storage.records.store import Store
from storage.records.tables import standing

_MANY = 100
_MOST, _SOME = 0.5, 0.2
"""The share of what is looked for, by weight, that a decision has to hold."""


@dataclass(frozen=True)
class Search:
    """Which decisions are wanted: those that fit everything that is said here.

    `person` is its author, owner or one who was consulted. Of the days of a decision `since` and `until` are the
    first instant and the end. `text` asks for those that hold most of its words, the best first; `loosely` for
    those that hold some.
    """

    episodes: tuple[int, ...] = ()
    channel: str = ""
    thread: str = ""
    stages: tuple[Stage, ...] = ()
    owner: str = ""
    person: str = ""
    metric: str = ""
    tag: str = ""
    since: datetime | None = None
    until: datetime | None = None
    review_by: date | None = None
    text: str = ""
    loosely: bool = False
    limit: int = _MANY


class Decisions:
    """Every decision there ever was. A revision is added, never rewritten; the latest is what it says now."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def number(self, within: Connection | None = None) -> int:
        """The number of the next decision. One that is taken and not used leaves a gap."""
        return take("D", self._store, within)

    def add(self, new: Decision, within: Connection | None = None) -> Decision:
        """Keep a new decision, numbered by `number`."""
        with self._store.within(within) as connection:
            connection.execute(insert(decisions).values(**rows.row(new)))
            connection.execute(insert(decision_revisions).values(**rows.revision_row(new.id, new.latest)))
            rows.mark(new, connection)
        return new

    def revise(self, decision: Decision, said: Statement, setter: Setter, within: Connection | None = None) -> Decision:
        """Let a decision say something else from now on.

        Raises Stale when anything about it changed since `decision` was read, Mistake when it cannot go to that stage.
        """
        _refuse_impossible(decision, said)
        new = Revision(decision.latest.number + 1, setter.at, setter.person, said)
        revised = replace(decision, latest=new, version=decision.version + 1)
        with self._store.within(within) as connection:
            self._change(decision, {"version": revised.version, "card": revised.card, **rows.present(new)}, connection)
            connection.execute(insert(decision_revisions).values(**rows.revision_row(decision.id, new)))
            connection.execute(delete(decision_marks).where(decision_marks.c.decision_id == decision.id))
            rows.mark(revised, connection)
        return revised

    def touch(self, decision: Decision, within: Connection | None = None) -> Decision:
        """Count a change of what its card shows that is none of what it says. Raises Stale as `revise` does."""
        touched = replace(decision, version=decision.version + 1)
        with self._store.within(within) as connection:
            self._change(decision, {"version": touched.version, "card": touched.card}, connection)
        return touched

    def find(self, decision_id: int) -> Decision | None:
        """The decision of that number. Raises Broken where what it says cannot be read."""
        found = self._read(_wanted().where(decisions.c.id == decision_id))
        return found[0] if found else None

    def search(self, wanted: Search) -> tuple[Decision, ...]:
        """The decisions wanted, the latest first; by words, the best first."""
        if wanted.text:
            return self._ranked(wanted)
        ordered = _wanted().where(*_conditions(wanted)).order_by(decisions.c.id.desc())
        return self._read(ordered.limit(wanted.limit))

    def _ranked(self, wanted: Search) -> tuple[Decision, ...]:
        texts = select(decisions.c.id, decisions.c.heading, decisions.c.wording).where(*_conditions(wanted))
        with self._store.begin() as connection:
            found = {row.id: (row.heading, row.wording) for row in connection.execute(texts)}
        enough = _SOME if wanted.loosely else _MOST
        best = search.rank(wanted.text, found, enough)[: wanted.limit]
        read = {decision.id: decision for decision in self._read(_wanted().where(decisions.c.id.in_(best)))}
        return tuple(read[number] for number in best)

    def of_thread(self, channel: str, thread: str) -> tuple[Decision, ...]:
        """The decisions of a thread, the latest first: made in it, about the alert it is of, or its very root."""
        roots = select(standing.c.key).where((standing.c.channel == channel) & (standing.c.ts == thread))
        alerts = select(episodes.c.id).where(episodes.c.card.in_(roots))
        made = (decisions.c.channel == channel) & (decisions.c.thread == thread)
        here = made | decisions.c.card.in_(roots) | decisions.c.episode_id.in_(alerts)
        return self._read(_wanted().where(here).order_by(decisions.c.id.desc()))

    def of(self, episode_id: int) -> tuple[Decision, ...]:
        """The decisions that answer an episode, the latest first."""
        return self.search(Search(episodes=(episode_id,)))

    def revisions(self, decision_id: int) -> tuple[Revision, ...]:
        """All that a decision ever said, the first one first."""
        here = decision_revisions.c.decision_id == decision_id
        wanted = select(decision_revisions).where(here).order_by(decision_revisions.c.revision)
        with self._store.begin() as connection:
            return tuple(rows.revision(row) for row in connection.execute(wanted).all())

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

    def _change(self, before: Decision, values: dict[str, Any], connection: Connection) -> None:
        here = (decisions.c.id == before.id) & (decisions.c.version == before.version)
        if not connection.execute(update(decisions).where(here).values(**values)).rowcount:
            raise Stale(f"D-{before.id} version {before.version}")

    def _read(self, wanted: Select[Any]) -> tuple[Decision, ...]:
        with self._store.begin() as connection:
            return tuple(rows.decision(row) for row in connection.execute(wanted).all())


_IMPOSSIBLE = Text("A decision that is {before} cannot become {after}.", "处于“{before}”的决策不能变为“{after}”。")


def _refuse_impossible(decision: Decision, said: Statement) -> None:
    before, after = decision.latest.said.stage, said.stage
    if after is not before and after not in STAGES[before]:
        old, new = STAGE_NAMES[before], STAGE_NAMES[after]
        english = _IMPOSSIBLE.en.format(before=old.en, after=new.en)
        raise Mistake(Text(english, _IMPOSSIBLE.zh.format(before=old.zh, after=new.zh)))


def _conditions(wanted: Search) -> Iterable[ColumnElement[bool]]:
    if wanted.episodes:
        yield decisions.c.episode_id.in_(wanted.episodes)
    for name in ("channel", "thread", "owner", "metric"):
        if value := getattr(wanted, name):
            yield decisions.c[name] == value
    if wanted.stages:
        yield decisions.c.state.in_([stage.value for stage in wanted.stages])
    for kind in ("person", "tag"):
        if value := getattr(wanted, kind):
            fitting = (decision_marks.c.kind == kind) & (decision_marks.c.value == search.plain(value))
            yield decisions.c.id.in_(select(decision_marks.c.decision_id).where(fitting))
    if wanted.since is not None:
        yield decisions.c.at >= wanted.since
    if wanted.until is not None:
        yield decisions.c.at < wanted.until
    if wanted.review_by is not None:
        yield decisions.c.review_on <= wanted.review_by


def _wanted() -> Select[Any]:
    latest = (decision_revisions.c.decision_id == decisions.c.id) & (
        decision_revisions.c.revision == decisions.c.revision
    )
    of_latest = (decision_revisions.c[name].label(f"revision_{name}") for name in ("at", "person"))
    return select(decisions, decision_revisions.c.said, *of_latest).join(decision_revisions, latest)
