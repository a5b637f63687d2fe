"""What the sample shop is: its regions, channels, campaigns, keywords, customers and rivals."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Region:
    """Where customers live. `freight` is in fen, `transit` the mean and `promise` the promised days to the door."""

    name: str
    share: float
    freight: int
    transit: float
    promise: int
    cities: tuple[tuple[str, float], ...]


REGIONS = (
    Region("East", 0.37, 800, 1.5, 4, (
        ("Shanghai", 0.34), ("Hangzhou", 0.22), ("Nanjing", 0.16), ("Suzhou", 0.17), ("Ningbo", 0.11),
    )),
    Region("South", 0.24, 1000, 1.9, 4, (
        ("Shenzhen", 0.34), ("Guangzhou", 0.32), ("Dongguan", 0.14), ("Foshan", 0.11), ("Xiamen", 0.09),
    )),
    Region("North", 0.19, 1000, 2.1, 5, (
        ("Beijing", 0.52), ("Tianjin", 0.22), ("Shijiazhuang", 0.14), ("Taiyuan", 0.12),
    )),
    Region("Southwest", 0.13, 1200, 2.8, 6, (
        ("Chengdu", 0.44), ("Chongqing", 0.31), ("Kunming", 0.14), ("Guiyang", 0.11),
    )),
    Region("Northeast", 0.07, 1200, 2.7, 6, (
        ("Shenyang", 0.34), ("Dalian", 0.28), ("Harbin", 0.21), ("Changchun", 0.17),
    )),
)  # fmt: skip


@dataclass(frozen=True)
class Channel:
    """A way to buy. `drift` is its growth beyond the shop's, a year; `conversion` is None where visits go uncounted."""

    name: str
    share: float
    drift: float
    conversion: float | None


CHANNELS = (
    Channel("App", 0.37, 0.06, 0.036),
    Channel("Web", 0.17, -0.10, 0.021),
    Channel("Mini program", 0.21, 0.10, 0.028),
    Channel("Marketplace", 0.17, -0.02, None),
    Channel("Store", 0.08, -0.05, None),
)
STORE = "Store"

# The campaign of a cell that runs only while a promotion does, and takes that promotion's name.
PROMOTION = "promotion"


@dataclass(frozen=True)
class Cell:
    """A channel, device and campaign that orders come through. `share` is its part of the channel."""

    channel: str
    device: str
    campaign: str | None
    share: float


CELLS = (
    Cell("App", "Mobile", None, 0.60),
    Cell("App", "Tablet", None, 0.06),
    Cell("App", "Mobile", "Member push", 0.20),
    Cell("App", "Mobile", "App install", 0.14),
    Cell("App", "Mobile", PROMOTION, 0.30),
    Cell("Web", "Desktop", None, 0.38),
    Cell("Web", "Mobile", None, 0.17),
    Cell("Web", "Desktop", "Brand search", 0.20),
    Cell("Web", "Desktop", "Generic search", 0.13),
    Cell("Web", "Mobile", "Generic search", 0.12),
    Cell("Web", "Desktop", PROMOTION, 0.20),
    Cell("Mini program", "Mobile", None, 0.64),
    Cell("Mini program", "Mobile", "Social feed", 0.36),
    Cell("Mini program", "Mobile", PROMOTION, 0.30),
    Cell("Marketplace", "Mobile", None, 0.72),
    Cell("Marketplace", "Mobile", "Marketplace ads", 0.28),
    Cell("Marketplace", "Mobile", PROMOTION, 0.35),
    Cell("Store", "Point of sale", None, 1.0),
)


@dataclass(frozen=True)
class Campaign:
    """An always-on campaign. `cpc` is in fen, `ctr` a fraction; `keywords` says that it buys keywords."""

    name: str
    channel: str
    cpc: float
    ctr: float
    keywords: bool = False


CAMPAIGNS = (
    Campaign("Member push", "App", 32, 0.045),
    Campaign("App install", "App", 590, 0.011),
    Campaign("Brand search", "Web", 175, 0.125, keywords=True),
    Campaign("Generic search", "Web", 365, 0.034, keywords=True),
    Campaign("Social feed", "Mini program", 290, 0.013),
    Campaign("Marketplace ads", "Marketplace", 260, 0.021, keywords=True),
)
PROMOTION_CPC, PROMOTION_CTR = 240, 0.024


