"""The whole product: the sample shop, the real handlers, the real Bolt, the workspace."""

import pytest

from bot.bot import Manner
from handlers import TABLES
from handlers.command import Shop
from storage import catalog
from storage.facts import Facts
from storage.records import Records
from tests.conftest import NOON
from tests.town import opened


@pytest.fixture(scope="session")
def facts(sample_home):
    facts = Facts(f"duckdb:///{sample_home / 'facts.duckdb'}", catalog.load(sample_home / "shop.yaml"))
    yield facts
    facts.close()


@pytest.fixture
async def town(facts, tmp_path):
    """The shop's team in their workspace, with the bot at work."""
    records = Records(f"sqlite:///{tmp_path / 'records.db'}")
    records.migrate()
    async with opened(Shop(facts.catalog, facts, records), TABLES, Manner(), lambda: NOON) as here:
        yield here
    records.close()
