"""What is worth saying of a split: who makes the total, who made the change, whose share moved, who lies apart."""

import pandas as pd

from analysis.answer import Finding
from analysis.model import Op, Text
from analysis.over_time import adds
from analysis.ranking import summed
from analysis.says import Claim, Says, inner, plural, share

MOST_OF_IT = 0.7
FEWEST_VALUES = 5
SHIFT = 0.03
MOVED = 0.02
LEAST_PART = 0.25


def claims(says: Says, contrast: pd.DataFrame) -> list[Claim]:
    """What may stand out of a split.

    `contrast` has a row for each value, before any cut: the dimensions' columns, `value`, `previous`.
    """
    metric = says.answer.metric
    if not says.answer.dimensions or contrast.empty:
        return []
    if says.answer.query.bound is not None:
        return [_within(says, contrast)]
    if not metric.adds(says.answer.query.dimensions):
        found = [_mover(says, contrast), _apart(says, contrast)]
    elif (contrast[["value", "previous"]] < 0).any(axis=None):
        found = [_contributor(says, contrast)] if adds(metric) else []
    else:
        found = [
            _contributor(says, contrast),
            _alike(says, contrast),
            _concentration(says, contrast),
            _shift(says, contrast),
            _leader(says, contrast),
        ]
    return [claim for claim in found if claim is not None]


def _within(says: Says, contrast: pd.DataFrame) -> Claim:
    """How many values lie within the bound that was asked for."""
    bound = says.answer.query.bound
    assert bound is not None
    values = contrast["value"].dropna()
    few = int((values < bound.limit).sum() if bound.op is Op.BELOW else (values > bound.limit).sum())
    many = plural(says.answer.dimensions[0]) if len(says.answer.dimensions) == 1 else _COMBINATIONS
    template = _BELOW if bound.op is Op.BELOW else _ABOVE
    sentence = says.text(template, few=few, all=len(values), many=many, limit=float(bound.limit))
    return Claim(1.0, Finding("within", sentence, {"few": few, "all": len(values), "limit": bound.limit}))


def _contributor(says: Says, contrast: pd.DataFrame) -> Claim | None:
    """Who made most of the change. A value with nothing recorded on one side sold nothing there."""
    before = summed(contrast["previous"])
    steps = contrast["value"].fillna(0.0) - contrast["previous"].fillna(0.0)
    total = float(steps.sum())
    if len(steps) < 2 or not before or before <= 0 or abs(total) / before < MOVED:
        return None
    row = contrast.iloc[int((steps * (1 if total > 0 else -1)).argmax())]
    step = float((steps * (1 if total > 0 else -1)).max()) * (1 if total > 0 else -1)
    part = step / total
    size = min(1.0, abs(total) / before) ** 0.5
    name = says.name(row)
    holes = {"name": name, "step": abs(step), "share": share(part), "rest": abs(total - step)}
    numbers = {"name": name.en, "step": step, "change": total, "share": part}
    if part > 1:
        template = _MORE_THAN_RISE if total > 0 else _MORE_THAN_FALL
        return Claim(min(1.0, 0.35 + size), Finding("contributor", says.text(template, **holes), numbers))
    if part < LEAST_PART:
        return None
    template = _RISE if total > 0 else _FALL
    # One that moved by no more than its weight in the whole is no surprise.
    usual = float(row["previous"]) / before if pd.notna(row["previous"]) else 0.0
    surprise = 0.5 + 0.5 * min(1.0, max(0.0, part - usual) / 0.2)
    return Claim(min(1.0, 0.25 + part * size * surprise), Finding("contributor", says.text(template, **holes), numbers))


def _alike(says: Says, contrast: pd.DataFrame) -> Claim | None:
    """Whether every value moved the same way and much alike, so that none is to blame."""
    now, before = summed(contrast["value"]), summed(contrast["previous"])
    pairs = contrast.dropna(subset=["value", "previous"])
    if len(pairs) < 3 or len(pairs) < len(contrast) or not now or not before or (pairs["previous"] <= 0).any():
        return None
    moves = (pairs["value"] / pairs["previous"] - 1) * (1 if now > before else -1)
    size, low, high = abs(now / before - 1), float(moves.min()), float(moves.max())
    if size < 2 * MOVED or low <= size / 3 or high > size * 2:
        return None
    what = Text(inner(says.answer.dimensions[0].label).en, says.answer.dimensions[0].label.zh)
    what = what if len(says.answer.dimensions) == 1 else Text("combination", "组合")
    template = _ALL_ROSE if now > before else _ALL_FELL
    sentence = says.text(template, what=what, low=share(low), high=share(high))
    return Claim(0.3 + 0.3 * min(1.0, size) ** 0.5, Finding("alike", sentence, {"low": low, "high": high}))


def _concentration(says: Says, contrast: pd.DataFrame) -> Claim | None:
    """How few values make most of the total. Shares of a scale or a clock say nothing of the kind."""
    dimension = says.answer.dimensions[0]
    ranked = contrast.dropna(subset="value").sort_values("value", ascending=False)
    values, total = ranked["value"], summed(ranked["value"])
    if len(says.answer.dimensions) > 1 or dimension.ordered or len(values) < FEWEST_VALUES or not total:
        return None
    running = values.cumsum() / total
    few = int((running < MOST_OF_IT).sum()) + 1
    part, spread = float(running.iloc[few - 1]), few / len(values)
    if spread > 0.4:
        return None
    template = _ONE_MAKES if few == 1 else _FEW_MAKE
    holes = {"few": few, "all": len(values), "many": plural(dimension), "share": share(part), "metric": says.metric}
    sentence = says.text(template, name=says.name(ranked.iloc[0]), **holes)
    return Claim(
        0.45 * (1 - spread), Finding("concentration", sentence, {"few": few, "all": len(values), "share": part})
    )


