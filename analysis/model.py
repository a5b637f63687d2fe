"""The nouns everyone shares: what is asked, what was measured, what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import pandas as pd


class Lang(StrEnum):
    """A language that Chestnut speaks."""

    EN = "en"
    ZH = "zh"


@dataclass(frozen=True)
class Text:
    """One sentence or name in every language Chestnut speaks."""

    en: str
    zh: str

    def of(self, lang: Lang, **values: object) -> str:
        """The text in `lang`, its `{named}` holes filled."""
        template = self.zh if lang is Lang.ZH else self.en
        return template.format(**values) if values else template


class Unit(StrEnum):
    """What a value is counted in. Ratios are fractions; money is in currency units."""

    MONEY = "money"
    COUNT = "count"
    RATIO = "ratio"
    DAYS = "days"
    SCORE = "score"
    NUMBER = "number"


class Direction(StrEnum):
    """Which way a metric should go to please its owner."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Grain(StrEnum):
    """The length of one bucket of time, in the shop's zone."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Comparison(StrEnum):
    """What a period is set against."""

    PREVIOUS = "previous"
    LAST_WEEK = "last_week"
    LAST_MONTH = "last_month"
    LAST_YEAR = "last_year"
    SAME_WEEKDAY = "same_weekday"
    TARGET = "target"


class Picture(StrEnum):
    """A way to draw an answer."""

    LINE = "line"
    BAR = "bar"
    STACKED = "stacked"
    PIE = "pie"
    HEATMAP = "heatmap"
    TABLE = "table"
    TILES = "tiles"


class Op(StrEnum):
    """How a filter or a bound compares."""

    IN = "in"
    NOT_IN = "not_in"
    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True)
class Metric:
    """A number people ask for by name. How it is computed is the catalog's affair.

    `parts` says that the metric's values over a dimension add up to its total, so that
    shares of it make sense; not so over those in `overlaps`, where one thing counts under
    several values (an order with lines of two categories). `level` marks stock-like metrics:
    their value over a period is the closing one. `dimensions` are the ids it can be split and
    filtered by.
    """

    id: str
    label: Text
    unit: Unit
    direction: Direction
    description: Text
    owner: str = ""
    synonyms: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    grains: tuple[Grain, ...] = tuple(Grain)
    parts: bool = False
    overlaps: tuple[str, ...] = ()
    level: bool = False
    audience: tuple[str, ...] = ()
    decimals: int | None = None

    def adds(self, dimensions: tuple[str, ...]) -> bool:
        """Whether values split by these dimensions add up to the total."""
        return self.parts and not set(dimensions) & set(self.overlaps)


@dataclass(frozen=True)
class Dimension:
    """Something a metric can be split by. `names` labels the values that have a name of their own."""

    id: str
    label: Text
    synonyms: tuple[str, ...] = ()
    names: Mapping[str, Text] = field(default_factory=dict)
    value_synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ordered: bool = False
    sensitive: bool = False

    def name(self, value: object, lang: Lang) -> str:
        """How a value of this dimension is written; no value at all is said so."""
        if value is None or pd.isna(value):  # type: ignore[call-overload]
            return Text("(none)", "(无)").of(lang)
        text = self.names.get(str(value))
        return text.of(lang) if text else str(value)


@dataclass(frozen=True)
class Period:
    """A half-open span of time. `start` and `end` are aware and in UTC; days are those of `zone`.

    `text` is the canonical English phrase that asks for it again ("last 7 days").
    """

    start: datetime
    end: datetime
    zone: ZoneInfo
    text: str

    @property
    def first_day(self) -> date:
        """The local day the period starts on."""
        return self.start.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        """The last local day with a part in the period."""
        return (self.end - timedelta(microseconds=1)).astimezone(self.zone).date()

    @property
    def days(self) -> int:
        """How many local days the period touches."""
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True)
class Filter:
    """A condition on a dimension: its value is one of, or none of, `values`."""

    dimension: str
    op: Op
    values: tuple[str, ...]


@dataclass(frozen=True)
class Bound:
    """A condition on the metric's own value in a row: below or above `limit`, in the metric's unit."""

    op: Op
    limit: float


@dataclass(frozen=True)
class Query:
    """One question about one metric, fully resolved.

    `open_until` is set when the period is not over yet: the instant up to which it has been
    lived, so that it is compared with the same part of the earlier period.
    """

    metric: str
    period: Period
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    grain: Grain | None = None
    comparison: Comparison | None = None
    top: int | None = None
    bottom: bool = False
    bound: Bound | None = None
    picture: Picture | None = None
    open_until: datetime | None = None


@dataclass(frozen=True)
class Result:
    """What the metrics store measured for a query.

    `frame` is tidy: a `bucket` column (the local wall-clock start of the bucket, naive
    datetime64) if a grain was asked, a column for each dimension by id (str or None), and
    `value` (float64 in the metric's unit; NaN where nothing was recorded, which is not 0).
    Without grain and dimensions it has exactly one row. Every bucket and level is computed
    by the store at that level, never added up from finer ones.
    """

    query: Query
    metric: Metric
    frame: pd.DataFrame
    as_of: datetime | None
    sql: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        """The single value of an unsplit result; None where nothing was recorded."""
        number = self.frame["value"].iloc[0] if len(self.frame) else None
        return None if number is None or pd.isna(number) else float(number)


@dataclass(frozen=True)
class Look:
    """How a picture is to be dressed: the reader's language, the shop's currency, light or dark."""

    lang: Lang
    currency: str
    dark: bool = False
