"""What every part of the workspace works with: the state, the manifest, and what was promised to the app."""

import asyncio
import logging
import secrets
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.workspace.clock import Clock
from bot.workspace.faults import Faults
from bot.workspace.limits import Limits
from bot.workspace.manifest import Manifest
from bot.workspace.settings import Settings
from bot.workspace.state import Message, State
from bot.workspace.traffic import Traffic

log = logging.getLogger(__name__)


@dataclass
class Trigger:
    """Permission to open one modal, for a short time. `view` is the modal it came from, if any."""

    user: str
    expires: float
    view: str | None = None
    used: bool = False


@dataclass
class Hook:
    """A response_url: where it answers to, and how often it still may."""

    user: str
    channel: str
    expires: float
    left: int
    message: Message | None = None


@dataclass
class Desk:
    """The nouns of one running workspace."""

    settings: Settings
    manifest: Manifest
    state: State
    clock: Clock
    limits: Limits
    traffic: Traffic
    faults: Faults = field(default_factory=Faults)
    request_url: str | None = None
    tickets: dict[str, float] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something after the current call is answered; it ends with the workspace."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.error("The workspace failed at something it does on its own", exc_info=task.exception())

    async def stop(self) -> None:
        """End what is still under way."""
        tasks = list(self.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def trigger(self, user: str, view: str | None = None) -> str:
        """A fresh trigger_id for what a person just did. Those of an hour ago are forgotten."""
        now = self.clock.now()
        self.triggers = {key: row for key, row in self.triggers.items() if row.expires + 3600 > now}
        id_ = f"{int(now * 1000)}.{len(self.triggers)}.{secrets.token_hex(8)}"
        self.triggers[id_] = Trigger(user, now + self.settings.trigger_s, view)
        return id_

    def hook(self, user: str, channel: str, message: Message | None = None) -> str:
        """A fresh response_url; with the message it was pressed on, it may replace or delete it."""
        code, now = secrets.token_urlsafe(18), self.clock.now()
        self.hooks = {key: row for key, row in self.hooks.items() if row.expires > now}
        self.hooks[code] = Hook(user, channel, now + self.settings.hook_s, self.settings.hook_uses, message)
        return f"{self.state.base}/hooks/{code}"