def _shift(says: Says, contrast: pd.DataFrame) -> Claim | None:
    """Whose share of the whole moved most."""
    now, before = summed(contrast["value"]), summed(contrast["previous"])
    if not now or not before or len(contrast) < 2:
        return None
    shares = contrast["value"].fillna(0.0) / now
    moves = shares - contrast["previous"].fillna(0.0) / before
    position = int(moves.abs().argmax())
    move, part = float(moves.iloc[position]), float(shares.iloc[position])
    if abs(move) < SHIFT:
        return None
    template = _GAINED if move > 0 else _LOST
    holes = {"name": says.name(contrast.iloc[position]), "now": share(part), "before": share(part - move)}
    sentence = says.text(template, metric=says.metric, **holes)
    # Where the whole has moved, who moved it says more than how the shares lie now.
    calm = 1 - min(1.0, abs(now - before) / abs(before)) ** 0.5
    weight = min(0.9, 0.2 + 3 * abs(move)) * calm
    return Claim(weight, Finding("share_shift", sentence, {"now": part, "before": part - move}))


def _leader(says: Says, contrast: pd.DataFrame) -> Claim | None:
    """Said when nothing else is: who comes first."""
    values, total = contrast["value"].dropna(), summed(contrast["value"])
    if len(values) < 2 or not total:
        return None
    row = contrast.loc[values.index].iloc[int(values.argmax())]
    part = float(row["value"]) / total
    sentence = says.text(_LEADS, name=says.name(row), share=share(part), metric=says.metric)
    return Claim(0.05, Finding("leader", sentence, {"share": part}))


def _mover(says: Says, contrast: pd.DataFrame) -> Claim | None:
    """Where a ratio, a mean or a distinct count moved most against its own earlier value."""
    pairs = contrast.dropna(subset=["value", "previous"])
    pairs = pairs[pairs["previous"] > 0]
    if len(pairs) < 2:
        return None
    moves = pairs["value"] / pairs["previous"] - 1
    position = int(moves.abs().argmax())
    move = float(moves.iloc[position])
    if abs(move) < 0.1:
        return None
    row = pairs.iloc[position]
    template = _MOVED_UP if move > 0 else _MOVED_DOWN
    name, holes = says.name(row), {"before": float(row["previous"]), "now": float(row["value"])}
    sentence = says.text(template, name=name, **holes)
    return Claim(min(0.8, 0.2 + abs(move)), Finding("mover", sentence, {**holes, "name": name.en}))


def _apart(says: Says, contrast: pd.DataFrame) -> Claim | None:
    """How far the values of the split lie apart."""
    values = contrast["value"].dropna()
    if len(values) < 2 or values.nunique() < 2:
        return None
    known = contrast.loc[values.index]
    low, high = known.iloc[int(values.argmin())], known.iloc[int(values.argmax())]
    holes = {"low": says.name(low), "least": float(low["value"]), "high": says.name(high), "most": float(high["value"])}
    numbers = {"least": holes["least"], "most": holes["most"]}
    gap = (float(high["value"]) - float(low["value"])) / abs(float(values.median()) or 1.0)
    sentence = says.text(_APART, metric=says.metric, **holes)
    return Claim(min(0.4, 0.1 + gap / 5), Finding("apart", sentence, numbers))


_COMBINATIONS = Text("combinations", "个组合")
_BELOW = Text("{few} of {all} {many} are below {limit}.", "{all} {many}中有 {few} 个低于 {limit}。")
_ABOVE = Text("{few} of {all} {many} are above {limit}.", "{all} {many}中有 {few} 个高于 {limit}。")
_RISE = Text("{name} made {share} of the rise: +{step}.", "{name}贡献了增长的 {share}：+{step}。")
_FALL = Text("{name} made {share} of the fall: −{step}.", "{name}占下降的 {share}：−{step}。")
_MORE_THAN_RISE = Text(
    "{name} alone rose by {step}; the others together fell by {rest}.", "{name}一项就涨了 {step}，其余合计下降 {rest}。"
)
_MORE_THAN_FALL = Text(
    "{name} alone fell by {step}; the others together rose by {rest}.", "{name}一项就跌了 {step}，其余合计上涨 {rest}。"
)
_FEW_MAKE = Text("{few} of {all} {many} make {share} of {metric}.", "{all} {many}中的 {few} 个占了{metric}的 {share}。")
_ONE_MAKES = Text("{name} alone makes {share} of {metric}.", "{name}一项就占了{metric}的 {share}。")
_ALL_ROSE = Text("Every {what} rose, by {low} to {high}.", "各{what}都在上升，涨幅 {low} 到 {high}。")
_ALL_FELL = Text("Every {what} fell, by {low} to {high}.", "各{what}都在下降，跌幅 {low} 到 {high}。")
_LEADS = Text("{name} leads with {share} of {metric}.", "{name}居首，占{metric}的 {share}。")
_GAINED = Text("{name} went from {before} to {now} of {metric}.", "{name}占{metric}的比重从 {before} 升到 {now}。")
_LOST = Text("{name} went from {before} to {now} of {metric}.", "{name}占{metric}的比重从 {before} 降到 {now}。")
_MOVED_UP = Text("{name} rose most: {before} → {now}.", "{name}上升最多：{before} → {now}。")
_MOVED_DOWN = Text("{name} fell most: {before} → {now}.", "{name}下降最多：{before} → {now}。")
_APART = Text(
    "{metric} runs from {least} ({low}) to {most} ({high}).", "{metric}最低 {least}（{low}），最高 {most}（{high}）。"
)
