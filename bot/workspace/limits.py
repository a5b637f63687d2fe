"""Slack's rate limits: so many calls a minute by a method's tier, and a message a second in each channel."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bot.workspace.clock import Clock

TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100
BURST = 3
POST = "chat.postMessage"
CHANNEL_PER_MINUTE = 60
TEAM_PER_MINUTE = 300
BUCKETS = 1_000


@dataclass
class Bucket:
    """What is left of an allowance, and when that was counted."""

    left: float
    at: float


class Limits:
    """Token buckets that fill by the workspace's clock. Nothing is limited until `on`."""

    def __init__(self, clock: Clock, per_minute: Mapping[str, int], *, on: bool) -> None:
        """`per_minute` gives the calls a minute of each method that has a limit."""
        self.on = on
        self.per_minute = dict(per_minute)
        self.channel_per_minute = CHANNEL_PER_MINUTE
        self._clock = clock
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def take(self, method: str, channel: str) -> int:
        """Count a call: 0 when it may pass, else the whole seconds to wait for the next."""
        if not self.on:
            return 0
        allowances = [((method, ""), self.per_minute.get(method, 0))]
        if method == POST:
            allowances += [((method, channel), self.channel_per_minute)]
        buckets = [(self._bucket(key, rate), rate) for key, rate in allowances if rate > 0]
        wait = max(((1 - bucket.left) * 60 / rate for bucket, rate in buckets), default=0.0)
        if wait > 0:
            return math.ceil(wait)
        for bucket, _ in buckets:
            bucket.left -= 1
        return 0

    def _bucket(self, key: tuple[str, str], rate: int) -> Bucket:
        # One message a second bears a burst of a few; a tier bears its whole minute at once.
        most = float(BURST if key[1] else max(rate, BURST))
        now = self._clock.now()
        bucket = self._buckets.pop(key, None) or Bucket(most, now)
        bucket.left = min(most, bucket.left + (now - bucket.at) * rate / 60)
        bucket.at = now
        self._buckets[key] = bucket
        if len(self._buckets) > BUCKETS:
            del self._buckets[next(iter(self._buckets))]
        return bucket
