"""Every name that a question may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from analysis.model import Dimension, Metric


@dataclass(frozen=True)
class Value:
    """A value of a dimension as people may type it: the stored value and its other spellings."""

    dimension: str
    value: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Every name a question may use: what the catalog declares and what the data holds.

    `verbs` maps the id of a command to the words that call it, in both languages.
    `first_day` and `last_day` bound the loaded data (None when it is empty).
    """

    metrics: tuple[Metric, ...]
    dimensions: tuple[Dimension, ...]
    values: tuple[Value, ...]
    zone: ZoneInfo
    week_start: int = 0
    verbs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None
