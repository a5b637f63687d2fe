"""A log as people read it: what was written under an alert or a decision, the first comment first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from analysis.model import Lang, Text
from handlers.command import Call, Origin, Shop, mention
from handlers.threads.text import LONGEST, short
from storage.records.threads.model import Comment, Gone, Subject


@dataclass(frozen=True)
class Log:
    """What was written, each with when, as a line; and notes on what is to be read elsewhere."""

    lines: tuple[tuple[datetime, str], ...]
    notes: tuple[str, ...] = ()


def read(subject: Subject, call: Call, shop: Shop, most: int = LONGEST) -> Log:
    """The log of an alert or a decision, `most` characters of each comment. What was said in another channel is for
    those who are there: it is counted, and not told.
    """
    comments = shop.records.comments.of(shop.records.logs.of(subject))
    lines = tuple((each.at, line(each, call.lang, most)) for each in told(comments, call))
    return Log(lines, tuple(elsewhere(comments, call)))


def told(comments: Iterable[Comment], call: Call) -> tuple[Comment, ...]:
    """Those that may be told where a call was made: in Slack what was said there, in the terminal all of it."""
    return tuple(each for each in comments if _heard(each, call))


def elsewhere(comments: Iterable[Comment], call: Call) -> Iterator[str]:
    """How many may not be told here, and where they are to be read."""
    channels = [each.thread.channel for each in comments if not _heard(each, call)]
    for channel in dict.fromkeys(channels):
        count = channels.count(channel)
        text = _ONE_ELSEWHERE if count == 1 else _ELSEWHERE
        yield text.of(call.lang, n=count, channel=mention(channel))


def line(comment: Comment, lang: Lang, most: int = LONGEST) -> str:
    """Who wrote what, whether it was changed, and what others made of it."""
    return _SAID.of(lang, who=mention(comment.person), what=_what(comment, lang, most))


def _what(comment: Comment, lang: Lang, most: int) -> str:
    if comment.latest is None:
        return GONE[comment.gone or Gone.DELETED].of(lang)
    parts = [short(comment.latest.text, most)]
    parts += [f"[{file.name or file.id}]" for file in comment.latest.files]
    parts += [_EDITED.of(lang)] if comment.edits else []
    parts += [f":{emoji}: {count}" for emoji, count in sorted(comment.reactions.items())]
    return " ".join(filter(None, parts))


def _heard(comment: Comment, call: Call) -> bool:
    return call.origin is Origin.TERMINAL or comment.thread.channel == call.channel


GONE = {Gone.DELETED: Text("(deleted)", "（已删除）"), Gone.ERASED: Text("(erased on request)", "（已按本人要求抹除）")}
_SAID = Text("{who}: {what}", "{who}：{what}")
_EDITED = Text("(edited)", "（已编辑）")
_ONE_ELSEWHERE = Text("1 comment is to be read in {channel}.", "另有 1 条评论，请到 {channel} 查看。")
_ELSEWHERE = Text("{n} comments are to be read in {channel}.", "另有 {n} 条评论，请到 {channel} 查看。")
