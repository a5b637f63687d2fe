"""What a decision is: what was decided and why, what it rested on, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from analysis.model import Text


class Stage(StrEnum):
    """How far a decision has come."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    IN_PROGRESS = "in_progress"
    REVIEWED = "reviewed"
    SUPERSEDED = "superseded"


STAGES: Mapping[Stage, frozenset[Stage]] = {
    Stage.PROPOSED: frozenset({Stage.DECIDED, Stage.IN_PROGRESS, Stage.SUPERSEDED}),
    Stage.DECIDED: frozenset({Stage.IN_PROGRESS, Stage.REVIEWED, Stage.SUPERSEDED}),
    Stage.IN_PROGRESS: frozenset({Stage.DECIDED, Stage.REVIEWED, Stage.SUPERSEDED}),
    Stage.REVIEWED: frozenset({Stage.IN_PROGRESS, Stage.SUPERSEDED}),
    Stage.SUPERSEDED: frozenset(),
}
"""Where a decision can go from where it is. What was reviewed can be taken up again, what was superseded cannot."""


STAGE_NAMES: Mapping[Stage, Text] = {
    Stage.PROPOSED: Text("proposed", "提议中"),
    Stage.DECIDED: Text("decided", "已决定"),
    Stage.IN_PROGRESS: Text("in progress", "执行中"),
    Stage.REVIEWED: Text("reviewed", "已复盘"),
    Stage.SUPERSEDED: Text("superseded", "已被取代"),
}


class Verdict(StrEnum):
    """What came of a decision, by those who looked back on it."""

    WORKED = "worked"
    DID_NOT = "did_not"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True)
class Statement:
    """What a decision says in one of its revisions.

    `options` were considered, `chosen` is the one taken; `effect` is what is expected of `metric`, in words.
    `owner` and `consulted` are Slack ids. `superseded_by` is the number of the decision that took its place,
    `supersedes` those whose place it took. `verdict` and `lesson` are said of it when it was reviewed, `measured`
    is by which fraction of what was to be expected its metric was above it then.
    """

    what: str
    why: str = ""
    stage: Stage = Stage.DECIDED
    options: tuple[str, ...] = ()
    chosen: str = ""
    owner: str = ""
    consulted: tuple[str, ...] = ()
    metric: str = ""
    effect: str = ""
    review_on: date | None = None
    tags: tuple[str, ...] = ()
    superseded_by: int | None = None
    supersedes: tuple[int, ...] = ()
    verdict: Verdict | None = None
    lesson: str = ""
    measured: float | None = None


@dataclass(frozen=True)
class Evidence:
    """What was known when it was decided, frozen: it says the same whatever is loaded or redefined later.

    `definition` is the metric's definition as it was, `digest` names it; `chart` the digest
    of the picture that people saw. `window` is the end of the window that the value is of.
    """

    metric: str
    value: float | None = None
    baseline: float | None = None
    window: datetime | None = None
    definition: str = ""
    digest: str = ""
    chart: str = ""


@dataclass(frozen=True)
class Origin:
    """Where a decision was made: the channel, the thread (its ts), and the episode it answers, if any."""

    channel: str = ""
    thread: str = ""
    episode: int | None = None


@dataclass(frozen=True)
class Revision:
    """One version of a decision: what it said from then on, and who made it say so."""

    number: int
    at: datetime
    person: str
    said: Statement


@dataclass(frozen=True)
class Todo:
    """Something to be done about a decision: T-`id`. `owner` is a Slack id; `version` counts its changes."""

    id: int
    decision: int
    at: datetime
    person: str
    text: str
    owner: str = ""
    due: date | None = None
    done_at: datetime | None = None
    done_by: str = ""
    version: int = 1


@dataclass(frozen=True)
class Decision:
    """A decision as it stands: D-`id`. `latest` is its present revision; `at` and `person` are of its first.

    `card` is the key of the notice that shows it, empty where it has none; `version` counts what changed on it.
    """

    id: int
    at: datetime
    person: str
    origin: Origin
    latest: Revision
    evidence: Evidence | None = None
    version: int = 0
    card: str = ""
