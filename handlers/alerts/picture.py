"""The picture of an alert."""

from charts.chart import Chart
from handlers.alerts.view import View
from handlers.command import Shop


def charts(view: View, shop: Shop) -> tuple[Chart, ...]:  # noqa: ARG001
    """The picture of the worst instance."""
    return ()
