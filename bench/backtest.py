"""How long people wait to hear what a rule would have done: 180 days of ten instances, by kind."""

from collections.abc import Mapping, Sequence
from time import process_time
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from analysis.alerts import instances
from analysis.alerts.backtest import backtest
from analysis.alerts.condition import History
from analysis.alerts.rule import Baseline, Kind, Rule, Side, Trigger
from bench.report import Goal, table

DAYS: Final = 180
PAST: Final = 400
INSTANCES: Final = 10
TRIES: Final = 3
GOAL_S: Final = 0.5
ZONE: Final = ZoneInfo("Asia/Shanghai")
TRIGGERS: Final[Mapping[str, Trigger]] = {
    "threshold": Trigger(Kind.THRESHOLD, limit=600.0),
    "change vs same weekday": Trigger(Kind.CHANGE, limit=0.2, baseline=Baseline.SAME_WEEKDAY),
    "change vs 4-week average": Trigger(Kind.CHANGE, limit=0.2, baseline=Baseline.AVERAGE),
    "anomaly": Trigger(Kind.ANOMALY, Side.EITHER, 3.0),
}


def run() -> Sequence[Goal]:
    """Print the processor time of each kind; the goal is that the slowest is not waited for."""
    histories = _histories()
    took = {name: min(_tried(trigger, histories) for _ in range(TRIES)) for name, trigger in TRIGGERS.items()}
    table((f"{DAYS} days x {INSTANCES} instances", "CPU s"), [(name, f"{each:.2f}") for name, each in took.items()])
    slowest = round(max(took.values()), 2)
    return (Goal(f"a backtest takes at most {GOAL_S} s", slowest, slowest <= GOAL_S),)


def _tried(trigger: Trigger, histories: Mapping[str, History]) -> float:
    rule, started = Rule("revenue", trigger, by=("region",)), process_time()
    first = next(iter(histories.values())).values.index[-DAYS]
    backtest(rule, histories, ZONE, first)
    return process_time() - started


def _histories() -> Mapping[str, History]:
    """Weekly waves with noise, and a dip in two of them."""
    random, days = np.random.default_rng(1), np.arange(PAST)
    index = pd.date_range(end="2026-11-21", periods=PAST, freq="D")
    wave = 1000 * (1 + 0.3 * np.sin(days * 2 * np.pi / 7))
    values = [wave * (1 + 0.08 * random.standard_normal(PAST)) for _ in range(INSTANCES)]
    for dipped in values[:2]:
        dipped[-80:-77] *= 0.5
    return {instances.key([f"r{n}"]): History(pd.Series(each, index=index)) for n, each in enumerate(values)}
