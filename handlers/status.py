"""Whether all is well: the version, how fresh the data is, what is loaded."""

from importlib.metadata import PackageNotFoundError, version

from analysis import words as written
from analysis.model import Text
from handlers.ask import words
from handlers.command import Call, Fact, Reply, Shop


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
        ),
    )


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
_NONE = Text("none loaded yet", "尚未导入")
