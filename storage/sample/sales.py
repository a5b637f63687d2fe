"""What the sample shop sold: the orders and lines that chance, demand and stock brought about."""

from dataclasses import dataclass

import numpy as np

from storage.sample import aftersale, orders, stock
from storage.sample.aftersale import Charges, Parcels
from storage.sample.demand import Demand, demand
from storage.sample.orders import Lines, Orders, People
from storage.sample.timeline import Dice, Timeline


@dataclass(frozen=True)
class Sales:
    """The orders and lines that came about, with what is known around them."""

    timeline: Timeline
    dice: Dice
    scale: float
    demand: Demand
    orders: Orders
    lines: Lines
    crowd: People
    warehouse: stock.Warehouse
    charges: Charges
    parcels: Parcels


def sell(timeline: Timeline, dice: Dice, scale: float) -> Sales:
    """Draw the orders, fill the baskets, and take out what the warehouse does not have.

    The same seed and today give the same sales, however far the timeline reaches.
    """
    expected = demand(timeline, dice, scale)
    placed = orders.place(timeline, expected, dice)
    crowd = orders.people(len(placed), dice)
    wishes = orders.baskets(placed, crowd, expected, dice)
    asked = stock.wanted(placed, wishes, timeline)
    warehouse = stock.keep(asked, stock.plan(expected), timeline, dice)
    lines = stock.serve(placed, wishes, warehouse)
    kept = np.unique(lines.order)
    lines = Lines(np.searchsorted(kept, lines.order), lines.product, lines.quantity, lines.price, lines.discount)
    placed = Orders(placed.moment[kept], placed.cell[kept], placed.customer[kept])
    charges = aftersale.charge(placed, lines, crowd)
    parcels = aftersale.send(timeline, placed, crowd, expected.seasons.uplift, dice)
    return Sales(timeline, dice, scale, expected, placed, lines, crowd, warehouse, charges, parcels)
