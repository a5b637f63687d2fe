"""The names of the sample shop, as the language tests ask about it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from analysis.vocabulary import Value, Vocabulary
from storage import catalog

ZONE = ZoneInfo("Asia/Shanghai")
# A Sunday, 14:00 in the shop.
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)

VALUES = {
    "channel": "App|Mini program|Web|Marketplace|Store",
    "region": "East|South|North|Southwest|Northeast",
    "city": "Shanghai=上海|Hangzhou=杭州|Nanjing=南京|Suzhou=苏州|Guangzhou=广州|Shenzhen=深圳|Foshan=佛山|Xiamen=厦门"
    "|Beijing=北京|Tianjin=天津|Shijiazhuang=石家庄|Taiyuan=太原|Chengdu=成都|Chongqing=重庆|Kunming=昆明|Guiyang=贵阳"
    "|Shenyang=沈阳|Dalian=大连|Harbin=哈尔滨|Changchun=长春|Springfield|New York",
    "category": "Bedding=床品|Cookware=厨具|Tableware=餐具|Storage=收纳|Lighting=灯具|Home Fragrance=家居香氛|Bath=卫浴"
    "|Coffee & Tea=咖啡茶饮|Furniture=家具",
    "brand": "Loom & Field|Chestnut Basics|Alpine Wool|Stillwater|Copperleaf|Oak & Iron|Kiln & Clay|Hinoki House"
    "|Riverstone"
    "|Daybreak|Lumen Works|Paper Lantern|Springfield",
    "product": "Cast Iron Dutch Oven 24 cm|Washed Cotton Duvet Set Queen|Rice Bowl Set of 4 Chalk|Silk Pillowcase Pearl"
    "|LED Desk Lamp White|Moka Pot|Scented Candle Fig",
    "segment": "Young professionals|Families|Homeowners|Students|Small business",
    "customer_type": "new|returning",
    "payment_method": "Alipay|WeChat Pay|Card|Huabei instalments|Cash|Gift card",
    "device": "Mobile|Desktop|Tablet|Point of sale",
    "campaign": "Member push|App install|Brand search|Generic search|Social feed|Marketplace ads|Double 11",
    "keyword": "duvet set|frying pan|desk lamp|scented candle|tea set|bookshelf",
    "competitor": "Hearthway|Muji-ya Living|NestBox|Bluefern",
    "status": "delivered|shipped|cancelled|returned|processing",
    "score": "5|4|3|2|1",
    "seller": "Chestnut Home|Partner One",
    "refund_reason": "Changed mind|Not as described|Quality|Damaged in transit|Arrived late|Wrong item",
}
VERBS = {
    "help": ("help", "帮助"),
    "define": ("define", "definition", "what does", "什么是", "定义"),
    "metrics": ("metrics", "指标"),
    "settings": ("settings", "设置"),
    "save": ("save", "保存"),
    "saved": ("saved", "已保存"),
    "why": ("why", "为什么", "为何"),
    "forecast": ("forecast", "预测"),
    "explain": ("explain", "解释"),
    "advise": ("spend advice", "restock", "补货"),
}


def values() -> tuple[Value, ...]:
    """Every value of the shop with its Chinese name where it has one."""
    pairs = ((dimension, entry.partition("=")) for dimension, text in VALUES.items() for entry in text.split("|"))
    return tuple(Value(dimension, value, (chinese,) if chinese else ()) for dimension, (value, _, chinese) in pairs)


def vocabulary(first: date | None = date(2024, 11, 22), last: date | None = date(2026, 11, 22)) -> Vocabulary:
    """The shipped catalog's names with the sample shop's values."""
    shop = catalog.default()
    return Vocabulary(
        tuple(shop.metrics), tuple(shop.dimensions), values(), ZONE, 0, VERBS, first_day=first, last_day=last
    )


VOCABULARY = vocabulary()
