"""The clock: one scheduled job for each row of JOBS."""

from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.desk import Desk
from handlers.tables import Job

_LATE_S = 300


def clock(jobs: tuple[Job, ...], desk: Desk, zone: ZoneInfo) -> AsyncIOScheduler:
    """A scheduler, not yet started, that runs each job in the shop's zone.

    A job still running is not begun again; one missed by up to five minutes is made up for, once.
    """
    scheduler = AsyncIOScheduler(timezone=zone)
    for job in jobs:
        scheduler.add_job(
            desk.work,
            CronTrigger.from_crontab(job.cron, timezone=zone),
            args=(job,),
            id=job.id,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=_LATE_S,
        )
    return scheduler
