"""Make a whole home for the sample shop: its description and its facts."""

from calendar import monthrange
from datetime import date, datetime
from pathlib import Path

from storage.sample.build import build
from storage.sample.shop import ZONE

SHOP = """\
# The sample shop, described once. What is not said here is as shipped; docs/shop-yaml.md explains every key.
name: Chestnut Home
zone: {zone}
currency: CNY
week_start: monday
languages: [en, zh]
metrics:
  revenue: {{owner: Sam}}
  conversion: {{owner: Li Wei}}
  stock_cover: {{owner: Ana}}
targets:
  revenue:
{targets}
"""
NAMES = Path(__file__).with_name("names.yaml")
# Revenue aimed at in each month of the year, January first, in the shop's currency.
AIMS = (2.9e6, 2.1e6, 2.7e6, 2.7e6, 2.8e6, 3.0e6, 2.9e6, 3.0e6, 3.2e6, 3.4e6, 3.9e6, 3.4e6)


def furnish(home: Path, seed: int, now: datetime, scale: float = 1.0) -> None:
    """Write shop.yaml and facts.duckdb of the sample shop as it stands at `now` into `home`."""
    home.mkdir(parents=True, exist_ok=True)
    build(home / "facts.duckdb", seed, now, scale)
    targets = "\n".join(_target(month, scale) for month in _months(now.astimezone(ZONE).date()))
    described = SHOP.format(zone=ZONE.key, targets=targets) + NAMES.read_text(encoding="utf-8")
    (home / "shop.yaml").write_text(described, encoding="utf-8")


def _months(today: date) -> list[date]:
    """The firsts of the last twelve months and of this one."""
    count = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(count - 12, count + 1)]


def _target(first: date, scale: float) -> str:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return f"    - {{value: {AIMS[first.month - 1] * scale:.0f}, every: month, from: {first}, to: {last}}}"
