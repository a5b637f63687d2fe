"""A shop under watch: a real small DuckDB file whose rows a test writes, real records, and a clock in its hand."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sqlalchemy import select

from analysis.alerts import instances
from analysis.alerts.rule import Kind, Rule, Side, Trigger
from analysis.calendar import instant
from analysis.model import Lang
from handlers.alerts.judging import watchdog
from handlers.alerts.judging.evaluate import evaluate
from handlers.alerts.judging.timers import remind
from handlers.alerts.past.due import windows
from handlers.command import Shop
from storage.catalog import default
from storage.facts import Facts
from storage.records import Records
from storage.records.tables import outbox
from tests.handlers.alert_stage import SALES, SAM, Outgoing

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
WEAK = Rule("revenue", Trigger(Kind.THRESHOLD, Side.BELOW, 100.0), owner=SAM, channel=SALES)
NUMBERS = count()


def days_ago(number: int) -> date:
    return TODAY - timedelta(number)


@dataclass
class Watched:
    """The shop, what it has said so far, and what time it is."""

    shop: Shop
    mail: Outgoing
    now: datetime = NOON
    told: list[str] = field(default_factory=list)

    @property
    def records(self):
        return self.shop.records

    def sells(self, amount, day, **where):
        """One order of so many yuan on a local day."""
        self._write([(amount, day)], **where)

    def sold(self, *amounts, until=None, **where):
        """So much on each day up to `until`, yesterday if it is not given."""
        last = until or days_ago(1)
        days = [(amount, last - timedelta(place)) for place, amount in enumerate(reversed(amounts))]
        self._write([each for each in days if each[0] is not None], **where)

    def _write(self, sales, *, region="East", at=time(12), channel="App"):
        orders, lines = [], []
        for amount, day in sales:
            moment = datetime.combine(day, at, self.shop.catalog.zone).astimezone(UTC).replace(tzinfo=None)
            order = f"o{next(NUMBERS)}"
            orders.append((order, order, moment, channel, region))
            lines.append((order, order, moment, round(amount * 100)))
        # Newer rows of the same kind: the names that people may use are not collected again.
        with self.shop.facts.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO orders (order_id, customer_id, ordered_at, status, channel, region, customer_order)"
                " VALUES (?, ?, ?, 'paid', ?, ?, 1)",
                orders,
            )
            connection.exec_driver_sql(
                "INSERT INTO order_lines (line_id, order_id, product_id, ordered_at, quantity, unit_price, discount)"
                " VALUES (?, ?, 'p', ?, 1, ?, 0)",
                lines,
            )

    def watch(self, rule=WEAK, *, since=None, lang=Lang.EN):
        """Keep a rule that judges from the window that ended on the midnight of `since`, the last one by default."""
        starts_at = instant(since or TODAY, self.shop.catalog.zone)
        return self.records.rules.add(rule, SAM, lang, self.now, starts_at)

    def tick(self, *, asleep=False, **later):
        """Let time pass, then judge what is due; the ticks in between are not played, unless the bot was `asleep`."""
        self.now += timedelta(**later)
        if not asleep:
            watchdog.done(self.now - timedelta(minutes=1), self.shop)
        evaluate(self.now, self.shop)
        return self

    def remind(self, **later):
        """Let time pass, then look at what timers have to do."""
        self.now += timedelta(**later)
        remind(self.now, self.shop)
        return self

    def sent(self):
        """The keys of all that was said, in order, since the last time this was asked."""
        with self.records.begin() as connection:
            keys = connection.execute(select(outbox.c.notice, outbox.c.key).order_by(outbox.c.id)).all()
        new = [row.notice or row.key for row in keys]
        fresh, self.told = new[len(self.told) :], new
        return fresh

    def lines(self):
        """What threads were told, in order."""
        return [notice.reply.headline for notice in self.mail.notices if notice.under]

    def heads(self):
        """The headlines of what was said outside of threads, in order."""
        return [notice.reply.headline for notice in self.mail.notices if not notice.under]

    def judged(self, kept):
        """The local days on which its windows began, in the order they were judged, with what is noted of each."""
        cut = windows(kept.rule, self.shop.catalog)
        found = sorted(self.records.windows.recent(kept.id), key=lambda each: each.window)
        return [(cut.local(each.window).date(), each.note) for each in found]

    def condition(self, kept, *values):
        """The condition of an instance and its reason."""
        state = self.records.windows.states((kept.id,))[kept.id].get(instances.key(values))
        return state and (state.condition.value, state.reason.value)

    def episode(self, kept):
        """The open episode of a rule."""
        return self.records.episodes.open_of((kept.id,)).get(kept.id)

    def episodes(self):
        """Every episode there was, the first one first."""
        return tuple(reversed(self.records.episodes.recent()))


def watched(facts_file, records_file, **changed) -> Watched:
    """A shop in its own copies of empty stores."""
    catalog = replace(default(), **{"zone": SHANGHAI, "currency": "CNY"} | changed)
    mail = Outgoing()
    facts = Facts(f"duckdb:///{facts_file}", catalog)
    return Watched(Shop(catalog, facts, Records(f"sqlite:///{records_file}"), mail), mail)
