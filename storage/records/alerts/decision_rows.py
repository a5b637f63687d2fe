"""Decisions as rows, and rows as decisions."""

from typing import Any

from sqlalchemy import Connection, Row, insert

from analysis.decisions import search
from storage.records.alerts import codec
from storage.records.alerts.decision import Decision, Evidence, Origin, Revision, Statement
from storage.records.alerts.tables import decision_marks


def mark(kept: Decision, connection: Connection) -> None:
    """Whom and what it names, to be found by."""
    said = kept.latest.said
    named = [("person", person) for person in (kept.person, said.owner, *said.consulted) if person]
    marks = dict.fromkeys((kind, search.plain(value)) for kind, value in (*named, *(("tag", tag) for tag in said.tags)))
    rows = [{"decision_id": kept.id, "kind": kind, "value": value} for kind, value in marks]
    if rows:
        connection.execute(insert(decision_marks), rows)


def row(kept: Decision) -> dict[str, Any]:
    """A decision as its row."""
    return {
        "id": kept.id,
        "at": kept.at,
        "person": kept.person,
        "channel": kept.origin.channel,
        "thread": kept.origin.thread,
        "episode_id": kept.origin.episode,
        "evidence": None if kept.evidence is None else codec.write(kept.evidence),
        "version": kept.version,
        "card": kept.card,
        **present(kept.latest),
    }


def present(latest: Revision) -> dict[str, Any]:
    """What the decision's own row repeats of its latest revision, to be found by."""
    said = latest.said
    parts = (said.why, said.chosen, said.effect, said.lesson, *said.options, *said.tags)
    return {
        "revision": latest.number,
        "state": said.stage.value,
        "owner": said.owner,
        "review_on": said.review_on,
        "metric": said.metric,
        "heading": search.plain(said.what),
        "wording": search.plain("\n".join(filter(None, parts))),
    }


def revision_row(decision_id: int, made: Revision) -> dict[str, Any]:
    """A revision as its row."""
    return {
        "decision_id": decision_id,
        "revision": made.number,
        "at": made.at,
        "person": made.person,
        "said": codec.write(made.said),
    }


def decision(held: Row[Any]) -> Decision:
    """The decision of a row that has its latest revision beside it. Raises Broken."""
    latest = Revision(held.revision, held.revision_at, held.revision_person, codec.read(Statement, held.said))
    evidence = None if held.evidence is None else codec.read(Evidence, held.evidence)
    origin = Origin(held.channel, held.thread, held.episode_id)
    return Decision(held.id, held.at, held.person, origin, latest, evidence, held.version, held.card)


def revision(held: Row[Any]) -> Revision:
    """The revision of a row. Raises Broken."""
    return Revision(held.revision, held.at, held.person, codec.read(Statement, held.said))
