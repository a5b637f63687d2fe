"""The words of a decision: as Slack sends them, as they are kept, as they are shown."""

import html
import re
from typing import Final

from handlers.command import mention

_PERSON: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_MARKUP: Final = re.compile(r"<([^<>@][^<>]*)>")
_PIECE: Final = 1_100


def kept(text: str) -> str:
    """A message of Slack's as it is kept: links, channels and signs as people read them, people by their ids."""
    return html.unescape(_MARKUP.sub(_read, _PERSON.sub(r"<@\1>", text))).strip()


def shown(text: str) -> str:
    """What is kept, to be put into a Reply: people by their names."""
    return _PERSON.sub(lambda found: mention(found[1]), text)


def plain(text: str) -> str:
    """What is kept, where nobody can be named: "@U1"."""
    return _PERSON.sub(r"@\1", text)


def short(text: str, most: int) -> str:
    """The first line of a text, cut where it is longer than `most`."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    cut = len(first) > most or first != text.strip()
    return f"{first[: most - 1].rstrip()}…" if cut else first


def pieces(text: str) -> tuple[str, ...]:
    """A long text in parts that each fit into a paragraph, cut between lines or words where it can be."""
    parts: list[str] = []
    rest = text.strip()
    while len(rest) > _PIECE:
        head = rest[:_PIECE]
        at = max(head.rfind("\n"), head.rfind(" "), head.rfind("。")) + 1
        at = at if at > _PIECE // 2 else _PIECE
        parts.append(rest[:at].strip())
        rest = rest[at:].strip()
    return (*parts, rest) if rest else tuple(parts)


def _read(found: re.Match[str]) -> str:
    target, _, label = found[1].partition("|")
    if target.startswith(("#", "!")):
        return f"#{label}" if label and target.startswith("#") else label or target.lstrip("!#")
    return f"{label} ({target})" if label and label not in target else target
