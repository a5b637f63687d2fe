"""What the clock does about alerts."""

from analysis.model import Text
from handlers.alerts.judging import evaluate, timers, watchdog
from handlers.tables import Job

JOBS = (
    Job(
        "alert.evaluate",
        Text("checks every alert rule whose period has closed", "检查每条周期已结束的预警规则"),
        "* * * * *",
        evaluate.evaluate,
        on_data=True,
        at_start=True,
    ),
    Job(
        "alert.remind",
        Text(
            "repeats, reminds, escalates, and speaks when quiet hours end",
            "重复提醒、催办、升级，并在静默时段结束后发出",
        ),
        "* * * * *",
        timers.remind,
    ),
    Job(
        "alert.watch",
        Text("says so when alerts are not checked on time", "预警未按时检查时发出提醒"),
        "*/5 * * * *",
        watchdog.watch,
    ),
)
