"""The control panel's side of the test API: faults, the clock, the limits, the traffic."""

from bot.workspace import clock, faults
from bot.workspace.ask import Ask
from bot.workspace.faults import FAULTS, NOW
from bot.workspace.refusal import Refusal
from bot.workspace.sockets import REFRESH, WARNING
from bot.workspace.state import Json


async def fault(ask: Ask) -> Json:
    """`/fault {kind, method?, channel?, event?, skip?, count?, delay_s?, …}`: order one, or do it now."""
    kind = ask.text("kind")
    if kind in NOW:
        return {"ok": True, "kind": kind, "connections": await _now(ask, kind)}
    given = {name: value for name, value in ask.given.items() if name not in {"kind", "user"}}
    if given.get("channel"):
        found = ask.office.state.channel(str(given["channel"]))
        if found is None:
            raise Refusal("channel_not_found", 400)
        given["channel"] = found.id
    return {"ok": True, "fault": faults.shown(ask.office.desk.faults.order(kind, given))}


async def ordered(ask: Ask) -> Json:
    """`GET /faults`: those that were ordered, how often each struck, and what there is to order."""
    kinds = [{"kind": kind, "about": row.about, "takes": row.takes} for kind, row in FAULTS.items()]
    return {"ok": True, "faults": [faults.shown(row) for row in ask.office.desk.faults.ordered], "kinds": kinds}


async def clear(ask: Ask) -> Json:
    """`DELETE /faults?id=`: forget one or all; events that were held are delivered."""
    ask.office.desk.faults.clear(int(ask.number("id")))
    if not any(row.kind == "reorder" for row in ask.office.desk.faults.ordered):
        ask.office.desk.later(ask.office.delivery.release())
    return await ordered(ask)


async def advance(ask: Ask) -> Json:
    """`/clock {advance_s}`: the workspace's clock goes ahead, and what is due by then happens."""
    seconds = ask.number("advance_s")
    if not 0 <= seconds <= clock.FARTHEST_S:
        raise Refusal("invalid_arguments", 400, argument="advance_s")
    return {"ok": True, "now": ask.office.desk.clock.advance(seconds)}


async def time(ask: Ask) -> Json:
    """`GET /clock`: the time, in seconds since 1970."""
    return {"ok": True, "now": ask.office.desk.clock.now()}


async def limit(ask: Ask) -> Json:
    """`/limits {on?, methods?: {name: calls a minute}, channel_per_minute?}`: Slack's rate limits."""
    limits, named = ask.office.desk.limits, ask.given.get("methods") or {}
    if not isinstance(named, dict) or not all(isinstance(rate, int) and rate >= 0 for rate in named.values()):
        raise Refusal("invalid_arguments", 400, argument="methods")
    limits.per_minute |= named
    limits.channel_per_minute = int(ask.number("channel_per_minute")) or limits.channel_per_minute
    limits.on = bool(ask.given.get("on", limits.on))
    return await limited(ask)


async def limited(ask: Ask) -> Json:
    """`GET /limits`: whether they are on, and what they are."""
    limits = ask.office.desk.limits
    rates = {"methods": limits.per_minute, "channel_per_minute": limits.channel_per_minute}
    return {"ok": True, "on": limits.on, **rates}


async def listen(ask: Ask) -> Json:
    """`/listen {request_url}`: deliver by signed HTTP once the challenge is answered; empty is Socket Mode."""
    url = ask.text("request_url")
    if url and not await ask.office.delivery.posts.verify(url):
        raise Refusal("challenge_failed")
    ask.office.desk.request_url = url or None
    return {"ok": True, "request_url": ask.office.desk.request_url}


async def traffic(ask: Ask) -> Json:
    """`GET /traffic?since=&method=`: what passed between app and workspace, without secrets."""
    kept = ask.office.desk.traffic
    rows = list(kept.since(int(ask.number("since")), ask.text("method")))
    return {"ok": True, "traffic": rows, "cursor": kept.last, "connections": ask.office.delivery.connected}


async def _now(ask: Ask, kind: str) -> int:
    sockets = ask.office.delivery.sockets
    if kind == "close_sockets":
        return await sockets.close(abruptly=bool(ask.given.get("abruptly")))
    if kind == "half_open":
        return sockets.fall_silent()
    reason = ask.text("reason") or REFRESH
    if reason not in {WARNING, REFRESH}:
        raise Refusal("invalid_arguments", 400, argument="reason", known=[WARNING, REFRESH])
    return sockets.disconnect(reason)
