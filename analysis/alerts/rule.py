"""What a rule watches for, when it may speak, and to whom."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from analysis.model import Filter, Grain


class Kind(StrEnum):
    """What makes a value worth a warning."""

    THRESHOLD = "threshold"
    TARGET = "target"
    CHANGE = "change"
    ANOMALY = "anomaly"
    COVER = "cover"
    FRESHNESS = "freshness"


class Side(StrEnum):
    """On which side of its bound a value is bad."""

    BELOW = "below"
    ABOVE = "above"
    EITHER = "either"


class Baseline(StrEnum):
    """What a change is measured from, seen from a closed window."""

    PREVIOUS = "previous"
    SAME_WEEKDAY = "same_weekday"
    AVERAGE = "average"
    LAST_YEAR = "last_year"


class Policy(StrEnum):
    """What a window without data, or one that cannot be measured, does to the condition."""

    ALERT = "alert"
    NORMAL = "normal"
    SHOW = "show"
    KEEP = "keep"


@dataclass(frozen=True)
class Volume:
    """A change counts only where enough is at stake: at least `least` of a metric in the baseline window.

    `metric` is empty for the rule's own.
    """

    least: float
    metric: str = ""


@dataclass(frozen=True)
class Trigger:
    """The test of one window.

    `limit` is in the metric's unit for threshold and cover (days), a fraction for change and for
    how far behind pace a target may be, a z-score for anomaly, hours of silence for freshness.
    `recovery` is in the same unit: the value that must be regained before the alert is over.
    `weeks` is how many same weekdays (or windows, where there are none) the average takes.
    `least_change` is the relative change that an anomaly must come to as well; 0 stands for the default, 15 %.
    """

    kind: Kind
    side: Side = Side.BELOW
    limit: float = 0.0
    recovery: float | None = None
    baseline: Baseline | None = None
    weeks: int = 4
    volume: Volume | None = None
    least_change: float = 0.0


@dataclass(frozen=True)
class Hours:
    """When a rule may speak: start inclusive, end exclusive, in the shop's zone; `end` before `start` is overnight.

    `weekdays` counts from Monday as 0; none named means all of them.
    """

    start: time = time(0)
    end: time = time(0)
    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Mute:
    """Local days on which a rule keeps evaluating and says nothing, both included."""

    first: date
    last: date
    why: str = ""


@dataclass(frozen=True)
class Escalation:
    """Who hears of it when nobody has acted: a person, a user group or a channel, by Slack's id."""

    to: str
    after: timedelta


@dataclass(frozen=True)
class Rule:
    """What to watch, when to speak, and to whom.

    A window is one closed bucket of `grain`. An instance is one value of the dimensions in `by`
    (the whole is one instance without them). `pending` is for how many windows in a row it must
    breach, `keep` for how many clean ones it stays firing, `settle` how long after a window's end
    its data is still arriving. `cap` is how many instances a card lists.
    `owner` and `channel` are Slack ids.
    """

    metric: str
    trigger: Trigger
    grain: Grain = Grain.DAY
    by: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    pending: int = 1
    keep: int = 0
    settle: timedelta = timedelta(0)
    no_data: Policy = Policy.SHOW
    on_error: Policy = Policy.SHOW
    hours: Hours | None = None
    mutes: tuple[Mute, ...] = ()
    repeat: timedelta = timedelta(days=1)
    remind: timedelta | None = None
    escalation: Escalation | None = None
    owner: str = ""
    channel: str = ""
    cap: int = 5
    name: str = ""
