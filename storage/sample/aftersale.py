"""What follows an order: payment, parcel, refund and review."""

from dataclasses import dataclass

import numpy as np

from storage.sample.assortment import CATEGORIES, IMPORTED, assortment
from storage.sample.demand import CHANNEL_OF, during
from storage.sample.events import Kind, planted
from storage.sample.orders import Lines, Orders, People
from storage.sample.shop import CANCELLED, CHANNELS, METHOD_SHARES, METHODS, REASONS, REGIONS
from storage.sample.timeline import DAY, HOUR, NEVER, Dice, Flags, Floats, Ints, Timeline, pick, pick_each

CANCELS = 0.013
FREE_FROM = 29_900
TAX_RATE = 0.091
REASON_NAMES = (*REASONS, CANCELLED)
STARS = np.array([0.030, 0.024, 0.085, 0.225, 0.636])
STARS_LATE = np.array([0.16, 0.13, 0.24, 0.27, 0.20])
STARS_BAD = np.array([0.42, 0.22, 0.18, 0.11, 0.07])


@dataclass(frozen=True)
class Charges:
    """Freight and tax of each line, in fen."""

    freight: Ints
    tax: Ints


@dataclass(frozen=True)
class Payments:
    """Every payment. A gift card's method is one past METHODS."""

    order: Ints
    method: Ints
    value: Ints
    installments: Ints


@dataclass(frozen=True)
class Parcels:
    """One parcel for each order, by order: moments, NEVER where nothing is sent or it was cancelled."""

    cancelled: Ints
    shipped: Ints
    promised: Ints
    delivered: Ints

    @property
    def late(self) -> Flags:
        """Which orders came after the promised moment."""
        return (self.delivered > self.promised) & (self.delivered < NEVER)


@dataclass(frozen=True)
class Refunds:
    """Every refund, by its line."""

    line: Ints
    moment: Ints
    amount: Ints
    reason: Ints
    whole: Flags


@dataclass(frozen=True)
class Reviews:
    """Every review, by the line that it is about."""

    line: Ints
    moment: Ints
    score: Ints
    comment: Flags


def charge(orders: Orders, lines: Lines, crowd: People) -> Charges:
    """Freight on the first line of a small parcel, cross-border tax on imported brands."""
    totals = np.bincount(lines.order, lines.value, minlength=len(orders))
    rate = np.array([each.freight for each in REGIONS])[crowd.region[orders.customer]]
    due = np.where((totals < FREE_FROM) & ~orders.in_store, rate, 0)
    first = np.concatenate([[True], lines.order[1:] != lines.order[:-1]])
    abroad = np.array([brand in IMPORTED for brand in assortment().brands])[lines.product]
    tax = np.where(abroad & ~orders.in_store[lines.order], np.round(lines.value * TAX_RATE), 0)
    return Charges(np.where(first, due[lines.order], 0).astype(np.int64), tax.astype(np.int64))


