"""What is still open when active hours begin: one message a channel and day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from analysis.alerts.handling import CLOSED
from analysis.alerts.hours import speaks
from analysis.alerts.rule import Rule
from analysis.model import Lang, Text
from handlers.alerts.cards import view as views
from handlers.alerts.cards.view import View
from handlers.alerts.rules.listing import opened
from handlers.command import Audience, Item, Notice, Reply, Shop, Step
from storage.records.alerts.model import Episode, Kept

MORNING: Final = time(9)
"""When the day begins for rules that may speak at any hour."""

LATEST: Final = timedelta(hours=3)
"""How late the summary may still be, for a bot that was off when hours began: after that it is old news."""

MOST: Final = 15


def digest(now: datetime, shop: Shop) -> tuple[Reply, ...]:
    """Say in each channel what is still open, once a day, when the first of its rules may speak. A job."""
    by_channel: dict[str, list[tuple[Kept, Episode]]] = {}
    for kept, episode in _open(shop):
        by_channel.setdefault(episode.channel, []).append((kept, episode))
    for channel, found in by_channel.items():
        key = _key(channel, now, shop.catalog.zone)
        if _time(found, now, shop.catalog.zone) and shop.records.outbox.find(key) is None:
            _say(key, [episode for _, episode in found], now, shop)
    return ()


def opening(rule: Rule, day: date, zone: ZoneInfo) -> datetime | None:
    """When a rule's active hours begin on a local day, in UTC; at nine without hours. None if it is silent then."""
    start = rule.hours.start if rule.hours and rule.hours.start != rule.hours.end else MORNING
    when = datetime.combine(day, start, zone).astimezone(UTC)
    return when if speaks(rule, when, zone) is None else None


def _open(shop: Shop) -> Iterable[tuple[Kept, Episode]]:
    """The open alerts with their rules."""
    for episode in shop.records.episodes.open():
        kept = shop.records.rules.find(episode.rule_id)
        if kept is not None and episode.channel:
            yield kept, episode


def _time(found: Iterable[tuple[Kept, Episode]], now: datetime, zone: ZoneInfo) -> bool:
    """Whether hours have begun for one of these rules, and not too long ago, with its alert open before that."""
    day = now.astimezone(zone).date()
    for kept, episode in found:
        begins = opening(kept.rule, day, zone)
        if begins is not None and episode.fired_at < begins <= now < begins + LATEST:
            return True
    return False


def _say(key: str, found: Iterable[Episode], now: datetime, shop: Shop) -> None:
    shown = [views.of(episode.id, shop, now) for episode in found]
    waiting = [view for view in shown if view.handling.state not in CLOSED]
    if not waiting:
        return
    first = waiting[0]
    notice = Notice(key, _reply(waiting, shop), first.episode.channel, first.lang, person=first.kept.owner)
    shop.records.outbox.put(shop.mail.pack(notice), now)
    shop.mail.look()


def _reply(waiting: list[View], shop: Shop) -> Reply:
    """One line an alert: those that nobody is on first, then the oldest first."""
    lang = waiting[0].lang
    ranked = sorted(waiting, key=lambda view: (view.handling.acked is not None, view.episode.fired_at, view.episode.id))
    items = tuple(Item(opened(view, shop, here=True)) for view in ranked[:MOST])
    free = sum(view.handling.acked is None and not view.handling.assignee for view in waiting)
    more = len(ranked) - len(items)
    return Reply(
        _headline(len(waiting), free, lang),
        items=items,
        notes=(_MORE.of(lang, n=more),) if more else (),
        steps=(Step("kpi.ask", _ALL.of(lang), "alert list"),),
        audience=Audience.CHANNEL,
    )


def _headline(count: int, free: int, lang: Lang) -> str:
    said = (_ONE if count == 1 else _STILL).of(lang, n=count)
    if not free:
        return said + _ALL_TAKEN.of(lang)
    if free == count:
        return said + (_FREE_ONE if count == 1 else _FREE_ALL).of(lang)
    return said + _FREE.of(lang, n=free)


def _key(channel: str, now: datetime, zone: ZoneInfo) -> str:
    return f"digest/{channel}/{now.astimezone(zone).date().isoformat()}"


_STILL = Text("☀️ Still open this morning: {n} alerts", "☀️ 今早仍有{n}条预警未关闭")
_ONE = Text("☀️ Still open this morning: 1 alert", "☀️ 今早仍有1条预警未关闭")
_FREE = Text(", {n} with nobody on it", "，其中{n}条无人处理")
_FREE_ALL = Text(", and nobody is on them", "，均无人处理")
_FREE_ONE = Text(", and nobody is on it", "，无人处理")
_ALL_TAKEN = Text(", all in hand", "，均有人处理")
_MORE = Text("and {n} more", "另有{n}条")
_ALL = Text("All alerts and rules", "全部预警和规则")
