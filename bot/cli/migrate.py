"""chestnut migrate: bring the team's memory to the newest shape."""

from argparse import ArgumentParser, Namespace

from bot import opening
from bot.cli.verb import Status, Terminal, Verb


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(_args: Namespace, there: Terminal) -> int:
    """Opening the shop migrates it; this does nothing else, for those who deploy step by step."""
    shop = opening.open_shop(there.settings)
    shop.records.check()
    opening.close_shop(shop)
    there.say("The team's memory has the newest shape.")
    return Status.DONE


VERB = Verb("migrate", "bring the team's memory to the newest shape", arguments, run)
