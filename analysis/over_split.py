"""What is worth saying of a split: who makes the total, who made the change, whose share moved, who lies apart."""

import numpy as np

from analysis.answer import Finding
from analysis.model import Op, Text
from analysis.over_time import adds
from analysis.says import Claim, Says, inner, plural, share
from analysis.split import Split, summed

MOST_OF_IT = 0.7
FEWEST_VALUES = 5
SHIFT = 0.03
MOVED = 0.02
LEAST_PART = 0.25


def claims(says: Says, contrast: Split) -> list[Claim]:
    """What may stand out of a split. `contrast` has every value of it, before any cut."""
    metric = says.answer.metric
    if not says.answer.dimensions or not len(contrast):
        return []
    if says.answer.query.bound is not None:
        return [_within(says, contrast)]
    if not metric.adds(says.answer.query.dimensions):
        found = [_mover(says, contrast), _apart(says, contrast)]
    elif (contrast.value < 0).any() or (contrast.previous < 0).any():
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


def _within(says: Says, contrast: Split) -> Claim:
    """How many values lie within the bound that was asked for."""
    bound = says.answer.query.bound
    assert bound is not None
    values = contrast.value[~np.isnan(contrast.value)]
    few = int((values < bound.limit).sum() if bound.op is Op.BELOW else (values > bound.limit).sum())
    many = plural(says.answer.dimensions[0]) if len(says.answer.dimensions) == 1 else _COMBINATIONS
    template = _BELOW if bound.op is Op.BELOW else _ABOVE
    sentence = says.text(template, few=few, all=len(values), many=many, limit=float(bound.limit))
    return Claim(1.0, Finding("within", sentence, {"few": few, "all": len(values), "limit": bound.limit}))


def _contributor(says: Says, contrast: Split) -> Claim | None:
    """Who made most of the change. A value with nothing recorded on one side sold nothing there."""
    before = summed(contrast.previous)
    steps = np.nan_to_num(contrast.value) - np.nan_to_num(contrast.previous)
    total = float(steps.sum())
    if len(steps) < 2 or not before or before <= 0 or abs(total) / before < MOVED:
        return None
    place = int((steps if total > 0 else -steps).argmax())
    step = float(steps[place])
    part = step / total
    size = min(1.0, abs(total) / before) ** 0.5
    name = says.name(contrast.at(place))
    holes = {"name": name, "step": abs(step), "share": share(part), "rest": abs(total - step)}
    numbers = {"name": name.en, "step": step, "change": total, "share": part}
    if part > 1:
        template = _MORE_THAN_RISE if total > 0 else _MORE_THAN_FALL
        return Claim(min(1.0, 0.35 + size), Finding("contributor", says.text(template, **holes), numbers))
    if part < LEAST_PART:
        return None
    template = _RISE if total > 0 else _FALL
    # One that moved by no more than its weight in the whole is no surprise.
    usual = float(np.nan_to_num(contrast.previous[place])) / before
    surprise = 0.5 + 0.5 * min(1.0, max(0.0, part - usual) / 0.2)
    return Claim(min(1.0, 0.25 + part * size * surprise), Finding("contributor", says.text(template, **holes), numbers))


def _alike(says: Says, contrast: Split) -> Claim | None:
    """Whether every value moved the same way and much alike, so that none is to blame."""
    now, before = summed(contrast.value), summed(contrast.previous)
    paired = not np.isnan(contrast.value).any() and (contrast.previous > 0).all()
    if len(contrast) < 3 or not paired or not now or not before:
        return None
    moves = (contrast.value / contrast.previous - 1) * (1 if now > before else -1)
    size, low, high = abs(now / before - 1), float(moves.min()), float(moves.max())
    if size < 2 * MOVED or low <= size / 3 or high > size * 2:
        return None
    what = Text(inner(says.answer.dimensions[0].label).en, says.answer.dimensions[0].label.zh)
    what = what if len(says.answer.dimensions) == 1 else Text("combination", "组合")
    template = _ALL_ROSE if now > before else _ALL_FELL
    sentence = says.text(template, what=what, low=share(low), high=share(high))
    return Claim(0.3 + 0.3 * min(1.0, size) ** 0.5, Finding("alike", sentence, {"low": low, "high": high}))