def pay(orders: Orders, totals: Ints, dice: Dice) -> Payments:
    """Pay each order, a few of them with a gift card for a part."""
    shares = np.array([METHOD_SHARES[each.name] for each in CHANNELS])
    method = pick_each(dice("methods"), CHANNEL_OF[orders.cell], shares)
    by_parts = method == METHODS.index("Huabei instalments")
    method = np.where(by_parts & (totals < 20_000), METHODS.index("Alipay"), method)
    parts = np.array([3, 6, 12])[pick(dice("instalments"), len(orders), np.array([0.5, 0.3, 0.2]))]
    parts = np.where(method == METHODS.index("Huabei instalments"), parts, 1)
    gift = (dice("gifts").random(len(orders)) < 0.035) & (totals > 6_000)
    card = np.where(gift, np.minimum(totals // 3, np.where(totals > 40_000, 20_000, 5_000)), 0)
    split = np.nonzero(gift)[0]
    order = np.concatenate([np.arange(len(orders)), split])
    rank = np.argsort(order, kind="stable")
    return Payments(
        order[rank],
        np.concatenate([method, np.full(len(split), len(METHODS))])[rank],
        np.concatenate([totals - card, card[split]])[rank],
        np.concatenate([parts, np.ones(len(split), dtype=np.int64)])[rank],
    )


def send(timeline: Timeline, orders: Orders, crowd: People, uplift: Floats, dice: Dice) -> Parcels:
    """Pack and deliver each order; the busier the days, the longer it takes."""
    size, at = len(orders), crowd.region[orders.customer]
    busy = np.sqrt(np.maximum(np.convolve(uplift, np.ones(2) / 2)[: len(uplift)], 1.0))[orders.day]
    packing = dice("packing").lognormal(np.log(13 * HOUR), 0.5, size) * busy
    shipped = orders.moment + np.minimum(packing, 80 * HOUR).astype(np.int64)
    transit = np.array([each.transit for each in REGIONS])[at] * dice("transit").lognormal(0.07, 0.42, size)
    transit = transit * (0.55 + 0.45 * busy) + holdups(timeline, shipped, at, dice)
    promise = np.array([each.promise for each in REGIONS])[at]
    promised = (orders.day + promise) * DAY + 22 * HOUR
    cancelled = orders.moment + (HOUR * dice("regrets").uniform(0.2, 9.0, size)).astype(np.int64)
    regretted = (dice("cancels").random(size) < CANCELS) & (cancelled < shipped)
    unsent = regretted | orders.in_store
    return Parcels(
        np.where(regretted & ~orders.in_store, cancelled, NEVER),
        np.where(unsent, NEVER, shipped),
        np.where(orders.in_store, NEVER, promised),
        np.where(unsent, NEVER, by_daylight(shipped + (transit * DAY).astype(np.int64))),
    )


def holdups(timeline: Timeline, shipped: Ints, region: Ints, dice: Dice) -> Floats:
    """Days that planted episodes add to the way of each parcel."""
    luck = dice("holdups").uniform(0.4, 1.5, len(shipped))
    days = np.zeros(len(shipped))
    day = np.minimum(shipped // DAY, timeline.days - 1)
    for event in planted(Kind.LATE_DELIVERY):
        there = [each.name for each in REGIONS].index(event.where["region"])
        days += during(timeline, event)[day] * (region == there) * luck * event.dose
    return days


def by_daylight(moments: Ints) -> Ints:
    """Couriers ring between eight and ten: what comes at night is delivered in the morning."""
    hour = moments % DAY // HOUR
    return moments + np.where(hour < 8, (8 - hour) * HOUR, np.where(hour >= 22, (32 - hour) * HOUR, 0))


def give_back(timeline: Timeline, orders: Orders, lines: Lines, parcels: Parcels, dice: Dice) -> Refunds:
    """Refund cancelled orders whole, and of the others what people send back."""
    size = len(lines.order)
    chance = np.array([each.returns for each in CATEGORIES])[assortment().category[lines.product]]
    chance = np.where(orders.in_store[lines.order], chance * 0.4, chance * (1 + 0.7 * parcels.late[lines.order]))
    bad = spoiled(timeline, orders, lines)
    cancelled = parcels.cancelled[lines.order] < NEVER
    hit = (dice("returns").random(size) < np.maximum(chance, bad)) | cancelled
    usual = np.append(np.array(list(REASONS.values())), 0.0)
    reason = pick(dice("reasons"), size, usual)
    late = parcels.late[lines.order]
    reason = np.where(late & (dice("blame").random(size) < 0.5), REASON_NAMES.index("Arrived late"), reason)
    reason = np.where(~late & (reason == REASON_NAMES.index("Arrived late")), 0, reason)
    reason = np.where((bad > 0) & (dice("batch").random(size) < 0.85), REASON_NAMES.index("Quality"), reason)
    reason = np.where(cancelled, REASON_NAMES.index(CANCELLED), reason)
    had = np.where(orders.in_store, orders.moment, parcels.delivered)[lines.order]
    wait = dice("waits").lognormal(np.log(4.5 * DAY), 0.6, size)
    moment = np.where(cancelled, parcels.cancelled[lines.order], had + np.minimum(wait, 30 * DAY).astype(np.int64))
    part = dice("parts").random(size)
    amount = np.where(
        (part < 0.18) & ~cancelled,
        np.round(lines.value * 0.3, -2),
        np.where((part < 0.6) & ~cancelled & (lines.quantity > 1), lines.value // lines.quantity, lines.value),
    ).astype(np.int64)
    line = np.nonzero(hit & (amount > 0))[0]
    return Refunds(line, moment[line], amount[line], reason[line], (amount == lines.value)[line])


def spoiled(timeline: Timeline, orders: Orders, lines: Lines) -> Floats:
    """The chance that a planted bad batch sends a line back."""
    chance = np.zeros(len(lines.order))
    for event in planted(Kind.REFUND_WAVE):
        product = assortment().index(event.where["product"])
        chance[during(timeline, event)[orders.day[lines.order]] & (lines.product == product)] = event.dose
    return chance


def judge(timeline: Timeline, orders: Orders, lines: Lines, parcels: Parcels, dice: Dice) -> Reviews:
    """Let some of those who got their order say what they think of its first line."""
    had = np.where(orders.in_store, orders.moment, parcels.delivered)
    first = np.nonzero(np.concatenate([[True], lines.order[1:] != lines.order[:-1]]))[0]
    eager = np.where(orders.in_store, 0.06, 0.24)[lines.order[first]] > dice("reviewers").random(len(first))
    keen = eager & (had[lines.order[first]] < NEVER)
    mood = np.where(parcels.late[lines.order[first]], 1, 0)
    mood = np.where(spoiled(timeline, orders, lines)[first] > 0, 2, mood)
    score = 1 + pick_each(dice("stars"), mood, np.stack([STARS, STARS_LATE, STARS_BAD]))
    wait = dice("reviews").lognormal(np.log(3 * DAY), 0.8, len(first))
    comment = dice("comments").random(len(first)) < np.where(score <= 2, 0.68, 0.34)
    moment = had[lines.order[first]] + np.where(keen, np.minimum(wait, 25 * DAY), 0).astype(np.int64)
    return Reviews(first[keen], moment[keen], score[keen], comment[keen])
