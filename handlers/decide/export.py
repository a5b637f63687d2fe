"""Decisions as a file: CSV for spreadsheets, Markdown for people, each with where it came from."""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from analysis.model import Text
from handlers.command import Attachment, Call, Reply, Shop
from handlers.decide import card, filters, listing, markdown
from handlers.decide.talk import todos_of
from handlers.export import BOM, safe
from handlers.kpi import note
from storage.records.alerts.decision import Decision, Todo

MOST: Final = 10_000
COLUMNS: Final = (
    *("id", "state", "verdict", "what", "why", "options", "chosen", "owner", "consulted", "metric", "effect"),
    *("review_on", "tags", "supersedes", "superseded_by", "lesson", "todos", "channel", "thread", "alert"),
    *("value", "baseline", "window", "definition", "definition_sha256", "picture_sha256"),
    *("decided_at", "decided_by", "version", "changed_at", "changed_by", "exported_at", "zone"),
)


def said(call: Call, shop: Shop) -> Reply:
    """`export`, `export csv …`, `export markdown …`: what a list with the same words would show, as a file."""
    form, _, rest = call.text.strip().partition(" ")
    prose = form.casefold() in ("md", "markdown")
    text = rest if prose or form.casefold() == "csv" else call.text
    wanted = filters.read(text, call, shop)
    found = listing.seen(shop.records.decisions.search(replace(wanted, limit=MOST)), call, shop)
    note(call, shop, "exported", f"decisions {text}".strip())
    day = call.now.astimezone(shop.catalog.zone).date()
    name = f"decisions-{day}.{'md' if prose else 'csv'}"
    data = markdown.text(found, call, shop) if prose else as_csv(found, shop, call.now)
    attachment = Attachment(name, _TITLE.of(call.lang, n=len(found)), data)
    return Reply(_HERE.of(call.lang, n=len(found), name=name), attachments=(attachment,))


def as_csv(found: Iterable[Decision], shop: Shop, now: datetime) -> bytes:
    """One row a decision, as UTF-8 that a spreadsheet runs nothing of; times with their offset in the shop's zone."""
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    held = tuple(found)
    todos = todos_of(held, shop)
    for decision in held:
        row = _row(decision, todos.get(decision.id, ()), shop)
        exported = {"exported_at": _moment(now, shop), "zone": shop.catalog.zone.key}
        writer.writerow({name: safe(value) for name, value in (row | exported).items()})
    return (BOM + sheet.getvalue()).encode()


def _row(decision: Decision, todos: tuple[Todo, ...], shop: Shop) -> dict[str, object]:
    latest, origin, evidence = decision.latest, decision.origin, decision.evidence
    said = latest.said
    return {
        "id": card.name(decision),
        "state": said.stage.value,
        "verdict": said.verdict.value if said.verdict else None,
        "what": said.what,
        "why": said.why,
        "options": "\n".join(said.options),
        "chosen": said.chosen,
        "owner": said.owner,
        "consulted": " ".join(said.consulted),
        "metric": said.metric,
        "effect": said.effect,
        "review_on": said.review_on,
        "tags": ", ".join(said.tags),
        "supersedes": " ".join(f"D-{number}" for number in said.supersedes),
        "superseded_by": f"D-{said.superseded_by}" if said.superseded_by else None,
        "lesson": said.lesson,
        "todos": "\n".join(f"T-{todo.id} [{'x' if todo.done_at else ' '}] {todo.text}" for todo in todos),
        "channel": origin.channel,
        "thread": origin.thread,
        "alert": f"A-{origin.episode}" if origin.episode is not None else None,
        "value": evidence.value if evidence else None,
        "baseline": evidence.baseline if evidence else None,
        "window": _moment(evidence.window, shop) if evidence and evidence.window else None,
        "definition": evidence.definition if evidence else None,
        "definition_sha256": evidence.digest if evidence else None,
        "picture_sha256": evidence.chart if evidence else None,
        "decided_at": _moment(decision.at, shop),
        "decided_by": decision.person,
        "version": latest.number,
        "changed_at": _moment(latest.at, shop),
        "changed_by": latest.person,
    }


def _moment(when: datetime, shop: Shop) -> str:
    return when.astimezone(shop.catalog.zone).isoformat()


_TITLE = Text("Decisions ({n})", "决策（{n}）")
_HERE = Text("Here is {name} with {n} decisions. Only you can see it.", "{name} 已生成，共 {n} 条决策，只有您能看到。")
