"""What the sample shop sells: nine categories, their brands and some three hundred products."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Category:
    """A part of the assortment.

    `share` is its part of all lines, `cost` the cost as a fraction of the price, `peak` the month it sells best in
    and `swing` by how much, `returns` the share of its lines that come back.
    """

    name: str
    share: float
    cost: float
    peak: int
    swing: float
    returns: float
    items: str


# An item a line: name | brand | price in yuan | step of the price from variant to variant | variants.
# The first items of a category sell best.
CATEGORIES = (
    Category("Bedding", 0.13, 0.50, 11, 0.28, 0.058, """
        Washed Cotton Duvet Set|Loom & Field|359|1.25|Single,Queen,King
        Cloud Down Pillow|Loom & Field|169|1.2|Soft,Medium,Firm
        Linen Duvet Cover|Loom & Field|499|1|Ivory,Sage,Slate
        Cotton Fitted Sheet|Chestnut Basics|129|1.25|Single,Queen,King
        Merino Throw|Alpine Wool|429|1|Oat,Moss,Charcoal
        Silk Pillowcase|Loom & Field|149|1|Pearl,Blush,Navy
        Summer Quilt|Chestnut Basics|219|1.2|Single,Queen,King
        Goose Down Duvet|Alpine Wool|1099|1.25|Single,Queen,King
        Memory Foam Pillow|Stillwater|199|1.15|Low,Mid,High
        Waffle Blanket|Loom & Field|179|1|White,Sand,Teal
        Mattress Topper|Stillwater|399|1.3|Single,Queen,King"""),
    Category("Cookware", 0.13, 0.53, 12, 0.12, 0.034, """
        Cast Iron Dutch Oven|Copperleaf|459|1.2|20 cm,24 cm,28 cm
        Nonstick Frying Pan|Copperleaf|139|1.2|20 cm,24 cm,28 cm
        Carbon Steel Wok|Copperleaf|229|1.15|30 cm,32 cm,34 cm
        Chef Knife|Oak & Iron|189|1.3|15 cm,18 cm,21 cm
        Acacia Chopping Board|Oak & Iron|89|1.3|S,M,L
        Clay Soup Pot|Kiln & Clay|199|1.25|1.5 L,2.5 L,4 L
        Silicone Utensil Set|Chestnut Basics|69|1|Grey,Green,Red
        Steamer Basket|Hinoki House|99|1.25|S,M,L
        Saucepan with Lid|Copperleaf|159|1.2|16 cm,18 cm,20 cm
        Roasting Tray|Copperleaf|119|1.25|S,M,L
        Cast Iron Grill Plate|Copperleaf|249|1|Round,Square,Long"""),
    Category("Tableware", 0.15, 0.47, 1, 0.16, 0.041, """
        Stoneware Dinner Plate|Kiln & Clay|49|1|Chalk,Celadon,Ink
        Rice Bowl Set of 4|Kiln & Clay|89|1|Chalk,Celadon,Ink
        Ramen Bowl|Kiln & Clay|45|1|Chalk,Celadon,Ink
        Walnut Chopsticks|Hinoki House|29|1.4|2 pairs,4 pairs,8 pairs
        Tumbler Set of 4|Riverstone|79|1|Clear,Smoke,Amber
        Cutlery Set|Oak & Iron|169|1.6|16 pieces,24 pieces,40 pieces
        Serving Platter|Kiln & Clay|119|1.2|S,M,L
        Linen Napkins|Loom & Field|59|1|Ivory,Rust,Forest
        Wine Glass Pair|Riverstone|99|1|White,Red,Flute
        Salad Bowl|Hinoki House|139|1.25|S,M,L
        Glass Carafe|Riverstone|69|1.3|0.5 L,1 L,1.5 L"""),
    Category("Storage", 0.14, 0.46, 3, 0.22, 0.031, """
        Stackable Storage Box|Chestnut Basics|39|1.4|S,M,L
        Glass Food Container|Riverstone|35|1.35|S,M,L
        Seagrass Basket|Hinoki House|79|1.3|S,M,L
        Drawer Organiser|Chestnut Basics|29|1.5|S,M,L
        Spice Jar Set|Riverstone|69|1.5|6 jars,12 jars,18 jars
        Vacuum Storage Bags|Chestnut Basics|45|1.4|4 bags,8 bags,12 bags
        Shoe Rack|Oak & Iron|159|1.3|2 tiers,3 tiers,4 tiers
        Canvas Laundry Hamper|Daybreak|99|1|Natural,Grey,Navy
        Rolling Cart|Oak & Iron|199|1|White,Black,Green
        Bread Bin|Hinoki House|149|1|Bamboo,Ash,Walnut
        Wall Hook Rail|Oak & Iron|69|1.3|3 hooks,5 hooks,7 hooks"""),
    Category("Lighting", 0.08, 0.51, 10, 0.16, 0.046, """
        Rice Paper Floor Lamp|Paper Lantern|329|1|Round,Column,Cube
        LED Desk Lamp|Lumen Works|179|1|White,Black,Mint
        Rechargeable Table Lamp|Lumen Works|129|1|Cream,Sage,Terracotta
        Night Light|Lumen Works|49|1|Moon,Cat,Cloud
        String Lights|Lumen Works|59|1.4|5 m,10 m,20 m
        Glass Pendant|Lumen Works|399|1|Clear,Smoke,Opal
        Ceramic Table Lamp|Kiln & Clay|289|1|Chalk,Celadon,Ink
        Wall Sconce|Lumen Works|219|1|Brass,Black,White
        Reading Clip Light|Lumen Works|69|1|White,Black,Blue
        Paper Pendant Shade|Paper Lantern|119|1.3|S,M,L
        Sunrise Alarm Light|Lumen Works|259|1|White,Wood,Grey"""),
    Category("Home Fragrance", 0.11, 0.42, 12, 0.30, 0.024, """
        Soy Candle|Moss & Ember|89|1|Osmanthus,Cedar,Fig
        Reed Diffuser|Moss & Ember|139|1|Osmanthus,White Tea,Rain
        Incense Sticks|Paper Lantern|39|1|Sandalwood,Agarwood,Plum
        Aroma Oil|Moss & Ember|69|1|Lavender,Bergamot,Mint
        Ultrasonic Diffuser|Daybreak|199|1|White,Wood,Stone
        Room Spray|Moss & Ember|59|1|Linen,Citrus,Forest
        Ceramic Incense Burner|Kiln & Clay|79|1|Chalk,Celadon,Ink
        Scented Sachets|Moss & Ember|29|1|Rose,Lavender,Cedar
        Candle Gift Set|Moss & Ember|229|1|Winter,Garden,Tea
        Car Diffuser|Daybreak|79|1|Black,Silver,Green
        Wax Melts|Moss & Ember|35|1|Vanilla,Fig,Pine"""),
    Category("Bath", 0.12, 0.47, 7, 0.10, 0.033, """
        Cotton Bath Towel|Stillwater|79|1|White,Sand,Sage
        Hand Towel Pair|Stillwater|45|1|White,Sand,Sage
        Diatomite Bath Mat|Stillwater|89|1.2|S,M,L
        Shower Curtain|Daybreak|69|1|White,Leaf,Stripe
        Soap Dispenser|Kiln & Clay|59|1|Chalk,Celadon,Ink
        Bathrobe|Stillwater|269|1|S,M,L
        Hinoki Bath Stool|Hinoki House|189|1|Natural,Dark,Pale
        Bath Salts|Moss & Ember|49|1|Ginger,Pine,Milk
        Toothbrush Holder|Kiln & Clay|39|1|Chalk,Celadon,Ink
        Laundry Basket|Daybreak|109|1.2|S,M,L
        Mirror with Shelf|Oak & Iron|239|1.2|Round,Arch,Square"""),
    Category("Coffee & Tea", 0.09, 0.50, 11, 0.12, 0.028, """
        Pour-over Set|North Pantry|159|1|Clear,Black,Copper
        Moka Pot|North Pantry|129|1.25|2 cups,4 cups,6 cups
        Gooseneck Kettle|North Pantry|259|1|Black,White,Steel
        Travel Mug|Daybreak|99|1|Cream,Navy,Forest
        Gaiwan Tea Set|Kiln & Clay|149|1|Chalk,Celadon,Ink
        Hand Grinder|North Pantry|219|1|Black,Silver,Walnut
        Mug Pair|Kiln & Clay|69|1|Chalk,Celadon,Ink
        Cold Brew Bottle|Riverstone|89|1.25|0.6 L,1 L,1.4 L
        Cast Iron Teapot|Copperleaf|239|1.2|0.6 L,0.8 L,1.2 L
        Milk Frother|Daybreak|119|1|White,Black,Green
        Tea Caddy|Paper Lantern|49|1|Indigo,Rust,Moss"""),
    Category("Furniture", 0.05, 0.56, 5, 0.14, 0.067, """
        Folding Side Table|Oak & Iron|269|1|Oak,Walnut,White
        Floor Cushion|Loom & Field|149|1|Oat,Rust,Indigo
        Bentwood Stool|Oak & Iron|229|1|Natural,Black,Green
        Bookshelf|Oak & Iron|499|1.3|3 tiers,4 tiers,5 tiers
        Lounge Chair|Oak & Iron|1299|1|Linen,Leather,Boucle
        Bedside Table|Oak & Iron|399|1|Oak,Walnut,White
        Standing Desk|Lumen Works|1599|1.15|120 cm,140 cm,160 cm
        Coat Stand|Oak & Iron|199|1|Oak,Walnut,Black
        Rattan Screen|Hinoki House|459|1.2|2 panels,3 panels,4 panels
        Tatami Bed Mat|Hinoki House|359|1.25|Single,Queen,King
        TV Bench|Oak & Iron|899|1.2|120 cm,150 cm,180 cm"""),
)  # fmt: skip

# Brands that partners sell through the shop; the shop itself sells all others.
HOUSE = "Chestnut Home"
PARTNERS = {
    "North Pantry": "North Pantry Flagship",
    "Lumen Works": "Lumen Works Flagship",
    "Paper Lantern": "Orient Import Co.",
    "Alpine Wool": "Orient Import Co.",
    "Daybreak": "Daybreak Studio",
}
# Brands shipped from abroad: cross-border tax is due on them.
IMPORTED = frozenset({"Paper Lantern", "Alpine Wool"})

# The best seller and two more that carry planted events, by how much they outsell their place on the list.
HITS = {"Washed Cotton Duvet Set Queen": 1.7, "Soy Candle Osmanthus": 1.6, "Pour-over Set Black": 2.0}
# Each 17th product came to the shop late: so many days before today.
LAUNCHES = (610, 520, 410, 330, 260, 190, 130, 80)


@dataclass(frozen=True)
class Assortment:
    """Every product as parallel arrays, ordered by category. `price` and `cost` are in fen, `launch` in days ago."""

    names: tuple[str, ...]
    brands: tuple[str, ...]
    sellers: tuple[str, ...]
    category: NDArray[np.int64]
    price: NDArray[np.int64]
    cost: NDArray[np.int64]
    popularity: NDArray[np.float64]
    launch: NDArray[np.int64]

    def index(self, name: str) -> int:
        """The place of the product called `name`."""
        return self.names.index(name)

    def of_brand(self, brand: str) -> NDArray[np.bool_]:
        """Which products carry `brand`."""
        return np.array([each == brand for each in self.brands])


def priced(yuan: NDArray[np.float64]) -> NDArray[np.int64]:
    """Prices in fen with the endings shops like: 39.9 below fifty yuan, 169 above."""
    low = np.maximum(np.floor(yuan), 9) * 100 + 90
    high = np.round(yuan / 10) * 1000 - 100
    return np.where(yuan < 50, low, high).astype(np.int64)


@cache
def assortment() -> Assortment:
    """All products, the same whatever the seed: planted events call them by name."""
    names: list[str] = []
    brands: list[str] = []
    rows: list[tuple[int, float, float, float]] = []
    for number, part in enumerate(CATEGORIES):
        for rank, line in enumerate(part.items.split("\n")[1:]):
            item, brand, yuan, step, variants = line.strip().split("|")
            for place, variant in enumerate(variants.split(",")):
                names.append(f"{item} {variant}")
                brands.append(brand)
                weight = (rank + 1.5) ** -0.8 * (0.8, 1.0, 0.6)[place] * HITS.get(names[-1], 1.0)
                rows.append((number, float(yuan) * float(step) ** place, part.cost, weight))
    kind, yuans, costs, weights = (np.array(column) for column in zip(*rows, strict=True))
    category = kind.astype(np.int64)
    totals = np.bincount(category, weights)
    shares = np.array([each.share for each in CATEGORIES])
    price = priced(yuans)
    launch = np.full(len(names), 10_000)
    launch[8::17] = np.resize(LAUNCHES, len(launch[8::17]))
    return Assortment(
        names=tuple(names),
        brands=tuple(brands),
        sellers=tuple(PARTNERS.get(brand, HOUSE) for brand in brands),
        category=category,
        price=price,
        cost=np.round(price * costs * (0.94 + 0.03 * (np.arange(len(names)) % 5)), -1).astype(np.int64),
        popularity=weights / totals[category] * shares[category],
        launch=launch,
    )
