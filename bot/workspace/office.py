"""The parts a Web API method or a person's act works with, wired once."""

from dataclasses import dataclass

from bot.workspace.delivery import Delivery
from bot.workspace.desk import Desk
from bot.workspace.events import Events
from bot.workspace.modals import Modals
from bot.workspace.posting import Posting
from bot.workspace.state import State


@dataclass(frozen=True)
class Office:
    """A desk and those who work at it."""

    desk: Desk
    delivery: Delivery
    events: Events
    posting: Posting
    modals: Modals

    @property
    def state(self) -> State:
        """What the workspace holds."""
        return self.desk.state


def furnish(desk: Desk) -> Office:
    """Wire the parts to one desk."""
    delivery = Delivery(desk)
    events = Events(desk, delivery)
    return Office(desk, delivery, events, Posting(desk, events), Modals(desk))
