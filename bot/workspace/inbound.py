"""What the app sends passes here: it is recorded, counted against the rate limits, and met by its fault."""

from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from bot.workspace import args, faults
from bot.workspace.args import Args
from bot.workspace.faults import Call
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal
from bot.workspace.state import Json

Handler = Callable[[Office, web.Request], Awaitable[web.StreamResponse]]
NAMES = {"hooks": "response_url", "upload": "upload"}


def watched(handler: Handler) -> Handler:
    """The same handler, with everything that passes through it seen."""

    async def receive(office: Office, request: web.Request) -> web.StreamResponse:
        call = await _call(office, request, partial(handler, office, request))
        ref = str(office.desk.traffic.last + 1)
        office.desk.traffic.note("request", call.name, ref, _said(call.args))
        met, answer = await _answer(office, call)
        body = answer.text if isinstance(answer, web.Response) else ""
        office.desk.traffic.note("answer", call.name, ref, body or "", status=answer.status, fault=met)
        return answer

    return receive


async def _answer(office: Office, call: Call) -> tuple[str, web.StreamResponse]:
    """The answer, and the kind of fault that made it."""
    wait = office.desk.limits.take(call.name, call.channel)
    if wait:
        return "rate limit", faults.limited(wait)
    fault = office.desk.faults.meet(call)
    if fault is None:
        return "", await call.handle()
    return fault.kind, await faults.strike(fault, call)


async def _call(office: Office, request: web.Request, handle: Callable[[], Awaitable[web.StreamResponse]]) -> Call:
    top = request.path.split("/")[1]
    name = NAMES.get(top) or request.match_info["method"]
    given = await _given(request) if top != "upload" else Args({})
    return Call(name, _channel(office, request, given), given, request, office.desk.clock, handle)


async def _given(request: web.Request) -> Args:
    try:
        return await args.read(request)
    except Refusal:
        # The handler reads it again and says what is wrong with it.
        return Args({})


def _channel(office: Office, request: web.Request, given: Args) -> str:
    hook = office.desk.hooks.get(request.match_info.get("code", ""))
    if hook:
        return hook.channel
    name = given.text("channel") or given.text("channel_id")
    found = office.state.direct(name) if name in office.state.people else office.state.channel(name)
    return found.id if found else name


def _said(given: Args) -> Json:
    return {name: "…" if name == "token" else value for name, value in given.given.items()}
