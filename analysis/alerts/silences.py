"""What is kept quiet: silences by matcher, and alerts that another alert explains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from analysis.alerts.people import Silence

Labels = Mapping[str, str]
"""What an instance is known by: see `analysis.alerts.instances.labels`."""

Matchers = Mapping[str, tuple[str, ...]]
"""Every label named has one of its values; a label that is not there is the empty text."""


@dataclass(frozen=True)
class Inhibition:
    """While a source fires, its targets are not told of, as far as they agree in the labels of `equal`."""

    source: Matchers
    target: Matchers
    equal: tuple[str, ...]


INHIBITIONS: Final = (
    # Data that stopped coming explains what is computed from it.
    Inhibition({"kind": ("freshness",)}, {"kind": ("threshold", "target", "change", "anomaly", "cover")}, ("source",)),
    # The whole explains its parts: its card ranks them.
    Inhibition({"scope": ("whole",)}, {"scope": ("part",)}, ("metric", "grain")),
)


def silenced(silences: Iterable[Silence], labels: Labels, now: datetime) -> Silence | None:
    """The silence that covers an instance at `now`, the one that lasts longest; None when there is none."""
    standing = (each for each in silences if each.start <= now < each.end and matches(each.matchers, labels))
    return max(standing, key=lambda silence: silence.end, default=None)


def inhibited(labels: Labels, firing: Iterable[Labels], by: Sequence[Inhibition] = INHIBITIONS) -> Labels | None:
    """The firing alert that explains this one; None when it speaks for itself.

    Alertmanager's rule: what matches both sides is not inhibited by what does so too, itself among them.
    """
    for source in firing:
        for rule in by:
            both = matches(rule.source, labels) and matches(rule.target, source)
            agrees = all(labels.get(name, "") == source.get(name, "") for name in rule.equal)
            if agrees and not both and matches(rule.target, labels) and matches(rule.source, source):
                return source
    return None


def matches(matchers: Matchers, labels: Labels) -> bool:
    """Whether every matcher finds its label with one of its values."""
    return all(labels.get(name, "") in allowed for name, allowed in matchers.items())
