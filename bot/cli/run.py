"""chestnut run: the bot, in your Slack."""

import asyncio
import logging
from argparse import ArgumentParser, Namespace
from socket import gethostname

from analysis.errors import Unavailable
from analysis.model import Text
from bot import opening
from bot.bot import Bot, Connection, Manner
from bot.cli.verb import Status, Terminal, Verb
from bot.service import goodbye, working
from bot.settings import Settings
from bot.terms import Terms
from handlers import TABLES
from handlers.command import Shop

ID_LENGTH = 255

log = logging.getLogger(__name__)


def arguments(parser: ArgumentParser) -> None:
    """None: everything is a setting."""


def run(_args: Namespace, there: Terminal) -> int:
    """Answer in Slack until told to stop. Raises Unavailable when a setting, a token or a store will not do."""
    settings = there.settings
    _check(settings)
    shop = opening.open_shop(settings)
    try:
        asyncio.run(_serve(settings, shop))
    finally:
        opening.close_shop(shop)
    return Status.DONE


def connection(settings: Settings) -> Connection:
    """How the settings reach Slack: Socket Mode with an app token, else signed HTTP."""
    return Connection(
        settings.bot_token, settings.app_token, settings.signing_secret, settings.slack_url, port=settings.port
    )


def manner(settings: Settings) -> Manner:
    """How the settings want the bot to work."""
    # No two bots share a home: what an earlier one of this name was sending when it died is ours to finish.
    name = f"{gethostname()}:{settings.home.resolve()}"[-ID_LENGTH:]
    terms = Terms(name, settings.pictures)
    return Manner(settings.command, settings.lang, terms, settings.workers, settings.query_timeout + 10)


async def _serve(settings: Settings, shop: Shop) -> None:
    told = goodbye()
    bot = Bot(TABLES, shop, connection(settings), manner(settings))
    async with working(bot, settings):
        how = "Socket Mode" if settings.app_token else "signed HTTP"
        log.info("Chestnut answers %s by %s; health at http://127.0.0.1:%s/readyz", settings.command, how, bot.port)
        await told.wait()
        log.info("Told to stop")


def _check(settings: Settings) -> None:
    if settings.now is not None:
        raise Unavailable(
            Text("CHESTNUT_NOW is for the demo and for tests: unset it.", "CHESTNUT_NOW 只用于演示和测试，请取消设置。")
        )
    if not settings.bot_token or not (settings.app_token or settings.signing_secret):
        raise Unavailable(
            Text(
                "No Slack to answer in: set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN (Socket Mode) or "
                "SLACK_SIGNING_SECRET (HTTP). README has the ten steps. To look around without Slack: chestnut demo",
                "还没有连接 Slack：请设置 SLACK_BOT_TOKEN，以及 SLACK_APP_TOKEN（Socket 模式）或 "
                "SLACK_SIGNING_SECRET（HTTP）。步骤见 README。不连 Slack 先看看：chestnut demo",
            )
        )


VERB = Verb("run", "answer in your Slack", arguments, run)
