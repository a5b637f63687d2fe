"""Plain text made safe for Slack's markup, and cut to a length Slack accepts."""

import re

from handlers.mentions import spoken, written

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CUT = re.compile("(&[a-z]{0,4}|<[^>]*)$")


def size(text: str) -> int:
    """How long Slack takes a text to be, at most: in UTF-16 units, so that an emoji counts as two."""
    return len(text) + sum(character > "\uffff" for character in text)


def clip(text: str, limit: int) -> str:
    """The text, ended by an ellipsis where it is longer than `limit`."""
    if size(text) <= limit:
        return text
    return text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore") + "…"


def plain(text: str, limit: int) -> str:
    """Text for a place where Slack reads no markup: no control characters, no overrides of direction."""
    return clip(written(_clean(text), spoken).strip(), limit)


def escape(text: str, limit: int) -> str:
    """Text for a place where Slack reads markup: it names whom we mention, links nowhere and hides nothing."""
    safe = written(_clean(text), _named, _escaped).strip()
    if size(safe) <= limit:
        return safe
    return _CUT.sub("", clip(safe, limit)[:-1]) + "…"


def bold(text: str, limit: int) -> str:
    """One bold line. A star inside would end it early, so it becomes its look-alike."""
    line = " ".join(escape(text, limit - 2).split()).replace("*", "∗")
    return f"*{line}*" if line else ""


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _named(slack_id: str) -> str:
    marks = {"C": "#", "G": "#", "S": "!subteam^"}
    return f"<!{slack_id}>" if slack_id.islower() else f"<{marks.get(slack_id[0], '@')}{slack_id}>"
