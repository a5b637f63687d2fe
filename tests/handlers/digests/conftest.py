"""A team that has digests: what Uma says, and what is sent when."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from analysis.model import Lang
from bot.plain import text as plain
from handlers import TABLES, answer
from handlers.digests import sending
from tests.handlers.alert_stage import Outgoing, spelt

HERE, UMA, BO = "C0GENERAL", "U0UMA", "U0BO"
NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
"""Noon of a Wednesday in Shanghai; the shop has sold something every day for two months."""
NINE = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)
"""The next morning at nine."""
DAILY = "every weekday 09:00 revenue yesterday by channel"
ACTIONS = {action.id: action.run for action in TABLES.actions}


@pytest.fixture
def mail():
    return Outgoing()


@pytest.fixture
def shop(shop, mail):
    return replace(shop, mail=mail)


@pytest.fixture
def call(call):
    """Something Uma said, unless told otherwise."""
    return lambda text="", **changes: call(text, **({"person": UMA, "channel": HERE, "now": NOW} | changes))


@pytest.fixture
def say(shop, call):
    """What is answered to words, as text."""

    def run(text, **changes):
        reply = answer(call(text, **changes), shop)
        return spelt(plain(reply, changes.get("lang", Lang.EN)))

    return run


@pytest.fixture
def tick(shop, mail):
    """What is sent at a moment: where to, and the words of it."""

    def run(now):
        before = len(mail.notices)
        sending.send(now, shop)
        return [(each.channel, spelt(plain(each.reply, each.lang))) for each in mail.notices[before:]]

    return run
