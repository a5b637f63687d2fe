"""A scene: one person in the workspace, and what the bot sends to Slack because of what they do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from analysis.alerts.text import read
from analysis.model import Lang
from bot.bot import Manner
from bot.terms import Terms
from handlers import TABLES
from handlers.alerts.judging.evaluate import evaluate
from handlers.ask import words
from handlers.command import Shop
from storage import catalog
from storage.facts import Facts
from storage.records import Records
from tests.conftest import NOON
from tests.judgement.wire import Exchange, Tap
from tests.town import Town, opened, until

SALES = "sales"
PEOPLE = {Lang.EN: "ana", Lang.ZH: "liwei"}
OWNERS = {Lang.EN: "U0LOCALANA1", Lang.ZH: "U0LOCALWEI1"}
BOT = "<@U0LOCALBOT1>"
SENT = (
    "chat.postMessage",
    "chat.postEphemeral",
    "chat.update",
    "chat.delete",
    "files.completeUploadExternal",
    "response_url",
    "views.open",
    "views.publish",
    "ack",
)
"""Every way in which the bot puts something before people."""


@dataclass
class Scene:
    """One person at work; `messages` come from one channel only, the one they work in."""

    town: Town
    tap: Tap
    lang: Lang = Lang.EN
    acknowledged: tuple[Exchange, ...] = ()

    @property
    def person(self) -> str:
        return PEOPLE[self.lang]

    async def do(self, act: str, **given: Any) -> dict[str, Any]:
        """Do one thing, and wait until all that comes of it is done."""
        self.tap.exchanges.clear()
        answer = await self.town.do(act, self.person, **given)
        said = {name: answer[name] for name in ("response_action", "errors") if name in answer}
        self.acknowledged = (Exchange("ack", said, {}, 200),) if "response_action" in said else ()
        await settled(self.town)
        return answer

    async def ask(self, text: str, channel: str = SALES) -> None:
        """A slash command."""
        await self.do("command", channel=channel, text=f"/kpi {text}".strip())

    async def press(self, action: str, option: int = 0, channel: str = SALES, **given: Any) -> None:
        """A control under the newest message: a button, or a menu turned to one of its options."""
        message = await self.newest(channel)
        if options := _control(message["blocks"], action).get("options"):
            given["value"] = options[option]["value"]
        await self.do("action", channel=channel, ts=message["ts"], action_id=action, **given)

    async def submit(self, **values: str) -> None:
        """The newest open form, sent off."""
        views = (await self.town.get("views", user=self.person))["views"]
        await self.do("submit", view_id=views[-1]["id"], values=values)

    async def watch(self, text: str) -> None:
        """A rule that is turned on for the channel, and judged at once."""
        self.tap.exchanges.clear()
        self.acknowledged = ()
        shop, owner = self.town.bot.desk.shop, OWNERS[self.lang]
        rule = replace(read(text, words(shop), NOON), channel="C0SALES0001", owner=owner)
        shop.records.rules.add(rule, owner, self.lang, NOON, NOON - timedelta(days=1))
        await asyncio.to_thread(evaluate, NOON, shop)
        await settled(self.town)

    async def newest(self, channel: str = SALES) -> dict[str, Any]:
        """The newest message with blocks that the person sees in a channel."""
        found = (await self.town.get("messages", channel=channel, user=self.person))["messages"]
        return [message for message in found if message.get("blocks")][-1]

    def sent(self) -> list[Exchange]:
        """What the bot put before people since the last act began."""
        return [one for one in (*self.tap.exchanges, *self.acknowledged) if one.method in SENT]


async def settled(town: Town) -> None:
    """Wait until nothing is under way any more: not in the workspace, not at the bot's desk, not in its outbox."""
    while True:
        await until(lambda: not town.records.outbox.waiting())
        busy = {*town.workspace.office.desk.tasks, *town.bot.desk._tasks}
        if not busy:
            return
        await asyncio.wait(busy, timeout=30)


def _control(blocks: list[dict[str, Any]], action: str) -> dict[str, Any]:
    parts = [part for block in blocks for part in (*block.get("elements", ()), block.get("accessory") or {})]
    return next(part for part in parts if part.get("action_id") == action)


def opened_shop(home: Path) -> Facts:
    """The facts of a shop's folder."""
    return Facts(f"duckdb:///{home / 'facts.duckdb'}", catalog.load(home / "shop.yaml"))


def empty_shop(home: Path) -> Facts:
    """A shop that nothing has been loaded into."""
    facts = Facts(f"duckdb:///{home / 'empty.duckdb'}", catalog.default())
    facts.create()
    return facts


def lost_shop(home: Path) -> Facts:
    """A shop whose store cannot be read any more."""
    path = home / "lost.duckdb"
    facts = Facts(f"duckdb:///{path}", catalog.default())
    facts.create()
    facts.close()
    path.unlink()
    path.mkdir()
    return facts


@asynccontextmanager
async def scene(facts: Facts, home: Path, without: tuple[str, ...], pictures: str) -> AsyncIterator[Scene]:
    """A bot of its own for one shop, with nothing remembered yet, and one person.

    `without` names scopes that Slack has not granted, `pictures` how pictures reach people.
    """
    records = Records(f"sqlite:///{home / 'records.db'}")
    records.migrate()
    tap, shop = Tap(), Shop(facts.catalog, facts, records)
    # The pace of one message a second is for Slack's sake; what is sent is the same.
    manner = Manner(terms=Terms(pictures=pictures, burst=1_000))
    how = {"without": without, "before": lambda workspace: tap.on(workspace.app)}
    async with opened(shop, TABLES, manner, lambda: NOON, **how) as town:
        yield Scene(town, tap)
    records.close()
