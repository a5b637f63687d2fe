"""What a subcommand is, and what it is given instead of the real world."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import TextIO

from bot import settings


class Status(IntEnum):
    """Exit statuses of the command line."""

    DONE = 0
    REFUSED = 1
    NOT_UNDERSTOOD = 2
    UNAVAILABLE = 3


@dataclass(frozen=True)
class Terminal:
    """Everything outside that a subcommand may touch: environment, clock, streams."""

    environment: Mapping[str, str]
    now: Callable[[], datetime]
    out: TextIO
    err: TextIO

    @property
    def settings(self) -> settings.Settings:
        """The settings of the environment. Raises Unavailable with every fault."""
        return settings.read(self.environment)

    def say(self, text: str) -> None:
        """Print a line of result."""
        print(text, file=self.out, flush=True)


@dataclass(frozen=True)
class Verb:
    """One subcommand: a row of VERBS."""

    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Terminal], int]
