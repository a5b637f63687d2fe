"""The whole life of the sample shop, as rows of the canonical tables."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from storage.sample import aftersale, orders, stock, traffic
from storage.sample.aftersale import Charges, Parcels
from storage.sample.assortment import CATEGORIES, assortment
from storage.sample.demand import Demand, demand
from storage.sample.orders import Lines, Orders, People
from storage.sample.promotions import NAMES
from storage.sample.rows import Rows, ids, nth, parts, times, words
from storage.sample.shop import CAMPAIGNS, CELLS, CHANNELS, COMPETITORS, GIFT_CARD, KEYWORDS, METHODS, PROMOTION
from storage.sample.shop import REGIONS, SEGMENTS
from storage.sample.timeline import DAY, NEVER, Dice, Ints, Timeline

CHANNEL_NAMES = [each.name for each in CHANNELS]
CAMPAIGN_NAMES = [*(each.name for each in CAMPAIGNS), *NAMES]
REGION_NAMES = [each.name for each in REGIONS]
CITY_NAMES = [city for region in REGIONS for city, _ in region.cities]


@dataclass(frozen=True)
class Sales:
    """The orders and lines that came about, with what is known around them."""

    timeline: Timeline
    dice: Dice
    demand: Demand
    orders: Orders
    lines: Lines
    crowd: People
    warehouse: stock.Warehouse
    charges: Charges
    parcels: Parcels


World = Mapping[str, Rows]


def world(timeline: Timeline, dice: Dice, scale: float) -> World:
    """Every table's rows over a timeline. The same seed and today give the same rows, however far it reaches."""
    sold = sell(timeline, dice, scale)
    return {
        "products": products(sold),
        "customers": customers(sold),
        "orders": order_rows(sold),
        "order_lines": line_rows(sold),
        "payments": payments(sold),
        "shipments": shipments(sold),
        "refunds": refunds(sold),
        "reviews": reviews(sold),
        "visits": visits(sold),
        "stock": counts(sold),
        "spend": spend(sold),
        "searches": searches(sold, scale),
        "market": market(sold),
    }


def sell(timeline: Timeline, dice: Dice, scale: float) -> Sales:
    """Draw the orders, fill the baskets, and take out what the warehouse does not have."""
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
    return Sales(timeline, dice, expected, placed, lines, crowd, warehouse, charges, parcels)


def campaign_names(sold: Sales, cells: Ints, days: Ints) -> pa.Array:
    """The campaign of each row by its cell; a promotion's cell goes by the promotion of the day."""
    fixed = [CAMPAIGN_NAMES.index(c.campaign) if c.campaign and c.campaign != PROMOTION else -1 for c in CELLS]
    running = np.array([cell.campaign == PROMOTION for cell in CELLS])[cells]
    return words(np.where(running, len(CAMPAIGNS) + sold.demand.seasons.campaign[days], np.array(fixed)[cells]), CAMPAIGN_NAMES)


def city_codes(crowd: People, customers: Ints) -> Ints:
    """The place of each customer's city in CITY_NAMES."""
    start = np.concatenate([[0], np.cumsum([len(each.cities) for each in REGIONS])[:-1]])
    return np.asarray(start[crowd.region[customers]] + crowd.city[customers])


def products(sold: Sales) -> Rows:
    """The assortment, each product from its launch on, at today's price."""
    goods, today = assortment(), sold.timeline.day(sold.timeline.today)
    columns = {
        "product_id": ids("P", np.arange(len(goods.names))),
        "name": pa.array(goods.names),
        "category": words(goods.category, [each.name for each in CATEGORIES]),
        "brand": pa.array(goods.brands),
        "price": pa.array(sold.demand.price[today]),
        "cost": pa.array(goods.cost),
    }
    return Rows(sold.timeline, np.maximum(today - goods.launch, 0) * DAY, columns)


def customers(sold: Sales) -> Rows:
    """Every customer, from the first order on."""
    number, first = np.unique(sold.orders.customer, return_index=True)
    rank = np.argsort(first, kind="stable")
    number, born = number[rank], sold.orders.moment[first[rank]]
    columns = {
        "customer_id": ids("C", number),
        "segment": words(sold.crowd.segment[number], list(SEGMENTS)),
        "region": words(sold.crowd.region[number], REGION_NAMES),
        "city": words(city_codes(sold.crowd, number), CITY_NAMES),
        "joined_at": times(sold.timeline, born),
    }
    return Rows(sold.timeline, born, columns)


