"""Make a whole home for the sample shop: its description and its facts."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from pathlib import Path

from storage.sample.build import build
from storage.sample.promotions import LUNAR_NEW_YEAR, PROMOTIONS, spread
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
calendar:
  promotions:
{promotions}
targets:
  revenue:
{targets}
"""
LABELS = {
    "Double 11": "双 11",
    "Black Friday": "黑色星期五",
    "Double 12": "双 12",
    "618": "618 大促",
    "New Year goods": "年货节与春节",
}
NAMES = Path(__file__).with_name("names.yaml")
# Revenue aimed at in each month of the year, January first, in the shop's currency.
AIMS = (2.9e6, 2.1e6, 2.7e6, 2.7e6, 2.8e6, 3.0e6, 2.9e6, 3.0e6, 3.2e6, 3.4e6, 3.9e6, 3.4e6)


def furnish(home: Path, seed: int, now: datetime, scale: float = 1.0) -> None:
    """Write shop.yaml and facts.duckdb of the sample shop as it stands at `now` into `home`."""
    home.mkdir(parents=True, exist_ok=True)
    build(home / "facts.duckdb", seed, now, scale)
    targets = "\n".join(_target(month, scale) for month in _months(now.astimezone(ZONE).date()))
    promotions = "\n".join(_promotions(now.astimezone(ZONE).year))
    described = SHOP.format(zone=ZONE.key, promotions=promotions, targets=targets) + NAMES.read_text(encoding="utf-8")
    (home / "shop.yaml").write_text(described, encoding="utf-8")


def _promotions(year: int) -> list[str]:
    """What the shop knows of its promotions, year by year from two years ago to the next: their sales, not their lull.

    The Spring Festival is told with the goods sale before it: that quiet is known to everybody.
    """
    lines = []
    for promotion in PROMOTIONS:
        quiet = promotion.main == LUNAR_NEW_YEAR.get
        days = [day for day, (_, cut) in spread(promotion).items() if cut or quiet]
        mains = [main for each in range(year - 2, year + 2) if (main := promotion.main(each))]
        for main in mains:
            first, last = main + timedelta(min(days)), main + timedelta(max(days))
            names = f"{{en: {promotion.campaign!r}, zh: {LABELS[promotion.campaign]}}}"
            key = f"{promotion.campaign.lower().replace(' ', '_')}_{main.year}"
            lines.append(f"    - {{id: {key}, label: {names}, from: {first}, to: {last}}}")
    return lines


def _months(today: date) -> list[date]:
    """The firsts of the last twelve months and of this one."""
    count = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(count - 12, count + 1)]


def _target(first: date, scale: float) -> str:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return f"    - {{value: {AIMS[first.month - 1] * scale:.0f}, every: month, from: {first}, to: {last}}}"
