"""The desk: takes what arrived to a worker, and what the worker made of it to the Voice."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from analysis.model import Lang, Text
from bot.apologies import apology
from bot.arrivals import Arrival, Place, keep
from bot.ear import Ear
from bot.faults import Refusal, attempt
from bot.letters import Letter
from bot.rush import Rush
from bot.slack import Voice
from bot.views import form_view, loading_view
from bot.workers import Workers
from charts.chart import Chart
from handlers.command import Call, Origin, Reply, Shop
from handlers.tables import Form, Job
from storage.records import Scope

log = logging.getLogger(__name__)

Run = Callable[[Call, Shop], Reply | None]

LANGUAGE = "language"
"""The preference, of a person or a channel, for one of our languages."""

JOBS = 2
"""How many jobs are worked on at once."""

_SETTLE_S = 5.0
_EXCUSE_S = 0.7

_STOPPED = Text(
    "I am being restarted and could not finish your question. Ask again in a moment.",
    "我正在重启，您的问题没来得及处理完，请稍后再问一次。",
)
_LATE = Text("Slack closed the form before it opened. Press again.", "表单没来得及打开，请再点一次。")


class Repeated(Exception):
    """Slack delivered this before."""


class Desk:
    """Serves one shop's arrivals, each as a task of its own, and keeps hold of those under way."""

    def __init__(self, shop: Shop, voice: Voice, workers: Workers, now: Callable[[], datetime]) -> None:
        """`now` is the clock, in UTC."""
        self.shop = shop
        self.voice = voice
        self.workers = workers
        # Apart from the threads that answer people, and as long as a job takes.
        self.jobs = Workers(JOBS, patience_s=None)
        self.now = now
        self.ear = Ear(shop, now, voice.outbox.stood)
        self._tasks: dict[asyncio.Task[None], Arrival | None] = {}
        self._rush = Rush()
        self._delivering: dict[asyncio.Task[Any] | None, str | None] = {}
        self.home: Run | None = None
        self._homes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def take(self, arrival: Arrival, run: Run) -> None:
        """Answer an arrival, after this returns."""
        self._begin(self._show(arrival, run) if arrival.origin is Origin.HOME else self._serve(arrival, run), arrival)

    def take_form(self, arrival: Arrival, form: Form) -> None:
        """Open a form for an arrival, after this returns."""
        self._begin(self._open(arrival, form))

    async def work(self, job: Job) -> None:
        """Do what the clock asks for, and post what comes of it."""
        replies = await attempt(self.jobs.run(job.id, partial(job.run, self.now(), self.shop)))
        if isinstance(replies, Exception):
            log.error("Job %s failed", job.id, exc_info=replies)
            return
        for reply in replies:
            posted = await attempt(self._post(job, reply))
            if isinstance(posted, Exception):
                log.error("Job %s could not post to %s", job.id, reply.channel, exc_info=posted)

    async def close(self, within_s: float) -> None:
        """Wait a while for the answers under way, then give the rest up and tell who asked."""
        heard = asyncio.create_task(self.ear.close(within_s))
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within_s)
            # An answer on its way is in the outbox, which sends it in this life or the next.
            unanswered = [self._tasks[task] for task in late if task not in self._delivering]
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            await self._excuse([arrival for arrival in unanswered if arrival])
        for workers in (self.workers, self.jobs):
            workers.close()
        await heard

    async def _excuse(self, unanswered: list[Arrival]) -> None:
        async def excuse(arrival: Arrival) -> None:
            sorry = Reply(_STOPPED.of(await self.voice.lang(arrival.place.person)))
            letter = Letter(replace(sorry, replaces=arrival.origin is Origin.HOME), Lang.EN)
            await self.voice.say(letter, replace(arrival.place, message=None))

        said = await attempt(asyncio.wait_for(asyncio.gather(*map(excuse, unanswered)), _EXCUSE_S))
        if isinstance(said, Exception):
            log.error("Not everyone whose question was given up could be told", exc_info=said)

    def _begin(self, errand: Coroutine[Any, Any, None], arrival: Arrival | None = None) -> None:
        task = asyncio.get_running_loop().create_task(errand)
        self._tasks[task] = arrival
        task.add_done_callback(self._tasks.pop)

    async def _show(self, arrival: Arrival, run: Run) -> None:
        """Show a Home page, one at a time for each person: the last one shown is the last one made."""
        lock = self._homes.setdefault(arrival.place.person, asyncio.Lock())
        async with lock:
            await self._serve(arrival, run)

    async def _serve(self, arrival: Arrival, run: Run) -> None:
        place = arrival.place
        await self._rush.over()
        if arrival.follows:
            await self._settled(place.channel)
        who = await self.voice.who(place.person)
        if arrival.origin is Origin.REACTION:
            if who.bot:
                return
            await self.voice.outbox.stood(place.channel or "", _SETTLE_S)
        lang = who.lang
        made = await attempt(self._answer(arrival, run, lang))
        if isinstance(made, Repeated):
            return
        letter = apology(made, arrival, lang) if isinstance(made, Exception) else made
        if letter is not None:
            await self._tell(letter, arrival, lang)
        if arrival.key:
            noted = await attempt(asyncio.to_thread(self.shop.records.inbox.done, arrival.key, self.now()))
            if isinstance(noted, Exception):
                log.warning("Delivery %s is not noted as finished: %s", arrival.key, noted)
        if place.home and self.home and arrival.origin is not Origin.HOME:
            await self._show(Arrival(Place(place.person, home=True), Origin.HOME), self.home)

    async def _tell(self, letter: Letter, arrival: Arrival, lang: Lang) -> None:
        place = arrival.place
        said = await attempt(self._deliver(letter, place))
        if isinstance(said, Exception):
            sorry = apology(said, arrival, lang)
            told = await attempt(self.voice.say(sorry, replace(place, message=None)))
            if isinstance(told, Exception):
                log.error("Nor could %s be told", place.person, exc_info=told)

    async def _answer(self, arrival: Arrival, run: Run, lang: Lang) -> Letter | None:
        person = arrival.place.person
        letter = await self.workers.run(person, partial(self._handle, arrival, run, lang))
        return await self._drawn(letter, person) if letter else None

    def _handle(self, arrival: Arrival, run: Run, lang: Lang) -> Letter | None:
        """On a worker's thread: what the handler says. Raises Repeated when Slack delivered this once already."""
        now = self.now()
        if arrival.key and not self.shop.records.inbox.first(arrival.key, now):
            raise Repeated(arrival.key)
        spoken = self._spoken(arrival.place, lang)
        reply = run(arrival.call(spoken, now), self.shop)
        if reply is None:
            return None
        # Should a retry be served once more after a crash, its message has the same key and is not sent again.
        return Letter(reply, spoken, hanging=self._hanging(reply, arrival.place), key=arrival.key)

    def _hanging(self, reply: Reply, place: Place) -> tuple[str, ...]:
        if not (reply.replaces or reply.removes) or not (place.channel and place.message):
            return ()
        return self.shop.records.posts.files(place.channel, place.message)

    def _spoken(self, place: Place, lang: Lang) -> Lang:
        """The language set for the channel, else by the person, else that of their Slack."""
        preferences = self.shop.records.preferences
        channel = {} if place.direct else preferences.of(Scope.CHANNEL, place.channel or "")
        chosen = channel.get(LANGUAGE) or preferences.of(Scope.PERSON, place.person).get(LANGUAGE)
        return Lang(chosen) if chosen in set(Lang) else lang

    async def _drawn(self, letter: Letter, person: str) -> Letter:
        """The letter with its charts drawn. One that cannot be drawn is logged, and told in words."""
        return replace(letter, pictures=tuple([await self._draw(chart, person) for chart in letter.reply.charts]))

    async def _draw(self, chart: Chart, person: str) -> bytes | None:
        if isinstance(png := await attempt(self.workers.run(person, chart.png, begun=True)), Exception):
            log.error("The picture %r could not be drawn", chart.title, exc_info=png)
            return None
        return png

    async def _deliver(self, letter: Letter, place: Place) -> None:
        task = asyncio.current_task()
        self._delivering[task] = place.channel
        try:
            await self.voice.say(letter, place)
        finally:
            del self._delivering[task]

    async def _settled(self, channel: str | None) -> None:
        """Wait for answers on their way there: people can follow one up before Slack has told us where it stands."""
        if on_the_way := [task for task, where in self._delivering.items() if task and where == channel]:
            await asyncio.wait(on_the_way, timeout=_SETTLE_S)

    async def _post(self, job: Job, reply: Reply) -> None:
        letter = await self._drawn(Letter(reply, self._spoken(Place(job.id, reply.channel), Lang.EN)), job.id)
        await self.voice.post(replace(letter, person=job.id).to(reply.channel or ""))

    async def _open(self, arrival: Arrival, form: Form) -> None:
        lang = await self.voice.lang(arrival.place.person)
        call = arrival.call(lang, self.now())
        if form.load is None:
            view = form_view(form, form.fields(call, self.shop.catalog), lang, keep(arrival, lang))
        else:
            view = loading_view(form, lang)
        opened = await attempt(self.voice.open_form(arrival.trigger, view))
        if isinstance(opened, Refusal):
            log.warning("Form %s did not open: %s", form.id, opened)
            await self.voice.say(Letter(Reply(_LATE.of(lang)), lang), replace(arrival.place, message=None))
        elif isinstance(opened, str) and form.load:
            await self._fill(opened, arrival, form, call)

    async def _fill(self, view_id: str, arrival: Arrival, form: Form, call: Call) -> None:
        """Show what the store has to say in a form that is open already."""
        assert form.load is not None
        lang, place = call.lang, replace(arrival.place, message=None)
        filled = await attempt(self.workers.run(place.person, partial(form.load, call, self.shop)))
        if isinstance(filled, Exception):
            await self.voice.say(apology(filled, arrival, lang), place)
            return
        view = form_view(form, filled.fields, lang, keep(replace(arrival, value=filled.value), lang))
        shown = await attempt(self.voice.fill_form(view_id, view))
        if isinstance(shown, Exception):
            log.warning("Form %s was not filled in: %s", form.id, shown)
