"""The tiles of a Home page: the metrics its owner chose, over the last days."""

from analysis.model import Period, Query
from handlers import manners, offers
from handlers.ask import Answered, measure_all
from handlers.command import Call, Shop
from handlers.phrases import moved, value


def measured(call: Call, shop: Shop, chosen: str, period: Period) -> list[Answered]:
    """The tiles that have a number, in the order chosen; what is not for everybody stays off the page."""
    metrics = [metric for metric in offers.tiles(shop, chosen) if manners.may_see(metric, None)]
    answers = measure_all([Query(metric.id, period) for metric in metrics], shop, call.lang)
    return [one for one in answers if one.answer.value is not None]


def line(answered: Answered) -> str:
    """A tile in words: "Revenue  ¥3,540  +68.6%"."""
    answer, lang = answered.answer, answered.lang
    told = value(answer.value, answer.metric, answered.look.currency, lang)
    before = answer.change.value if answer.change else None
    label = answer.metric.label.of(lang)
    return (
        f"{label}  {told}  {moved(answer.metric, before, answer.value, lang)}"
        if before is not None
        else f"{label}  {told}"
    )
