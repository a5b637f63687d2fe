"""How much people want, hour by hour and product by product, before chance and stock have their say."""

from dataclasses import dataclass

import numpy as np

from storage.sample.assortment import CATEGORIES, assortment, priced
from storage.sample.events import Kind, Planted, planted
from storage.sample.promotions import Seasons, seasons
from storage.sample.shop import CELLS, CHANNELS, KEYWORDS, PROMOTION, STORE
from storage.sample.timeline import Dice, Flags, Floats, Ints, Timeline

# The planner looks so far beyond the end of the timeline.
OUTLOOK = 50
ORDERS_A_DAY = 133.0
GROWTH = 0.26
ELASTICITY = -2.5
WEEK = np.array([0.94, 0.92, 0.94, 0.97, 1.02, 1.13, 1.08])
STORE_WEEK = np.array([0.78, 0.76, 0.80, 0.86, 1.05, 1.45, 1.30])
# Orders by local hour: a lunch and an evening peak; later mornings at the weekend; the store opens at ten.
WORKDAY = np.array([
    2.2, 1.1, 0.6, 0.4, 0.4, 0.6, 1.3, 2.4, 3.6, 4.5, 5.2, 5.4,
    6.3, 5.6, 4.6, 4.5, 4.6, 4.5, 4.6, 5.7, 7.9, 9.0, 7.6, 4.6,
])  # fmt: skip
WEEKEND = np.array([
    2.9, 1.6, 0.9, 0.5, 0.4, 0.5, 0.8, 1.5, 2.8, 4.4, 5.6, 5.9,
    6.0, 5.8, 5.6, 5.5, 5.4, 5.2, 5.1, 5.7, 7.2, 8.0, 7.0, 4.6,
])  # fmt: skip
OPENING = np.array([0.0] * 10 + [4, 6, 8, 8, 8, 9, 9, 9, 10, 11, 10, 6] + [0.0] * 2)
MIDNIGHT = np.array([14.0, 5.0, 2.0] + [0.0] * 17 + [2.0, 2.0, 3.0, 3.0])
CHANNEL_OF = np.array([[each.name for each in CHANNELS].index(cell.channel) for cell in CELLS])
PROMOTED = np.array([cell.campaign == PROMOTION for cell in CELLS])


@dataclass(frozen=True)
class Demand:
    """What is expected. Hours and days count from the timeline's first; cells are those of CELLS.

    `orders` and `interest` (hour, cell): orders expected, and those that the traffic would bring if nothing broke;
    they reach OUTLOOK days beyond the timeline, for those who plan ahead;
    `mix` (day, product): the share of each product in the lines; `price` (day, product): in fen; `seasons`: the days.
    """

    orders: Floats
    interest: Floats
    mix: Floats
    price: Ints
    seasons: Seasons


def demand(timeline: Timeline, dice: Dice, scale: float) -> Demand:
    """All that is expected over a timeline."""
    timeline = Timeline(timeline.today, timeline.ahead + OUTLOOK)
    calendar = promoted(timeline, seasons(timeline))
    interest = daily(timeline, dice, calendar)[:, None, :] * hourly(timeline, calendar)
    interest = interest.reshape(timeline.days * 24, len(CELLS)) * ORDERS_A_DAY * scale
    for event in planted(Kind.OUTAGE):
        interest[hours(timeline, event)[:, None] & of_channel(event)[None, :]] *= event.dose
    orders = interest.copy()
    for event in planted(Kind.CHECKOUT_FAULT):
        orders[hours(timeline, event)[:, None] & of_channel(event)[None, :]] *= event.dose
    return Demand(orders, interest, mix(timeline), prices(timeline), calendar)


def during(timeline: Timeline, event: Planted) -> Flags:
    """The days of a planted event; a price change lasts."""
    start = timeline.day(timeline.today) - event.ago
    days = np.arange(timeline.days)
    return (days >= start) & ((days < start + event.days) | (event.kind is Kind.PRICE_CHANGE))


def hours(timeline: Timeline, event: Planted) -> Flags:
    """The hours of a planted event."""
    since, until = event.hours or (0, 24)
    clock = np.arange(24)
    return (during(timeline, event)[:, None] & ((clock >= since) & (clock < until))[None, :]).ravel()


def of_channel(event: Planted) -> Flags:
    """The cells of the channel that a planted event befalls."""
    return np.array([cell.channel == event.where["channel"] for cell in CELLS])


def promoted(timeline: Timeline, calendar: Seasons) -> Seasons:
    """The calendar with the promotions that were planted in it, which cut prices and sell hardly more."""
    cut, uplift = calendar.cut.copy(), calendar.uplift.copy()
    for event in planted(Kind.WEAK_PROMOTION):
        days = during(timeline, event)
        cut[days] = np.maximum(cut[days], event.dose)
        uplift[days] *= 1.04
    return Seasons(uplift, cut, calendar.campaign, calendar.peak)


