"""chestnut doctor: looks at everything that can be amiss, and says what to do about it."""

import asyncio
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from slack_sdk.web.async_client import AsyncWebClient

from analysis.errors import Unavailable
from analysis.model import Lang
from bot import faults
from bot.cli import trial
from bot.cli.verb import Status, Terminal, Verb
from bot.door import knock
from bot.faults import Refusal
from bot.manifest import build_manifest
from bot.settings import Settings
from bot.slack import client
from bot.terminal import Question
from charts import fonts
from handlers import TABLES
from handlers.alerts.judging import watchdog
from storage import catalog
from storage.facts import Facts
from storage.records import Records
from storage.records.alerts.model import Status as Rules

STALE = timedelta(days=2)
SKEW = timedelta(seconds=60)
LETTERS = "Chestnut ¥€£ 销售额环比上升 ▲▼"


@dataclass(frozen=True)
class Patient:
    """What is examined: the settings, the time it is, and a channel to send a picture to."""

    settings: Settings
    now: datetime
    channel: str = ""


@dataclass(frozen=True)
class Sign:
    """One thing found: well or not, and in words, with what to do when it is not."""

    well: bool
    words: str


Check = Callable[[Patient], Iterator[Sign]]


def arguments(parser: ArgumentParser) -> None:
    """The channel to try a picture in."""
    parser.add_argument(
        "--channel", default="", metavar="C…", help="send a picture there for trial, and take it away again"
    )


def run(args: Namespace, there: Terminal) -> int:
    """Make every check; exit status 3 when anything is amiss."""
    patient = Patient(there.settings, there.now(), args.channel)
    well = True
    for name, check in CHECKS:
        for sign in _examined(check, patient):
            well = well and sign.well
            there.say(f"{'ok  ' if sign.well else 'FAIL'}  {name:<8}  {sign.words}")
    return Status.DONE if well else Status.UNAVAILABLE


def _examined(check: Check, patient: Patient) -> Iterator[Sign]:
    try:
        yield from check(patient)
    except Unavailable as fault:
        yield Sign(well=False, words=fault.say(patient.settings.lang))


def _home(patient: Patient) -> Iterator[Sign]:
    home = patient.settings.home
    if not home.is_dir():
        yield Sign(well=False, words=f"{home} is no folder: `chestnut init` makes it, CHESTNUT_HOME names another")
    elif not os.access(home, os.W_OK):
        yield Sign(well=False, words=f"{home} cannot be written to: give this user the right to")
    else:
        yield Sign(well=True, words=str(home.resolve()))


def _shop(patient: Patient) -> Iterator[Sign]:
    shop = catalog.load(patient.settings.shop_file)
    yield Sign(well=True, words=f"{shop.name}: {len(shop.metrics)} metrics, {shop.zone.key}, {shop.currency}")


def _facts(patient: Patient) -> Iterator[Sign]:
    newest = _newest(patient)
    if newest is None:
        yield Sign(well=False, words="no orders yet: `chestnut load FOLDER --mapping NAME`")
    elif patient.now - newest > STALE:
        age = (patient.now - newest).days
        yield Sign(well=False, words=f"the newest order is {age} days old ({newest:%Y-%m-%d}): load what came since")
    else:
        yield Sign(well=True, words=f"newest order {newest:%Y-%m-%d %H:%M} UTC")


def _newest(patient: Patient) -> datetime | None:
    """When the newest order was, asked of the running bot if there is one, for it holds the file."""
    question = Question("orders all time", Lang.EN.value, patient.now.isoformat(), json=True)
    if (messages := knock(patient.settings.door, question.message())) is not None:
        told = list(messages)[-1].get("json", {}).get("as_of")
        return datetime.fromisoformat(told) if told else None
    facts = Facts(patient.settings.facts, catalog.load(patient.settings.shop_file))
    try:
        return facts.as_of("orders")
    finally:
        facts.close()


def _records(patient: Patient) -> Iterator[Sign]:
    records = Records(patient.settings.records)
    try:
        records.check()
        yield Sign(well=True, words="the team's memory answers and has the newest shape")
        yield _outbox(records)
    finally:
        records.close()


def _outbox(records: Records) -> Sign:
    waiting, dead = records.outbox.waiting(), records.outbox.dead(limit=3)
    if not dead:
        return Sign(well=True, words=f"{waiting} messages wait to be sent; none was given up in the last week")
    listed = "; ".join(f"{one.ended_at:%Y-%m-%d %H:%M} UTC to {one.channel}: {one.error}" for one in dead)
    return Sign(well=False, words=f"messages given up in the last week, the latest: {listed}")


def _alerts(patient: Patient) -> Iterator[Sign]:
    records = Records(patient.settings.records)
    try:
        yield from _watched(records, patient.now)
    finally:
        records.close()


