"""connect(): one Bolt listener for each row of the handlers' tables."""

import logging
import re
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from analysis.errors import Mistake
from analysis.model import Text
from bot import arrivals, overheard
from bot.apologies import ASK
from bot.arrivals import Arrival
from bot.desk import Desk, Run
from bot.ear import Note
from bot.elements import REPEAT
from bot.views import past
from handlers.command import Call, Reply, Shop
from handlers.tables import Event, Form, Tables

Body = dict[str, Any]

MESSAGE = "message"
HOME = "app_home_opened"
JOINED = "member_joined_channel"
UNPINNED = "pin_removed"
REACTIONS = ("reaction_added", "reaction_removed")

_OUTLIVED = Text("That button is from an earlier version of me. Ask again.", "这个按钮来自旧版本，请重新提问。")


def connect(tables: Tables, desk: Desk, command: str = "/kpi", signing_secret: str = "") -> AsyncApp:
    """A Bolt app that hears everything in the tables. `command` is the root slash command.

    Every listener acknowledges, hands over and returns; nothing that takes time happens in one.
    """
    app = _app(desk, signing_secret)
    _hear_command(app, desk, command, tables.answer)
    for row in tables.commands:
        if row.slash:
            _hear_command(app, desk, f"/{row.id}", tables.answer, row.words[0])
    notes: dict[str, Note] = {row.id: row.run for row in tables.overheard}
    _hear_words(app, desk, tables.answer, notes.get(MESSAGE))
    forms: dict[str, Run | Form] = {form.id: form for form in tables.forms}
    actions: dict[str, Run | Form] = {ASK: _asks(tables.answer)}
    for name, run in (actions | {row.id: row.run for row in tables.actions} | forms).items():
        _hear_action(app, desk, name, run)
    # Messages outlive versions: a button that no row answers to any more says so.
    _hear_action(app, desk, None, _outlived)
    for shortcut in tables.shortcuts:
        _hear_shortcut(app, desk, shortcut.id, forms.get(shortcut.id, shortcut.run))
    for form in tables.forms:
        _hear_form(app, desk, form)
    for event in tables.events:
        _hear_event(app, desk, event, notes.get(event.id))
    return app


def _app(desk: Desk, signing_secret: str) -> AsyncApp:
    voice = desk.voice

    async def authorize() -> AuthorizeResult:
        # Known since the start: no request waits for auth.test.
        return AuthorizeResult(enterprise_id=None, team_id=voice.team, bot_user_id=voice.user)

    quiet = logging.getLogger("chestnut.bolt")
    # Its warnings print whole requests, and with them what people wrote.
    quiet.setLevel(logging.ERROR)
    return AsyncApp(
        logger=quiet,
        name="chestnut",
        process_before_response=True,
        signing_secret=signing_secret,
        authorize=authorize,
    )


def _hear_command(app: AsyncApp, desk: Desk, name: str, answer: Run, verb: str = "") -> None:
    async def listener(ack: AsyncAck, body: Body) -> None:
        await ack()
        desk.take(arrivals.slash(body, verb), answer)

    app.command(name)(listener)


def _hear_words(app: AsyncApp, desk: Desk, answer: Run, note: Note | None) -> None:
    async def mentioned(body: Body) -> None:
        desk.take(arrivals.mention(body), answer)

    async def written(body: Body) -> None:
        if arrival := arrivals.direct(body):
            desk.take(arrival, answer)
        elif note and (arrival := overheard.message(body, desk.voice.user)):
            await desk.ear.hear(arrival, note)

    app.event("app_mention")(mentioned)
    app.event(MESSAGE)(written)


def _hear_action(app: AsyncApp, desk: Desk, action: str | None, run: Run | Form) -> None:
    async def listener(ack: AsyncAck, body: Body) -> None:
        await ack()
        _take(desk, arrivals.pressed(body), run)

    named = rf"^{re.escape(action)}({REPEAT}\d+)?$" if action else ""
    app.action(re.compile(named))(listener)


def _hear_shortcut(app: AsyncApp, desk: Desk, shortcut: str, run: Run | Form) -> None:
    async def listener(ack: AsyncAck, body: Body) -> None:
        await ack()
        said = overheard.shown(body["message"], body["channel"]["id"])
        _take(desk, arrivals.chosen(body, said), run)

    app.message_shortcut(shortcut)(listener)


def _hear_form(app: AsyncApp, desk: Desk, form: Form) -> None:
    async def listener(ack: AsyncAck, body: Body) -> None:
        arrival, lang = arrivals.submitted(body)
        catalog = desk.shop.catalog
        today = desk.now().astimezone(catalog.zone).date()
        faults = past(form, arrival.fields, today, lang) | form.check(arrival.fields, lang, catalog)
        if faults:
            await ack(response_action="errors", errors=faults)
            return
        await ack()
        desk.take(arrival, form.run)

    app.view(form.id)(listener)


def _hear_event(app: AsyncApp, desk: Desk, event: Event, note: Note | None) -> None:
    run: Run = _as_home(event.run) if event.id == HOME else event.run
    if event.id == HOME:
        desk.home = run

    async def listener(body: Body) -> None:
        happened = body["event"]
        if event.id in REACTIONS:
            if arrival := arrivals.reacted(body, desk.voice.user):
                desk.take(arrival, event.run)
            elif note and (arrival := overheard.reacted(body, desk.voice.user)):
                await desk.ear.hear(arrival, note)
            return
        if event.id == UNPINNED:
            if arrival := arrivals.unpinned(body, desk.voice.user):
                desk.take(arrival, event.run)
            return
        if event.id == JOINED and happened.get("user") != desk.voice.user:
            return
        if event.id == HOME and happened.get("tab") != "home":
            return
        desk.take(arrivals.happened(body), run)

    app.event(event.id)(listener)


def _take(desk: Desk, arrival: Arrival, run: Run | Form) -> None:
    if isinstance(run, Form):
        desk.take_form(arrival, run)
    else:
        desk.take(arrival, run)


def _as_home(run: Run) -> Run:
    """The reply to an opened Home is the Home itself."""

    def shown(call: Call, shop: Shop) -> Reply | None:
        reply = run(call, shop)
        return replace(reply, replaces=True) if reply else None

    return shown


def _asks(answer: Run) -> Run:
    """What a button does that carries a whole question: the same as typing it."""
    return lambda call, shop: answer(replace(call, text=call.value), shop)


def _outlived(_call: Call, _shop: Shop) -> Reply:
    raise Mistake(_OUTLIVED)
