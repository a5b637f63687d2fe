"""What the command line asks of a shop, in this process or through the door of a running bot."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from analysis.errors import Mistake, Unavailable
from analysis.model import Lang
from bot import ledger, plain
from bot.door import Handler, Message, Tell
from handlers import TABLES, summary
from handlers.ask import Answered, ask
from handlers.command import Audience, Call, Origin, Shop
from handlers.export import as_csv, as_json
from storage import load
from storage.load import Loaded

PERSON = "terminal"


@dataclass(frozen=True)
class Question:
    """A question from the terminal and the forms its answer is wanted in."""

    text: str
    lang: str
    now: str
    json: bool = False
    png: bool = False
    csv: bool = False

    def message(self) -> Message:
        """The question as it goes through the door."""
        return {"verb": "ask", **asdict(self)}


@dataclass(frozen=True)
class Delivery:
    """Files to be loaded, and the mapping that says how to read them: the name of one of ours, or a file."""

    path: str
    mapping: str
    lang: str
    now: str

    def message(self) -> Message:
        """The delivery as it goes through the door."""
        return {"verb": "load", **asdict(self)}


def verbs(shop: Shop, home: Path, arrived: Callable[[], None]) -> Mapping[str, Handler]:
    """What may be asked at the door: `ask` and `load`, and nothing else. `arrived` is told of new data."""

    def load_files(request: Message, tell: Tell) -> Message:
        told = bring(Delivery(**request), shop, home, tell)
        if "error" not in told:
            arrived()
        return told

    return {"ask": lambda request, _tell: answer(Question(**request), shop), "load": load_files}


def answer(question: Question, shop: Shop) -> Message:
    """The answer in the forms wanted, or the error with what works instead."""
    lang = Lang(question.lang)
    try:
        return _answer(question, shop, lang)
    except Mistake as mistake:
        return {"error": {"code": mistake.code, "message": mistake.say(lang)}, "suggestions": list(mistake.suggestions)}
    except Unavailable as fault:
        return failure(fault, lang)


def bring(delivery: Delivery, shop: Shop, home: Path, tell: Tell) -> Message:
    """Load files, telling how far it is; the summary, or the error. Refused rows go to `refused` in `home`."""
    lang = Lang(delivery.lang)
    try:
        mapping = load.parse(load.find(delivery.mapping, home / "mappings"), shop.catalog)
    except Unavailable as fault:
        return failure(fault, lang)
    entry = ledger.Entry(datetime.fromisoformat(delivery.now), delivery.path, mapping)
    try:
        loaded = load.load(
            shop.facts,
            Path(delivery.path),
            mapping,
            home / "refused",
            lambda done, total: tell({"done": done, "total": total}),
        )
    except Unavailable as fault:
        ledger.failed(entry, fault, shop.records)
        return failure(fault, lang)
    ledger.loaded(entry, loaded, shop.records)
    return _summary(loaded, lang)


def failure(fault: Unavailable, lang: Lang) -> Message:
    """A fault of ours as a message."""
    return {"error": {"code": fault.code, "message": fault.say(lang)}, "suggestions": []}


def _answer(question: Question, shop: Shop, lang: Lang) -> Message:
    now = datetime.fromisoformat(question.now)
    if question.json or question.png or question.csv:
        answered = ask(question.text, shop, lang, now)
        return {"text": plain.text(summary.reply(answered, shop, Audience.PERSON), lang)} | _forms(question, answered)
    call = Call(question.text, PERSON, lang, now, Origin.TERMINAL)
    return {"text": plain.text(TABLES.answer(call, shop), lang)}


def _forms(question: Question, answered: Answered) -> Message:
    answer: Message = {"json": as_json(answered)}
    if question.png:
        answer["png"] = base64.b64encode(answered.chart.png()).decode()
    if question.csv:
        answer["csv"] = base64.b64encode(as_csv(answered.answer)).decode()
    return answer


def _summary(loaded: Loaded, lang: Lang) -> Message:
    counts = ("read", "loaded", "updated", "unchanged", "duplicate", "skipped", "refused")
    tables = [
        {"table": table.table}
        | {name: getattr(table, name) for name in counts}
        | {"ambiguous": table.ambiguous, "nonexistent": table.nonexistent}
        | {"refusals": [asdict(refusal) | {"reason": refusal.reason.of(lang)} for refusal in table.refusals]}
        for table in loaded.tables
    ]
    return (
        {"mapping": loaded.mapping}
        | {name: getattr(loaded, name) for name in counts}
        | {"tables": tables, "refused_files": [str(file) for file in loaded.refused_files]}
    )
