"""The clock: jobs run when they are due, and post where they say."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from analysis.model import Text
from bot.bot import Manner
from bot.clock import Clock
from handlers.command import Reply
from handlers.tables import Job
from tests.town import until

ANY = Text("any", "任意")


def job(run, cron: str = "0 9 * * *") -> Job:
    return Job("digest", ANY, cron, run)


async def test_what_a_job_says_is_posted_where_it_says(town):
    async with town() as here:
        await here.bot.desk.work(
            job(lambda _now, _shop: (Reply("Good morning", channel="C0SALES0001", about="revenue"),))
        )
        ts = (await here.see("Good morning"))["ts"]
        assert here.records.posts.question("C0SALES0001", ts) == "revenue"


async def test_a_job_that_fails_is_logged_and_holds_up_nothing(town, caplog):
    def fail(_now, _shop):
        raise KeyError("x")

    async with town() as here:
        await here.bot.desk.work(job(fail))
        assert "Job digest failed" in caplog.text


async def test_a_channel_that_refuses_does_not_keep_the_next_from_hearing(town, caplog):
    replies = (Reply("Lost", channel="C0RANDOM001"), Reply("Heard", channel="C0SALES0001"))
    async with town() as here:
        await here.bot.desk.work(job(lambda _now, _shop: replies))
        await here.see("Heard")
        assert "could not post to C0RANDOM001" in caplog.text


async def test_each_job_is_due_in_the_zone_of_the_shop():
    shanghai = ZoneInfo("Asia/Shanghai")
    clock = Clock((job(lambda _now, _shop: ()),), Runs().work, shanghai)
    (due,) = clock.scheduler.get_jobs()
    early = datetime(2026, 11, 22, 8, 0, tzinfo=shanghai)
    assert due.trigger.get_next_fire_time(None, early) == datetime(2026, 11, 22, 9, 0, tzinfo=shanghai)


async def test_a_job_runs_when_its_hour_strikes():
    runs = Runs()
    async with running(runs, replace(named("hourly"), cron="0 * * * *")) as clock:
        (due,) = clock.scheduler.get_jobs()
        due.modify(next_run_time=datetime.now(UTC))
        await until(lambda: runs.began == ["hourly"])


class Runs:
    """Notes which jobs ran, and holds a run for as long as it is told to."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.most = self.now = 0
        self.go = asyncio.Event()
        self.go.set()

    async def work(self, job: Job) -> None:
        self.began.append(job.id)
        self.now += 1
        self.most = max(self.most, self.now)
        await self.go.wait()
        self.now -= 1


def named(id_: str, **when) -> Job:
    return Job(id_, ANY, "", lambda _now, _shop: (), **when)


@asynccontextmanager
async def running(runs: Runs, *jobs: Job):
    clock = Clock(jobs, runs.work, ZoneInfo("UTC"), rest_s=0)
    clock.start()
    yield clock
    await clock.stop()


async def test_at_the_start_only_those_jobs_run_that_want_it():
    runs = Runs()
    async with running(runs, named("a", at_start=True), named("b", on_data=True)):
        await until(lambda: runs.began)
    assert runs.began == ["a"]


async def test_new_data_runs_what_depends_on_it_whichever_thread_tells():
    runs = Runs()
    async with running(runs, named("a", at_start=True), named("b", on_data=True)) as clock:
        await until(lambda: runs.began == ["a"])
        await asyncio.to_thread(clock.data_arrived)
        await until(lambda: runs.began == ["a", "b"])


async def test_a_job_never_runs_beside_itself_and_what_came_meanwhile_is_one_more_run():
    runs = Runs()
    runs.go.clear()
    async with running(runs, named("b", on_data=True)) as clock:
        clock.data_arrived()
        await until(lambda: runs.now == 1)
        for _ in range(5):
            clock.data_arrived()
        await asyncio.sleep(0)
        runs.go.set()
        await until(lambda: runs.began == ["b", "b"])
        await until(lambda: runs.now == 0)
    assert (runs.began, runs.most) == (["b", "b"], 1)


async def test_a_bot_runs_its_jobs_at_the_start_and_on_data(town, tables):
    said = iter(range(9))
    telling = Job(
        "watch",
        ANY,
        "",
        lambda _now, _shop: (Reply(f"Look number {next(said)}", channel="C0SALES0001"),),
        on_data=True,
        at_start=True,
    )
    async with town(replace(tables, jobs=(telling,)), Manner(rest_s=0)) as here:
        await here.see("Look number 0")
        here.bot.data_arrived()
        await here.see("Look number 1")
