"""chestnut targets: set what metrics should come to from a CSV file."""

import csv
from argparse import ArgumentParser, Namespace
from pathlib import Path

from analysis.errors import Unavailable
from analysis.model import Text
from bot import opening
from bot.cli.verb import Status, Terminal, Verb
from handlers import targets
from storage.records import Setter

SETTER = "chestnut targets"
SHOWN = 20


def arguments(parser: ArgumentParser) -> None:
    """The file."""
    parser.add_argument(
        "file", type=Path, help="a CSV file with the columns metric, period, value, and one for each dimension"
    )


def run(args: Namespace, there: Terminal) -> int:
    """Set the targets of the file; exit status 1 when lines were refused."""
    rows, lang = _rows(args.file), there.settings.lang
    shop = opening.open_shop(there.settings)
    try:
        done = targets.imported(rows, shop, Setter(SETTER, there.now()))
    finally:
        opening.close_shop(shop)
    there.say(_DONE.of(lang, n=done.count, replaced=done.replaced, refused=len(done.refused)))
    for line, why in done.refused[:SHOWN]:
        there.say(_LINE.of(lang, line=line, why=why.of(lang)))
    return Status.REFUSED if done.refused else Status.DONE


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows below the heading. Raises Unavailable where the file is no such table."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            heading = table.fieldnames or ()
            rows = [{name: value for name, value in row.items() if isinstance(value, str)} for row in table]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise Unavailable(Text(_UNREADABLE.en.format(path=path), _UNREADABLE.zh.format(path=path))) from fault
    lacking = [name for name in (targets.METRIC, targets.PERIOD, targets.VALUE) if name not in heading]
    if lacking:
        names = ", ".join(lacking)
        raise Unavailable(Text(_NO_COLUMNS.en.format(names=names), _NO_COLUMNS.zh.format(names=names)))
    return rows


_DONE = Text(
    "{n} targets set, {replaced} of them in place of others; {refused} lines refused",
    "已设定{n}个目标，其中替换{replaced}个；{refused}行未接受",
)
_LINE = Text("line {line}: {why}", "第{line}行：{why}")
_UNREADABLE = Text("{path} cannot be read as CSV in UTF-8.", "{path} 无法按 UTF-8 的 CSV 读取。")
_NO_COLUMNS = Text(
    "The first line has to name the columns metric, period and value; it lacks {names}.",
    "首行需要包含 metric、period、value 三列，缺少 {names}。",
)

VERB = Verb("targets", "set what metrics should come to, from a CSV file", arguments, run)
