"""The command line: `chestnut VERB`, one row a verb."""

import logging
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from analysis.errors import Unavailable
from analysis.model import Lang
from bot import settings
from bot.cli import ask, demo, doctor, export, init, load, manifest, migrate, payloads, run, sample, targets
from bot.cli.verb import Status, Terminal, Verb

VERBS: tuple[Verb, ...] = (
    demo.VERB,
    init.VERB,
    load.VERB,
    ask.VERB,
    run.VERB,
    doctor.VERB,
    manifest.VERB,
    sample.VERB,
    migrate.VERB,
    payloads.VERB,
    targets.VERB,
    export.VERB,
)


def parser() -> ArgumentParser:
    """The command line's grammar, from VERBS."""
    whole = ArgumentParser("chestnut", description="The KPI bot for e-commerce teams in Slack.")
    rows = whole.add_subparsers(required=True, metavar="VERB")
    for verb in VERBS:
        row = rows.add_parser(verb.name, help=verb.help, description=verb.help)
        verb.arguments(row)
        row.set_defaults(verb=verb)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb in the real world; its exit status."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    args = parser().parse_args(arguments)
    try:
        there = Terminal(os.environ, _clock(os.environ), sys.stdout, sys.stderr)
        return int(args.verb.run(args, there))
    except BrokenPipeError:
        # Whoever read our output had enough of it; nothing may be written to it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Status.DONE
    except Unavailable as fault:
        lang = Lang.ZH if os.environ.get("CHESTNUT_LANG") == Lang.ZH else Lang.EN
        print(fault.say(lang), file=sys.stderr)
        return Status.UNAVAILABLE


def _clock(environment: Mapping[str, str]) -> Callable[[], datetime]:
    """The time it is; with CHESTNUT_NOW, the time it would be had the process begun at that instant."""
    begun = datetime.now(UTC)

    @cache
    def shift() -> timedelta:
        pretended = settings.read(environment).now
        return timedelta(0) if pretended is None else pretended - begun

    return lambda: datetime.now(UTC) + shift()


if __name__ == "__main__":
    sys.exit(main())
