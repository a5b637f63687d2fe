"""Naming a person, a channel or a group within a text, so that Slack shows and tells them."""

import re
import secrets
from collections.abc import Callable

# Whoever does not know this can name nobody, whatever they write. It is rendered away and never kept.
_SECRET = "".join(chr(0xE000 + secrets.randbelow(0x1900)) for _ in range(8))
_END = "\uf8ff"
_ID = re.compile(r"[A-Z][A-Z0-9]{1,30}|here|channel")
_TOKEN = re.compile(f"{_SECRET}({_ID.pattern}){_END}")
_PRIVATE = re.compile("[\ue000-\uf8ff]+")


def mention(slack_id: str) -> str:
    """A person (U…), a channel (C…), a group of people (S…), `here` or `channel`, to be put into any text of a Reply.

    What is no such id stands for itself. For a Reply alone: what it gives means nothing to another process.
    """
    return f"{_SECRET}{slack_id}{_END}" if _ID.fullmatch(slack_id) else slack_id


def written(text: str, named: Callable[[str], str], rest: Callable[[str], str] = str) -> str:
    """The text with each mention as `named` writes its id, and all between them as `rest` does."""
    parts = _TOKEN.split(text)
    # Other private characters mean nothing to anybody, and may be an attempt at a mention.
    return "".join(named(part) if odd % 2 else rest(_PRIVATE.sub("", part)) for odd, part in enumerate(parts))


def spoken(slack_id: str) -> str:
    """How a mention reads where Slack does not show the name: "@U123", "#C123"."""
    return f"#{slack_id}" if slack_id.startswith(("C", "G")) else f"@{slack_id}"
