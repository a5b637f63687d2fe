"""What metrics should come to: the targets in force, wherever they were set."""

from analysis.model import Filter, Period
from handlers.command import Shop
from storage.catalog import targets


def target(shop: Shop, metric_id: str, period: Period, filters: tuple[Filter, ...] = ()) -> float | None:
    """The target of a period, in the metric's unit; None where there is none.

    Those of shop.yaml come first, then those set since: the last that fits a day counts.
    """
    entries = (*shop.catalog.targets.get(metric_id, ()), *shop.records.targets.all().get(metric_id, ()))
    return targets.value(entries, period, filters, summed=shop.catalog.metric(metric_id).parts)
