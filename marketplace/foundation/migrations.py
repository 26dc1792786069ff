"""Brings a database to a revision of the schema and tells where it stands.

The revisions themselves are in the top-level folder `migrations/`.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

FOLDER = Path(__file__).parents[2] / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to `revision`; doing it twice changes nothing."""
    command.upgrade(_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Bring the schema back to `revision`; `base` is an empty database."""
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


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine"] = engine
    return config
