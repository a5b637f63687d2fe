"""The clock: jobs run when they are due, and post where they say."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from analysis.model import Text
from bot.clock import clock
from handlers.command import Reply
from handlers.tables import Job

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


async def test_each_job_is_due_in_the_zone_of_the_shop(town, tables):
    shanghai = ZoneInfo("Asia/Shanghai")
    async with town(replace(tables, jobs=(job(lambda _now, _shop: ()),))) as here:
        scheduler = clock((job(lambda _now, _shop: ()),), here.bot.desk, shanghai)
        (due,) = scheduler.get_jobs()
        early = datetime(2026, 11, 22, 8, 0, tzinfo=shanghai)
        assert due.trigger.get_next_fire_time(None, early) == datetime(2026, 11, 22, 9, 0, tzinfo=shanghai)
