"""The warehouse: what is replenished, what runs out, and which lines cannot be sold for it."""

from dataclasses import dataclass

import numpy as np

from storage.sample.assortment import assortment
from storage.sample.demand import Demand
from storage.sample.events import Kind, planted
from storage.sample.orders import Lines, Orders
from storage.sample.timeline import DAY, HOUR, Dice, Floats, Ints, Timeline

LEAD_DAYS = 9
COVER_DAYS = 34
RUN_DOWN_DAYS = 42
UNITS_AN_ORDER = 2.9


@dataclass(frozen=True)
class Warehouse:
    """Stock by day and product: `opening` after the morning's receipts, `sold` units, `incoming` still on order."""

    opening: Ints
    sold: Ints
    incoming: Ints


@dataclass(frozen=True)
class Counts:
    """Every count of the stock: who was counted when, what was there and what was on its way."""

    product: Ints
    moment: Ints
    on_hand: Ints
    incoming: Ints


def wanted(orders: Orders, lines: Lines, timeline: Timeline) -> Ints:
    """Units asked for by day and product."""
    width = len(assortment().names)
    place = orders.day[lines.order] * width + lines.product
    totals = np.bincount(place, lines.quantity, minlength=timeline.days * width)
    return totals.reshape(timeline.days, width).astype(np.int64)


def keep(asked: Ints, expected: Floats, timeline: Timeline, dice: Dice) -> Warehouse:
    """Run the warehouse through the days: sell what is there, order what the plan says is missing."""
    days, width = asked.shape
    late = dice("suppliers").integers(0, 7, (days, width))
    error = dice("planners").lognormal(0.06, 0.22, (days // 28 + 1, width))
    arrivals = np.zeros((days + 40, width), dtype=np.int64)
    opening, sold, incoming = (np.zeros_like(asked) for _ in range(3))
    short = planned_stockouts(timeline)
    begun = dice("beginning").uniform(0.35, 0.95, width)
    on_hand = np.ceil(expected[:COVER_DAYS].sum(axis=0) * begun + 4).astype(np.int64)
    ordered = np.zeros(width, dtype=np.int64)
    for day in range(days):
        on_hand, ordered = on_hand + arrivals[day], ordered - arrivals[day]
        for product, start, end in short:
            if day == start - RUN_DOWN_DAYS:
                on_hand[product] = asked[day:start, product].sum()
            if start - RUN_DOWN_DAYS <= day < end:
                arrivals[end, product] += arrivals[day + 1, product] * (day + 1 < end)
                arrivals[day + 1, product] *= day + 1 >= end
        opening[day], sold[day] = on_hand, np.minimum(asked[day], on_hand)
        on_hand = on_hand - sold[day]
        goal = np.ceil(expected[day : day + COVER_DAYS].sum(axis=0) * error[day // 28] + 5)
        point = expected[day : day + LEAD_DAYS + 5].sum(axis=0) * error[day // 28] + 3
        order = np.where(on_hand + ordered < point, goal - on_hand - ordered, 0).clip(0).astype(np.int64)
        np.add.at(arrivals, (day + LEAD_DAYS + late[day], np.arange(width)), order)
        ordered = ordered + order
        incoming[day] = ordered
    return Warehouse(opening, sold, incoming)


def planned_stockouts(timeline: Timeline) -> tuple[tuple[int, int, int], ...]:
    """Product, first day and day after the last of each planted stockout."""
    today = timeline.day(timeline.today)
    return tuple(
        (assortment().index(each.where["product"]), today - each.ago, today - each.ago + each.days)
        for each in planted(Kind.STOCKOUT)
    )


def plan(demand: Demand) -> Floats:
    """Units the planner expects by day and product: seasons and promotions are known, chance is not."""
    volume = demand.interest.reshape(-1, 24, demand.interest.shape[1]).sum(axis=(1, 2)) * UNITS_AN_ORDER
    return np.asarray(volume[:, None] * demand.mix)


def serve(orders: Orders, lines: Lines, warehouse: Warehouse) -> Lines:
    """The lines that the stock of their day could serve, first come first served; the last one takes what is left."""
    place = orders.day[lines.order] * warehouse.opening.shape[1] + lines.product
    order = np.argsort(place, kind="stable")
    sorted_place, asked = place[order], lines.quantity[order]
    taken = np.cumsum(asked) - asked
    first = np.concatenate([[True], sorted_place[1:] != sorted_place[:-1]])
    earlier = taken - np.maximum.accumulate(np.where(first, taken, 0))
    given = np.empty(len(place), dtype=np.int64)
    given[order] = np.clip(warehouse.opening.ravel()[sorted_place] - earlier, 0, asked)
    kept = given > 0
    discount = lines.discount[kept] * given[kept] // lines.quantity[kept]
    return Lines(lines.order[kept], lines.product[kept], given[kept], lines.price[kept], discount)


def counts(orders: Orders, lines: Lines, warehouse: Warehouse, timeline: Timeline) -> Counts:
    """Count everything at the end of each day, and from today on at its start and whatever moved each hour."""
    stocked = warehouse.opening + warehouse.incoming > 0
    day, product = np.nonzero(stocked)
    closing = (warehouse.opening - warehouse.sold)[day, product]
    parts = [(product, day * DAY + DAY - 60, closing, warehouse.incoming[day, product])]
    for live in range(timeline.day(timeline.today), timeline.days):
        parts.extend(through_the_day(live, orders, lines, warehouse))
    product, moment, on_hand, incoming = (np.concatenate(part).astype(np.int64) for part in zip(*parts, strict=True))
    order = np.argsort(moment, kind="stable")
    return Counts(product[order], moment[order], on_hand[order], incoming[order])


def through_the_day(
    day: int, orders: Orders, lines: Lines, warehouse: Warehouse
) -> list[tuple[Ints, Ints, Ints, Ints]]:
    """The opening count of a day and the hourly counts of what moved."""
    width = warehouse.opening.shape[1]
    moment = orders.moment[lines.order]
    of_day = (moment // DAY) == day
    hour = (moment[of_day] - day * DAY) // HOUR
    moved = np.bincount(hour * width + lines.product[of_day], lines.quantity[of_day], minlength=24 * width)
    left = warehouse.opening[day] - np.cumsum(moved.reshape(24, width), axis=0).astype(np.int64)
    awaited = warehouse.incoming[day - 1]
    everyone = np.nonzero(warehouse.opening[day] + warehouse.incoming[day] > 0)[0]
    parts = [(everyone, np.full(len(everyone), day * DAY), warehouse.opening[day, everyone], awaited[everyone])]
    hours, products = np.nonzero(moved.reshape(24, width)[:23])
    parts.append((products, day * DAY + (hours + 1) * HOUR, left[hours, products], awaited[products]))
    return parts
