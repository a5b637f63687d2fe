"""Several processes judge the same windows and are killed at any moment: every window counts exactly once."""

import multiprocessing
import random
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, pairwise
from multiprocessing.connection import wait

import pytest

from analysis.alerts.rule import Kind, Rule, Trigger
from analysis.model import Grain, Lang
from storage.records import Records
from tests.storage.judges import FIRST, HOUR, WHOLE, Work, breaches, judge

PROCESSES = 4
LIVES = 2000
KILLS = 40
RULE = Rule("revenue", Trigger(Kind.THRESHOLD, limit=1000), Grain.HOUR, channel="C1")


def judged_by_many(work: Work) -> int:
    """Judge everything with several processes; one that dies is followed by another. How many died."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.storage.judges"])
    lives, living, chance = iter(range(LIVES)), [], random.Random(7)
    died = killed = 0
    while True:
        living += [context.Process(target=judge, args=(work, next(lives))) for _ in range(PROCESSES - len(living))]
        for process in living:
            if process.pid is None:
                process.start()
        patience = chance.uniform(0.1, 0.6) if killed < KILLS else None
        if not wait([process.sentinel for process in living], timeout=patience):
            chance.choice(living).kill()
            killed += 1
        ended = [process for process in living if process.exitcode is not None]
        died += sum(process.exitcode == -9 for process in ended)
        assert all(process.exitcode in {0, -9} for process in ended)
        if any(process.exitcode == 0 for process in ended):
            break
        living = [process for process in living if process not in ended]
    for process in living:
        process.join(60)
    return died


def prepared(url: str, rules: int, windows: int, deadly: float) -> tuple[Records, Work]:
    records = Records(url, wait_s=60)
    kept = tuple(records.rules.add(RULE, "U1", Lang.EN, FIRST, FIRST).id for _ in range(rules))
    return records, Work(url, kept, windows, deadly)


def runs(work: Work, rule: int) -> Iterator[tuple[datetime, datetime | None]]:
    """The first window of each run of breaches, and the first one after it."""
    after = FIRST + HOUR * work.windows
    for breach, run in groupby(work.ends(), lambda window: breaches(rule, window)):
        windows = list(run)
        if breach:
            following = windows[-1] + HOUR
            yield windows[0], following if following < after else None


def assert_each_window_counts_once(records: Records, work: Work) -> None:
    for rule in work.rules:
        judged = records.windows.recent(rule, limit=2 * work.windows)
        assert [one.window for one in reversed(judged)] == list(work.ends())
        assert records.windows.states([rule])[rule][WHOLE].errors == work.windows
        fences = [one.seen[WHOLE].value for one in reversed(judged)]
        assert all(before < after for before, after in pairwise(fences))
        letters = [records.outbox.find(f"{rule} {one.window}") for one in judged]
        assert [letter.payload["fence"] for letter in letters] == [one.seen[WHOLE].value for one in judged]
        counts = [move.after.errors for move in records.windows.transitions(rule, 2 * work.windows)]
        assert counts == list(range(work.windows, 0, -1))
    assert records.outbox.waiting() == work.windows * len(work.rules)


def assert_one_episode_a_run(records: Records, work: Work) -> None:
    for rule in work.rules:
        found = list(reversed(records.episodes.recent(work.windows, rule_id=rule)))
        assert [(episode.since, episode.ended_at) for episode in found] == list(runs(work, rule))
        for episode in found:
            deeds = len(records.deeds.of(episode.id))
            assert episode.version == deeds + (episode.ended_at is not None)


def test_every_window_is_judged_once_though_processes_race_and_are_killed(migrated, tmp_path):
    """Each window is decided once, told once and in order; no rule has two episodes open; no deed is half done."""
    path = tmp_path / "records.db"
    path.write_bytes(migrated.read_bytes())
    records, work = prepared(f"sqlite:///{path}", rules=2, windows=25, deadly=0.03)
    assert judged_by_many(work) > 0
    assert_each_window_counts_once(records, work)
    assert_one_episode_a_run(records, work)
    records.close()


@pytest.mark.check
def test_a_thousand_windows_are_judged_once_each_by_processes_that_race_and_are_killed(records_url):
    records, work = prepared(records_url, rules=5, windows=200, deadly=0.01)
    assert judged_by_many(work) > 10
    assert_each_window_counts_once(records, work)
    assert_one_episode_a_run(records, work)
    records.close()
