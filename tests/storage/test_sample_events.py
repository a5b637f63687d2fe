"""What is planted in the sample shop can be measured in its tables."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analysis.model import Direction
from storage.sample import EVENTS, Event, Kind, events
from storage.sample.shop import ZONE

TODAY = date(2026, 11, 22)
BY_ID = {event.id: event for event in events(TODAY)}
BEFORE = {Kind.REFUND_WAVE: timedelta(days=182)}  # of one product few lines come back: look further
MONTH = timedelta(days=28)


class Shop:
    """The tables of a sample shop as frames, and what a query over one of them says before and during an event."""

    def __init__(self, path: Path) -> None:
        self.connection = duckdb.connect(str(path), read_only=True)

    def table(self, name: str) -> pd.DataFrame:
        return self.connection.table(name).df()

    def sold(self) -> pd.DataFrame:
        return self.table("order_lines").merge(self.table("products"), on="product_id")


@pytest.fixture(scope="module")
def shop(large_sample):
    return Shop(large_sample / "facts.duckdb")


def split(frame: pd.DataFrame, time: str, event: Event) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the event's own hours and days, and those of the weeks before."""
    at = frame[time].dt.tz_localize("UTC")
    if event.end - event.start < timedelta(days=1):
        frame = frame[(at - event.start) % timedelta(days=1) < event.end - event.start]
        at = frame[time].dt.tz_localize("UTC")
    during = frame[(at >= event.start) & (at < event.end)]
    return frame[(at >= event.start - BEFORE.get(event.kind, MONTH)) & (at < event.start)], during


def chosen(frame: pd.DataFrame, event: Event) -> pd.Series:
    """Which rows the event befalls."""
    names = {"product": "name"}
    hit = pd.Series(data=True, index=frame.index)
    for dimension, value in event.where.items():
        hit &= frame[names.get(dimension, dimension)] == value
    return hit


def share(column: str):
    """The part of a column's total that the event's rows have."""
    return lambda frame, event: frame.loc[chosen(frame, event), column].sum() / frame[column].sum()


def quotient(above: str, below: str):
    """One column's total over another's, in the event's rows."""
    return lambda frame, event: (
        frame.loc[chosen(frame, event), above].sum() / frame.loc[chosen(frame, event), below].sum()
    )


def refunded(shop: Shop) -> pd.DataFrame:
    lines = shop.sold().assign(value=lambda each: each.unit_price * each.quantity - each.discount)
    back = shop.table("refunds").groupby(["order_id", "product_id"], as_index=False)["amount"].sum()
    return lines.merge(back, on=["order_id", "product_id"], how="left").fillna({"amount": 0})


def parcels(shop: Shop) -> pd.DataFrame:
    frame = shop.table("shipments").dropna().merge(shop.table("orders")[["order_id", "region"]], on="order_id")
    return frame.assign(one=1, in_time=(frame.delivered_at <= frame.promised_at).astype(int))


# How each kind of event is measured: the frame, the column that dates it, and the number that changes.
MEASURES = {
    Kind.OUTAGE: (lambda shop: shop.table("visits"), "visited_at", share("visits")),
    Kind.CHECKOUT_FAULT: (lambda shop: shop.table("visits"), "visited_at", quotient("purchases", "visits")),
    Kind.WASTED_SPEND: (lambda shop: shop.table("spend"), "spent_at", share("amount")),
    Kind.STOCKOUT: (Shop.sold, "ordered_at", share("quantity")),
    Kind.PRICE_CHANGE: (Shop.sold, "ordered_at", share("quantity")),
    Kind.KEYWORD: (lambda shop: shop.table("searches"), "searched_at", share("searches")),
    Kind.LATE_DELIVERY: (parcels, "shipped_at", quotient("in_time", "one")),
    Kind.REFUND_WAVE: (refunded, "ordered_at", quotient("amount", "value")),
    Kind.RIVAL_PRICE_CUT: (lambda shop: shop.table("market"), "observed_at", share("sales")),
    Kind.WEAK_PROMOTION: (
        lambda shop: shop.sold().assign(gross=lambda each: each.unit_price * each.quantity),
        "ordered_at",
        quotient("discount", "gross"),
    ),
}


def measured(shop: Shop, event: Event) -> float:
    """The change that came of an event, as a fraction of the weeks before."""
    frame, time, number = MEASURES[event.kind]
    before, during = split(frame(shop), time, event)
    return number(during, event) / number(before, event) - 1


@pytest.mark.parametrize("name", BY_ID)
def test_a_planted_event_is_in_the_data_at_about_its_size(shop, name):
    """In its window and where it is said to be, the number differs from the weeks before by about what is claimed."""
    event = BY_ID[name]

    change = measured(shop, event)

    assert (change > 0) == (event.direction is Direction.UP)
    assert change == pytest.approx(event.effect, rel=0.4, abs=0.06)


def test_some_events_are_recent_and_some_far_back():
    """Someone who tries it today finds something, and the past has its stories too."""
    ago = [(datetime.combine(TODAY, datetime.min.time(), UTC) - event.end).days for event in BY_ID.values()]
    assert sum(days < 30 for days in ago) >= 5
    assert sum(days > 80 for days in ago) >= 4


def test_an_event_is_told_in_both_languages_and_as_plain_json():
    """Every event has a name, two sentences, and a form that JSON takes as it is."""
    for event in BY_ID.values():
        plain = json.loads(json.dumps(event.plain(), ensure_ascii=False))
        assert plain["what"]["en"]
        assert plain["what"]["zh"] != plain["what"]["en"]
        assert datetime.fromisoformat(plain["start"]) == event.start < event.end
    assert len(BY_ID) == len(EVENTS)


@pytest.mark.parametrize("today", [date(2025, 2, 10), date(2026, 6, 20), date(2028, 2, 29)])
def test_events_move_with_the_day(today):
    """Whatever day it is, an event lies as many local days before it."""
    for event, planted in zip(events(today), EVENTS, strict=True):
        assert event.start.astimezone(ZONE).date() == today - timedelta(days=planted.ago)


def test_the_page_about_the_shop_lists_every_event():
    """What is planted and what docs/sample-shop.md says of it are the same."""
    page = (Path(__file__).parents[2] / "docs" / "sample-shop.md").read_text(encoding="utf-8")
    for event in EVENTS:
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{event.id}` |")]
        assert event.what.en in row
        assert f"| {event.metric} |" in row
        assert f"{event.effect * 100:+.0f} %".replace("-", "\u2212") in row
