"""The few pieces of SQL that databases spell differently, each compiled for every dialect we know."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Double, cast, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import DateTime, Integer, TypeDecorator

from analysis.model import Grain

CLICKHOUSE = ("clickhousedb", "clickhouse")


class UtcTime(TypeDecorator[datetime]):
    """A time kept in UTC: naive in Python, and said to be UTC to a driver that would take it for local."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time as the driver understands it."""
        return value.replace(tzinfo=UTC) if value is not None and dialect.name in CLICKHOUSE else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The time without a zone."""
        return value.astimezone(UTC).replace(tzinfo=None) if value is not None and value.tzinfo else value


class safe_div(FunctionElement[float]):  # noqa: N801 - written like the SQL function it is
    """A quotient in double precision; nothing where the divisor is 0."""

    type = Double()
    inherit_cache = True


class days_between(FunctionElement[float]):  # noqa: N801
    """Days from one time to another, with fractions."""

    type = Double()
    inherit_cache = True


class shifted(FunctionElement[Any]):  # noqa: N801
    """A time moved by a number of minutes."""

    type = DateTime()
    inherit_cache = True


class truncated(FunctionElement[Any]):  # noqa: N801
    """The start of the hour, day, week (from Monday) or month a local time falls in."""

    type = DateTime()
    inherit_cache = True


class clock(FunctionElement[int]):  # noqa: N801
    """The weekday (1 is Monday) or the hour of a local time."""

    type = Integer()
    inherit_cache = True


class median(FunctionElement[float]):  # noqa: N801
    """The middle value, between the two middle ones if there are two."""

    type = Double()
    inherit_cache = True


def start_of(grain: Grain, local: ColumnElement[Any], week_start: int) -> ColumnElement[Any]:
    """The start of the bucket of `grain` that `local` falls in; weeks begin on `week_start` (0 is Monday)."""
    name: ColumnElement[str] = literal_column(f"'{grain.value}'")
    if grain is not Grain.WEEK or week_start == 0:
        return truncated(name, local)
    day = 24 * 60
    return shifted(
        truncated(name, shifted(local, literal_column(str(-week_start * day)))), literal_column(str(week_start * day))
    )


def clock_of(part: str, local: ColumnElement[Any]) -> ColumnElement[int]:
    """The `weekday` or `hour` of `local`."""
    return clock(literal_column(f"'{part}'"), local)


def _parts(element: FunctionElement[Any], compiler: SQLCompiler, **kw: object) -> list[str]:
    """The arguments of a construct as SQL."""
    return [compiler.process(clause, **kw) for clause in element.clauses]


@compiles(safe_div)
def _safe_div(element: safe_div, compiler: SQLCompiler, **kw: object) -> str:
    above, below = element.clauses
    return f"({compiler.process(cast(above, Double), **kw)} / NULLIF({compiler.process(below, **kw)}, 0))"


@compiles(safe_div, *CLICKHOUSE)
def _safe_div_clickhouse(element: safe_div, compiler: SQLCompiler, **kw: object) -> str:
    above, below = _parts(element, compiler, **kw)
    return f"(toFloat64({above}) / nullIf({below}, 0))"


@compiles(days_between)
def _days_between(element: days_between, compiler: SQLCompiler, **kw: object) -> str:
    start, end = _parts(element, compiler, **kw)
    return f"(EXTRACT(EPOCH FROM ({end} - {start})) / 86400.0)"


@compiles(days_between, "duckdb")
def _days_between_duckdb(element: days_between, compiler: SQLCompiler, **kw: object) -> str:
    start, end = _parts(element, compiler, **kw)
    return f"((epoch_us({end}) - epoch_us({start})) / 86400000000.0)"


@compiles(days_between, "sqlite")
def _days_between_sqlite(element: days_between, compiler: SQLCompiler, **kw: object) -> str:
    start, end = _parts(element, compiler, **kw)
    return f"(julianday({end}) - julianday({start}))"


@compiles(days_between, *CLICKHOUSE)
def _days_between_clickhouse(element: days_between, compiler: SQLCompiler, **kw: object) -> str:
    start, end = _parts(element, compiler, **kw)
    return f"(dateDiff('second', {start}, {end}) / 86400.0)"


@compiles(shifted)
def _shifted(element: shifted, compiler: SQLCompiler, **kw: object) -> str:
    time, minutes = _parts(element, compiler, **kw)
    return f"({time} + make_interval(mins => {minutes}))"


@compiles(shifted, "duckdb")
def _shifted_duckdb(element: shifted, compiler: SQLCompiler, **kw: object) -> str:
    # Integer arithmetic, because adding intervals takes DuckDB several times as long.
    time, minutes = _parts(element, compiler, **kw)
    return f"make_timestamp(epoch_us({time}) + ({minutes}) * 60000000::BIGINT)"


@compiles(shifted, "sqlite")
def _shifted_sqlite(element: shifted, compiler: SQLCompiler, **kw: object) -> str:
    time, minutes = _parts(element, compiler, **kw)
    return f"datetime({time}, ({minutes}) || ' minutes')"


@compiles(shifted, *CLICKHOUSE)
def _shifted_clickhouse(element: shifted, compiler: SQLCompiler, **kw: object) -> str:
    time, minutes = _parts(element, compiler, **kw)
    return f"addMinutes({time}, {minutes})"


@compiles(truncated)
def _truncated(element: truncated, compiler: SQLCompiler, **kw: object) -> str:
    grain, time = _parts(element, compiler, **kw)
    return f"date_trunc({grain}, {time})"


SQLITE_STARTS = {
    "'hour'": "strftime('%Y-%m-%d %H:00:00', {time})",
    "'day'": "date({time})",
    "'week'": "date({time}, '-6 days', 'weekday 1')",
    "'month'": "date({time}, 'start of month')",
}


@compiles(truncated, "sqlite")
def _truncated_sqlite(element: truncated, compiler: SQLCompiler, **kw: object) -> str:
    grain, time = _parts(element, compiler, **kw)
    return SQLITE_STARTS[grain].format(time=time)


@compiles(truncated, *CLICKHOUSE)
def _truncated_clickhouse(element: truncated, compiler: SQLCompiler, **kw: object) -> str:
    grain, time = _parts(element, compiler, **kw)
    if grain == "'hour'":
        # Text, because a DateTime result comes back in the client's own zone.
        return f"toString(toStartOfHour({time}), 'UTC')"
    return f"toDate(date_trunc({grain}, {time}))"


CLOCKS = {"'weekday'": "isodow", "'hour'": "hour"}
SQLITE_CLOCKS = {
    "'weekday'": "((CAST(strftime('%w', {time}) AS INTEGER) + 6) % 7 + 1)",
    "'hour'": "CAST(strftime('%H', {time}) AS INTEGER)",
}
CLICKHOUSE_CLOCKS = {"'weekday'": "toDayOfWeek({time})", "'hour'": "toHour({time})"}


@compiles(clock)
def _clock(element: clock, compiler: SQLCompiler, **kw: object) -> str:
    part, time = _parts(element, compiler, **kw)
    return f"CAST(EXTRACT({CLOCKS[part]} FROM {time}) AS INTEGER)"


@compiles(clock, "sqlite")
def _clock_sqlite(element: clock, compiler: SQLCompiler, **kw: object) -> str:
    part, time = _parts(element, compiler, **kw)
    return SQLITE_CLOCKS[part].format(time=time)


@compiles(clock, *CLICKHOUSE)
def _clock_clickhouse(element: clock, compiler: SQLCompiler, **kw: object) -> str:
    part, time = _parts(element, compiler, **kw)
    return CLICKHOUSE_CLOCKS[part].format(time=time)


@compiles(median)
def _median(element: median, compiler: SQLCompiler, **kw: object) -> str:
    (value,) = _parts(element, compiler, **kw)
    return f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {value})"


@compiles(median, "duckdb", "sqlite")
def _median_named(element: median, compiler: SQLCompiler, **kw: object) -> str:
    (value,) = _parts(element, compiler, **kw)
    return f"median({value})"


@compiles(median, *CLICKHOUSE)
def _median_clickhouse(element: median, compiler: SQLCompiler, **kw: object) -> str:
    (value,) = _parts(element, compiler, **kw)
    return f"quantileExactInclusive(0.5)({value})"
