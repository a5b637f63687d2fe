"""What Slack refuses, in words that say what to do about it."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError

from analysis.model import Text

T = TypeVar("T")

Refusal = (SlackApiError, ClientError, TimeoutError)
"""Everything that a call to Slack may fail with."""

NOT_HERE = ("not_in_channel", "channel_not_found")
BUSY = ("ratelimited", "rate_limited", "message_limit_exceeded")
BROKEN = ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org")
TOKENS = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type")

_UNREACHED = Text(
    "I cannot reach Slack ({what}). Check the network and SLACK_API_URL with `chestnut doctor`.",
    "连不上 Slack（{what}）。请用 `chestnut doctor` 检查网络和 SLACK_API_URL。",
)
_INVITE = Text(
    "I am not in that channel yet. Invite me there with `/invite @{bot}`, then ask again.",
    "我还不在那个频道里。请先在频道中输入 `/invite @{bot}` 邀请我，然后再问一次。",
)
_SCOPE = Text(
    "Slack has not given me the permission `{scope}`. An admin can add it at api.slack.com/apps → OAuth & Permissions "
    "→ Bot Token Scopes and reinstall the app; `chestnut manifest` prints all I need.",
    "Slack 没有授予我 `{scope}` 权限。请管理员在 api.slack.com/apps → OAuth & Permissions → Bot Token Scopes "
    "中添加后重新安装应用；`chestnut manifest` 会列出所需的全部权限。",
)
_TOKEN = Text(
    "Slack does not accept {variable} ({code}). Copy the {kind} again from api.slack.com/apps → {where}, "
    "set it and start me again.",
    "Slack 不接受 {variable}（{code}）。请从 api.slack.com/apps → {where} 重新复制 {kind}，设置后重新启动我。",
)
_ARCHIVED = Text("That channel is archived. Choose another one.", "那个频道已归档，请换一个频道。")
_BUSY = Text("Slack asks me to slow down. Try again in a minute.", "Slack 要求我放慢速度，请一分钟后再试。")
_REFUSED = Text(
    "Slack refused it (`{code}`). Run `chestnut doctor` to see what is missing.",
    "Slack 拒绝了这次操作（`{code}`）。请运行 `chestnut doctor` 查看缺少什么。",
)


class Fate(StrEnum):
    """What became of a call that failed: Slack will never do it, has not done it yet, or may have done it."""

    REFUSED = "refused"
    UNDONE = "undone"
    DOUBTFUL = "doubtful"


async def attempt(work: Awaitable[T]) -> T | Exception:
    """What `work` comes to, or why it could not: with `tried` the one place where everything is caught."""
    try:
        return await work
    except Exception as fault:
        return fault


def tried(work: Callable[[], T]) -> T | Exception:
    """What `work` comes to, or why it could not, on a thread that awaits nothing."""
    try:
        return work()
    except Exception as fault:
        return fault


def fate(fault: Exception) -> Fate:
    """What is known of a call that failed. Slack says of its own errors that part of a call may have been done."""
    if isinstance(fault, ClientConnectorError):
        return Fate.UNDONE
    if not isinstance(fault, SlackApiError):
        return Fate.DOUBTFUL
    error = code(fault)
    if _status(fault) == 429 or error in BUSY or error in TOKENS:
        return Fate.UNDONE
    return Fate.DOUBTFUL if not error or error in BROKEN else Fate.REFUSED


def retry_after(fault: Exception) -> float | None:
    """The seconds that Slack asks us to wait, if it does."""
    headers = getattr(getattr(fault, "response", None), "headers", None) or {}
    given = str(headers.get("Retry-After", ""))
    return float(given) if given.isdigit() else None


def _status(fault: SlackApiError) -> int:
    answer: Any = fault.response
    return int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0) or 0)


def refused(what: str, error: str) -> SlackApiError:
    """The fault of a refusal that the SDK itself does not raise one for."""
    return SlackApiError(f"{what} refused", {"ok": False, "error": error})  # type: ignore[no-untyped-call]


def code(fault: Exception) -> str:
    """Slack's name for what went wrong; empty when it was not Slack that said no."""
    answer: Any = getattr(fault, "response", None)
    # An answer that is no JSON comes as text, or as the response of the HTTP library.
    body = answer if isinstance(answer, Mapping) else getattr(answer, "data", None)
    return str(body.get("error") or "") if isinstance(body, Mapping) else ""


def sentence(fault: Exception, bot: str, *, app_token: bool = False) -> Text:
    """What the person, or whoever runs the bot, should read. `bot` is the name to invite."""
    if not isinstance(fault, SlackApiError):
        return _filled(_UNREACHED, what=type(fault).__name__)
    error = code(fault)
    if error in NOT_HERE:
        return _filled(_INVITE, bot=bot)
    if error == "missing_scope":
        return _filled(_SCOPE, scope=str(fault.response.get("needed") or "?"))
    if error in TOKENS:
        return _token(error, app_token=app_token)
    fixed = {"is_archived": _ARCHIVED, "ratelimited": _BUSY, "rate_limited": _BUSY}
    return fixed.get(error) or _filled(_REFUSED, code=error or "unknown")


def _token(error: str, *, app_token: bool) -> Text:
    if app_token:
        named = {"variable": "SLACK_APP_TOKEN", "kind": "app-level token (xapp-…)", "where": "Basic Information"}
    else:
        named = {"variable": "SLACK_BOT_TOKEN", "kind": "bot token (xoxb-…)", "where": "OAuth & Permissions"}
    return _filled(_TOKEN, code=error, **named)


def _filled(text: Text, **values: str) -> Text:
    return Text(text.en.format(**values), text.zh.format(**values))
