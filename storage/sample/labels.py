"""How places, channels and campaigns are written in the tables."""

import numpy as np
import pyarrow as pa

from storage.sample.orders import People
from storage.sample.promotions import NAMES
from storage.sample.rows import words
from storage.sample.sales import Sales
from storage.sample.shop import CAMPAIGNS, CELLS, CHANNELS, PROMOTION, REGIONS
from storage.sample.timeline import Ints

CHANNEL_NAMES = [each.name for each in CHANNELS]
CAMPAIGN_NAMES = [*(each.name for each in CAMPAIGNS), *NAMES]
REGION_NAMES = [each.name for each in REGIONS]
CITY_NAMES = [city for region in REGIONS for city, _ in region.cities]


def campaign_names(sold: Sales, cells: Ints, days: Ints) -> pa.Array:
    """The campaign of each row by its cell; a promotion's cell goes by the promotion of the day."""
    fixed = [CAMPAIGN_NAMES.index(c.campaign) if c.campaign and c.campaign != PROMOTION else -1 for c in CELLS]
    running = np.array([cell.campaign == PROMOTION for cell in CELLS])[cells]
    return words(
        np.where(running, len(CAMPAIGNS) + sold.demand.seasons.campaign[days], np.array(fixed)[cells]), CAMPAIGN_NAMES
    )


def city_codes(crowd: People, customers: Ints) -> Ints:
    """The place of each customer's city in CITY_NAMES."""
    start = np.concatenate([[0], np.cumsum([len(each.cities) for each in REGIONS])[:-1]])
    return np.asarray(start[crowd.region[customers]] + crowd.city[customers])
