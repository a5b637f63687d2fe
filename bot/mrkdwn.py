"""Plain text made safe for Slack's markup, and cut to a length Slack accepts."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CUT_ENTITY = re.compile("&[a-z]{0,4}$")


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
    return clip(_CONTROL.sub("", text.replace("\r\n", "\n")).strip(), limit)


def escape(text: str, limit: int) -> str:
    """Text for a place where Slack reads markup: it can name nobody, link nowhere and hide nothing."""
    safe = plain(text, limit).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if size(safe) <= limit:
        return safe
    return _CUT_ENTITY.sub("", clip(safe, limit)[:-1]) + "…"


def bold(text: str, limit: int) -> str:
    """One bold line. A star inside would end it early, so it becomes its look-alike."""
    line = " ".join(escape(text, limit - 2).split()).replace("*", "∗")
    return f"*{line}*" if line else ""
