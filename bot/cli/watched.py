"""What the demo's team watches: the rules of the sample shop, in the channels of the local workspace."""

from dataclasses import replace
from datetime import datetime

from analysis.alerts import text
from analysis.alerts.rule import Rule
from analysis.alerts.windows import Windows
from analysis.model import Lang
from bot.workspace import Workspace
from handlers.ask import words
from handlers.command import Shop
from storage.sample.watch import WATCH

OWNERS = {"sales": "ana", "marketing": "liwei"}
"""Whose the rules of each channel are."""


def install(shop: Shop, workspace: Workspace, now: datetime) -> None:
    """Turn the rules of the sample shop on, so that what is wrong at `now` is said at the first look."""
    state, vocabulary = workspace.office.state, words(shop)
    for watched in WATCH:
        read = text.read(watched.text, vocabulary, now, shop.catalog.currency)
        channel, person = state.channel(watched.channel), state.person(OWNERS[watched.channel])
        if channel is None or person is None:
            raise LookupError(f"the workspace has no #{watched.channel} or nobody to own what is watched there")
        rule = replace(read, channel=channel.id, owner=person.id)
        shop.records.rules.add(rule, person.id, Lang.EN, now, _first(rule, shop, now))


def _first(rule: Rule, shop: Shop, now: datetime) -> datetime:
    """The end of the first window to judge: as many back as it takes for the latest one to be said."""
    windows = Windows(rule.grain, shop.catalog.zone, shop.catalog.week_start)
    end = windows.start(windows.end_after(now - rule.settle))
    for _ in range(rule.pending - 1):
        end = windows.start(end)
    return end
