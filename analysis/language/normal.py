"""One spelling for what people type: widths, quotes, spaces, Slack's markup, case and accents."""

import html
import re
import unicodedata
from functools import lru_cache

# The longest question worth reading, in characters.
LIMIT = 1000

QUOTES = str.maketrans("“”„‟«»「」『』‘’‚‛`´", '""""""""""' + "''''''")
MARKUP = re.compile(r"<([^<>]*)>")
MENTIONED = re.compile(r"[@#][A-Z0-9]+|!subteam\^[A-Z0-9]+")
SPACES = re.compile(r"\s+")
# Controls, surrogates, unassigned characters and pictures say nothing.
HIDDEN = ("Cf", "Cs", "Co", "Cn", "So")


def cleaned(text: str) -> str:
    """The text without Slack's markup, hidden characters and full-width forms; its case is kept.

    Mentions of people, channels and groups stay in their short form (`<@U1>`, `<#C1>`, `<!subteam^S1>`).
    """
    text = html.unescape(MARKUP.sub(_unwrapped, text))
    text = unicodedata.normalize("NFKC", text.translate(QUOTES)).translate(QUOTES)
    if not text.isascii():
        text = "".join(c for c in text if unicodedata.category(c) not in HIDDEN and not "\ufe00" <= c <= "\ufe0f")
    text = "".join(" " if c < " " or c == "\x7f" else c for c in text)
    return SPACES.sub(" ", text).strip()


def folded(text: str) -> str:
    """The cleaned text in lower case without accents, hyphens and underscores, of the same length."""
    return plain(lowered(text))


def lowered(text: str) -> str:
    """The cleaned text in lower case without accents, of the same length."""
    return text.lower() if text.isascii() else "".join(map(_letter, text))


def plain(text: str) -> str:
    """The text with hyphens and underscores as spaces: names are compared this way."""
    return text.translate({45: " ", 95: " "})


def name(text: str) -> str:
    """A name as it is looked up: cleaned, folded, without quotes."""
    return SPACES.sub(" ", folded(cleaned(text)).replace('"', " ")).strip()


def is_cjk(char: str) -> bool:
    """Whether the character is of a script written without spaces."""
    return (
        "\u2e80" <= char <= "\ua4cf"
        or "\uac00" <= char <= "\ud7af"
        or "\uf900" <= char <= "\ufaff"
        or char > "\U0001ffff"
    )


def is_word(char: str) -> bool:
    """Whether the character is part of a word that spaces set apart."""
    return char.isalnum() and not is_cjk(char)


def is_chinese(text: str) -> bool:
    """Whether the text has Chinese in it."""
    return any(is_cjk(c) for c in text)


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    base = unicodedata.normalize("NFD", char)
    bare = base[0] if all(unicodedata.combining(c) for c in base[1:]) else char
    lower = bare.lower()
    return lower if len(lower) == 1 else bare


def _unwrapped(match: re.Match[str]) -> str:
    """What a piece of Slack's markup reads as."""
    inner, _, label = match[1].partition("|")
    if MENTIONED.fullmatch(inner):
        return f" &lt;{inner}&gt; "
    if inner.startswith("!"):
        return " "
    if re.match(r"(https?|mailto|tel):", inner):
        return label or inner
    return html.escape(match[0], quote=False)
