"""How findings put their numbers into sentences, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analysis import words
from analysis.answer import Answer, Finding
from analysis.model import Dimension, Grain, Lang, Text

MANY = {
    Grain.HOUR: Text("hours", "小时"),
    Grain.DAY: Text("days", "天"),
    Grain.WEEK: Text("weeks", "周"),
    Grain.MONTH: Text("months", "个月"),
}
ONE = {
    Grain.HOUR: Text("hour", "小时"),
    Grain.DAY: Text("day", "日"),
    Grain.WEEK: Text("week", "周"),
    Grain.MONTH: Text("month", "月"),
}


@dataclass(frozen=True)
class Claim:
    """A candidate for what stands out. `weight` is 0 to 1: how big it is, and how little it was to be expected."""

    weight: float
    finding: Finding


@dataclass(frozen=True)
class Says:
    """Writes about one answer: its metric's values, its dimensions' values, its buckets.

    `occasions` name the days that explain a number, such as those of a promotion.
    """

    answer: Answer
    currency: str
    occasions: Mapping[date, Text] = field(default_factory=dict)

    def text(self, template: Text, **holes: object) -> Text:
        """Fill the holes: floats as values of the metric, Texts in their language, the rest as it is."""
        english = {name: self._hole(hole, Lang.EN) for name, hole in holes.items()}
        chinese = {name: self._hole(hole, Lang.ZH) for name, hole in holes.items()}
        return Text(template.en.format(**english), template.zh.format(**chinese))

    @property
    def metric(self) -> Text:
        """The metric's name as it stands inside a sentence."""
        return inner(self.answer.metric.label)

    def name(self, row: Mapping[str, object]) -> Text:
        """The values of a row's dimensions: "App", "App, East"."""
        values = [(dimension, row[dimension.id]) for dimension in self.answer.dimensions]
        english = ", ".join(dimension.name(value, Lang.EN) for dimension, value in values)
        chinese = "·".join(dimension.name(value, Lang.ZH) for dimension, value in values)
        return Text(english, chinese)

    def when(self, start: pd.Timestamp, grain: Grain) -> Text:
        """A bucket of the series, a day with its weekday and its occasion, an hour with its day if there are more."""
        if grain is Grain.MONTH:
            return Text(words.bucket(start, grain, Lang.EN), words.bucket(start, grain, Lang.ZH))
        if grain is Grain.DAY:
            return self._day(start)
        if grain is Grain.WEEK:
            label = self._date(start)
            return Text(f"the week of {label.en}", f"{label.zh}那周")
        hour, day = f"{start:%H:%M}", self._day(start)
        period = self.answer.query.period
        alone = period.first_day == period.last_day == start.date()
        return Text(hour, hour) if alone else Text(f"{day.en}, {hour}", f"{day.zh} {hour}")

    def _day(self, start: pd.Timestamp) -> Text:
        label, occasion = self._date(start), self.occasions.get(start.date())
        english = f"{words.weekday(start.weekday(), Lang.EN)} {label.en}"
        chinese = words.weekday(start.weekday(), Lang.ZH)
        if occasion is None:
            return Text(english, f"{label.zh}（{chinese}）")
        return Text(f"{english} ({occasion.en})", f"{label.zh}（{chinese}，{occasion.zh}）")

    def _date(self, start: pd.Timestamp) -> Text:
        """The date, with its year where the period alone does not tell it."""
        period = self.answer.query.period
        if {period.first_day.year, period.last_day.year} == {start.year}:
            return Text(words.bucket(start, Grain.DAY, Lang.EN), words.bucket(start, Grain.DAY, Lang.ZH))
        return Text(words.day(start, Lang.EN), words.day(start, Lang.ZH))

    def _hole(self, hole: object, lang: Lang) -> object:
        if isinstance(hole, Text):
            return hole.of(lang)
        if isinstance(hole, float):
            metric = self.answer.metric
            return words.number(hole, metric.unit, self.currency, lang, decimals=metric.decimals)
        return hole


def inner(label: Text) -> Text:
    """A name as it stands inside a sentence: "revenue", but "AOV"."""
    ordinary = label.en[1:2].islower() or label.en[1:2] in (" ", "-")
    return Text(label.en[:1].lower() + label.en[1:] if ordinary else label.en, label.zh)


def plural(dimension: Dimension) -> Text:
    """Several values of a dimension: "categories", "个品类"."""
    name = inner(dimension.label).en
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        name = f"{name[:-1]}ies"
    else:
        name += "es" if name.endswith(("s", "ch", "sh", "x")) else "s"
    return Text(name, f"个{dimension.label.zh}")


def share(fraction: float) -> str:
    """A share in percent: "71%", a small one with a decimal: "4.1%"."""
    return f"{fraction * 100:.{0 if abs(fraction) >= 0.1 else 1}f}%"