def _watched(records: Records, now: datetime) -> Iterator[Sign]:
    on, last = len(records.rules.all(Rules.ACTIVE)), records.runs.of(watchdog.NAME)
    at = last.at if last else None
    checked = f"last checked {at:%Y-%m-%d %H:%M} UTC" if at else "not checked yet"
    if on and (at is None or now - at > watchdog.LATE):
        yield Sign(well=False, words=f"{on} rules are on, {checked}: the bot has to be running (`chestnut run`)")
    else:
        yield Sign(well=True, words=f"{on} rules are on, {checked}" if on else "no rule is on")
    if failing := sorted(records.runs.failing()):
        yield Sign(well=False, words=f"{', '.join(failing)} could not be measured at the last try: the log says why")
    if broken := [f"R-{kept.id}" for kept in records.rules.all(Rules.BROKEN)]:
        words = f"{', '.join(broken)} cannot be checked: `alert show {broken[0]}` in Slack says why"
        yield Sign(well=False, words=words)


def _fonts(_patient: Patient) -> Iterator[Sign]:
    missing = sorted(set(LETTERS) - set(fonts.drawable(LETTERS)))
    if missing:
        yield Sign(well=False, words=f"cannot draw {''.join(missing)}: install Chestnut again, its fonts are damaged")
    else:
        yield Sign(well=True, words="Latin and Chinese can be drawn")


def _slack(patient: Patient) -> Iterator[Sign]:
    settings = patient.settings
    if not settings.bot_token:
        yield Sign(well=True, words="not connected (SLACK_BOT_TOKEN is not set); README has the ten steps")
        return
    yield from asyncio.run(_connected(patient))


async def _connected(patient: Patient) -> list[Sign]:
    """What Slack itself says: who we are, what we may, whether our clocks agree, whether it would connect us."""
    settings = patient.settings
    slack = client(settings.bot_token, settings.slack_url)
    try:
        me = await slack.auth_test()
        signs = [Sign(well=True, words=f"@{me['user']} in {me['team']}")]
        signs += _permissions(str(me.headers.get("x-oauth-scopes", "")), settings.command)
        signs += _clock(str(me.headers.get("Date", "")), patient.now)
        signs += await _way_in(slack, settings)
        return [*signs, *await _pictures(slack, patient)]
    except Refusal as fault:
        return [Sign(well=False, words=faults.sentence(fault, "chestnut").of(settings.lang))]
    finally:
        if slack.session is not None:
            await slack.session.close()


def _permissions(given: str, command: str) -> list[Sign]:
    if not given:
        return []
    wanted = build_manifest(TABLES, command)["oauth_config"]["scopes"]["bot"]
    missing = sorted(set(wanted) - {scope.strip() for scope in given.split(",")})
    if missing:
        words = (
            f"missing permissions {', '.join(missing)}: paste `chestnut manifest` under App Manifest, then reinstall"
        )
        return [Sign(well=False, words=words)]
    return [Sign(well=True, words=f"all {len(wanted)} permissions given")]


def _clock(date: str, now: datetime) -> list[Sign]:
    if not date:
        return []
    skew = now - parsedate_to_datetime(date)
    if abs(skew) > SKEW:
        words = f"this machine's clock is {skew.total_seconds():+.0f} s off Slack's: set it (signed requests need it)"
        return [Sign(well=False, words=words)]
    return [Sign(well=True, words="this machine's clock agrees with Slack's")]


async def _way_in(slack: AsyncWebClient, settings: Settings) -> list[Sign]:
    if not settings.app_token:
        if settings.signing_secret:
            return [Sign(well=True, words="signed HTTP: Slack must reach /slack/events of your public address")]
        return [Sign(well=False, words="neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: nothing can come in")]
    try:
        await slack.apps_connections_open(app_token=settings.app_token)
    except Refusal as fault:
        return [Sign(well=False, words=faults.sentence(fault, "", app_token=True).of(settings.lang))]
    return [Sign(well=True, words="Socket Mode is open to us")]


async def _pictures(slack: AsyncWebClient, patient: Patient) -> list[Sign]:
    if not patient.channel:
        return []
    wrong = await trial.picture(slack, patient.settings, patient.channel)
    ways = patient.settings.pictures
    words = wrong or f"a picture reached {patient.channel} (CHESTNUT_PICTURES={ways}) and was taken away again"
    return [Sign(well=not wrong, words=words)]


CHECKS: tuple[tuple[str, Check], ...] = (
    ("home", _home),
    ("shop", _shop),
    ("facts", _facts),
    ("records", _records),
    ("alerts", _alerts),
    ("fonts", _fonts),
    ("slack", _slack),
)
VERB = Verb("doctor", "look for what is amiss, and say what to do", arguments, run)
