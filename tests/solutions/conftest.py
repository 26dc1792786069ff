"""A vendor and the words that every test of solutions needs."""

from uuid import UUID

import pytest

from marketplace.services import Services
from tests.factories.market import add_words, make_vendor


@pytest.fixture
def vendor(services: Services) -> UUID:
    with services.unit_of_work() as uow:
        add_words(uow)
        return make_vendor(uow, name="Warm Homes")
