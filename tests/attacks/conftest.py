"""The demonstration in a database of its own, with the real model, and somebody who attacks it.

Whole: every solution and challenge of the demonstration. Else every eighth.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import pytest

from marketplace.cli.imports import KINDS, Outcome, import_rows
from marketplace.cli.rows import ImportRow, read_rows
from marketplace.foundation import migrations
from marketplace.foundation.clock import SetClock
from marketplace.services import Services, build_services
from marketplace.settings import Settings
from marketplace.taxonomy.operations import load_terms
from seed_data import FOLDER
from tests.conftest import NOW
from tests.databases import Databases
from tests.factories.market import make_vendor
from tests.sizes import sized

OWNERS = 3


@dataclass(frozen=True)
class Stage:
    """What is attacked, what became of the honest listings, and the vendors that attack."""

    services: Services
    honest: Outcome
    challenges: tuple[UUID, ...]
    vendors: tuple[UUID, ...]


@pytest.fixture(scope="package")
def stage(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    settings = Settings(
        database_url=databases.new_url("sqlite"),
        data_dir=tmp_path_factory.mktemp("attacks"),
        secret_key="a secret that only tests know, long enough",
        vector_index="exact",
    )
    services = build_services(settings, clock=SetClock(NOW))
    migrations.upgrade(services.engine)
    with services.unit_of_work() as uow:
        load_terms(uow, FOLDER / "taxonomy")
    taken = {name: import_rows(services, KINDS[name], rows(name)) for name in KINDS}
    assert not any(outcome.refused for outcome in taken.values())
    with services.unit_of_work() as uow:
        vendors = tuple(make_vendor(uow, name=f"Vendor {number}") for number in range(OWNERS))
    library = services.matcher._library(None)
    challenges = tuple(map(UUID, sorted(library.needs)))
    yield Stage(services, taken["solutions"], challenges, vendors)
    services.engine.dispose()


def rows(name: str) -> Iterator[ImportRow]:
    path = FOLDER / f"{name}.jsonl"
    step = 1 if name == "organisations" else sized(8, 1)
    return islice(read_rows(path, KINDS[name].lists), 0, None, step)
