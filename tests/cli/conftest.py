"""Installations that were just set up, on either kind of database."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from marketplace.foundation import backup, migrations
from marketplace.tables import metadata
from tests.cli.shell import Shell
from tests.databases import KINDS, Databases


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    """A command sends the logs where it writes; afterwards they go where they went before."""
    root, alembic = logging.getLogger(), logging.getLogger("alembic")
    before = list(root.handlers), root.level, alembic.level
    yield
    root.handlers[:], level, alembic_level = before
    root.setLevel(level)
    alembic.setLevel(alembic_level)
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def set_up(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Path], Shell]:
    """Gives a database with tables and code lists; there is one of each kind, emptied each time."""
    urls: dict[str, str] = {}
    folder = tmp_path_factory.mktemp("set-up")

    def make(kind: str, own_folder: Path) -> Shell:
        shell = Shell(urls.get(kind) or databases.new_url(kind), own_folder)
        fresh = folder / kind
        if kind not in urls:
            urls[kind] = shell.url
            shell.succeed("db", "upgrade")
            shell.succeed("backup", fresh)
        with shell.services() as services:
            revision = migrations.newest_revision()
            backup.restore(services.engine, metadata, revision, fresh, replace=True)
        return shell

    return make


@pytest.fixture(params=KINDS)
def shell(
    request: pytest.FixtureRequest, set_up: Callable[[str, Path], Shell], tmp_path: Path
) -> Shell:
    """A shell on a database with tables and code lists."""
    return set_up(request.param, tmp_path)


@pytest.fixture(params=KINDS)
def bare(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Shell:
    """A shell on a database without any table."""
    return Shell(databases.new_url(request.param), tmp_path)


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Shell:
    """A shell on a database without any table, for what does not depend on its kind."""
    return Shell(databases.new_url("sqlite"), tmp_path)
