"""The whole product: the sample shop, the real handlers, the real Bolt, the workspace."""

from datetime import UTC, datetime

import pytest

from bot.bot import Manner
from handlers import TABLES
from handlers.command import Shop
from storage import catalog, sample
from storage.facts import Facts
from storage.records import Records
from tests.town import opened

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def facts(tmp_path_factory):
    """A twentieth of the sample shop, as it stands at noon of a Sunday in Shanghai."""
    home = tmp_path_factory.mktemp("home")
    sample.furnish(home, 7, NOW, 0.05)
    facts = Facts(f"duckdb:///{home / 'facts.duckdb'}", catalog.load(home / "shop.yaml"))
    yield facts
    facts.close()


@pytest.fixture
async def town(facts, tmp_path):
    """The shop's team in their workspace, with the bot at work."""
    records = Records(f"sqlite:///{tmp_path / 'records.db'}")
    records.migrate()
    async with opened(Shop(facts.catalog, facts, records), TABLES, Manner(), lambda: NOW) as here:
        yield here
    records.close()
