"""One request of the test API, with the names in it resolved."""

import math
from collections.abc import Callable

from bot.workspace import acts
from bot.workspace.feed import Found
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal
from bot.workspace.state import Channel, Json, Message, Person, View

LONGEST_WAIT_S = 30.0


class Ask:
    """One request of the test API, its names resolved."""

    def __init__(self, office: Office, given: Json) -> None:
        self.office = office
        self.given = given

    def text(self, name: str) -> str:
        """An argument as text, empty when left out."""
        return str(self.given.get(name) or "")

    def number(self, name: str) -> float:
        """An argument as a number, zero when left out."""
        try:
            number = float(self.text(name) or 0)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise Refusal("invalid_arguments", 400, argument=name)
        return number

    @property
    def values(self) -> Json:
        """What was typed into inputs, by block_id or action_id."""
        given = self.given.get("values") or {}
        if not isinstance(given, dict):
            raise Refusal("invalid_arguments", 400, argument="values")
        return given

    async def until(self, look: Callable[[], Found]) -> Found:
        """What there is to see, waited for as long as `wait_s` says."""
        wait = min(max(self.number("wait_s"), 0.0), LONGEST_WAIT_S)
        return await self.office.state.feed.until(look, wait)

    @property
    def person(self) -> Person:
        """Who acts, by id or name."""
        found = self.office.state.person(self.text("user"))
        if found is None:
            raise Refusal("user_not_found", 400, known=[person.name for person in self.office.state.people.values()])
        return found

    @property
    def channel(self) -> Channel:
        """Where, by id or name; `dm` is the direct message with the app."""
        found = self.office.state.channel(self.text("channel"), self.person.id)
        if found is None or self.person.id not in found.members:
            known = [row.name for row in self.office.state.channels.values() if row.name]
            raise Refusal("channel_not_found", 400, known=[*known, "dm"])
        return found

    @property
    def spot(self) -> acts.Spot:
        """Who and where, in a thread if `thread_ts` is given."""
        return acts.Spot(self.person, self.channel, self.text("thread_ts"))

    @property
    def message(self) -> Message:
        """The message meant by channel and ts."""
        found = self.office.state.message(self.channel.id, self.text("ts"))
        if found is None or found.only_for not in {None, self.person.id}:
            raise Refusal("message_not_found", 400)
        return found

    @property
    def view(self) -> View:
        """The view meant by view_id."""
        return self.office.modals.find(self.text("view_id"))
