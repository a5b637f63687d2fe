"""The rivals: what they sell in each category, and for how much."""

from dataclasses import dataclass

import numpy as np

from storage.sample.assortment import CATEGORIES, assortment
from storage.sample.demand import Demand, during, seasonal
from storage.sample.events import Kind, planted
from storage.sample.orders import Lines, Orders
from storage.sample.shop import COMPETITORS
from storage.sample.timeline import DAY, HOUR, Dice, Floats, Ints, Timeline


@dataclass(frozen=True)
class Market:
    """What each rival sold in each category on a day, and the price of a basket here and there, in fen."""

    moment: Ints
    category: Ints
    competitor: Ints
    sales: Ints
    our_price: Ints
    their_price: Ints


def compare(timeline: Timeline, demand: Demand, lines: Lines, orders: Orders, dice: Dice) -> Market:
    """What the rivals sold, by day, category and rival: the shop's own season, without its luck."""
    days, kinds, rivals = timeline.days, len(CATEGORIES), len(COMPETITORS)
    place = orders.day[lines.order] * kinds + assortment().category[lines.product]
    ours = np.bincount(place, lines.value, minlength=days * kinds).reshape(days, kinds)
    size = ours[:365].mean(axis=0) / seasonal(timeline)[:365].mean(axis=0)
    trend = 1.14 ** (np.arange(days) / 365 - 0.5)
    level = seasonal(timeline) * size * (trend * demand.seasons.uplift[:days] ** 0.85)[:, None]
    ratios = np.array([ratio for ratio, _ in COMPETITORS.values()])
    sales = level[:, :, None] * ratios * dice("rivals").lognormal(0, 0.09, (days, kinds, rivals))
    basket = np.array([np.mean(assortment().price[assortment().category == kind]) for kind in range(kinds)])
    drift = np.repeat(dice("price lists").normal(1, 0.02, (days // 14 + 1, kinds, rivals)), 14, axis=0)[:days]
    theirs = basket[None, :, None] * np.array([price for _, price in COMPETITORS.values()]) * drift
    cut_prices(timeline, sales, theirs)
    here = np.repeat(own_baskets(timeline, demand)[:, :, None], rivals, axis=2)
    day, kind, rival = (axis.ravel() for axis in np.indices((days, kinds, rivals)))
    columns = (day * DAY + 23 * HOUR, kind, rival, sales.ravel(), here.ravel(), np.round(theirs.ravel(), -1))
    return Market(*(np.round(column).astype(np.int64) for column in columns))


def own_baskets(timeline: Timeline, demand: Demand) -> Floats:
    """The mean list price of each category on each day."""
    kind = assortment().category
    return np.array([demand.price[: timeline.days, kind == each].mean(axis=1) for each in range(len(CATEGORIES))]).T


def cut_prices(timeline: Timeline, sales: Floats, prices: Floats) -> None:
    """Apply the planted price cuts of rivals, in place."""
    for event in planted(Kind.RIVAL_PRICE_CUT):
        kind = [each.name for each in CATEGORIES].index(event.where["category"])
        rival = list(COMPETITORS).index(event.where["competitor"])
        days = during(timeline, event)
        prices[days, kind, rival] *= event.dose
        sales[days, kind, rival] *= 1 + event.effect