def order_rows(sold: Sales) -> Rows:
    """Every order with its status as it stands."""
    each, parcels = sold.orders, sold.parcels
    columns = {
        "order_id": ids("O", np.arange(len(each))),
        "customer_id": ids("C", each.customer),
        "ordered_at": times(sold.timeline, each.moment),
        "channel": words(np.array([CHANNEL_NAMES.index(cell.channel) for cell in CELLS])[each.cell], CHANNEL_NAMES),
        "device": words(each.cell, [cell.device for cell in CELLS]),
        "campaign": campaign_names(sold, each.cell, each.day),
        "region": words(sold.crowd.region[each.customer], REGION_NAMES),
        "city": words(city_codes(sold.crowd, each.customer), CITY_NAMES),
        "customer_order": pa.array(nth(each.customer)),
    }
    had = np.where(each.in_store, each.moment, parcels.delivered)
    stages = (
        ("processing", each.moment),
        ("shipped", parcels.shipped),
        ("delivered", had),
        ("cancelled", parcels.cancelled),
        ("returned", returned(sold)),
    )
    return Rows(sold.timeline, each.moment, columns, stages=stages)


def returned(sold: Sales) -> Ints:
    """When the last line of an order that came back whole was refunded, NEVER for the others."""
    back = give_back(sold)
    amount = np.bincount(sold.lines.order[back.line], back.amount, minlength=len(sold.orders))
    value = np.bincount(sold.lines.order, sold.lines.value, minlength=len(sold.orders))
    last = np.zeros(len(sold.orders), dtype=np.int64)
    np.maximum.at(last, sold.lines.order[back.line], back.moment)
    return np.where((amount == value) & (value > 0) & (sold.parcels.cancelled >= NEVER), last, NEVER)


def give_back(sold: Sales) -> aftersale.Refunds:
    """The refunds of what was sold."""
    return aftersale.give_back(sold.timeline, sold.orders, sold.lines, sold.parcels, sold.dice)


def line_rows(sold: Sales) -> Rows:
    """Every order line."""
    lines, goods = sold.lines, assortment()
    moment = sold.orders.moment[lines.order]
    order_id = ids("O", lines.order)
    columns = {
        "line_id": parts(order_id, nth(lines.order)),
        "order_id": order_id,
        "product_id": ids("P", lines.product),
        "seller": words(lines.product, goods.sellers),
        "ordered_at": times(sold.timeline, moment),
        "quantity": pa.array(lines.quantity),
        "unit_price": pa.array(lines.price),
        "discount": pa.array(lines.discount),
        "cost": pa.array(goods.cost[lines.product] * lines.quantity),
        "freight": pa.array(sold.charges.freight),
        "tax": pa.array(sold.charges.tax),
    }
    return Rows(sold.timeline, moment, columns)


def payments(sold: Sales) -> Rows:
    """Every payment, made with its order."""
    due = sold.lines.value + sold.charges.freight + sold.charges.tax
    totals = np.bincount(sold.lines.order, due, minlength=len(sold.orders)).astype(np.int64)
    paid = aftersale.pay(sold.orders, totals, sold.dice)
    moment = sold.orders.moment[paid.order]
    order_id = ids("O", paid.order)
    columns = {
        "payment_id": parts(order_id, nth(paid.order)),
        "order_id": order_id,
        "paid_at": times(sold.timeline, moment),
        "method": words(paid.method, [*METHODS, GIFT_CARD]),
        "value": pa.array(paid.value),
        "installments": pa.array(paid.installments),
    }
    return Rows(sold.timeline, moment, columns)


def shipments(sold: Sales) -> Rows:
    """One parcel for each order that is sent; a cancelled order's was never packed."""
    sent = np.nonzero(sold.parcels.shipped < NEVER)[0]
    moment = sold.orders.moment[sent]
    columns = {
        "shipment_id": ids("S", sent),
        "order_id": ids("O", sent),
        "ordered_at": times(sold.timeline, moment),
        "promised_at": times(sold.timeline, sold.parcels.promised[sent]),
    }
    later = {"shipped_at": sold.parcels.shipped[sent], "delivered_at": sold.parcels.delivered[sent]}
    return Rows(sold.timeline, moment, columns, later)


