"""The books of the shop: products, customers, orders and what belongs to them, as rows of the canonical tables."""

import numpy as np
import pyarrow as pa

from storage.sample import aftersale
from storage.sample.assortment import CATEGORIES, assortment
from storage.sample.labels import CHANNEL_NAMES, CITY_NAMES, REGION_NAMES, campaign_names, city_codes
from storage.sample.orders import nth
from storage.sample.rows import Rows, ids, parts, times, words
from storage.sample.sales import Sales
from storage.sample.shop import CELLS, GIFT_CARD, METHODS, SEGMENTS
from storage.sample.timeline import DAY, NEVER, Ints


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
