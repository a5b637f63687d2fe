"""The days and numbers of a shop.yaml: promotions in any year, targets over any period."""

from datetime import date

import pytest

from analysis.errors import Unavailable
from analysis.model import Filter, Op
from storage.catalog import default, load


@pytest.fixture
def shop(tmp_path):
    """The catalog of a shop.yaml with this text."""

    def write(text: str):
        path = tmp_path / "shop.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return write


def test_targets_are_shared_out_over_days(shop, days):
    """A month's target is that of its days; a rate's is the same on every day; days without one have none."""
    catalog = shop(
        """
targets:
  revenue:
    - {value: 31000, every: month, from: 2026-01-01}
    - {value: 7000, every: month, where: {channel: App}}
    - {value: 40000, from: 2026-11-02, to: 2026-11-11}
  conversion: 0.035
"""
    )
    january, straddling = days("2026-01-05", "2026-01-11"), days("2025-12-30", "2026-01-02")
    app = (Filter("channel", Op.IN, ("App",)),)
    assert catalog.target("revenue", january) == pytest.approx(7000)
    assert catalog.target("revenue", straddling) is None
    assert catalog.target("revenue", days("2026-02-01", "2026-02-28")) == pytest.approx(31000)
    assert catalog.target("revenue", days("2026-11-02", "2026-11-11")) == pytest.approx(40000)
    assert catalog.target("revenue", days("2026-02-01", "2026-02-28"), app) == pytest.approx(7000)
    assert catalog.target("revenue", january, (Filter("channel", Op.NOT_IN, ("App",)),)) is None
    assert catalog.target("conversion", january) == pytest.approx(0.035)
    assert catalog.target("orders", january) is None


def test_promotions_find_their_days_in_any_year():
    """Fixed days, spans, and the Friday after the fourth Thursday of November."""
    found = {promotion.id: promotion for promotion in default().promotions}
    assert found["singles_day"].days(2026) == (date(2026, 11, 1), date(2026, 11, 11))
    assert found["black_friday"].days(2024) == (date(2024, 11, 29), date(2024, 11, 29))
    assert found["black_friday"].days(2026) == (date(2026, 11, 27), date(2026, 11, 27))
    assert found["618"].label.zh == "618 大促"


def test_a_promotion_of_one_year_is_not_in_another(shop):
    """A dated promotion comes once, and 29 February only in leap years."""
    promotions = shop(
        """
calendar:
  promotions: [{id: opening, on: 2026-05-04}, {id: leap, on: "02-29"}]
"""
    ).promotions
    assert promotions[0].days(2026) == (date(2026, 5, 4), date(2026, 5, 4))
    assert promotions[0].days(2027) is None
    assert promotions[1].days(2027) is None
    assert promotions[1].days(2028) == (date(2028, 2, 29), date(2028, 2, 29))


def test_holidays_and_promotions_are_the_occasions_of_a_shop(shop):
    """The holidays of the shop's countries are named; a promotion on the same day names it instead."""
    catalog = shop(
        """
calendar:
  holidays: [CN]
  promotions: [{id: golden_week, label: {en: Golden Week sale, zh: 黄金周大促}, from: "10-02", to: "10-04"}]
"""
    )
    found = catalog.occasions(date(2025, 12, 31), date(2026, 10, 4))
    assert found[date(2026, 1, 1)].zh == "元旦"
    assert [found[date(2026, 10, day)].zh for day in (1, 2, 3, 4)] == [
        "国庆节",
        "黄金周大促",
        "黄金周大促",
        "黄金周大促",
    ]
    assert min(found) == date(2026, 1, 1)


def test_a_country_nobody_knows_is_named_with_what_it_may_have_meant(shop):
    with pytest.raises(Unavailable, match=r"BR-SP"):
        shop("calendar: {holidays: [CN, BR-SPP]}")
