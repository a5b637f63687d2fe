"""What goes on around the orders: visits and their funnel, ads and their cost, searches."""

from dataclasses import dataclass

import numpy as np

from storage.sample.demand import Demand, during, keyword_seasons
from storage.sample.events import Kind, planted
from storage.sample.orders import Orders, People
from storage.sample.shop import (
    CAMPAIGNS,
    CELLS,
    CHANNELS,
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
# Of all visits, so many see a product and so many fill a cart; of those at the checkout, a third turn back.
VIEWS, CARTS, TURNED = 0.62, 0.115, 0.55
# By visited cell: the part of all visits that leaves at the door, the product, the cart and the checkout.
LEAVING = np.array([
    np.full(len(VISITED), 1 - VIEWS),
    np.full(len(VISITED), VIEWS - CARTS),
    CARTS - CONVERSION[VISITED] * (1 + TURNED),
    CONVERSION[VISITED] * TURNED,
])  # fmt: skip


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


def visit(timeline: Timeline, demand: Demand, orders: Orders, crowd: People, dice: Dice) -> Visits:
    """Count the visits that brought the orders, and those that brought none."""
    hours, cells, regions = timeline.days * 24, len(VISITED), len(REGIONS)
    share = np.array([each.share for each in REGIONS])
    means = (demand.interest[:hours, VISITED] * (LEAVING.sum(axis=0) / CONVERSION[VISITED]))[:, :, None] * share
    slot = np.full(len(CELLS), -1)
    slot[VISITED] = np.arange(cells)
    counted = np.nonzero(slot[orders.cell] >= 0)[0]
    hour = orders.moment[counted] // HOUR
    place = (hour * cells + slot[orders.cell[counted]]) * regions + crowd.region[orders.customer[counted]]
    purchases = np.bincount(place, minlength=means.size)
    others = dice("visits").poisson(means.ravel())
    seen = np.nonzero(others + purchases)[0]
    at = seen // regions % cells
    left = leave(others[seen], at, dice)
    steps = np.cumsum([purchases[seen], *left[::-1]], axis=0)[::-1]
    moment = seen // (regions * cells) * HOUR + (dice("arrivals").random(len(seen)) * HOUR).astype(np.int64)
    order = np.argsort(moment, kind="stable")
    columns = (moment, VISITED[at], seen % regions, *steps)
    return Visits(*(column[order].astype(np.int64) for column in columns))


def leave(visits: Ints, cell: Ints, dice: Dice) -> list[Ints]:
    """Where visits that bought nothing ended: how many left at each step of LEAVING."""
    left = []
    for step in range(len(LEAVING) - 1):
        chance = LEAVING[step] / LEAVING[step:].sum(axis=0)
        gone = dice(f"funnel {step}").binomial(visits, chance[cell])
        left.append(gone)
        visits = visits - gone
    return [*left, visits]


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
