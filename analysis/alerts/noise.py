"""How often a rule was worth hearing, and a calmer version of it that its own past speaks for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from analysis.alerts.backtest import Backtest, Fired, laid_out, replayed
from analysis.alerts.calmer import Change, changes
from analysis.alerts.condition import History
from analysis.alerts.judge import reach
from analysis.alerts.people import Deed, Verb
from analysis.alerts.rule import Rule
from analysis.model import Metric, Text

TIMER: Final = "timer"
"""The source of what was done in a person's name, not by them."""

FEWEST: Final = 2
"""With fewer episodes that nobody needed there is nothing to learn from."""

ENOUGH: Final = 0.5
"""At least this share of the noise must go for a change to be proposed, and be noise to begin with."""


class Verdict(StrEnum):
    """What became of an episode. UNHEARD was over, or kept quiet, before anyone was told; WAITING is still open."""

    ACTED = "acted"
    FALSE_ALARM = "false_alarm"
    IGNORED = "ignored"
    WAITING = "waiting"
    UNHEARD = "unheard"


NOISE: Final = frozenset({Verdict.FALSE_ALARM, Verdict.IGNORED})


@dataclass(frozen=True)
class Past:
    """One episode as it was: when, whether people heard of it, and what they did. `ended` is None while it is open."""

    since: datetime
    ended: datetime | None
    heard: bool
    deeds: tuple[Deed, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """What became of it: the last word of people stands."""
        done = [deed for deed in self.deeds if deed.undone is None and deed.source != TIMER]
        closings = [deed.verb for deed in done if deed.verb in (Verb.RESOLVE, Verb.FALSE_ALARM, Verb.REOPEN)]
        if closings and closings[-1] is Verb.FALSE_ALARM:
            return Verdict.FALSE_ALARM
        if any(deed.verb in _ACTS for deed in done):
            return Verdict.ACTED
        if not self.heard:
            return Verdict.UNHEARD
        return Verdict.WAITING if self.ended is None else Verdict.IGNORED


_ACTS: Final = frozenset({Verb.ACK, Verb.ASSIGN, Verb.RESOLVE, Verb.DECIDE, Verb.SNOOZE})


@dataclass(frozen=True)
class Noise:
    """The episodes of a rule by what became of them."""

    verdicts: Mapping[Verdict, int]

    @property
    def fired(self) -> int:
        """All of them."""
        return sum(self.verdicts.values())

    @property
    def share(self) -> float:
        """Of those that people had their say on, the fraction that nobody needed; 0 where there are none."""
        told = self.fired - self.verdicts[Verdict.UNHEARD] - self.verdicts[Verdict.WAITING]
        return sum(self.verdicts[each] for each in NOISE) / told if told else 0.0


def noise(pasts: Iterable[Past]) -> Noise:
    """Count episodes by what became of them."""
    found = [past.verdict for past in pasts]
    return Noise({verdict: found.count(verdict) for verdict in Verdict})


@dataclass(frozen=True)
class Ground:
    """What a proposal rests on: what was measured, in which zone, and how its values are written."""

    histories: Mapping[str, History]
    zone: ZoneInfo
    metric: Metric
    currency: str = ""
    first: datetime | None = None


@dataclass(frozen=True)
class Proposal:
    """A calmer rule: `what` changes, how many of the `noisy` episodes would remain, how many of the `needed` ones.

    `before` and `after` are the backtests of the rule as it is and as it would be.
    """

    rule: Rule
    what: Text
    noisy: int
    noisy_left: int
    needed: int
    needed_left: int
    before: Backtest
    after: Backtest

    @property
    def reason(self) -> Text:
        """Why, in numbers."""
        holes = {"gone": self.noisy - self.noisy_left, "noisy": self.noisy, "needed": self.needed}
        sentence = _REASON if self.needed else _REASON_NONE_NEEDED
        return Text(sentence.en.format(**holes), sentence.zh.format(**holes))


def propose(rule: Rule, pasts: Collection[Past], ground: Ground) -> Proposal | None:
    """The mildest change that would have spared people the most noise and lost nothing they acted on.

    Every change is tried by a backtest over the same past. None when the rule is not noisy, or when
    no change spares at least half of its noise and still fires at all.
    """
    if noise(pasts).share < ENOUGH:
        return None
    # A longer silence is only seen in a longer history; to every other kind more of it makes no difference.
    widest = max((rule, *(change.rule for change in changes(rule, (), (), ground.metric))), key=reach)
    laid = laid_out(widest, ground.histories, ground.zone, ground.first)
    if laid is None:
        return None
    before = replayed(rule, laid, ground.zone)
    noisy = [past for past in pasts if past.verdict in NOISE and _matching(past, before)]
    needed = [past for past in pasts if past.verdict is Verdict.ACTED and _matching(past, before)]
    if len(noisy) < FEWEST:
        return None
    spared = [fired for past in noisy for fired in _matching(past, before)]
    kept = [fired for past in needed for fired in _matching(past, before)]
    best: Proposal | None = None
    for change in changes(rule, spared, kept, ground.metric, ground.currency):
        proposal = _weighed(change, noisy, needed, (before, replayed(change.rule, laid, ground.zone)))
        if proposal and (best is None or proposal.noisy_left < best.noisy_left):
            best = proposal
    return best


def _weighed(
    change: Change, noisy: Collection[Past], needed: Collection[Past], tried: tuple[Backtest, Backtest]
) -> Proposal | None:
    """A change with what it would have done; None where it loses what was needed or spares too little."""
    before, after = tried
    if not after.fired or not all(_matching(past, after) for past in needed):
        return None
    # Two that became one are one word less.
    left = len({fired.at for past in noisy for fired in _matching(past, after)})
    if left > len(noisy) * (1 - ENOUGH):
        return None
    return Proposal(change.rule, change.what, len(noisy), left, len(needed), len(needed), before, after)


def _matching(past: Past, tried: Backtest) -> list[Fired]:
    """The episodes of a backtest that overlap one that was; what is still open lasts until the end of both."""
    open_end = tried.end + tried.rule.settle
    ended = past.ended or open_end
    return [fired for fired in tried.fired if fired.since <= ended and past.since <= (fired.ended or open_end)]


_REASON = Text(
    "It would have spared {gone} of {noisy} alerts that nobody needed, and missed none of {needed} acted on.",
    "{noisy} 次无人需要的预警中，{gone} 次不会再响；{needed} 次有人处理的预警一次不少。",
)
_REASON_NONE_NEEDED = Text(
    "It would have spared {gone} of {noisy} alerts that nobody needed.",
    "{noisy} 次无人需要的预警中，{gone} 次不会再响。",
)
