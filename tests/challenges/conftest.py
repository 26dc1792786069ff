"""A city and the words that every test of challenges needs."""

from uuid import UUID

import pytest

from marketplace.services import Services
from tests.factories.market import add_words, make_city


@pytest.fixture
def city(services: Services) -> UUID:
    with services.unit_of_work() as uow:
        add_words(uow)
        return make_city(uow, name="Graz")
