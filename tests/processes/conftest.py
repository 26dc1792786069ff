"""A market with a database of its own, brought up by migrations as a real one is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from marketplace.foundation import migrations
from marketplace.foundation.access import SYSTEM
from marketplace.foundation.database import make_engine
from marketplace.services import Services, build_services
from tests.databases import KINDS, Databases
from tests.processes.market import settings_for
from tests.recommendations.world import add_words


@contextmanager
def open_market(url: str, folder: Path) -> Iterator[Services]:
    engine = make_engine(url)
    migrations.upgrade(engine)
    engine.dispose()
    services = build_services(settings_for(url, folder))
    with services.unit_of_work(SYSTEM) as uow:
        add_words(uow)
    yield services
    services.engine.dispose()


@pytest.fixture(params=KINDS)
def market(
    request: pytest.FixtureRequest, databases: Databases, tmp_path: Path
) -> Iterator[Services]:
    with open_market(databases.new_url(request.param), tmp_path) as services:
        yield services
