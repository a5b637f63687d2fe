"""chestnut init: make the folder of a shop."""

from argparse import ArgumentParser, Namespace

from analysis.errors import Unavailable
from analysis.model import Text
from bot import opening
from bot.cli.verb import Status, Terminal, Verb
from storage import catalog, load

SHOP = """\
# The shop, described once. What is not said here is as shipped; docs/shop-yaml.md explains every key.
name: {name}
zone: {zone}
currency: {currency}
week_start: monday
languages: [en, zh]
"""


def arguments(parser: ArgumentParser) -> None:
    """What the shop is."""
    parser.add_argument("--name", default="My shop", help="what the shop is called")
    parser.add_argument("--zone", help="its time zone, as in Asia/Shanghai")
    parser.add_argument("--currency", help="its currency, as in CNY")
    parser.add_argument("--mapping", help="take zone and currency from a mapping, as in olist")


def run(args: Namespace, there: Terminal) -> int:
    """Write shop.yaml and make the stores. A shop that is there already is left as it is."""
    settings = there.settings
    if settings.shop_file.exists():
        raise Unavailable(
            Text(
                f"{settings.shop_file} is there already: edit it, or set CHESTNUT_HOME to another folder.",
                f"{settings.shop_file} 已经存在：请直接修改它，或把 CHESTNUT_HOME 设为另一个文件夹。",
            )
        )
    zone, currency = args.zone or "UTC", args.currency or "USD"
    if args.mapping:
        mapping = load.parse(load.find(args.mapping, settings.home / "mappings"), catalog.default())
        zone, currency = args.zone or mapping.zone, args.currency or mapping.currency
    settings.home.mkdir(parents=True, exist_ok=True)
    settings.shop_file.write_text(SHOP.format(name=args.name, zone=zone, currency=currency), encoding="utf-8")
    try:
        shop = opening.open_shop(settings)
    except Unavailable:
        settings.shop_file.unlink()
        raise
    shop.facts.create()
    opening.close_shop(shop)
    there.say(f"Made {settings.home} ({zone}, {currency}). Next: `chestnut load FOLDER --mapping NAME`.")
    return Status.DONE


VERB = Verb("init", "make the folder of a shop", arguments, run)
