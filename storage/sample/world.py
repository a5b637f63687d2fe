"""Every canonical table of the sample shop, and the world around it: visits, stock, ads, searches and rivals."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from storage.sample import books, rivals, stock, traffic
from storage.sample.assortment import CATEGORIES
from storage.sample.labels import CAMPAIGN_NAMES, CHANNEL_NAMES, REGION_NAMES, campaign_names
from storage.sample.rows import Rows, ids, times, words
from storage.sample.sales import Sales
from storage.sample.shop import CELLS, COMPETITORS, KEYWORDS
from storage.sample.timeline import DAY


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


def searches(sold: Sales) -> Rows:
    """What people searched for."""
    asked = traffic.search(sold.timeline, sold.demand, sold.scale, sold.dice)
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
    seen = rivals.compare(sold.timeline, sold.demand, sold.lines, sold.orders, sold.dice)
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


# Every table, drawn one at a time: together they are too big to hold.
TABLES: dict[str, Callable[[Sales], Rows]] = {
    "products": books.products,
    "customers": books.customers,
    "orders": books.order_rows,
    "order_lines": books.line_rows,
    "payments": books.payments,
    "shipments": books.shipments,
    "refunds": books.refunds,
    "reviews": books.reviews,
    "visits": visits,
    "stock": counts,
    "spend": spend,
    "searches": searches,
    "market": market,
}
