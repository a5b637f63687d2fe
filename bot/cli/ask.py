"""chestnut ask: a question from the terminal, answered as in Slack."""

import base64
import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from analysis.errors import Unavailable
from analysis.model import Lang
from bot import opening, terminal
from bot.cli.verb import Status, Terminal, Verb
from bot.door import Message, knock
from bot.settings import Settings
from bot.terminal import Question


def arguments(parser: ArgumentParser) -> None:
    """The question and the forms of its answer."""
    parser.add_argument("question", nargs="+", help='what to ask, as in "revenue last 7 days by channel"')
    parser.add_argument("--png", type=Path, metavar="FILE", help="write the picture to FILE")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the rows to FILE")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--lang", choices=["en", "zh"], help="language of the answer")


def run(args: Namespace, there: Terminal) -> int:
    """Ask through the running bot, or open the shop if none runs; exit status 2 when not understood."""
    try:
        answered = _ask(_question(args, there), there.settings)
    except Unavailable as fault:
        answered = terminal.failure(fault, Lang(args.lang or Lang.EN))
    chart = _written(answered, "png", args.png)
    _written(answered, "csv", args.csv)
    if "json" in answered:
        answered["json"]["chart"] = chart
    return _tell(answered, args, there)


def _question(args: Namespace, there: Terminal) -> Question:
    return Question(
        text=" ".join(args.question),
        lang=args.lang or there.settings.lang.value,
        now=there.now().isoformat(),
        json=args.json,
        png=args.png is not None,
        csv=args.csv is not None,
    )


def _ask(question: Question, settings: Settings) -> Message:
    if (messages := knock(settings.door, question.message())) is not None:
        return list(messages)[-1]
    shop = opening.open_shop(settings)
    try:
        return terminal.answer(question, shop)
    finally:
        opening.close_shop(shop)


def _written(answered: Message, form: str, file: Path | None) -> str | None:
    if file is None or form not in answered:
        return None
    file.write_bytes(base64.b64decode(answered[form]))
    return str(file)


def _tell(answered: Message, args: Namespace, there: Terminal) -> int:
    if args.json:
        there.say(json.dumps(answered.get("json", answered), ensure_ascii=False, indent=2))
    elif "error" in answered:
        there.say("\n".join([answered["error"]["message"], *(f"  {text}" for text in answered["suggestions"])]))
    else:
        there.say(answered["text"].rstrip("\n"))
    if "error" not in answered:
        return Status.DONE
    return Status.UNAVAILABLE if answered["error"]["code"] == "unavailable" else Status.NOT_UNDERSTOOD


VERB = Verb("ask", "ask a question, as in Slack", arguments, run)
