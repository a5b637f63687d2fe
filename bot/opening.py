"""Opens a shop: its catalog, its facts and its memory, from the settings."""

from bot.settings import Settings
from handlers.command import Shop
from storage import catalog
from storage.facts import Facts
from storage.records import Records


def open_shop(settings: Settings) -> Shop:
    """The shop of the settings, its memory brought to the newest shape.

    Raises Unavailable, with what to do, when its description or its memory cannot be used; the
    facts are opened when first asked.
    """
    read = catalog.load(settings.shop_file)
    settings.home.mkdir(parents=True, exist_ok=True)
    records = Records(settings.records)
    records.migrate()
    return Shop(read, Facts(settings.facts, read, settings.query_timeout), records)


def close_shop(shop: Shop) -> None:
    """Let go of the stores."""
    shop.facts.close()
    shop.records.close()
