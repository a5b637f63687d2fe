"""How fast each channel may be written to."""

from datetime import datetime, timedelta

EVERY = timedelta(seconds=1)
BURST = 3


class Pace:
    """Slack takes about one message a second in a channel, and a few at once after a rest."""

    def __init__(self, every: timedelta = EVERY, burst: int = BURST) -> None:
        """`burst` messages may go at once, then one `every` so often."""
        self._every = every
        self._slack = every * (burst - 1)
        self._next: dict[str, datetime] = {}

    def take(self, channel: str, now: datetime) -> bool:
        """Whether a message may go now; if so, it is counted."""
        due = max(self._next.get(channel, now), now)
        if due - now > self._slack:
            return False
        self._next[channel] = due + self._every
        return True

    def hold(self, channel: str, until: datetime) -> None:
        """Let nothing go there before `until`, as Slack asked."""
        self._next[channel] = max(self._next.get(channel, until), until + self._slack)

    def full(self, now: datetime) -> tuple[str, ...]:
        """The channels that nothing may go to now."""
        self._next = {channel: due for channel, due in self._next.items() if due > now}
        return tuple(channel for channel, due in self._next.items() if due - now > self._slack)

    def opens(self, now: datetime) -> timedelta | None:
        """How long until the first of those takes something again; None when there are none."""
        waits = [due - now - self._slack for due in self._next.values() if due - now > self._slack]
        return min(waits, default=None)
