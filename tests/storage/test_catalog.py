"""The catalog: the default one, what a short shop.yaml changes of it, and what it says of itself."""

from zoneinfo import ZoneInfo

import pytest

from analysis.errors import UnknownName
from analysis.model import Direction, Grain, Lang, Unit
from storage.catalog import default, load
from storage.facts import Facts

PROMISED = (
    *("revenue", "gross_revenue", "net_revenue", "refunds", "refunds_made", "refund_rate", "orders", "units", "aov"),
    *("items_per_order", "multi_item_rate", "discount", "discount_rate", "gross_margin", "gross_profit", "buyers"),
    *("new_customers", "returning_customers", "repeat_rate", "visits", "product_views", "add_to_carts", "checkouts"),
    *("conversion", "view_rate", "add_to_cart_rate", "checkout_rate", "stock_on_hand", "stock_cover", "sell_through"),
    *("stockouts", "spend", "clicks", "impressions", "ctr", "cpc", "cac", "roas", "on_time_rate", "late_deliveries"),
    *("delivery_days", "delivery_days_median", "freight", "freight_share", "payments", "payment_value"),
    *("payment_share", "reviews", "review_score", "review_comment_rate", "search_volume", "search_clicks"),
    *("search_share", "market_sales", "market_share", "price_index"),
)

WORDS = {
    "GMV": "gross_revenue",
    "turnover": "revenue",
    "营收": "revenue",
    "客单价": "aov",
    "复购率": "repeat_rate",
    "转化率": "conversion",
    "动销率": "sell_through",
    "aov": "aov",
    "traffic": "visits",
    "库存": "stock_on_hand",
}


@pytest.fixture
def shop(tmp_path):
    """The catalog of a shop.yaml with this text."""

    def write(text: str):
        path = tmp_path / "shop.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return write


@pytest.mark.parametrize("metric", PROMISED)
def test_a_promised_metric_is_there_and_complete(metric):
    """Named, described and synonymous in both languages, with dimensions to split it by."""
    known = default().metric(metric)
    assert known.label.en != known.label.zh
    assert known.description.en.endswith(".")
    assert known.description.zh.endswith("。")
    assert any(word.isascii() for word in known.synonyms)
    assert any(not word.isascii() for word in known.synonyms)
    assert known.dimensions


@pytest.mark.parametrize(("word", "metric"), WORDS.items())
def test_the_words_people_use_lead_to_one_metric(word, metric):
    """Each word calls exactly one metric, by its id, a label or a synonym."""
    called = [m.id for m in default().metrics if word.lower() in {m.id, m.label.zh, *map(str.lower, m.synonyms)}]
    assert called == [metric]


def test_every_dimension_has_names_in_both_languages():
    """And those with a fixed order say so."""
    dimensions = {dimension.id: dimension for dimension in default().dimensions}
    assert all(dimension.label.en != dimension.label.zh for dimension in dimensions.values())
    assert {name for name, dimension in dimensions.items() if dimension.ordered} == {"score", "weekday", "hour_of_day"}
    assert dimensions["weekday"].name("1", Lang.ZH) == "周一"
    assert dimensions["hour_of_day"].name("08", Lang.EN) == "08:00"


def test_a_metric_says_what_it_can_do():
    """Parts that make a whole, levels that do not add up over time, hours only where they are recorded."""
    catalog = default()
    wholes = ("revenue", "orders", "net_revenue", "stock_on_hand", "gross_profit")
    assert all(catalog.metric(m).parts for m in wholes)
    assert not any(catalog.metric(m).parts for m in ("aov", "buyers", "returning_customers", "delivery_days_median"))
    assert {m.id for m in catalog.metrics if m.level} == {
        "stock_on_hand", "stock_incoming", "stock_cover", "stockouts", "stockout_rate",
    }  # fmt: skip
    assert Grain.HOUR in catalog.metric("revenue").grains
    assert Grain.HOUR not in catalog.metric("roas").grains
    assert "hour_of_day" not in catalog.metric("roas").dimensions
    assert "category" not in catalog.metric("roas").dimensions


