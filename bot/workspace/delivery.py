"""How what people do reaches the app: once for commands and presses, until it is acked for events."""

import asyncio

from bot.workspace.acks import SILENT, TIMED_OUT, Ack, Attempt
from bot.workspace.desk import Desk
from bot.workspace.posts import Posts
from bot.workspace.sockets import Sockets
from bot.workspace.state import Json

FIRST = Attempt()


class Delivery:
    """Delivers by signed HTTP where the app has an address, else by Socket Mode."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.sockets = Sockets(desk)
        self.posts = Posts(desk)
        self._held: list[Json] = []

    @property
    def connected(self) -> int:
        """How many Socket Mode connections are open."""
        return len(self.sockets.links)

    async def send(self, kind: str, payload: Json, attempt: Attempt = FIRST) -> Ack:
        """Deliver `slash_commands`, `interactive` or `events_api` once, and wait for the ack."""
        if self.desk.request_url:
            return await self.posts.send(self.desk.request_url, kind, payload, attempt)
        return await self.sockets.send(kind, payload, attempt)

    async def publish(self, payload: Json) -> None:
        """Deliver an event, with its retries and with what was ordered to go wrong."""
        kind = payload["event"]["type"]
        if fault := self.desk.faults.meets("reorder", kind):
            self._held.append(payload)
            if fault.over:
                await self.release()
        elif self.desk.faults.meets("duplicate", kind):
            await asyncio.gather(self._persist(payload), self._persist(payload))
        else:
            await self._persist(payload)

    async def release(self) -> None:
        """Deliver the events that were held, the last one first, each after the other."""
        held, self._held = self._held[::-1], []
        for payload in held:
            await self._persist(payload)

    async def stop(self) -> None:
        """Close every connection."""
        await self.sockets.close()
        await self.posts.stop()

    async def _persist(self, payload: Json) -> None:
        ack = await self._heard(payload, FIRST)
        for number, wait in enumerate(self.desk.settings.retries_s, 1):
            if not ack.error or ack.final:
                return
            await self.desk.clock.sleep(wait)
            ack = await self._heard(payload, Attempt(number, ack.reason))

    async def _heard(self, payload: Json, attempt: Attempt) -> Ack:
        ack = await self.send("events_api", payload, attempt)
        lost = not ack.error and self.desk.faults.meets("lose_ack", payload["event"]["type"])
        return Ack(TIMED_OUT, reason=SILENT) if lost else ack
