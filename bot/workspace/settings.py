"""What one workspace can be told: tokens, times and where the app listens."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How a workspace behaves. Times are seconds of its own clock, which an advance moves ahead.

    `request_url` switches delivery from Socket Mode to signed HTTP. `now` is the time that the
    clock starts from. An unacked event is repeated after each of `retries_s`. A connection is told
    to leave `grace_s` before it is `connection_s` old; one that went silent is given up after
    `silence_s`. `rate_limits` turns Slack's limits on calls on.
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
    retries_s: tuple[float, ...] = (0.0, 60.0, 300.0)
    connection_s: float = 3600.0
    grace_s: float = 10.0
    silence_s: float = 30.0
    rate_limits: bool = False
    upload_bytes: int = 20_000_000
    now: Callable[[], float] = time.time
