"""Who orders when, and what is in the basket."""

from dataclasses import dataclass

import numpy as np

from storage.sample.assortment import CATEGORIES, assortment
from storage.sample.demand import CHANNEL_OF, Demand
from storage.sample.shop import CHANNELS, REGIONS, SEGMENTS, STORE
from storage.sample.timeline import DAY, HOUR, Dice, Flags, Floats, Ints, Timeline, pick, pick_each

# The chance of one to seven lines, and how much more each further one is likely in the channels of CHANNELS.
BASKET = np.array([0.40, 0.23, 0.15, 0.10, 0.06, 0.04, 0.02])
TILT = np.array([1.0, 1.12, 0.92, 0.90, 1.18])
SHARE_RETURNING = 0.56
COMPANION = 0.22


@dataclass(frozen=True)
class Orders:
    """Every order, in order of time. `customer` is the number of the order that was that customer's first."""

    moment: Ints
    cell: Ints
    customer: Ints

    @property
    def day(self) -> Ints:
        """The local day of each order."""
        return self.moment // DAY

    @property
    def in_store(self) -> Flags:
        """Which orders were made over the counter."""
        return np.asarray(np.array([each.name == STORE for each in CHANNELS])[CHANNEL_OF[self.cell]])

    def __len__(self) -> int:
        return len(self.moment)


@dataclass(frozen=True)
class People:
    """What is known of a customer, by the number of the first order; numbers that began nobody are unused."""

    region: Ints
    city: Ints
    segment: Ints


@dataclass(frozen=True)
class Lines:
    """Every order line, in the order of its orders. `price` of one unit before discount and `discount` of the line."""

    order: Ints
    product: Ints
    quantity: Ints
    price: Ints
    discount: Ints

    @property
    def value(self) -> Ints:
        """What each line came to after discount, in fen."""
        return self.price * self.quantity - self.discount


def place(timeline: Timeline, demand: Demand, dice: Dice) -> Orders:
    """Draw the orders that the demand brings."""
    counts = dice("orders").poisson(demand.orders[: timeline.days * 24])
    hour, cell = np.nonzero(counts)
    many = counts[hour, cell]
    hour, cell = np.repeat(hour, many), np.repeat(cell, many)
    moment = hour * HOUR + (dice("minutes").random(len(hour)) * HOUR).astype(np.int64)
    order = np.argsort(moment, kind="stable")
    moment, cell = moment[order], cell[order]
    return Orders(moment, cell.astype(np.int64), customers(moment, dice))


def customers(moment: Ints, dice: Dice) -> Ints:
    """Give each order its customer: a new one, or that of an earlier order, most likely a recent one."""
    number = np.arange(len(moment))
    returning = dice("returning").random(len(moment)) < SHARE_RETURNING
    gap = dice("gaps").lognormal(np.log(58 * DAY), 1.0, len(moment))
    parent = np.searchsorted(moment, moment - gap) - 1
    parent = np.where(returning & (parent >= 0) & (gap > HOUR), parent, number)
    while not np.array_equal(parent, parent[parent]):
        parent = parent[parent]
    return faithful(parent)


def faithful(customer: Ints) -> Ints:
    """Let each customer stay for so many orders; who orders after that is somebody new."""
    stay = 5 + customer * 7919 % 997 % 31
    place = customer * 1_000 + (nth(customer) - 1) // stay
    _, first, group = np.unique(place, return_index=True, return_inverse=True)
    return first[group].astype(np.int64)


def nth(groups: Ints) -> Ints:
    """The how-manieth of its group each row is, from 1, in the order they stand."""
    order = np.argsort(groups, kind="stable")
    ranked = groups[order]
    first = np.concatenate([[True], ranked[1:] != ranked[:-1]])[: len(groups)]
    number = np.arange(len(groups))
    result = np.empty(len(groups), dtype=np.int64)
    result[order] = number - np.maximum.accumulate(np.where(first, number, 0)) + 1
    return result


def people(size: int, dice: Dice) -> People:
    """Draw where each customer lives and what segment they are in."""
    region = pick(dice("regions"), size, np.array([each.share for each in REGIONS]))
    widest = max(len(each.cities) for each in REGIONS)
    shares = np.zeros((len(REGIONS), widest))
    for number, each in enumerate(REGIONS):
        shares[number, : len(each.cities)] = [share for _, share in each.cities]
    city = pick_each(dice("cities"), region, shares)
    segment = pick(dice("segments"), size, np.array([share for share, _ in SEGMENTS.values()]))
    return People(region, city, segment)


def baskets(orders: Orders, crowd: People, demand: Demand, dice: Dice) -> Lines:
    """Fill the baskets, before anyone looks at the stock."""
    size = 1 + pick_each(dice("baskets"), CHANNEL_OF[orders.cell], BASKET * TILT[:, None] ** np.arange(len(BASKET)))
    order = np.repeat(np.arange(len(orders)), size)
    day = orders.day[order]
    product = pick_each(dice("products"), day, demand.mix)
    first = np.concatenate([[0], np.cumsum(size)[:-1]])[order] if len(order) else order
    together = (dice("together").random(len(order)) < COMPANION) & (first != np.arange(len(order)))
    friend = companions()[product[first], dice("companions").integers(0, 3, len(order))]
    product = np.where(together & (demand.mix[day, friend] > 0), friend, product)
    kept = once(order, product)
    extra = dice("quantities").random(len(order))[kept]
    order, product, day = order[kept], product[kept], day[kept]
    price = demand.price[day, product]
    more = np.array([more for _, more in SEGMENTS.values()])[crowd.segment[orders.customer[order]]]
    likely = np.where(price < 10_000, 0.23, 0.055) * more
    quantity = 1 + (extra < likely) + (extra < likely * 0.32) + (extra < likely * 0.12)
    rate = cuts(orders, demand, dice)[order] * (0.85 + 0.3 * ((product * 7 + 3) % 10) / 10)
    discount = np.round(price * quantity * rate, -1)
    return Lines(order, product, quantity.astype(np.int64), price, discount.astype(np.int64))


def once(order: Ints, product: Ints) -> Flags:
    """Which lines name their product for the first time in their order."""
    _, first = np.unique(order * 1_000 + product, return_index=True)
    kept = np.zeros(len(order), dtype=np.bool_)
    kept[first] = True
    return kept


def companions() -> Ints:
    """Three products that go with each, out of two other categories."""
    goods = assortment()
    number = np.arange(len(goods.names))
    per = np.bincount(goods.category, minlength=len(CATEGORIES))
    start = np.concatenate([[0], np.cumsum(per)[:-1]])
    partner = (goods.category[:, None] + np.array([0, 2, 5])) % len(CATEGORIES)
    return np.asarray(start[partner] + (number[:, None] * 5 + np.array([1, 2, 7])) % 12 % per[partner])


def cuts(orders: Orders, demand: Demand, dice: Dice) -> Floats:
    """The fraction that each order gets off: the day's promotion for most, a coupon for some."""
    luck = dice("coupons").random(len(orders))
    today = demand.seasons.cut[orders.day]
    coupon = np.select([luck < 0.17, luck < 0.42], [0.12, 0.07], 0.0)
    return np.asarray(np.maximum(today * (luck < 0.82), np.where(orders.in_store, 0.0, coupon)))
