"""How an example spells out the query it expects: days as dates, everything else by id."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from analysis.calendar import instant
from analysis.model import Bound, Comparison, Filter, Grain, Op, Picture, Query
from analysis.periods import over

# The spans that examples ask for, as seen on Sunday 22 November 2026; both ends included.
SPANS = {
    "today": "2026-11-22",
    "yesterday": "2026-11-21",
    "two days ago": "2026-11-20",
    "7 days": "2026-11-15..2026-11-21",
    "14 days": "2026-11-08..2026-11-21",
    "30 days": "2026-10-23..2026-11-21",
    "90 days": "2026-08-24..2026-11-21",
    "this week": "2026-11-16..2026-11-22",
    "last week": "2026-11-09..2026-11-15",
    "week before": "2026-11-02..2026-11-08",
    "this month": "2026-11-01..2026-11-30",
    "mtd": "2026-11-01..2026-11-22",
    "last month": "2026-10-01..2026-10-31",
    "this quarter": "2026-10-01..2026-12-31",
    "qtd": "2026-10-01..2026-11-22",
    "last quarter": "2026-07-01..2026-09-30",
    "this year": "2026-01-01..2026-12-31",
    "ytd": "2026-01-01..2026-11-22",
    "last year": "2025-01-01..2025-12-31",
    "3 months": "2026-08-01..2026-10-31",
    "12 months": "2025-11-01..2026-10-31",
    "all": "2024-11-22..2026-11-22",
}
PLAIN, SHUFFLED, COLLOQUIAL, NOISY = "plain", "shuffled", "colloquial", "noisy"


@dataclass(frozen=True)
class Example:
    """A question as someone would type it, of which kind it is, and what it asks."""

    kind: str
    text: str
    metric: str
    span: str = "7 days"
    by: str = ""
    where: str = ""
    grain: str = ""
    vs: str = ""
    top: int = 0
    bound: str = ""
    picture: str = ""

    def query(self, now: datetime, phrase: str, zone) -> Query:
        """The expected query. The phrase of its period is the only thing taken from what was read."""
        first, _, last = SPANS.get(self.span, self.span).partition("..")
        start, end = date.fromisoformat(first), date.fromisoformat(last or first) + timedelta(1)
        is_open = instant(start, zone) <= now < instant(end, zone)
        return Query(
            self.metric,
            over(start, end, zone, phrase),
            dimensions=tuple(self.by.split()),
            filters=tuple(map(_filter, filter(None, self.where.split("; ")))),
            grain=Grain(self.grain) if self.grain else None,
            comparison=Comparison(self.vs) if self.vs else None,
            top=abs(self.top) or None,
            bottom=self.top < 0,
            bound=_bound(self.bound) if self.bound else None,
            picture=Picture(self.picture) if self.picture else None,
            open_until=now if is_open else None,
        )


def _filter(text: str) -> Filter:
    """`channel=App,Web` or `channel!=App`."""
    dimension, sign, values = text.partition("!=") if "!=" in text else text.partition("=")
    return Filter(dimension, Op.NOT_IN if sign == "!=" else Op.IN, tuple(values.split(",")))


def _bound(text: str) -> Bound:
    return Bound(Op.BELOW if text[0] == "<" else Op.ABOVE, float(text[1:]))
