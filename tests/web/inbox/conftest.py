import pytest

from marketplace.services import Services
from tests.web.people import People, settle


@pytest.fixture
def people(services: Services) -> People:
    return settle(services)
