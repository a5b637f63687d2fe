"""chestnut sample: the sample shop, and the events planted in it."""

import json
from argparse import ArgumentParser, Namespace

from analysis.errors import Unavailable
from analysis.model import Text
from bot.cli.verb import Status, Terminal, Verb
from storage import sample
from storage.sample import Event

SEED = 7


def arguments(parser: ArgumentParser) -> None:
    """What to do with it."""
    parser.add_argument(
        "what", nargs="?", choices=["build", "events"], default="build", help="build (default) or events"
    )
    parser.add_argument("--json", action="store_true", help="events as a JSON list")


def run(args: Namespace, there: Terminal) -> int:
    """Fill the shop's folder with the sample shop, or list what was planted in it."""
    if args.what == "events":
        _list(sample.events(there.now().astimezone(sample.ZONE).date()), there, as_json=args.json)
        return Status.DONE
    settings = there.settings
    if settings.facts_url or settings.shop_file.exists():
        raise Unavailable(
            Text(
                "There is a shop already. Set CHESTNUT_HOME to a new folder for the sample.",
                "这里已经有一个店铺。请把 CHESTNUT_HOME 设为新的文件夹来放示例店铺。",
            )
        )
    sample.furnish(settings.home, SEED, there.now())
    there.say(f"Made the sample shop in {settings.home}. Next: `chestnut ask revenue last 7 days`.")
    return Status.DONE


def _list(events: tuple[Event, ...], there: Terminal, *, as_json: bool) -> None:
    if as_json:
        there.say(json.dumps([event.plain() for event in events], ensure_ascii=False, indent=2))
        return
    for event in events:
        first = event.start.astimezone(sample.ZONE)
        there.say(f"{first:%Y-%m-%d}  {event.id:<24} {event.what.en}")


VERB = Verb("sample", "make the sample shop, or list the events planted in it", arguments, run)
