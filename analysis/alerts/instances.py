"""The names of instances: one value of each dimension that a rule is split by."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from analysis.alerts.rule import Rule
from analysis.model import Op

WHOLE: Final = "[]"
"""The key of the only instance of a rule that is not split."""


def key(values: Iterable[str | None]) -> str:
    """The key of an instance: its values as a JSON array, null for no value."""
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def values(key: str) -> tuple[str | None, ...]:
    """The values of an instance, in the order of the rule's dimensions."""
    return tuple(json.loads(key))


def labels(number: int, rule: Rule, key: str, source: str = "") -> Mapping[str, str]:
    """What silences and inhibition know an instance by; a label it lacks is the empty text.

    Besides its dimensions, and those that a filter holds to one value: `rule` (R-7), `metric`, `kind`,
    `grain`, `scope` (`whole` or `part`) and `source`, the table that its data comes from.
    """
    held = {each.dimension: each.values[0] for each in rule.filters if each.op is Op.IN and len(each.values) == 1}
    split = {name: value or "" for name, value in zip(rule.by, values(key), strict=True)}
    return {
        **held,
        **split,
        "rule": f"R-{number}",
        "metric": rule.metric,
        "kind": str(rule.trigger.kind),
        "grain": str(rule.grain),
        "scope": "part" if rule.by or rule.filters else "whole",
        "source": source,
    }
