"""Brings a database to a revision of the schema and tells where it stands.

The revisions themselves are in the top-level folder `migrations/`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

from marketplace.foundation.errors import Invalid

FOLDER = Path(__file__).parents[2] / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to `revision`; doing it twice changes nothing.

    Raises:
        Invalid: there is no way from where the database is to that revision.
    """
    with _ways():
        command.upgrade(_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Bring the schema back to `revision`; `base` is an empty database.

    Raises:
        Invalid: there is no way from where the database is to that revision.
    """
    with _ways():
        command.downgrade(_config(engine), revision)


def current_revision(engine: Engine) -> str | None:
    """The revision the database is at, or None if it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The revision that this release needs."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema that this release needs."""
    return current_revision(engine) == newest_revision()


@contextmanager
def _ways() -> Iterator[None]:
    try:
        yield
    except (CommandError, AssertionError) as error:
        # Alembic takes for granted, with an assertion, that a revision has a name.
        reason = str(error) or "Name a revision"
        raise Invalid.of("revision", f"{reason}. This release needs {newest_revision()}.") from None


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine"] = engine
    return config
