"""What somebody wrote, as Slack has it, made plain."""

import html
import re
from typing import Final

from handlers.mentions import mention

LONGEST: Final = 300

_MARK = re.compile(r"<([^<>]*)>")
_CUT = re.compile(r"(<[^<>]*|&[a-z]*)$")


def plain(text: str) -> str:
    """The text without Slack's marks: people and channels as mentions, links by their names and addresses."""
    parts = _MARK.split(text)
    # What a person typed as a mark of Slack's has come escaped, and stays what they typed.
    return "".join(_spelt(part) if odd % 2 else html.unescape(part) for odd, part in enumerate(parts))


def short(text: str, most: int = LONGEST) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return plain(line) if len(line) <= most else f"{plain(_CUT.sub('', line[:most])).rstrip()}…"


def _spelt(mark: str) -> str:
    target, _, label = mark.partition("|")
    if target[:1] in {"@", "#"}:
        return mention(target[1:])
    if target[:1] == "!":
        # Whom this called then need not be called again.
        return html.unescape(label) or f"@{target[1:].partition('^')[0]}"
    address, name = html.unescape(target.removeprefix("mailto:")), html.unescape(label)
    return f"{name} ({address})" if name and name not in address else address