def daily(timeline: Timeline, dice: Dice, calendar: Seasons) -> Floats:
    """Orders expected a day and cell, as a multiple of the shop's usual day."""
    years = np.arange(timeline.days) / 365.0
    trend = np.exp(np.log1p(GROWTH) * years) * (1 + 0.05 * np.cos((timeline.season - 11.2) / 12 * 2 * np.pi))
    drift = np.array([np.exp(np.log1p(each.drift) * years) * each.share for each in CHANNELS]).T
    week = np.where(
        np.array([each.name == STORE for each in CHANNELS])[None, :],
        STORE_WEEK[timeline.weekday][:, None],
        WEEK[timeline.weekday][:, None],
    )
    chance = np.exp(dice("mood").normal(0, 0.035, timeline.days) + wandering(dice, timeline.days))
    local = np.exp(dice("channels").normal(0, 0.045, (timeline.days, len(CHANNELS))))
    channels = drift * week * local * (trend * chance * calendar.uplift)[:, None]
    share = np.array([cell.share for cell in CELLS]) * np.ones((timeline.days, 1))
    share[:, PROMOTED] *= (calendar.campaign >= 0)[:, None]
    totals = np.array([share[:, number == CHANNEL_OF].sum(axis=1) for number in range(len(CHANNELS))]).T
    return np.asarray(channels[:, CHANNEL_OF] * share / totals[:, CHANNEL_OF])


def wandering(dice: Dice, days: int) -> Floats:
    """A slow drift of demand that forgets within weeks."""
    steps, level = dice("drift").normal(0, 0.012, days), 0.0
    path = np.empty(days)
    for day in range(days):
        level = 0.93 * level + steps[day]
        path[day] = level
    return path


def hourly(timeline: Timeline, calendar: Seasons) -> Floats:
    """The share of each hour in its day, by day, hour and cell."""
    weekend = (timeline.weekday >= 5)[:, None]
    online = np.where(weekend, WEEKEND, WORKDAY) + calendar.peak[:, None] * MIDNIGHT
    store = np.ones((timeline.days, 1)) * OPENING
    shapes = np.stack([online / online.sum(axis=1, keepdims=True), store / store.sum(axis=1, keepdims=True)])
    shop = np.array([cell.channel == STORE for cell in CELLS]).astype(np.int64)
    return np.moveaxis(shapes[shop], 0, 2)


def prices(timeline: Timeline) -> Ints:
    """The list price of each product on each day, in fen."""
    goods = assortment()
    table = np.repeat(goods.price[None, :], timeline.days, axis=0)
    for event in planted(Kind.PRICE_CHANGE):
        brand = goods.of_brand(event.where["brand"])
        table[np.ix_(during(timeline, event), brand)] = priced(goods.price[brand] * event.dose / 100)
    return table


def mix(timeline: Timeline) -> Floats:
    """The share of each product in a day's lines: season, fashion, launches and what was planted."""
    goods, days = assortment(), np.arange(timeline.days)[:, None]
    table = seasonal(timeline)[:, goods.category] * goods.popularity[None, :]
    number = np.arange(len(goods.names))
    fashion = 0.30 * np.sin(number * 2.4)
    table *= np.exp(fashion[None, :] * (days / 365 - 1))
    table *= days >= timeline.day(timeline.today) - goods.launch[None, :]
    for event in planted(Kind.PRICE_CHANGE):
        table[np.ix_(during(timeline, event), goods.of_brand(event.where["brand"]))] *= event.dose**ELASTICITY
    for event in planted(Kind.RIVAL_PRICE_CUT):
        kind = np.array([CATEGORIES[each].name == event.where["category"] for each in goods.category])
        table[np.ix_(during(timeline, event), kind)] *= 0.9
    for event in planted(Kind.KEYWORD):
        item = np.array([event.where["keyword"] in name.lower() for name in goods.names])
        table[:, item] *= 1 + 0.5 * (craze(timeline, event) - 1)[:, None]
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def seasonal(timeline: Timeline) -> Floats:
    """How each category sells on each day, around one."""
    peak = np.array([each.peak - 0.5 for each in CATEGORIES])
    swing = np.array([each.swing for each in CATEGORIES])
    return np.asarray(1 + swing * np.cos((timeline.season[:, None] - peak) / 12 * 2 * np.pi))


def craze(timeline: Timeline, event: Planted) -> Floats:
    """How many times its usual searches a keyword has on each day: quick to rise, slow to fade."""
    since = np.arange(timeline.days) - (timeline.day(timeline.today) - event.ago)
    wave = (1 - np.exp(-(since + 1) / 3.0)) * np.exp(-np.maximum(since - 10, 0) / 25.0)
    return np.asarray(np.where(since >= 0, 1 + (event.dose - 1) * wave, 1.0))


def keyword_seasons(timeline: Timeline) -> Floats:
    """How much each keyword is searched on each day, around one, by day and keyword."""
    order = [each.name for each in CATEGORIES]
    table = seasonal(timeline)[:, [order.index(each.category) for each in KEYWORDS]]
    for event in planted(Kind.KEYWORD):
        table[:, [each.word for each in KEYWORDS].index(event.where["keyword"])] *= craze(timeline, event)
    return table
