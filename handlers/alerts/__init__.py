"""Alerts in Slack: rules made in words, judged on time, told on one card, handled by people."""

from analysis.model import Text
from handlers.alerts.handling import actions, reactions, spoken
from handlers.alerts.judging import jobs
from handlers.alerts.rules import create, making, watching
from handlers.alerts.verbs import Verb, said
from handlers.tables import Action, Command, Event, Form, Job
from handlers.verbs import VERBS as WORDS

VERBS: tuple[Verb, ...] = (*making.VERBS, *watching.VERBS, *spoken.VERBS)

COMMANDS: tuple[Command, ...] = (
    Command(
        "alert",
        WORDS["alert"],
        Text("alert revenue drop 20% vs same weekday", "预警 销售额 下降20% 对比同星期"),
        Text(
            "be told when a number needs you: make a rule, see what is open, handle it",
            "数据异常时提醒您：新建规则、查看和处理预警",
        ),
        said(VERBS, create.preview),
        slash=True,
    ),
)

ACTIONS: tuple[Action, ...] = (*making.ACTIONS, *actions.ACTIONS, *watching.ACTIONS)

FORMS: tuple[Form, ...] = (*making.FORMS, *actions.FORMS)

EVENTS: tuple[Event, ...] = reactions.EVENTS

JOBS: tuple[Job, ...] = (*jobs.JOBS, *watching.JOBS)
