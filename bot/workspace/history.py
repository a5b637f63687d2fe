"""conversations.history and conversations.replies: what was said, in pages."""

import base64
import math

from bot.workspace import shapes
from bot.workspace.args import Args
from bot.workspace.chat import place
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal
from bot.workspace.state import Channel, Json, Message

MOST = 999
MARK = "next_ts:"


def history(office: Office, args: Args) -> Json:
    """conversations.history: newest first, without replies."""
    channel = _readable(office, args)
    rows = office.state.messages[channel.id].values()
    shown = [row for row in rows if not row.gone and row.only_for is None and (row.thread_ts is None or row.broadcast)]
    return _window(office, args, shown[::-1], default=100)


def replies(office: Office, args: Args) -> Json:
    """conversations.replies: the parent, then its replies, oldest first."""
    channel = _readable(office, args)
    parent = office.state.message(channel.id, args.need("ts"))
    if parent is None or parent.only_for:
        raise Refusal("thread_not_found")
    root = office.state.message(channel.id, parent.thread_ts) if parent.thread_ts else parent
    return _window(office, args, [root, *office.state.thread(root)] if root else [parent], default=MOST)


def _readable(office: Office, args: Args) -> Channel:
    channel = place(office, args.need("channel"))
    office.require_for(channel, "history")
    if office.state.bot.user not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _window(office: Office, args: Args, rows: list[Message], default: int) -> Json:
    oldest, latest = _instant(args, "oldest", 0.0), _instant(args, "latest", math.inf)
    ends = (oldest, latest) if args.flag("inclusive") else ()
    kept = [row for row in rows if oldest < float(row.ts) < latest or float(row.ts) in ends]
    start = _start(kept, args.text("cursor"))
    end = start + min(max(args.number("limit", default) or default, 1), MOST)
    answer: Json = {"messages": [_shown(office, row, args) for row in kept[start:end]], "has_more": end < len(kept)}
    if end < len(kept):
        answer["response_metadata"] = {"next_cursor": _cursor(kept[end])}
    return answer


def _shown(office: Office, row: Message, args: Args) -> Json:
    shown = shapes.message(office.state, row)
    if row.metadata and not args.flag("include_all_metadata"):
        del shown["metadata"]
    return shown


def _cursor(row: Message) -> str:
    # A place in time, for counting would slip when something new is said between two pages.
    return base64.b64encode(f"{MARK}{row.ts}".encode()).decode()


def _start(rows: list[Message], cursor: str) -> int:
    if not cursor:
        return 0
    try:
        mark, _, ts = base64.b64decode(cursor, validate=True).decode().partition(MARK)
        wanted = float(ts)
    except ValueError:
        raise Refusal("invalid_cursor") from None
    if mark or not rows:
        raise Refusal("invalid_cursor")
    down = float(rows[0].ts) > float(rows[-1].ts)
    passed = (float(row.ts) > wanted if down else float(row.ts) < wanted for row in rows)
    return sum(passed)


def _instant(args: Args, name: str, default: float) -> float:
    try:
        return float(args.text(name) or default)
    except ValueError:
        raise Refusal(f"invalid_ts_{name}") from None
