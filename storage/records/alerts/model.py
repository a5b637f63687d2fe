"""Rules, episodes and judged windows, as they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from analysis.alerts.condition import Reason, Seen, State, Suppressor, Told
from analysis.alerts.rule import Rule
from analysis.model import Lang


class Status(StrEnum):
    """Whether a rule is watched. BROKEN waits for its owner: the catalog no longer has what it names."""

    ACTIVE = "active"
    PAUSED = "paused"
    BROKEN = "broken"
    DELETED = "deleted"


@dataclass(frozen=True)
class Kept:
    """A rule as it is kept: R-`id`. `version` grows with each change; `starts_at` is the first window end it judges."""

    id: int
    rule: Rule
    status: Status
    lang: Lang
    person: str
    created_at: datetime
    starts_at: datetime
    version: int = 1
    note: str = ""

    @property
    def owner(self) -> str:
        """Who is told when its words do not arrive: its owner, else whoever made it."""
        return self.rule.owner or self.person


@dataclass(frozen=True)
class Episode:
    """One run of a rule from its first firing instance to the last: A-`id`. A rule has at most one that is open.

    `since` is the end of the first breaching window, `fired_at` when people were owed a word, `ended_at`
    and `end` when and why it was over. `firing` are the keys of the instances last told as firing, `told`
    and `told_at` the last notification; `suppressed` why the one that is due has not gone out. `card` is
    the key of the notice that is its card, empty as long as there is none. `version` grows with each change.
    """

    id: int
    rule_id: int
    channel: str
    since: datetime
    fired_at: datetime
    ended_at: datetime | None = None
    end: Reason | None = None
    told: Told | None = None
    told_at: datetime | None = None
    firing: tuple[str, ...] = ()
    suppressed: Suppressor | None = None
    card: str = ""
    version: int = 0


@dataclass(frozen=True)
class Claim:
    """The right to judge one window of one rule, for as long as nobody with a higher `fence` has taken it over."""

    rule_id: int
    window: datetime
    fence: int
    owner: str
    until: datetime


@dataclass(frozen=True)
class Evaluation:
    """One window of a rule, judged once: `seen` by instance key. `window` is its end, `at` when it was judged.

    `note` names what was special about it (`held`, `forced`, `caught_up`), `suppressed` why nobody was told.
    """

    rule_id: int
    window: datetime
    at: datetime
    rule_version: int
    seen: Mapping[str, Seen] = field(default_factory=dict)
    episode: int | None = None
    told: Told | None = None
    suppressed: Suppressor | None = None
    note: str = ""


@dataclass(frozen=True)
class Transition:
    """One instance's change of condition."""

    rule_id: int
    key: str
    at: datetime
    window: datetime
    before: State
    after: State
    episode: int | None = None
