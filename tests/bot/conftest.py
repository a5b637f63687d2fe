"""A bot with a few small handlers, in a workspace, over real sockets."""

import shutil
import threading
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from matplotlib.figure import Figure

from analysis.errors import UnknownName
from analysis.model import Lang, Picture, Text
from bot.bot import Manner
from charts.chart import Chart, Points
from handlers.command import Audience, Call, Fact, Item, Option, Reply, Shop, Step, Table
from handlers.tables import Action, Command, Event, Field, Form, Shortcut, Tables
from storage.records import Records, Scope, Setter
from tests.town import opened

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def drawing(title: str = "Revenue") -> Chart:
    """A real, if plain, chart of three days."""
    figure = Figure(figsize=(16, 9), dpi=72)
    figure.add_subplot().plot([3, 1, 2])
    points = Points("line", ("Mon", "Tue", "Wed"), (("Revenue", (3.0, 1.0, 2.0)),))
    return Chart(Picture.LINE, title, figure, "Revenue over three days", "Mon 3, Tue 1, Wed 2", points)


class Gate:
    """Work that waits until it is let through, and says when it has begun."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.open = threading.Event()

    def work(self, *_args) -> Reply:
        self.begun.release()
        assert self.open.wait(10)
        return Reply("through", audience=Audience.CHANNEL)


def answer(call: Call, shop: Shop) -> Reply:
    """What the small bot says to words."""
    match call.text.split():
        case ["revenue", *_]:
            return revenue(call)
        case ["secretly", *_]:
            return replace(revenue(call), audience=Audience.PERSON)
        case ["which"]:
            question = shop.records.posts.question(call.channel or "", call.thread or "")
            return Reply(f"about {question}", audience=Audience.THREAD)
        case ["crash"]:
            raise KeyError("the machine is on fire")
        case ["rows"]:
            return Reply("Rows", table=Table(("Channel", "Value"), (("App", "1"), ("Web", "2")), (False, True)))
        case ["where"]:
            return Reply(f"{call.origin.value} {call.lang.value} {call.command}", audience=Audience.CHANNEL)
    raise UnknownName(
        Text("I do not know that. Try:", "我不认识这个词。可以试试："), ("revenue last 7 days", "revenue today")
    )


def revenue(call: Call) -> Reply:
    """An answer with everything in it."""
    headline = Text("Revenue was ¥12 in the last 7 days", "最近7天销售额为 ¥12").of(call.lang)
    question = "revenue last 7 days"
    return Reply(
        headline,
        tone="favourable",
        facts=(Fact("Change", "+20%"),),
        charts=(drawing(),),
        notes=("Data as of today.",),
        steps=(
            Step("kpi.kind", "Chart type", question, (Option("Bars", "bar"), Option("Pie", "pie"))),
            Step("kpi.share", "Share", question, channels=True),
            Step("kpi.remove", "Remove", confirm="Take it away?"),
            Step("note.add", "Note", question),
        ),
        audience=Audience.CHANNEL,
        about=question,
    )


def _kind(call: Call, _shop: Shop) -> Reply:
    return replace(revenue(call), headline=f"As {call.value}: {call.text}", replaces=True)


def _note(call: Call, _shop: Shop) -> Reply:
    return Reply(f"Noted {call.fields['what']} on {call.value}", audience=Audience.THREAD)


def _check(fields, lang: Lang, _catalog) -> dict[str, str]:
    return {} if len(fields["what"]) > 2 else {"what": Text("Too short.", "太短了。").of(lang)}


NOTE = Form(
    "note.add",
    Text("Add a note", "添加备注"),
    Text("Save", "保存"),
    lambda _call, _catalog: (
        Field("what", "What?"),
        Field("kind", "Kind", options=(Option("Good", "good"),), optional=True),
    ),
    _check,
    _note,
)


def _reacted(call: Call, _shop: Shop) -> Reply | None:
    if call.value == "tada":
        return None
    when = call.done_at.tzinfo if call.done_at else None
    return Reply(f"{call.person} {call.text} {call.value} {call.message} {when}", audience=Audience.CHANNEL)


ANY = Text("any", "任意")
TABLES = Tables(
    answer,
    commands=(
        Command("why", ("why",), Text("[metric]", "[指标]"), Text("Why it moved", "为什么变了"), answer, slash=True),
    ),
    actions=(
        Action("kpi.kind", ANY, _kind),
        Action("kpi.share", ANY, lambda call, _shop: replace(revenue(call), channel=call.value)),
        Action("kpi.remove", ANY, lambda _call, _shop: Reply("", removes=True)),
    ),
    forms=(NOTE,),
    shortcuts=(Shortcut("note.add", Text("Add a note", "添加备注"), ANY, _note),),
    events=(
        Event(
            "app_home_opened",
            ANY,
            lambda _call, _shop: Reply(
                "Your shop", charts=(drawing(),), items=(Item("My question", Step("kpi.ask", "Run", "revenue")),)
            ),
        ),
        Event("reaction_added", ANY, _reacted),
        Event("reaction_removed", ANY, _reacted),
        Event("member_joined_channel", ANY, lambda _call, _shop: Reply("Hello", audience=Audience.CHANNEL)),
    ),
)


@pytest.fixture(scope="session")
def empty_records(tmp_path_factory):
    """A migrated database to copy, for migrating takes longer than a test."""
    path = tmp_path_factory.mktemp("records") / "records.db"
    records = Records(f"sqlite:///{path}")
    records.migrate()
    records.close()
    return path


@pytest.fixture
def records(empty_records, tmp_path):
    shutil.copy(empty_records, tmp_path / "records.db")
    records = Records(f"sqlite:///{tmp_path / 'records.db'}")
    yield records
    records.close()


@pytest.fixture
def shop(records) -> Shop:
    """A shop whose handlers here need only its memory and its clock."""
    return Shop(SimpleNamespace(zone=ZoneInfo("Asia/Shanghai")), None, records)


@pytest.fixture
def town(shop):
    """Opens a workspace with a bot: `async with town(tables, manner, without=scopes) as here`."""
    return lambda tables=TABLES, manner=None, **how: opened(shop, tables, manner or Manner(), lambda: NOW, **how)


@pytest.fixture
def gate():
    gate = Gate()
    yield gate
    gate.open.set()


@pytest.fixture
def tables() -> Tables:
    return TABLES


@pytest.fixture
def prefer(records):
    """Sets a preference, as the settings command would."""

    def put(scope: Scope, subject: str, **values: str) -> None:
        records.preferences.put(scope, subject, values, Setter("U0LOCALANA1", NOW))

    return put
