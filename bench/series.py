"""Real daily series to try forecasts and alerts on: public data sets that stand beside the checkout."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from storage.catalog import default

DATA: Final = Path(os.environ.get("CHESTNUT_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
OLIST_DAYS: Final = ("2017-01-06", "2018-08-22")
"""The days on which Olist's marketplace was open to the full: its first week and its last are torn off."""
BUSY: Final = frozenset({
    "olist revenue", "olist orders", "olist orders SP", "olist orders RJ", "olist boleto", "olist delivered",
    "gmerch revenue", "gmerch orders", "gmerch apparel", "shop catalog",
})  # fmt: skip
"""The series in which 20 things a day or more are counted or summed up: with fewer, half a day is chance."""

COUNTRIES: Final = {"olist": "BR", "gmerch": "US", "superstore": "US"}


def here() -> bool:
    """Whether the data sets are on this machine; says so where they are not."""
    if not DATA.is_dir():
        print(f"There is no public data at {DATA}: set CHESTNUT_TEST_DATA. Nothing is measured.")
    return DATA.is_dir()


@cache
def daily() -> dict[str, pd.Series]:
    """Every series by name: float64, one value a day without gaps, indexed by naive days."""
    return {
        name: values.asfreq("D").fillna(0.0) for name, values in (*_olist(), *_gmerch(), *_superstore(), *_clicks())
    }


@cache
def occasions(name: str) -> frozenset[date]:
    """The public holidays and shopping days of the country a series comes from."""
    country = COUNTRIES.get(name.partition(" ")[0])
    if country is None:
        return frozenset()
    shop = replace(default(), holidays=(country,))
    return frozenset(shop.occasions(date(2016, 1, 1), date(2020, 12, 31)))


def _olist() -> Iterator[tuple[str, pd.Series]]:
    """A marketplace in Brazil: orders, sales and payments of the whole and of its largest parts."""
    folder = DATA / "olist"
    orders = pd.read_parquet(folder / "olist_orders_dataset.parquet")
    orders["day"] = pd.to_datetime(orders["order_purchase_timestamp"]).dt.normalize()
    orders = orders[orders["day"].between(*OLIST_DAYS)]
    customers = pd.read_parquet(folder / "olist_customers_dataset.parquet")
    lines = pd.read_parquet(folder / "olist_order_items_dataset.parquet").merge(orders, on="order_id")
    lines = lines.merge(pd.read_parquet(folder / "olist_products_dataset.parquet"), on="product_id")
    payments = pd.read_parquet(folder / "olist_order_payments_dataset.parquet").merge(orders, on="order_id")
    yield "olist revenue", lines.groupby("day")["price"].sum()
    yield "olist orders", orders.groupby("day").size().astype(float)
    where = orders.merge(customers, on="customer_id")
    for state in ("SP", "RJ", "MG"):
        yield f"olist orders {state}", where[where["customer_state"] == state].groupby("day").size().astype(float)
    for category in ("beleza_saude", "cama_mesa_banho"):
        yield f"olist {category}", lines[lines["product_category_name"] == category].groupby("day")["price"].sum()
    paid = payments[payments["payment_type"] == "boleto"]
    yield "olist boleto", paid.groupby("day")["payment_value"].sum()
    handed = pd.to_datetime(orders["order_delivered_customer_date"]).dt.normalize()
    yield "olist delivered", orders[handed.between("2017-02-01", OLIST_DAYS[1])].groupby(handed).size().astype(float)


def _gmerch() -> Iterator[tuple[str, pd.Series]]:
    """A merchandise store: a year of sales and of what it spent on being found."""
    lines = pd.read_parquet(DATA / "gmerch_2019" / "Online_Sales.parquet")
    lines["day"] = pd.to_datetime(lines["Transaction_Date"].astype(str), format="mixed")
    lines["sales"] = lines["Quantity"] * lines["Avg_Price"]
    yield "gmerch revenue", lines.groupby("day")["sales"].sum()
    yield "gmerch orders", lines.groupby("day")["Transaction_ID"].nunique().astype(float)
    apparel = lines[lines["Product_Category"] == "Apparel"]
    yield "gmerch apparel", apparel.groupby("day")["sales"].sum()
    spend = pd.read_csv(DATA / "gmerch_2019" / "Marketing_Spend.csv", parse_dates=["Date"]).set_index("Date")
    yield "gmerch online spend", spend["Online_Spend"]


def _superstore() -> Iterator[tuple[str, pd.Series]]:
    """A retailer with few, large orders: the hardest to foretell."""
    lines = pd.read_csv(DATA / "superstore" / "sample_superstore.csv.gz", encoding="utf-8-sig")
    lines["day"] = pd.to_datetime(lines["Order Date"], format="%m/%d/%Y")
    yield "superstore sales", lines.groupby("day")["Sales"].sum()
    yield "superstore orders", lines.groupby("day")["Order ID"].nunique().astype(float)


def _clicks() -> Iterator[tuple[str, pd.Series]]:
    """The click stream of a small shop: half a year."""
    events = pd.read_csv(DATA / "simple_onlineshop" / "simple-onlineshop.csv.gz")
    events["day"] = pd.to_datetime(events["timestamp"], format="mixed").dt.normalize()
    for event in ("catalog", "cart"):
        yield f"shop {event}", events[events["event"] == event].groupby("day").size().astype(float)
