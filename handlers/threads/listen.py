"""What people write in a log, and which emoji they put on it, is kept; of all else nothing is."""

from handlers.alerts.handling.reactions import ADDED
from handlers.command import Call, Shop


def wrote(call: Call, shop: Shop) -> None:
    """Keep a comment of a log, its edit or its deletion."""
    said = call.said
    if said is None or shop.records.logs.subject(said.thread) is None:
        return
    if said.written is None:
        shop.records.comments.remove(said.thread, said.ts, said.person)
    else:
        shop.records.comments.keep(said.thread, said.ts, said.person, said.written)


def reacted(call: Call, shop: Shop) -> None:
    """Count an emoji on a comment, or count it no more."""
    if call.channel and call.message:
        key, at = (call.channel, call.message), call.done_at or call.now
        shop.records.comments.react(key, call.value, call.person, at, on=call.text == ADDED)
