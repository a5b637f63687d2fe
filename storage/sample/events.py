"""What is planted in the sample shop, told once: the generator applies it, and anyone can check what was found."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from analysis.model import Direction, Text
from storage.sample.shop import ZONE


class Kind(StrEnum):
    """What sort of thing happened."""

    STOCKOUT = "stockout"
    OUTAGE = "outage"
    CHECKOUT_FAULT = "checkout_fault"
    PRICE_CHANGE = "price_change"
    KEYWORD = "keyword"
    REFUND_WAVE = "refund_wave"
    LATE_DELIVERY = "late_delivery"
    WEAK_PROMOTION = "weak_promotion"
    WASTED_SPEND = "wasted_spend"
    RIVAL_PRICE_CUT = "rival_price_cut"


@dataclass(frozen=True)
class Planted:
    """Something that happens in the shop, whatever day it is asked for.

    It starts `ago` local days before today and lasts `days`, or on its one day the `hours` from and until. `dose` is
    what the generator applies (a multiple, a share or days, as the kind has it); `effect` is roughly what comes of it:
    the change of `metric` where `where` holds, as a fraction of what it would have been.
    """

    id: str
    kind: Kind
    what: Text
    metric: str
    where: Mapping[str, str]
    ago: int
    days: int
    direction: Direction
    dose: float
    effect: float
    hours: tuple[int, int] | None = None


@dataclass(frozen=True)
class Event:
    """A planted event on the calendar. `start` and `end` are aware and in UTC; the end is exclusive."""

    id: str
    kind: Kind
    what: Text
    metric: str
    where: Mapping[str, str]
    start: datetime
    end: datetime
    direction: Direction
    effect: float

    def plain(self) -> dict[str, object]:
        """The event as JSON has it: instants in ISO 8601."""
        return asdict(self) | {"start": self.start.isoformat(), "end": self.end.isoformat()}


EVENTS = (
    Planted(
        "app-outage", Kind.OUTAGE,
        Text("The app was down for four hours of the evening", "App 晚高峰宕机四小时"),
        "visits", {"channel": "App"}, 6, 1, Direction.DOWN, 0.03, -0.95, hours=(18, 22),
    ),
    Planted(
        "generic-search-waste", Kind.WASTED_SPEND,
        Text("Spend on Generic search more than doubled without more visits", "通用搜索花费翻倍有余，流量却没有增加"),
        "spend", {"campaign": "Generic search"}, 10, 8, Direction.UP, 2.3, 1.2,
    ),
    Planted(
        "duvet-stockout", Kind.STOCKOUT,
        Text("The best-selling duvet set was out of stock", "爆款被套四件套断货"),
        "units", {"product": "Washed Cotton Duvet Set Queen"}, 12, 6, Direction.DOWN, 0.0, -1.0,
    ),
    Planted(
        "moka-pot-takes-off", Kind.KEYWORD,
        Text("Searches for moka pots took off after a video went viral", "一条视频走红后，摩卡壶搜索量猛涨"),
        "search_volume", {"keyword": "moka pot"}, 16, 17, Direction.UP, 5.0, 3.0,
    ),
    Planted(
        "southwest-late", Kind.LATE_DELIVERY,
        Text("Floods delayed deliveries in the Southwest", "西南地区因洪水配送延误"),
        "on_time_rate", {"region": "Southwest"}, 20, 10, Direction.DOWN, 3.6, -0.7,
    ),
    Planted(
        "kiln-clay-price-rise", Kind.PRICE_CHANGE,
        Text("Kiln & Clay raised its prices by 15 %", "Kiln & Clay 品牌涨价 15%"),
        "units", {"brand": "Kiln & Clay"}, 24, 25, Direction.DOWN, 1.15, -0.22,
    ),
    Planted(
        "pour-over-refunds", Kind.REFUND_WAVE,
        Text("A bad batch of the black pour-over set came back", "黑色手冲套装一批次质量问题，集中退款"),
        "refund_rate", {"product": "Pour-over Set Black"}, 29, 12, Direction.UP, 0.42, 9.5,
    ),
    Planted(
        "hearthway-price-cut", Kind.RIVAL_PRICE_CUT,
        Text("Hearthway cut its cookware prices by 18 %", "竞品 Hearthway 炊具降价 18%"),
        "market_sales", {"competitor": "Hearthway", "category": "Cookware"}, 52, 21, Direction.UP, 0.82, 0.35,
    ),
    Planted(
        "members-week-flop", Kind.WEAK_PROMOTION,
        Text("Members week gave a quarter off and sold hardly more", "会员周打了七五折，销量几乎没涨"),
        "discount_rate", {}, 88, 5, Direction.UP, 0.25, 5.0,
    ),
    Planted(
        "web-checkout-fault", Kind.CHECKOUT_FAULT,
        Text("The website's checkout failed most buyers for two days", "网站结算故障两天，多数买家无法下单"),
        "conversion", {"channel": "Web"}, 131, 2, Direction.DOWN, 0.35, -0.65,
    ),
    Planted(
        "candle-stockout", Kind.STOCKOUT,
        Text("The osmanthus candle was out of stock", "桂花香薰蜡烛断货"),
        "units", {"product": "Soy Candle Osmanthus"}, 214, 9, Direction.DOWN, 0.0, -1.0,
    ),
    Planted(
        "northeast-late", Kind.LATE_DELIVERY,
        Text("Snow delayed deliveries in the Northeast", "东北地区因大雪配送延误"),
        "on_time_rate", {"region": "Northeast"}, 300, 12, Direction.DOWN, 4.0, -0.75,
    ),
    Planted(
        "copperleaf-price-cut", Kind.PRICE_CHANGE,
        Text("Copperleaf cut its prices by 10 %", "Copperleaf 品牌降价 10%"),
        "units", {"brand": "Copperleaf"}, 420, 421, Direction.UP, 0.90, 0.25,
    ),
)  # fmt: skip


def planted(kind: Kind) -> tuple[Planted, ...]:
    """The planted events of a kind."""
    return tuple(each for each in EVENTS if each.kind is kind)


def events(today: date) -> tuple[Event, ...]:
    """The planted events of the shop that is seen on `today`, latest first. They are the same for every seed."""
    return tuple(dated(each, today) for each in EVENTS)


def dated(event: Planted, today: date) -> Event:
    """A planted event on the calendar of a shop that is seen on `today`."""
    midnight = datetime.combine(today - timedelta(days=event.ago), time(), ZONE)
    start, end = midnight, midnight + timedelta(days=event.days)
    if event.hours:
        start, end = (midnight + timedelta(hours=hour) for hour in event.hours)
    return Event(
        event.id,
        event.kind,
        event.what,
        event.metric,
        event.where,
        start.astimezone(UTC),
        end.astimezone(UTC),
        event.direction,
        event.effect,
    )
