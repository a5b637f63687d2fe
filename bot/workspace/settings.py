"""What one workspace can be told: tokens, times and where the app listens."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How a workspace behaves. Times are seconds.

    `request_url` switches delivery from Socket Mode to signed HTTP. `now` is the clock that
    timestamps and expiries follow.
    """

    name: str = "Local workspace"
    bot_token: str = "xoxb-local-workspace"  # noqa: S105
    app_token: str = "xapp-local-workspace"  # noqa: S105
    signing_secret: str = "local-workspace-signing-secret"  # noqa: S105
    request_url: str | None = None
    ack_s: float = 3.0
    trigger_s: float = 3.0
    hook_s: float = 1800.0
    hook_uses: int = 5
    processing_s: float = 0.05
    upload_bytes: int = 20_000_000
    now: Callable[[], float] = time.time
