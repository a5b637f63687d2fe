"""The looks that a picture may have."""

import pytest

from analysis.model import Lang, Look
from tests.charts.drawn import LOOKS


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look.lang}-{'dark' if look.dark else 'light'}")
def look(request):
    return request.param


@pytest.fixture
def english():
    return Look(Lang.EN, "CNY")


@pytest.fixture
def chinese():
    return Look(Lang.ZH, "CNY")
