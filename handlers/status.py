"""Whether all is well: the version, how fresh the data is, what is loaded."""

from importlib.metadata import PackageNotFoundError, version

from analysis import words as written
from analysis.model import Text
from handlers.alerts.cards.times import Times
from handlers.alerts.judging import watchdog
from handlers.ask import words
from handlers.command import Call, Fact, Reply, Shop
from storage.records.alerts.model import Status


def status(call: Call, shop: Shop) -> Reply:
    """The version, the shop, the days its data covers, and its zone."""
    vocabulary, lang = words(shop), call.lang
    first, last = vocabulary.first_day, vocabulary.last_day
    covered = f"{written.day(first, lang)} – {written.day(last, lang)}" if first and last else _NONE.of(lang)
    return Reply(
        headline=f"Chestnut {release()}",
        facts=(
            Fact(_SHOP.of(lang), shop.catalog.name),
            Fact(_DATA.of(lang), covered),
            Fact(_METRICS.of(lang), str(len(shop.catalog.metrics))),
            Fact(_ZONE.of(lang), shop.catalog.zone.key),
            *_alerts(call, shop),
        ),
    )


def _alerts(call: Call, shop: Shop) -> tuple[Fact, ...]:
    """How many rules are watched, and when they were last checked; nothing where there are none."""
    rules = len(shop.records.rules.all(Status.ACTIVE))
    if not rules:
        return ()
    last = watchdog.completed(shop)
    if last is None:
        return (Fact(_ALERTS.of(call.lang), _UNCHECKED.of(call.lang, n=rules)),)
    late = call.now - last > watchdog.LATE
    at = Times(shop.catalog.zone, call.lang, call.now).clock(last)
    return (Fact(_ALERTS.of(call.lang), (_LATE if late else _CHECKED).of(call.lang, n=rules, at=at)),)


def release() -> str:
    """The version installed."""
    try:
        return version("chestnut-bot")
    except PackageNotFoundError:
        return "(not installed)"


_SHOP = Text("Shop", "店铺")
_DATA = Text("Data", "数据范围")
_METRICS = Text("Metrics", "指标数")
_ZONE = Text("Time zone", "时区")
_ALERTS = Text("Alert rules", "预警规则")
_CHECKED = Text("{n} on, last checked {at}", "已启用 {n} 条，最近检查 {at}")
_LATE = Text("⚠️ {n} on, not checked since {at}", "⚠️ 已启用 {n} 条，自 {at} 起未检查")
_UNCHECKED = Text("{n} on, not checked yet", "已启用 {n} 条，尚未检查")
_NONE = Text("none loaded yet", "尚未导入")
