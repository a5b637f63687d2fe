"""What can be made to go wrong: one row a kind, counted, so that the same order gives the same faults."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

from aiohttp import web

from bot.workspace.args import Args
from bot.workspace.clock import Clock
from bot.workspace.refusal import Refusal, faulty
from bot.workspace.state import Json

MOST = 100
HANG_S = 600.0
MOST_NUMBER = 1_000_000


@dataclass
class Fault:
    """One fault that was ordered. `skip` and `count` count the calls or events that fit; 0 is without end."""

    id: int
    kind: str
    method: str = "*"
    channel: str = ""
    event: str = "*"
    skip: int = 0
    count: int = 1
    delay_s: float = 0.0
    retry_after_s: int = 1
    status: int = 500
    error: str = "internal_error"
    block: str = "*"
    met: int = 0

    @property
    def over(self) -> bool:
        """Whether it has struck as often as it was to."""
        return 0 < self.count <= self.met

    def strikes(self) -> bool:
        """Count one that fits; whether this one is hit."""
        if self.skip > 0:
            self.skip -= 1
            return False
        self.met += 1
        return True


@dataclass(frozen=True)
class Call:
    """A call from the app: a method, `response_url` or `upload`, and the way to have it answered."""

    name: str
    channel: str
    args: Args
    request: web.Request
    clock: Clock
    handle: Callable[[], Awaitable[web.StreamResponse]]


async def _delay(_fault: Fault, call: Call) -> web.StreamResponse:
    return await call.handle()


async def _rate_limited(fault: Fault, _call: Call) -> web.StreamResponse:
    return limited(fault.retry_after_s)


async def _server_error(fault: Fault, _call: Call) -> web.StreamResponse:
    return web.json_response({"ok": False, "error": "internal_error"}, status=fault.status)


async def _drop_request(_fault: Fault, call: Call) -> web.StreamResponse:
    return cut(call.request)


async def _lose_response(_fault: Fault, call: Call) -> web.StreamResponse:
    await call.handle()
    return cut(call.request)


async def _hang_before(_fault: Fault, call: Call) -> web.StreamResponse:
    await call.clock.sleep(HANG_S)
    return cut(call.request)


async def _hang_after(fault: Fault, call: Call) -> web.StreamResponse:
    await call.handle()
    return await _hang_before(fault, call)


async def _refuse(fault: Fault, _call: Call) -> web.StreamResponse:
    return web.json_response({"ok": False, "error": fault.error})


async def _invalid_blocks(fault: Fault, call: Call) -> web.StreamResponse:
    at = [f"/blocks/{index}/type" for index, kind in _blocks(call) if fnmatchcase(kind, fault.block)]
    refusal = faulty("invalid_blocks", [(pointer, "unsupported type") for pointer in at])
    return web.json_response(refusal.body)


async def _unshared(_fault: Fault, call: Call) -> web.StreamResponse:
    for name in ("channel_id", "channels", "thread_ts"):
        call.args.given.pop(name, None)
    return await call.handle()


Strike = Callable[[Fault, Call], Awaitable[web.StreamResponse]]
_CALL = ("method", "channel", "skip", "count", "delay_s")
_EVENT = ("event", "skip", "count")


@dataclass(frozen=True)
class Kind:
    """A kind of fault: what it does, what it takes, and for faults of calls how it is done."""

    about: str
    takes: tuple[str, ...]
    strike: Strike | None = None


FAULTS: dict[str, Kind] = {
    "delay": Kind("a call is handled `delay_s` late", _CALL, _delay),
    "rate_limited": Kind("429 with Retry-After; no effect", (*_CALL, "retry_after_s"), _rate_limited),
    "server_error": Kind("HTTP 500, or another `status`; no effect", (*_CALL, "status"), _server_error),
    "drop_request": Kind("the connection is cut; no effect", _CALL, _drop_request),
    "lose_response": Kind("it takes effect, then the connection is cut", _CALL, _lose_response),
    "hang_before": Kind("never answered; no effect", _CALL, _hang_before),
    "hang_after": Kind("it takes effect, but is never answered", _CALL, _hang_after),
    "refuse": Kind("`ok: false` with `error`; no effect", (*_CALL, "error"), _refuse),
    "invalid_blocks": Kind(
        "blocks of type `block` are refused, wherever they are sent", (*_CALL, "block"), _invalid_blocks
    ),
    "unshared": Kind("files.completeUploadExternal answers ok and never shares", ("skip", "count"), _unshared),
    "duplicate": Kind("an event is delivered twice, with one event_id", _EVENT),
    "reorder": Kind("`count` events are held, then delivered last one first", _EVENT),
    "lose_ack": Kind("an event's ack is not seen, so that it is delivered again", _EVENT),
    "slow_processing": Kind("an upload is processed after `delay_s`", ("skip", "count", "delay_s")),
    "close_sockets": Kind("every connection of the app is closed, now; `abruptly`: without a word", ("abruptly",)),
    "half_open": Kind("every connection of the app goes silent without closing, now", ()),
    "disconnect": Kind("every connection is told to leave, now; `reason`: warning or refresh_requested", ("reason",)),
}
NOW = frozenset({"close_sockets", "half_open", "disconnect"})


class Faults:
    """The faults that were ordered, in the order in which they are tried. A call meets at most one."""

    def __init__(self) -> None:
        self.ordered: list[Fault] = []
        self._ids = itertools.count(1)

    def order(self, kind: str, given: Json) -> Fault:
        """Take an order. Raises Refusal for one that cannot be read."""
        given = {name: value for name, value in given.items() if value is not None}
        fault = Fault(next(self._ids), kind, **_read(kind, given))
        if kind == "unshared":
            fault.method = "files.completeUploadExternal"
        self.ordered = [*self.ordered[-MOST + 1 :], fault]
        return fault

    def meet(self, call: Call) -> Fault | None:
        """The fault that this call meets, counted."""
        return next((row for row in self.ordered if _fits(row, call) and row.strikes()), None)

    def meets(self, kind: str, event: str = "") -> Fault | None:
        """The fault of that kind that an event, or a file, meets, counted."""
        fitting = (row for row in self.ordered if row.kind == kind and not row.over and fnmatchcase(event, row.event))
        return next((row for row in fitting if row.strikes()), None)

    def clear(self, id_: int = 0) -> None:
        """Forget one fault, or all."""
        self.ordered = [row for row in self.ordered if id_ and row.id != id_]


async def strike(fault: Fault, call: Call) -> web.StreamResponse:
    """Answer a call as its fault says, late if it says so."""
    run = FAULTS[fault.kind].strike
    if fault.delay_s:
        await call.clock.sleep(fault.delay_s)
    return await run(fault, call) if run else await call.handle()


def limited(retry_after_s: int) -> web.Response:
    """Slack's answer to one call too many."""
    headers = {"Retry-After": str(retry_after_s)}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


