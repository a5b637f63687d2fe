"""chestnut load: bring files into the shop by a mapping."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot import opening, terminal
from bot.cli.verb import Status, Terminal, Verb
from bot.door import Message, knock
from bot.settings import Settings
from bot.terminal import Delivery

COLUMNS = ("read", "loaded", "updated", "unchanged", "duplicate", "skipped", "refused")


def arguments(parser: ArgumentParser) -> None:
    """The files and the mapping."""
    parser.add_argument("path", type=Path, help="a folder of files, or one file")
    parser.add_argument("--mapping", required=True, help="the name of a mapping (such as olist), or a YAML file")
    parser.add_argument("--json", action="store_true", help="print the summary as one JSON object")


def run(args: Namespace, there: Terminal) -> int:
    """Load through the running bot, or open the shop if none runs; exit status 1 when rows were refused."""
    settings = there.settings
    mapping = str(Path(args.mapping).resolve()) if Path(args.mapping).is_file() else args.mapping
    delivery = Delivery(str(args.path.resolve()), mapping, settings.lang.value, there.now().isoformat())
    with _bar(there) as bar:
        summary = _load(delivery, settings, bar)
    if args.json:
        there.say(json.dumps(summary, ensure_ascii=False, indent=2))
    else:
        there.say("\n".join(_report(summary)))
    if "error" in summary:
        return Status.UNAVAILABLE
    return Status.REFUSED if summary["refused"] else Status.DONE


def _load(delivery: Delivery, settings: Settings, bar: "tqdm[Any]") -> Message:
    def show(progress: Message) -> None:
        bar.total = progress["total"]
        bar.update(progress["done"] - bar.n)

    if (messages := knock(settings.door, delivery.message())) is not None:
        message: Message = {}
        for message in messages:
            if "done" in message:
                show(message)
        return message
    shop = opening.open_shop(settings)
    try:
        return terminal.bring(delivery, shop, settings.home, show)
    finally:
        opening.close_shop(shop)


def _bar(there: Terminal) -> "tqdm[Any]":
    return tqdm(unit=" rows", unit_scale=True, file=there.err, disable=not there.err.isatty(), leave=False)


def _report(summary: Message) -> Iterator[str]:
    """The summary for people: a line a table, then why rows were refused, and where they are."""
    if "error" in summary:
        yield summary["error"]["message"]
        return
    width = max(len(table["table"]) for table in summary["tables"])
    yield " " * width + "".join(f"{name:>11}" for name in COLUMNS)
    for table in [*summary["tables"], {"table": "all", **summary}]:
        yield f"{table['table']:<{width}}" + "".join(f"{table[name]:>11,}" for name in COLUMNS)
    for table in summary["tables"]:
        yield from _remarks(table)
    yield from (f"refused rows: {file}" for file in summary["refused_files"])


def _remarks(table: Message) -> Iterator[str]:
    for refusal in table["refusals"]:
        where = f"{refusal['file']}, line {refusal['line']}"
        yield f"{table['table']}: {refusal['rows']:,} refused, the first in {where}: {refusal['reason']}"
    if table["ambiguous"]:
        yield f"{table['table']}: {table['ambiguous']:,} local times that the clocks lived twice; the earlier was taken"
    if table["nonexistent"]:
        yield f"{table['table']}: {table['nonexistent']:,} local times that never were; moved forward"


VERB = Verb("load", "bring files into the shop by a mapping", arguments, run)
