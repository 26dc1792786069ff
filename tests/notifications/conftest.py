import pytest

from marketplace.services import Services
from tests.cli.conftest import set_up, shell
from tests.notifications.inboxes import Market, make_market

__all__ = ["set_up", "shell"]


@pytest.fixture
def market(services: Services) -> Market:
    return make_market(services)