def refunds(sold: Sales) -> Rows:
    """Every refund, from the day it is made on."""
    back = give_back(sold)
    order = sold.lines.order[back.line]
    columns = {
        "refund_id": ids("R", back.line),
        "order_id": ids("O", order),
        "product_id": ids("P", sold.lines.product[back.line]),
        "ordered_at": times(sold.timeline, sold.orders.moment[order]),
        "refunded_at": times(sold.timeline, back.moment),
        "amount": pa.array(back.amount),
        "reason": words(back.reason, aftersale.REASON_NAMES),
    }
    return Rows(sold.timeline, back.moment, columns)


def reviews(sold: Sales) -> Rows:
    """Every review, from the day it is written on."""
    told = aftersale.judge(sold.timeline, sold.orders, sold.lines, sold.parcels, sold.dice)
    order = sold.lines.order[told.line]
    columns = {
        "review_id": ids("V", told.line),
        "order_id": ids("O", order),
        "product_id": ids("P", sold.lines.product[told.line]),
        "reviewed_at": times(sold.timeline, told.moment),
        "score": pa.array(told.score),
        "has_comment": pa.array(told.comment),
    }
    return Rows(sold.timeline, told.moment, columns)


def visits(sold: Sales) -> Rows:
    """The funnel, a row for each hour, cell and region."""
    seen = traffic.visit(sold.timeline, sold.demand, sold.orders, sold.crowd, sold.dice)
    columns = {
        "visit_id": ids("W", np.arange(len(seen.moment))),
        "visited_at": times(sold.timeline, seen.moment),
        "channel": words(seen.cell, [cell.channel for cell in CELLS]),
        "device": words(seen.cell, [cell.device for cell in CELLS]),
        "region": words(seen.region, REGION_NAMES),
        "campaign": campaign_names(sold, seen.cell, seen.moment // DAY),
        "visits": pa.array(seen.visits),
        "product_views": pa.array(seen.product_views),
        "add_to_carts": pa.array(seen.add_to_carts),
        "checkouts": pa.array(seen.checkouts),
        "purchases": pa.array(seen.purchases),
    }
    return Rows(sold.timeline, seen.moment, columns)


def counts(sold: Sales) -> Rows:
    """The counts of the stock."""
    counted = stock.counts(sold.orders, sold.lines, sold.warehouse, sold.timeline)
    columns = {
        "product_id": ids("P", counted.product),
        "counted_at": times(sold.timeline, counted.moment),
        "on_hand": pa.array(counted.on_hand),
        "incoming": pa.array(counted.incoming),
    }
    return Rows(sold.timeline, counted.moment, columns)


def spend(sold: Sales) -> Rows:
    """What advertising cost."""
    paid = traffic.advertise(sold.timeline, sold.demand, sold.dice)
    columns = {
        "spend_id": ids("A", np.arange(len(paid.moment))),
        "spent_at": times(sold.timeline, paid.moment),
        "channel": words(paid.channel, CHANNEL_NAMES),
        "campaign": words(paid.campaign, CAMPAIGN_NAMES),
        "keyword": words(paid.keyword, [each.word for each in KEYWORDS]),
        "amount": pa.array(paid.amount),
        "impressions": pa.array(paid.impressions),
        "clicks": pa.array(paid.clicks),
    }
    return Rows(sold.timeline, paid.moment, columns)


def searches(sold: Sales, scale: float) -> Rows:
    """What people searched for."""
    asked = traffic.search(sold.timeline, sold.demand, scale, sold.dice)
    columns = {
        "search_id": ids("Q", np.arange(len(asked.moment))),
        "searched_at": times(sold.timeline, asked.moment),
        "keyword": words(asked.keyword, [each.word for each in KEYWORDS]),
        "category": words(asked.keyword, [each.category for each in KEYWORDS]),
        "searches": pa.array(asked.searches),
        "our_clicks": pa.array(asked.our_clicks),
    }
    return Rows(sold.timeline, asked.moment, columns)


def market(sold: Sales) -> Rows:
    """What the rivals did."""
    seen = traffic.compare(sold.timeline, sold.demand, sold.lines, sold.orders, sold.dice)
    columns = {
        "market_id": ids("M", np.arange(len(seen.moment))),
        "observed_at": times(sold.timeline, seen.moment),
        "category": words(seen.category, [each.name for each in CATEGORIES]),
        "competitor": words(seen.competitor, list(COMPETITORS)),
        "sales": pa.array(seen.sales),
        "our_price": pa.array(seen.our_price),
        "their_price": pa.array(seen.their_price),
    }
    return Rows(sold.timeline, seen.moment, columns)