def test_an_unknown_id_gets_the_nearest():
    """The error names what it may have meant."""
    with pytest.raises(UnknownName) as unknown:
        default().metric("revenu")
    assert unknown.value.nearest[0] == "revenue"
    with pytest.raises(UnknownName, match="Try channel"):
        default().dimension("chanel")


def test_a_definition_says_what_how_and_whom_to_ask(shop):
    """In both languages, down to the columns."""
    catalog = shop("owners: {default: Finance, net_revenue: '@li'}")
    text = catalog.definition("net_revenue", Lang.EN)
    assert text.startswith("Net revenue: Revenue minus refunds, each refund counted at the time of its order.")
    assert "revenue = sum of unit_price * quantity - COALESCE(discount, 0) in order_lines, by ordered_at" in text
    assert text.endswith("Ask @li.")
    assert catalog.definition("orders", Lang.ZH).endswith("负责人：Finance。")


def test_a_short_shop_yaml_changes_only_what_it_says(shop):
    """Zone, currency, week start and one label; the rest is the default."""
    catalog = shop(
        """
name: Chestnut Home
zone: Asia/Shanghai
currency: jpy
week_start: sunday
languages: [zh]
metrics:
  revenue: {label: {zh: 成交}}
  tax: null
"""
    )
    assert (catalog.name, catalog.zone, catalog.currency) == ("Chestnut Home", ZoneInfo("Asia/Shanghai"), "JPY")
    assert (catalog.minor, catalog.week_start, catalog.languages) == (1, 6, (Lang.ZH,))
    assert catalog.metric("revenue").label.zh == "成交"
    assert catalog.metric("revenue").label.en == "Revenue"
    assert len(catalog.metrics) == len(default().metrics) - 1


def test_an_empty_shop_yaml_is_the_default(shop):
    """Nothing said, nothing changed."""
    assert shop("").metrics == default().metrics


def test_a_shop_adds_and_redefines_metrics(shop):
    """A new metric over new measures, and another formula in place of a ratio."""
    catalog = shop(
        """
measures:
  app_orders: {table: orders, count: "*", where: channel = 'App'}
metrics:
  app_share:
    ratio: [app_orders, orders]
    label: {en: App share, zh: App 占比}
    unit: ratio
    direction: up
    audience: [growth]
  aov: {formula: gross_revenue / orders}
"""
    )
    share = catalog.metric("app_share")
    assert (share.unit, share.direction, share.audience, share.label.zh) == (
        Unit.RATIO,
        Direction.UP,
        ("growth",),
        "App 占比",
    )
    assert "category" not in share.dimensions
    assert "gross_revenue / orders" in catalog.definition("aov", Lang.EN).replace("(", "").replace(")", "")


def test_a_warehouse_of_other_names_is_pointed_at(shop, tmp_path, ask):
    """A table and its columns may have any names in the store; questions stay the same."""
    catalog = shop(
        """
zone: Europe/Berlin
tables:
  orders: {source: dw.fact_orders, rename: {ordered_at: created, channel: src}}
"""
    )
    facts = Facts(f"duckdb:///{tmp_path / 'f.duckdb'}", default())
    facts.create()
    with facts.transaction() as raw:
        raw.execute("CREATE SCHEMA dw")
        raw.execute("CREATE TABLE dw.fact_orders AS SELECT 'o1' order_id, TIMESTAMP '2026-03-02' created, 'App' src")
    facts.close()

    elsewhere = Facts(f"duckdb:///{tmp_path / 'f.duckdb'}", catalog)
    frame = elsewhere.fetch(ask("orders", "2026-03-01", "2026-03-08", "channel")).frame
    elsewhere.close()
    assert frame.to_dict("list") == {"channel": ["App"], "value": [1.0]}
