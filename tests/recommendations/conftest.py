"""A small market on each database, with two cities and two vendors in it.

`market` lives in a transaction that is rolled back; `open_market` has a database of its own,
for tests in which several connections meet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from marketplace.foundation.access import SYSTEM
from marketplace.foundation.clock import SetClock
from marketplace.foundation.database import make_engine
from marketplace.recommendations.matcher import Matcher
from marketplace.services import Services, build_services
from marketplace.settings import Settings
from tests.databases import KINDS, Databases, fill
from tests.recommendations.world import add_city, add_vendor, add_words


@dataclass(frozen=True)
class Market:
    services: Services
    porto: UUID
    oulu: UUID
    caller: UUID
    mover: UUID


def furnished(services: Services) -> Market:
    with services.unit_of_work(SYSTEM) as uow:
        add_words(uow)
        return Market(
            services,
            porto=add_city(uow, name="Porto"),
            oulu=add_city(uow, name="Oulu", country="FI"),
            caller=add_vendor(uow, name="Neighbour Call"),
            mover=add_vendor(uow, name="Mover"),
        )


def another_process(
    market: Market, *, folder: str = "index", encoder: str | None = None
) -> Matcher:
    """The matcher of a process that has just been started on the same database."""
    settings = market.services.settings
    return Matcher(
        market.services.sessions,
        market.services.clock,
        encoder=encoder or settings.encoder,
        vectors=settings.vector_index,
        folder=settings.data_dir / folder,
    )


@pytest.fixture
def market(services: Services) -> Market:
    return furnished(services)


@pytest.fixture(params=KINDS)
def open_market(
    request: pytest.FixtureRequest, databases: Databases, settings: Settings, clock: SetClock
) -> Iterator[Market]:
    url = databases.new_url(request.param)
    engine = make_engine(url)
    fill(engine)
    engine.dispose()
    services = build_services(
        Settings(
            database_url=url,
            data_dir=settings.data_dir,
            secret_key=settings.secret_key,
            encoder="hashing",
            vector_index="exact",
        ),
        clock=clock,
    )
    yield furnished(services)
    services.engine.dispose()
