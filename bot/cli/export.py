"""chestnut export: what the team keeps, as files to take elsewhere."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from analysis.errors import Unavailable
from analysis.model import Text
from bot import opening
from bot.cli.verb import Status, Terminal, Verb
from handlers.command import Call, Origin
from handlers.decide import export, markdown
from storage.records.alerts.decisions import Search


def arguments(parser: ArgumentParser) -> None:
    """What to export, and the file."""
    parser.add_argument("what", choices=["decisions"], help="what to export")
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write")
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--csv", action="store_true", help="one row a decision, for spreadsheets (unless FILE ends in .md)"
    )
    form.add_argument("--md", action="store_true", help="one section a decision, for people")


def run(args: Namespace, there: Terminal) -> int:
    """Write every decision, the latest first; exit status 3 when the file cannot be written."""
    shop, lang = opening.open_shop(there.settings), there.settings.lang
    try:
        found = shop.records.decisions.search(Search(limit=export.MOST))
        prose = args.md or (not args.csv and args.file.suffix == ".md")
        now = there.now()
        data = (
            markdown.text(found, Call("", "", lang, now, Origin.TERMINAL), shop)
            if prose
            else export.as_csv(found, shop, now)
        )
    finally:
        opening.close_shop(shop)
    try:
        args.file.write_bytes(data)
    except OSError as fault:
        raise Unavailable(Text(_UNWRITTEN.en.format(file=args.file), _UNWRITTEN.zh.format(file=args.file))) from fault
    there.say(_DONE.of(lang, n=len(found), file=args.file))
    return Status.DONE


_DONE = Text("{n} decisions written to {file}", "已将 {n} 条决策写入 {file}")
_UNWRITTEN = Text("{file} cannot be written: check the folder and its rights.", "无法写入 {file}：请检查目录和权限。")

VERB = Verb("export", "write what the team keeps to a file: decisions as CSV or Markdown", arguments, run)
