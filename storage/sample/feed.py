"""Keep the sample shop alive: what happened since the last look, at the shop's own pace."""

from datetime import UTC, datetime

from sqlalchemy import Connection, Row, inspect, select, update

from analysis.errors import Unavailable
from analysis.model import Text
from storage.sample.build import ORIGIN, in_view, insert
from storage.sample.rows import Rows
from storage.sample.sales import sell
from storage.sample.shop import ZONE
from storage.sample.timeline import Dice, Timeline
from storage.sample.world import TABLES

# What may still change in a row that was written before: its key and those columns.
CHANGING = {"orders": ("order_id", ("status",)), "shipments": ("shipment_id", ("shipped_at", "delivered_at"))}
NO_SAMPLE = Text(
    "This database does not hold the sample shop. Build one with `chestnut sample build`.",
    "这个数据库里没有示例店铺。请先运行 `chestnut sample build` 生成。",
)


class Feed:
    """The life of a built sample shop from where its file ends.

    It goes on exactly as a later `build` of the same shop would have it, because both are the same function of the
    seed and the day. Drawing the days ahead takes a second or two, on the first call and every other midnight.
    """

    def __init__(self) -> None:
        self._shop: tuple[object, ...] = ()
        self._timeline: Timeline | None = None
        self._drawn_from: datetime | None = None
        self._ahead: dict[str, Rows] = {}

    def advance(self, connection: Connection, now: datetime) -> int:
        """Write what happened since the last time up to `now` (aware); how many rows are new or changed.

        Runs in the caller's transaction, which also holds how far it came: a slice is written once, whole or not at
        all. Nothing happens when `now` is not after the last time.
        Raises Unavailable when the connection's database is not a sample shop.
        """
        if not inspect(connection).has_table(ORIGIN.name, schema=ORIGIN.schema):
            raise Unavailable(NO_SAMPLE)
        origin = connection.execute(select(ORIGIN)).one()
        until = now.astimezone(UTC).replace(microsecond=0)
        since = origin.until.replace(tzinfo=UTC)
        if until <= since:
            return 0
        timeline = self._look_ahead(origin, since, until)
        span = timeline.moment(since), timeline.moment(until)
        written = sum(write(connection, name, rows, span) for name, rows in self._ahead.items())
        connection.execute(update(ORIGIN).values(until=until.replace(tzinfo=None)))
        return written

    def _look_ahead(self, origin: Row[tuple[object, ...]], since: datetime, until: datetime) -> Timeline:
        """Draw the shop's life to the end of the day after `until`, unless that is done."""
        shop = (origin.seed, origin.today, origin.scale)
        needed = max((until.astimezone(ZONE).date() - origin.today).days, 0)
        early = self._drawn_from is None or since < self._drawn_from
        if self._timeline is None or early or shop != self._shop or needed > self._timeline.ahead:
            timeline = Timeline(origin.today, needed + 1)
            moment = timeline.moment(since)
            sold = sell(timeline, Dice(origin.seed), origin.scale)
            self._ahead = {name: draw(sold).after(moment) for name, draw in TABLES.items()}
            self._timeline, self._shop, self._drawn_from = timeline, shop, since
        return self._timeline


def write(connection: Connection, name: str, rows: Rows, span: tuple[int, int]) -> int:
    """Append the rows born in a span and bring the earlier ones up to date; how many they were."""
    fresh = rows.between(*span)
    if len(fresh):
        insert(connection, name, fresh)
    if name not in CHANGING:
        return len(fresh)
    key, columns = CHANGING[name]
    changed = rows.changed(*span).select([key, *columns])
    if len(changed):
        values = ", ".join(f"{column} = changed.{column}" for column in columns)
        statement = f"UPDATE {name} SET {values} FROM changed WHERE {name}.{key} = changed.{key}"  # noqa: S608
        with in_view(connection, "changed", changed):
            connection.exec_driver_sql(statement)
    return len(fresh) + len(changed)
