"""Processes that judge windows side by side and die at any moment, and what all of it must add up to."""

import os
import random
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from analysis.alerts.condition import Condition, Outcome, Reason, Seen, State, Told
from analysis.alerts.people import Deed, Verb
from storage.records import Draft, Lease, Lost, Records, Stale
from storage.records.alerts.model import Claim, Episode, Evaluation, Transition

HOUR = timedelta(hours=1)
FIRST = datetime(2026, 11, 1, tzinfo=UTC)
WHOLE = "[]"


@dataclass(frozen=True)
class Work:
    """Which windows are to be judged, and how often a judge dies at each of the places where it may."""

    url: str
    rules: tuple[int, ...]
    windows: int
    deadly: float

    def ends(self) -> Iterator[datetime]:
        return (FIRST + HOUR * number for number in range(self.windows))

    def left(self, records: Records) -> list[tuple[int, datetime]]:
        """The next window of each rule that has one left."""
        last = records.windows.lasts()
        following = ((rule, last[rule] + HOUR if rule in last else FIRST) for rule in self.rules)
        return [(rule, window) for rule, window in following if window < FIRST + HOUR * self.windows]


def breaches(rule: int, window: datetime) -> bool:
    """Whether a window breaches: runs of both, some of them of a single window."""
    return random.Random(f"{rule} {window.timestamp() // 7200}").random() < 0.4


@dataclass
class Judge:
    """One process. It judges whatever is free, sometimes longer than its lease, and sometimes is a person."""

    work: Work
    records: Records
    chance: random.Random
    name: str

    def run(self) -> None:
        while left := self.work.left(self.records):
            rule, window = self.chance.choice(left)
            lease = Lease(self.name, now() + timedelta(milliseconds=self.chance.choice((2, 50, 300))))
            claim = self.records.windows.claim(rule, window, lease, now())
            self.may_die()
            if claim is None:
                self.acknowledge(rule)
                continue
            while not self.judged(claim):
                pass

    def judged(self, claim: Claim) -> bool:
        """Whether it is over: written down, or someone else's by now."""
        state = self.records.windows.states([claim.rule_id])[claim.rule_id].get(WHOLE, State())
        episode = self.records.episodes.open_of([claim.rule_id]).get(claim.rule_id)
        number = self.records.episodes.number()
        self.may_die()
        try:
            self.write(claim, state, episode, number)
        except Lost:
            return True
        except Stale:
            return False
        self.may_die()
        return True

    def write(self, claim: Claim, before: State, episode: Episode | None, number: int) -> None:
        """Everything that one window leads to, in one transaction. `errors` counts the windows judged."""
        firing = breaches(claim.rule_id, claim.window)
        after = replace(before, errors=before.errors + 1, condition=_CONDITIONS[firing])
        concerned = number if firing and episode is None else episode and episode.id
        seen = Seen(claim.window - HOUR, claim.window, Outcome.BREACH if firing else Outcome.CLEAR, float(claim.fence))
        with self.records.begin() as transaction:
            told = Told.FIRST if firing and episode is None else None
            judged = Evaluation(claim.rule_id, claim.window, now(), 1, {WHOLE: seen}, concerned, told)
            self.records.windows.finish(claim, judged, transaction)
            self.may_die()
            self.records.windows.keep(claim.rule_id, {WHOLE: after}, transaction)
            moved = Transition(claim.rule_id, WHOLE, now(), claim.window, before, after, concerned)
            self.records.windows.moved([moved], transaction)
            if firing and episode is None:
                fresh = Episode(number, claim.rule_id, "C1", claim.window, now(), card=f"A-{number}")
                self.records.episodes.add(fresh, transaction)
            elif episode and not firing:
                over = replace(episode, ended_at=claim.window, end=Reason.CLEAN, version=episode.version + 1)
                self.records.episodes.change(over, transaction)
            draft = Draft(f"{claim.rule_id} {claim.window}", "post", "C1", {"fence": claim.fence})
            self.records.outbox.put([draft], now(), within=transaction)
            self.may_die()

    def acknowledge(self, rule: int) -> None:
        """A person acts on the rule's episode just then: the deed and the episode change together, or neither."""
        episode = self.records.episodes.open_of([rule]).get(rule)
        if episode is None or self.chance.random() < 0.9:
            return
        deed = Deed(0, now(), self.name, Verb.ACK, ":eyes:")
        try:
            with self.records.begin() as transaction:
                self.records.deeds.add(episode.id, deed, transaction)
                self.may_die()
                self.records.episodes.change(replace(episode, version=episode.version + 1), transaction)
        except Stale:
            return

    def may_die(self) -> None:
        if self.chance.random() < self.work.deadly:
            os.kill(os.getpid(), signal.SIGKILL)


_CONDITIONS = {True: Condition.ALERTING, False: Condition.NORMAL}


def now() -> datetime:
    return datetime.now(UTC)


def judge(work: Work, number: int) -> None:
    """The whole life of one process."""
    Judge(work, Records(work.url, wait_s=60), random.Random(number), f"judge {number}").run()
