"""The sample shop: two years of an invented home and lifestyle shop, with known events in it."""

from storage.sample.build import build
from storage.sample.events import EVENTS, Event, Kind, Planted, events
from storage.sample.feed import Feed
from storage.sample.furnish import furnish
from storage.sample.shop import ZONE

__all__ = ["EVENTS", "ZONE", "Event", "Feed", "Kind", "Planted", "build", "events", "furnish"]
