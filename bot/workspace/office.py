"""The parts a Web API method or a person's act works with, wired once."""

from dataclasses import dataclass

from bot.workspace.delivery import Delivery
from bot.workspace.desk import Desk
from bot.workspace.events import Events
from bot.workspace.modals import Modals
from bot.workspace.posting import Posting
from bot.workspace.refusal import Refusal
from bot.workspace.state import Channel, State

FAMILIES = {"channel": "channels", "group": "groups", "im": "im"}


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

    def require(self, *scopes: str) -> None:
        """A Refusal unless the manifest asks for one of these scopes."""
        manifest = self.desk.manifest
        if not manifest.grants(scopes):
            raise Refusal("missing_scope", needed=scopes[0], provided=",".join(manifest.scopes))

    def require_for(self, channel: Channel, right: str) -> None:
        """A Refusal unless the app holds a right (`read`, `history`) for this kind of channel."""
        self.require(f"{FAMILIES[channel.kind]}:{right}")


def furnish(desk: Desk) -> Office:
    """Wire the parts to one desk."""
    delivery = Delivery(desk)
    events = Events(desk, delivery)
    return Office(desk, delivery, events, Posting(desk, events), Modals(desk))
