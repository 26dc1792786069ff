"""What every test stands on: both databases, a clock that stands still, services, actors."""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker

from marketplace.foundation.clock import SetClock
from marketplace.foundation.database import make_engine
from marketplace.services import Services
from marketplace.settings import Settings
from tests.databases import Databases, fill
from tests.factories.sentence_models import write_model
from tests.factories.templates import CompiledOnce

os.environ.setdefault("HF_HUB_OFFLINE", "1")
# How long an example takes says something about the machine, and nothing about the property.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
# Compiling the templates of one page costs more than everything else that a test of it does.
Flask.jinja_options = {"bytecode_cache": CompiledOnce()}

pytest_plugins = ["tests.browser.fixtures"]

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def pytest_collection_finish() -> None:
    """Take what is loaded by now out of the sight of the collector.

    It stays to the end of the run, and going through it again and again is an eighth of the time.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Makes empty databases of either kind; PostgreSQL is started when it is first needed."""
    # Not below pytest's own folder: run as root, the server works as another user, and
    # every new session of pytest closes the folders of the others to it.
    with TemporaryDirectory(prefix="marketplace-tests-", ignore_cleanup_errors=True) as folder:
        made = Databases(Path(folder))
        yield made
        made.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Engine]:
    """A database with every table and no rows, once of each kind for the whole session."""
    engine = make_engine(databases.new_url(request.param))
    fill(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def sentence_models(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Two small real models, in folders."""
    folder = tmp_path_factory.mktemp("models")
    return str(write_model(folder / "one", seed=1)), str(write_model(folder / "two", seed=2))


@pytest.fixture(scope="session")
def english_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small model that knows no language, and says that it knows English."""
    card = "---\nlanguage: en\n---\n"
    return str(write_model(tmp_path_factory.mktemp("english") / "model", card=card))


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url="set by the test",
        data_dir=tmp_path,
        secret_key="a secret that only tests know, long enough",
        encoder="hashing",
        vector_index="exact",
        match_rate_limit="10000 per minute",
        sign_in_rate_limit="10000 per minute",
    )


@pytest.fixture
def services(database: Engine, settings: Settings, clock: SetClock) -> Iterator[Services]:
    """Services on one connection whose outer transaction is rolled back after the test."""
    with database.connect() as connection:
        outer = connection.begin()
        sessions = sessionmaker(connection, join_transaction_mode="create_savepoint")
        yield Services(settings, database, sessions, clock)
        outer.rollback()
