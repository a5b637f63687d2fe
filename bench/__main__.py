"""`python -m bench [NAME]`: measure one thing, or everything, print it, and fail where a goal is missed."""

import sys
from collections.abc import Callable, Sequence
from typing import Final

from bench import (
    ack,
    alerts,
    anomalies,
    answer,
    backtest,
    detection,
    effect,
    faults,
    forecast,
    load,
    pace,
    parse,
    query,
    ready,
    render,
    report,
)

BENCHES: Final[dict[str, Callable[[], Sequence[report.Goal]]]] = {
    "parse": parse.run,
    "query": query.run,
    "render": render.run,
    "ack": ack.run,
    "answer": answer.run,
    "ready": ready.run,
    "faults": faults.run,
    "load": load.run,
    "alerts": alerts.run,
    "anomalies": anomalies.run,
    "forecast": forecast.run,
    "detection": detection.run,
    "pace": pace.run,
    "backtest": backtest.run,
    "effect": effect.run,
}


def main(arguments: Sequence[str]) -> int:
    """Run the bench that is named, or all of them; status 1 where a goal is missed, 2 where there is no such bench."""
    if len(arguments) > 1 or not set(arguments) <= set(BENCHES):
        print(f"Name one of: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    goals: list[report.Goal] = []
    for name in arguments or BENCHES:
        print(f"\n{name}")
        goals += BENCHES[name]()
    return 0 if report.finish(goals) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