def _concentration(says: Says, contrast: Split) -> Claim | None:
    """How few values make most of the total. Shares of a scale or a clock say nothing of the kind."""
    dimension, total = says.answer.dimensions[0], summed(contrast.value)
    largest_first = np.argsort(-contrast.value, kind="stable")
    values = contrast.value[largest_first]
    values = values[~np.isnan(values)]
    if len(says.answer.dimensions) > 1 or dimension.ordered or len(values) < FEWEST_VALUES or not total:
        return None
    running = values.cumsum() / total
    few = int((running < MOST_OF_IT).sum()) + 1
    part, spread = float(running[few - 1]), few / len(values)
    if spread > 0.4:
        return None
    template = _ONE_MAKES if few == 1 else _FEW_MAKE
    holes = {"few": few, "all": len(values), "many": plural(dimension), "share": share(part), "metric": says.metric}
    sentence = says.text(template, name=says.name(contrast.at(int(largest_first[0]))), **holes)
    return Claim(
        0.45 * (1 - spread), Finding("concentration", sentence, {"few": few, "all": len(values), "share": part})
    )


def _shift(says: Says, contrast: Split) -> Claim | None:
    """Whose share of the whole moved most."""
    now, before = summed(contrast.value), summed(contrast.previous)
    if not now or not before or len(contrast) < 2:
        return None
    shares = np.nan_to_num(contrast.value) / now
    moves = shares - np.nan_to_num(contrast.previous) / before
    place = int(np.abs(moves).argmax())
    move, part = float(moves[place]), float(shares[place])
    if abs(move) < SHIFT:
        return None
    template = _GAINED if move > 0 else _LOST
    holes = {"name": says.name(contrast.at(place)), "now": share(part), "before": share(part - move)}
    sentence = says.text(template, metric=says.metric, **holes)
    # Where the whole has moved, who moved it says more than how the shares lie now.
    calm = 1 - min(1.0, abs(now - before) / abs(before)) ** 0.5
    weight = min(0.9, 0.2 + 3 * abs(move)) * calm
    return Claim(weight, Finding("share_shift", sentence, {"now": part, "before": part - move}))


def _leader(says: Says, contrast: Split) -> Claim | None:
    """Said when nothing else is: who comes first."""
    total, recorded = summed(contrast.value), np.count_nonzero(~np.isnan(contrast.value))
    if recorded < 2 or not total:
        return None
    place = int(np.nanargmax(contrast.value))
    part = float(contrast.value[place]) / total
    sentence = says.text(_LEADS, name=says.name(contrast.at(place)), share=share(part), metric=says.metric)
    return Claim(0.05, Finding("leader", sentence, {"share": part}))


def _mover(says: Says, contrast: Split) -> Claim | None:
    """Where a ratio, a mean or a distinct count moved most against its own earlier value."""
    paired = np.flatnonzero((contrast.previous > 0) & ~np.isnan(contrast.value))
    if len(paired) < 2:
        return None
    moves = contrast.value[paired] / contrast.previous[paired] - 1
    most = int(np.abs(moves).argmax())
    move, place = float(moves[most]), int(paired[most])
    if abs(move) < 0.1:
        return None
    template = _MOVED_UP if move > 0 else _MOVED_DOWN
    name = says.name(contrast.at(place))
    holes = {"before": float(contrast.previous[place]), "now": float(contrast.value[place])}
    sentence = says.text(template, name=name, **holes)
    return Claim(min(0.8, 0.2 + abs(move)), Finding("mover", sentence, {**holes, "name": name.en}))


def _apart(says: Says, contrast: Split) -> Claim | None:
    """How far the values of the split lie apart."""
    values = contrast.value
    if np.isnan(values).all() or np.nanmin(values) == np.nanmax(values):
        return None
    low, high = int(np.nanargmin(values)), int(np.nanargmax(values))
    least, most = float(values[low]), float(values[high])
    names = {"low": says.name(contrast.at(low)), "high": says.name(contrast.at(high))}
    gap = (most - least) / abs(float(np.nanmedian(values)) or 1.0)
    sentence = says.text(_APART, metric=says.metric, least=least, most=most, **names)
    return Claim(min(0.4, 0.1 + gap / 5), Finding("apart", sentence, {"least": least, "most": most}))


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
