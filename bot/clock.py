"""The clock: runs each row of JOBS when its hour strikes, when the bot starts and when new data has come."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.faults import attempt
from handlers.tables import Job

REST_S = 3.0
"""How long a job rests after a run: data that keeps coming in is looked at no more often."""
_LATE_S = 300

log = logging.getLogger(__name__)

Work = Callable[[Job], Awaitable[None]]


class Clock:
    """One task and one bell a job: however often a bell rings during a run, one more run follows.

    Made on its event loop. A run that the scheduler missed by up to five minutes is made up for, once.
    """

    def __init__(self, jobs: tuple[Job, ...], work: Work, zone: ZoneInfo, rest_s: float = REST_S) -> None:
        """The hours of the jobs are read in `zone`; `work` does one, and tells of its own faults."""
        self._jobs = jobs
        self._work = work
        self._rest_s = rest_s
        self._loop = asyncio.get_running_loop()
        self._bells = {job.id: asyncio.Event() for job in jobs}
        self._tasks: list[asyncio.Task[None]] = []
        self.scheduler = AsyncIOScheduler(timezone=zone)
        for job in jobs:
            if job.cron:
                self.scheduler.add_job(
                    self._ring,
                    CronTrigger.from_crontab(job.cron, timezone=zone),
                    args=(job,),
                    id=job.id,
                    coalesce=True,
                    misfire_grace_time=_LATE_S,
                )

    def start(self) -> None:
        """Begin to run jobs, at once those that want it."""
        for job in self._jobs:
            if job.at_start:
                self._bells[job.id].set()
            self._tasks.append(self._loop.create_task(self._attend(job)))
        self.scheduler.start()

    def data_arrived(self) -> None:
        """Run what depends on data. For any thread."""
        self._loop.call_soon_threadsafe(self._ring_for_data)

    async def stop(self) -> None:
        """Begin no more runs."""
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    async def _ring(self, job: Job) -> None:
        # A coroutine, for the scheduler runs anything else on another thread.
        self._bells[job.id].set()

    def _ring_for_data(self) -> None:
        for job in self._jobs:
            if job.on_data:
                self._bells[job.id].set()

    async def _attend(self, job: Job) -> None:
        bell = self._bells[job.id]
        while True:
            await bell.wait()
            bell.clear()
            fault = await attempt(self._work(job))
            if isinstance(fault, Exception):
                log.error("Job %s broke off", job.id, exc_info=fault)
            await asyncio.sleep(self._rest_s)