@dataclass(frozen=True)
class Keyword:
    """What people search for. `volume` is searches a day, `share` the part of them that click on the shop."""

    word: str
    category: str
    volume: float
    share: float
    brand: bool = False


KEYWORDS = (
    Keyword("chestnut home", "Bedding", 420, 0.46, brand=True),
    Keyword("loom & field", "Bedding", 160, 0.31, brand=True),
    Keyword("kiln & clay", "Tableware", 210, 0.33, brand=True),
    Keyword("duvet set", "Bedding", 1900, 0.09),
    Keyword("down pillow", "Bedding", 1250, 0.10),
    Keyword("summer quilt", "Bedding", 900, 0.08),
    Keyword("silk pillowcase", "Bedding", 620, 0.12),
    Keyword("frying pan", "Cookware", 2100, 0.07),
    Keyword("dutch oven", "Cookware", 760, 0.12),
    Keyword("wok", "Cookware", 1500, 0.06),
    Keyword("chef knife", "Cookware", 680, 0.08),
    Keyword("dinner plates", "Tableware", 1350, 0.11),
    Keyword("rice bowl", "Tableware", 1100, 0.12),
    Keyword("wine glasses", "Tableware", 740, 0.08),
    Keyword("storage box", "Storage", 2300, 0.08),
    Keyword("food container", "Storage", 1450, 0.09),
    Keyword("vacuum bags", "Storage", 820, 0.10),
    Keyword("desk lamp", "Lighting", 1600, 0.07),
    Keyword("night light", "Lighting", 880, 0.09),
    Keyword("scented candle", "Home Fragrance", 1250, 0.14),
    Keyword("reed diffuser", "Home Fragrance", 720, 0.15),
    Keyword("incense", "Home Fragrance", 640, 0.08),
    Keyword("bath towel", "Bath", 1400, 0.09),
    Keyword("bath mat", "Bath", 930, 0.10),
    Keyword("moka pot", "Coffee & Tea", 560, 0.13),
    Keyword("pour over coffee", "Coffee & Tea", 690, 0.14),
    Keyword("tea set", "Coffee & Tea", 980, 0.08),
    Keyword("side table", "Furniture", 870, 0.06),
    Keyword("bookshelf", "Furniture", 1150, 0.05),
    Keyword("lounge chair", "Furniture", 610, 0.05),
)

# Each rival's sales as a multiple of the shop's, and its prices against the shop's.
COMPETITORS = {"Hearthway": (3.9, 0.98), "Sumi Living": (3.1, 1.07), "NestBox": (2.2, 0.93), "Bluefern": (1.1, 1.02)}

# Customers' segments with their part of all customers and how many more units they take.
SEGMENTS = {
    "Young professionals": (0.34, 1.0),
    "Families": (0.28, 1.08),
    "Homeowners": (0.20, 1.04),
    "Students": (0.12, 0.94),
    "Small business": (0.06, 1.7),
}

# How people pay, by channel; gift cards pay a part of an order.
METHODS = ("Alipay", "WeChat Pay", "Card", "Huabei instalments", "Cash")
METHOD_SHARES = {
    "App": (0.42, 0.36, 0.10, 0.12, 0.0),
    "Web": (0.44, 0.24, 0.22, 0.10, 0.0),
    "Mini program": (0.0, 0.94, 0.06, 0.0, 0.0),
    "Marketplace": (0.72, 0.08, 0.08, 0.12, 0.0),
    "Store": (0.30, 0.40, 0.20, 0.0, 0.10),
}
GIFT_CARD = "Gift card"

REASONS = {
    "Changed mind": 0.34,
    "Not as described": 0.19,
    "Quality": 0.15,
    "Damaged in transit": 0.13,
    "Arrived late": 0.08,
    "Wrong item": 0.11,
}
CANCELLED = "Cancelled before shipping"
