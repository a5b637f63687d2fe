"""What goes on around the orders: visits and their funnel, ads and their cost, searches, and the market."""

from dataclasses import dataclass

import numpy as np

from storage.sample.assortment import CATEGORIES, assortment
from storage.sample.demand import Demand, during, keyword_seasons, seasonal
from storage.sample.events import Kind, planted
from storage.sample.orders import Lines, Orders, People
from storage.sample.shop import (
    CAMPAIGNS,
    CELLS,
    CHANNELS,
    COMPETITORS,
    KEYWORDS,
    PROMOTION,
    PROMOTION_CPC,
    PROMOTION_CTR,
    REGIONS,
    Campaign,
)
from storage.sample.timeline import DAY, HOUR, Dice, Floats, Ints, Timeline

# Advertising and searches are reported four times a day, so much of a day at a time.
REPORTS = np.array([0.10, 0.27, 0.33, 0.30])
CONVERSION = np.array([next(each.conversion or 0 for each in CHANNELS if each.name == cell.channel) for cell in CELLS])
VISITED = np.nonzero(CONVERSION > 0)[0]
# Of a hundred visits so many see a product, fill a cart and come to the checkout; purchases are the cell's own.
VIEWS, CARTS = 0.62, 0.115
CHECKOUT_LOSS = 0.55


@dataclass(frozen=True)
class Visits:
    """The funnel of each hour, cell and region that was visited; `moment` lies somewhere in its hour."""

    moment: Ints
    cell: Ints
    region: Ints
    visits: Ints
    product_views: Ints
    add_to_carts: Ints
    checkouts: Ints
    purchases: Ints


@dataclass(frozen=True)
class Spend:
    """What each campaign and keyword cost; `campaign` counts CAMPAIGNS, then the promotions; keyword -1 is none."""

    moment: Ints
    campaign: Ints
    channel: Ints
    keyword: Ints
    amount: Ints
    impressions: Ints
    clicks: Ints


@dataclass(frozen=True)
class Searches:
    """How often each keyword was searched for."""

    moment: Ints
    keyword: Ints
    searches: Ints
    our_clicks: Ints


@dataclass(frozen=True)
class Market:
    """What each rival sold in each category on a day, and the price of a basket here and there, in fen."""

    moment: Ints
    category: Ints
    competitor: Ints
    sales: Ints
    our_price: Ints
    their_price: Ints


