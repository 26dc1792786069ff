"""Cities that could buy together."""

import pytest

from marketplace.services import Services
from tests.factories.procurements import Buyers, make_buyers


@pytest.fixture
def buyers(services: Services) -> Buyers:
    return make_buyers(services)
