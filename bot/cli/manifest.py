"""chestnut manifest: what to paste into Slack to make the app."""

from argparse import ArgumentParser, Namespace

from bot.cli.verb import Status, Terminal, Verb
from bot.manifest import as_yaml, build_manifest
from handlers import TABLES


def arguments(parser: ArgumentParser) -> None:
    """How Slack reaches the bot."""
    parser.add_argument("--url", default="", help="public address for signed HTTP; without it, Socket Mode")


def run(args: Namespace, there: Terminal) -> int:
    """Print the manifest as YAML, each permission with its reason."""
    there.say(as_yaml(build_manifest(TABLES, there.settings.command, args.url)).rstrip("\n"))
    return Status.DONE


VERB = Verb("manifest", "print the manifest for Slack", arguments, run)