def cut(request: web.Request) -> web.Response:
    """End the connection without a word; the answer returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)


def shown(fault: Fault) -> Json:
    """A fault as the test API shows it."""
    row = {name: value for name, value in asdict(fault).items() if name in FAULTS[fault.kind].takes}
    return {"id": fault.id, "kind": fault.kind, **row, "met": fault.met, "over": fault.over}


def _read(kind: str, given: Json) -> Json:
    if kind not in FAULTS:
        raise Refusal("unknown_fault", 400, known=list(FAULTS))
    takes = FAULTS[kind].takes
    if unknown := sorted(set(given) - set(takes)):
        raise Refusal("invalid_arguments", 400, unknown=unknown, takes=list(takes))
    defaults = asdict(Fault(0, kind)) | ({"count": 2} if kind == "reorder" else {})
    try:
        read = {name: type(defaults[name])(given.get(name, defaults[name])) for name in takes}
    except (TypeError, ValueError):
        raise Refusal("invalid_arguments", 400, takes=list(takes)) from None
    if any(isinstance(value, int | float) and not 0 <= value < MOST_NUMBER for value in read.values()):
        raise Refusal("invalid_arguments", 400, takes=list(takes))
    if not 500 <= read.get("status", 500) <= 599:
        raise Refusal("invalid_arguments", 400, argument="status")
    if kind == "reorder" and read["count"] < defaults["count"]:
        raise Refusal("invalid_arguments", 400, argument="count")
    return read


def _fits(fault: Fault, call: Call) -> bool:
    if fault.over or FAULTS[fault.kind].strike is None or not fnmatchcase(call.name, fault.method):
        return False
    if fault.channel and fault.channel != call.channel:
        return False
    return fault.kind != "invalid_blocks" or any(fnmatchcase(kind, fault.block) for _, kind in _blocks(call))


def _blocks(call: Call) -> list[tuple[int, str]]:
    try:
        rows = call.args.json("blocks")
    except Refusal:
        return []
    return [(index, str(row.get("type"))) for index, row in enumerate(rows or []) if isinstance(row, dict)]
