"""chestnut payloads: asks Slack itself whether it would take what the bot sends."""

import asyncio
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from analysis.errors import Unavailable
from analysis.model import Text
from bot import faults
from bot.cli.verb import Status, Terminal, Verb
from bot.slack import client

_FAULTY = ("invalid_blocks", "invalid_message", "invalid_view")
_PATIENCE = 10


@dataclass(frozen=True)
class Payload:
    """Something to be judged: `asked` is the one argument that blocks.validate is given."""

    name: str
    asked: dict[str, Any]


def arguments(parser: ArgumentParser) -> None:
    """Where the payloads are."""
    parser.add_argument("path", type=Path, help="a recorded payload or a folder of them: tests/judgement/golden")


def run(args: Namespace, there: Terminal) -> int:
    """Ask about each payload; status 1 when Slack finds fault with any. Needs neither a token nor a workspace."""
    payloads = list(recorded(args.path))
    faulty = asyncio.run(_ask(payloads, there))
    there.say(f"{len(payloads) - faulty} payloads accepted, {faulty} refused")
    return Status.REFUSED if faulty else Status.DONE


def recorded(path: Path) -> Iterator[Payload]:
    """The payloads of a file or a folder that have something to show. Raises Unavailable where there are none."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    found = [payload for file in files for payload in _read(file)]
    if not found:
        raise Unavailable(_sentence("There are no recorded payloads in {path}.", "{path} 里没有录下的消息。", path))
    yield from found


def _read(file: Path) -> Iterator[Payload]:
    try:
        rows = [(row["method"], row["given"]) for row in json.loads(file.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise Unavailable(_sentence("{path} holds no recorded payloads.", "{path} 不是录下的消息。", file)) from fault
    for number, (method, given) in enumerate(rows, 1):
        name = f"{file.stem} {number} {method}"
        if given.get("view"):
            yield Payload(name, {"view": given["view"]})
        elif given.get("blocks") and given.get("text"):
            yield Payload(name, {"message": {"text": given["text"], "blocks": given["blocks"]}})
        elif given.get("blocks"):
            yield Payload(name, {"blocks": given["blocks"]})


async def _ask(payloads: list[Payload], there: Terminal) -> int:
    # No token: the method asks for none, and none should be sent for nothing.
    slack = client("", there.settings.slack_url)
    # Slack gives no figure for how often one may ask; asking again changes nothing.
    slack.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=_PATIENCE))
    faulty = 0
    try:
        for payload in payloads:
            told = await _judged(slack, payload)
            there.say("\n".join([f"{'refused' if told else 'ok':8}{payload.name}", *told]))
            faulty += bool(told)
    finally:
        if slack.session is not None:
            await slack.session.close()
    return faulty


async def _judged(slack: AsyncWebClient, payload: Payload) -> list[str]:
    """What Slack finds wrong, a line each. Raises Unavailable when it does not say."""
    form = {name: json.dumps(value, ensure_ascii=False) for name, value in payload.asked.items()}
    try:
        # As a form: the SDK's own method puts it all into the address, which is too long for that.
        await slack.api_call("blocks.validate", data=form)
    except SlackApiError as fault:
        if faults.code(fault) not in _FAULTY:
            raise Unavailable(faults.sentence(fault, "chestnut")) from fault
        return [_told(error) for error in fault.response.get("errors") or [{"message": faults.code(fault)}]]
    except faults.Refusal as fault:
        raise Unavailable(faults.sentence(fault, "chestnut")) from fault
    return []


def _told(error: Any) -> str:  # noqa: ANN401
    told = error if isinstance(error, dict) else {"message": error}
    limit = f" {json.dumps(told['constraint'], ensure_ascii=False)}" if told.get("constraint") else ""
    return f"        {told.get('pointer') or '/'}: {told.get('message') or told.get('code')}{limit}"


def _sentence(english: str, chinese: str, path: Path) -> Text:
    return Text(english.format(path=path), chinese.format(path=path))


VERB = Verb("payloads", "ask Slack whether it would take recorded payloads", arguments, run)