def visit(timeline: Timeline, demand: Demand, orders: Orders, crowd: People, dice: Dice) -> Visits:
    """Count the visits that brought the orders, and those that brought none."""
    hours, regions = timeline.days * 24, len(REGIONS)
    share = np.array([each.share for each in REGIONS])
    expected = (demand.interest[:hours, VISITED] / CONVERSION[VISITED])[:, :, None] * share
    slot = np.full(len(CELLS), -1)
    slot[VISITED] = np.arange(len(VISITED))
    counted = slot[orders.cell] >= 0
    hour = orders.moment[counted] // HOUR
    place = (hour * len(VISITED) + slot[orders.cell[counted]]) * regions + crowd.region[orders.customer[counted]]
    purchases = np.bincount(place, minlength=expected.size)
    kept = np.nonzero((purchases > 0) | (expected.ravel() > 0))[0]
    mean, bought = expected.ravel()[kept], purchases[kept]
    buying = CONVERSION[VISITED][kept // regions % len(VISITED)]
    bounced = dice("bounces").poisson(mean * (1 - VIEWS))
    looked = dice("lookers").poisson(mean * (VIEWS - CARTS))
    filled = dice("carts").poisson(mean * np.maximum(CARTS - buying * (1 + CHECKOUT_LOSS), 0.01))
    checked = dice("checkouts").poisson(mean * buying * CHECKOUT_LOSS)
    moment = kept // (regions * len(VISITED)) * HOUR + (dice("visits").random(len(kept)) * HOUR).astype(np.int64)
    checkouts = bought + checked
    carts = checkouts + filled
    views = carts + looked
    seen = np.nonzero(views + bounced)[0]
    seen = seen[np.argsort(moment[seen], kind="stable")]
    cell = VISITED[kept // regions % len(VISITED)]
    columns = (moment, cell, kept % regions, views + bounced, views, carts, checkouts, bought)
    return Visits(*(column[seen].astype(np.int64) for column in columns))


def advertise(timeline: Timeline, demand: Demand, dice: Dice) -> Spend:
    """Buy the clicks behind the visits of each campaign."""
    by_day = demand.interest[: timeline.days * 24].reshape(timeline.days, 24, len(CELLS)).sum(axis=1)
    parts = [bought(timeline, number, by_day, dice) for number in range(len(CAMPAIGNS))]
    parts.extend(promoted(timeline, demand, by_day, dice))
    columns = [np.concatenate(column).astype(np.int64) for column in zip(*parts, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return Spend(*(column[order] for column in columns))


def bought(timeline: Timeline, number: int, by_day: Floats, dice: Dice) -> tuple[Ints, ...]:
    """The clicks of an always-on campaign, by day, report and keyword."""
    campaign = CAMPAIGNS[number]
    cells = [place for place, cell in enumerate(CELLS) if cell.campaign == campaign.name]
    clicks = by_day[:, cells].sum(axis=1) / (CONVERSION[cells[0]] or 0.032) * 1.07
    words = auction(campaign)
    weight = np.ones((timeline.days, 1)) if words is None else keyword_seasons(timeline)[:, words] * volume(words)
    dear = np.ones(timeline.days)
    for event in planted(Kind.WASTED_SPEND):
        if event.where["campaign"] == campaign.name:
            dear[during(timeline, event)] *= event.dose
    cpc = campaign.cpc * dear * (1 + 0.25 * (demand_heat(by_day) - 1).clip(0, 2))
    channel = [each.name for each in CHANNELS].index(campaign.channel)
    split = weight / weight.sum(axis=1, keepdims=True) if words is not None else weight
    return reported(clicks[:, None] * split, (number, channel, words), (cpc, campaign.ctr), dice)


def demand_heat(by_day: Floats) -> Floats:
    """How busy each day is against the six weeks before it."""
    total = by_day.sum(axis=1)
    before = np.convolve(np.concatenate([np.full(42, total[:42].mean()), total]), np.ones(42) / 42)[
        41 : 41 + len(total)
    ]
    return np.asarray(total / before)


def auction(campaign: Campaign) -> Ints | None:
    """The keywords that a campaign bids on, if it bids on any."""
    if not campaign.keywords:
        return None
    brand = campaign.name.startswith("Brand")
    return np.array([number for number, each in enumerate(KEYWORDS) if each.brand == brand])


def volume(words: Ints) -> Floats:
    """How much keywords are worth bidding on."""
    return np.array([KEYWORDS[word].volume * KEYWORDS[word].share for word in words])


def promoted(timeline: Timeline, demand: Demand, by_day: Floats, dice: Dice) -> list[tuple[Ints, ...]]:
    """The clicks of the promotions while they run."""
    parts = []
    running = demand.seasons.campaign[: timeline.days]
    for place, cell in enumerate(CELLS):
        if cell.campaign == PROMOTION:
            channel = [each.name for each in CHANNELS].index(cell.channel)
            clicks = by_day[:, place] / (CONVERSION[place] or 0.032) * 1.05
            cpc = np.full(timeline.days, float(PROMOTION_CPC))
            part = reported(clicks[:, None], (-1, channel, None), (cpc, PROMOTION_CTR), dice)
            parts.append((part[0], len(CAMPAIGNS) + running[part[0] // DAY], *part[2:]))
    return parts


def reported(
    clicks: Floats, who: tuple[int, int, Ints | None], terms: tuple[Floats, float], dice: Dice
) -> tuple[Ints, ...]:
    """Rows of moment, campaign, channel, keyword, amount, impressions and clicks from clicks expected a day."""
    number, channel, words = who
    cpc, ctr = terms
    expected = clicks[:, None, :] * REPORTS[None, :, None]
    luck = dice(f"clicks {number} {channel}")
    many = luck.poisson(expected)
    day, report, word = np.nonzero(many)
    got = many[day, report, word]
    noise = dice(f"bids {number} {channel}").uniform(0.9, 1.1, many.shape)[day, report, word]
    keyword = np.full(len(day), -1) if words is None else words[word]
    moment = day * DAY + (report + 1) * 6 * HOUR - 60
    amount = np.round(got * cpc[day] * noise)
    impressions = np.round(got / ctr * (2.05 - noise))
    return moment, np.full(len(day), number), np.full(len(day), channel), keyword, amount, impressions, got


def search(timeline: Timeline, demand: Demand, scale: float, dice: Dice) -> Searches:
    """Count the searches for each keyword and the clicks that came to the shop."""
    weekly = 1 + 0.35 * (demand.seasons.uplift[: timeline.days] - 1)
    mood = dice("interest").lognormal(0, 0.06, (timeline.days, len(KEYWORDS)))
    yearly = 1.08 ** (np.arange(timeline.days) / 365)
    usual = np.array([each.volume for each in KEYWORDS]) * max(scale, 0.02)
    expected = keyword_seasons(timeline) * mood * (weekly * yearly)[:, None] * usual
    asked = dice("searches").poisson(expected[:, None, :] * REPORTS[None, :, None])
    day, report, word = np.nonzero(asked)
    many = asked[day, report, word]
    ours = np.array([each.share for each in KEYWORDS])[word] * 1.05 ** (day / 365)
    clicks = dice("search clicks").binomial(many, np.minimum(ours, 0.9))
    return Searches(day * DAY + (report + 1) * 6 * HOUR - 60, word, many, clicks)


def compare(timeline: Timeline, demand: Demand, lines: Lines, orders: Orders, dice: Dice) -> Market:
    """What the rivals sold, by day, category and rival: the shop's own season, without its luck."""
    days, kinds, rivals = timeline.days, len(CATEGORIES), len(COMPETITORS)
    place = orders.day[lines.order] * kinds + assortment().category[lines.product]
    ours = np.bincount(place, lines.value, minlength=days * kinds).reshape(days, kinds)
    size = ours[:365].mean(axis=0) / seasonal(timeline)[:365].mean(axis=0)
    trend = 1.14 ** (np.arange(days) / 365 - 0.5)
    level = seasonal(timeline) * size * (trend * (0.5 + 0.5 * demand.seasons.uplift[:days]))[:, None]
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
