"""What was measured of a decision, in words: how much, how sure, and whether that was what people expected."""

from dataclasses import dataclass

from analysis import periods, words
from analysis.decisions import history
from analysis.decisions.expected import Expected, expected
from analysis.model import Direction, Lang, Look, Period, Text, Unit
from charts import outcome
from charts.chart import Chart
from charts.outcome import Outcome
from handlers import phrases
from handlers.command import Fact, Shop
from handlers.decide.measured import Measured
from storage.records.alerts.decision import Decision

SHOWN = 28
"""How many days before are drawn."""


@dataclass(frozen=True)
class Findings:
    """Says what was measured of a decision, in the language of its channel."""

    decision: Decision
    found: Measured
    shop: Shop
    lang: Lang

    @property
    def label(self) -> str:
        """Of what it is: "Revenue (East)"."""
        label, limits = self.found.metric.label.of(self.lang), phrases.only(self.found.filters, self.shop, self.lang)
        return _LIMITED.of(self.lang, label=label, limits=limits) if limits else label

    @property
    def headline(self) -> str:
        """The whole in a sentence."""
        if not self.found.effect.told:
            return _CHANCE.of(self.lang, label=self.label)
        sentence = _ABOVE if self.found.effect.mean > 0 else _BELOW
        return sentence.of(self.lang, label=self.label, by=self._size(self.found.effect.mean))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What was, what was to be expected, the difference with its range, and what people expected."""
        effect, lang = self.found.effect, self.lang
        days = words.span(self._period(), lang)
        told = [
            Fact(_MEASURED.of(lang), _ON_DAYS.of(lang, value=self._value(effect.measured), days=days)),
            Fact(_WITHOUT.of(lang), self._value(effect.expected)),
            Fact(_DIFFERENCE.of(lang), self._between()),
        ]
        hoped = self.decision.latest.said.effect
        return (*told, *((Fact(_HOPED.of(lang), hoped),) if hoped else ()))

    @property
    def body(self) -> tuple[str, ...]:
        """Whether the expected effect was met, and what the numbers cannot say."""
        met = self.met()
        caveats = tuple(f"⚠️ {caveat.of(self.lang)}" for caveat in self.found.caveats)
        return (*((met.of(self.lang),) if met else ()), *caveats)

    @property
    def notes(self) -> tuple[str, ...]:
        """How it was measured, and how often that is wrong."""
        effect, lang = self.found.effect, self.lang
        told = [effect.method.of(lang) + _LEVEL.of(lang)]
        if effect.placebo is not None:
            seen = round(effect.placebo * effect.tries)
            told.append(_PLACEBO.of(lang, tries=effect.tries, seen=seen))
        return tuple(told)

    def met(self) -> Text | None:
        """Whether the expected effect was met; None where none in numbers was named."""
        hoped = expected(self.decision.latest.said.effect)
        bounds = self._bounds(hoped) if hoped else None
        if hoped is None or bounds is None or not hoped.change:
            return None
        low, mean, high = bounds if hoped.change > 0 else (-bounds[2], -bounds[1], -bounds[0])
        wanted = abs(hoped.change)
        if high < wanted:
            return _NOT_MET
        if low >= wanted:
            return _MET
        return _LIKELY if mean >= wanted else _OPEN

    def chart(self) -> Chart:
        """The measured line, the range it would have been in without, and the day of the decision."""
        found, lang = self.found, self.lang
        before = history.until(found.series, found.first - _DAY, SHOWN)
        shown = periods.over(found.first - SHOWN * _DAY, found.last + _DAY, self.shop.catalog.zone)
        title = f"D-{self.decision.id} · {self.label} · {words.span(shown, lang)}"
        size = self._size(found.effect.mean, signed=True) if found.effect.told else _UNSURE.of(lang)
        picture = Outcome(
            found.metric,
            before,
            found.effect.days,
            self.shop.catalog.zone,
            title,
            _SUBTITLE.of(lang, days=int(found.effect.days["measured"].count())),
            f"{'▲ ' if found.effect.mean > 0 else '▼ '}{size}" if found.effect.told else size,
            self._good(),
        )
        return outcome.draw(picture, Look(lang, self.shop.catalog.currency))

    def _good(self) -> bool | None:
        direction = self.found.metric.direction
        if not self.found.effect.told or direction not in (Direction.UP, Direction.DOWN):
            return None
        return (self.found.effect.mean > 0) is (direction is Direction.UP)

    def _period(self) -> Period:
        return periods.over(self.found.first, self.found.last + _DAY, self.shop.catalog.zone)

    def _bounds(self, hoped: Expected) -> tuple[float, float, float] | None:
        """Low, mean and high in what was hoped for: points of a rate, or a fraction of what was to be expected."""
        effect = self.found.effect
        if hoped.points:
            return (effect.low, effect.mean, effect.high) if self.found.metric.unit is Unit.RATIO else None
        if effect.bounds is None or effect.relative is None:
            return None
        return effect.bounds[0], effect.relative, effect.bounds[1]

    def _between(self) -> str:
        effect = self.found.effect
        mean, low, high = (self._size(size, signed=True) for size in (effect.mean, effect.low, effect.high))
        return _BETWEEN.of(self.lang, mean=mean, low=low, high=high)

    def _size(self, amount: float, *, signed: bool = False) -> str:
        """A difference: in points for a rate, else as a share of what was to be expected."""
        amount = amount if signed else abs(amount)
        if self.found.metric.unit is Unit.RATIO:
            told = words.points(amount, self.lang)
        elif self.found.effect.expected > 0:
            told = words.change(amount / self.found.effect.expected, self.lang)
        else:
            told = self._value(amount)
        return told if signed else told.lstrip("+")

    def _value(self, amount: float) -> str:
        metric = self.found.metric
        shown = words.short(amount, metric.unit, self.shop.catalog.currency, self.lang)
        return _A_DAY.of(self.lang, value=shown) if metric.parts and not metric.level else shown


_DAY = history.DAY
_LIMITED = Text("{label} ({limits})", "{label}（{limits}）")
_ABOVE = Text("{label} is {by} above what it would have been", "{label}比没有该决策时高 {by}")
_BELOW = Text("{label} is {by} below what it would have been", "{label}比没有该决策时低 {by}")
_CHANCE = Text("what became of {label} cannot be told from chance", "{label}的变化与偶然波动无法区分")
_MEASURED = Text("Measured", "实际")
_ON_DAYS = Text("{value}, {days}", "{value}（{days}）")
_WITHOUT = Text("Without it, expected", "若无该决策（预期）")
_DIFFERENCE = Text("Difference", "差异")
_BETWEEN = Text("{mean}, between {low} and {high}", "{mean}，区间 {low} 至 {high}")
_HOPED = Text("Expected effect", "预期效果")
_A_DAY = Text("{value} a day", "日均 {value}")
_SUBTITLE = Text(
    "On average of the {days} days since, against what was to be expected", "此后 {days} 天的平均，对比预期"
)
_UNSURE = Text("not told from chance", "无法与偶然区分")
_LEVEL = Text(" The range holds with 95 %.", "区间的可信度为 95%。")
_PLACEBO = Text(
    "Asked at {tries} earlier dates on which nothing was decided, the model alone saw something at {seen}.",
    "在 {tries} 个没有决策的更早日期上检验，模型本身误报 {seen} 次。",
)
_MET = Text("✅ The expected effect was met.", "✅ 达到了预期效果。")
_NOT_MET = Text("❌ The expected effect was not met.", "❌ 没有达到预期效果。")
_LIKELY = Text(
    "➖ The expected effect was reached on average, but the range does not rule out less.",
    "➖ 平均来看达到了预期效果，但区间不排除更小的可能。",
)
_OPEN = Text(
    "➖ It fell short of the expected effect on average, but the range does not rule it out.",
    "➖ 平均来看未达到预期效果，但区间不排除已达到的可能。",
)
