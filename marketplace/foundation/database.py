"""Tables' common base, column types and engines for SQLite and PostgreSQL.

What is race-free on SQLite is not on PostgreSQL, and what PostgreSQL checks SQLite lets
pass: the types here make both behave alike. Transactions are in `unit_of_work`.
"""

from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase

from marketplace.foundation.documents import from_json, to_json

Content = TypeVar("Content")

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

SQLITE_WAITS_MS = 30_000
DATABASE_FAILED = (OperationalError, InterfaceError)
"""What is raised when the database does not answer, is full, or is locked for too long."""
READS_ONLY = {"reads_only": True, "postgresql_readonly": True}


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC that is aware on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a naive time has no meaning here and is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back as aware UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Document(TypeDecorator[Content]):
    """A frozen dataclass kept as JSON."""

    impl = JSON().with_variant(JSONB(), "postgresql")
    cache_ok = True

    def __init__(self, content: type[Content]) -> None:
        super().__init__()
        self.content = content

    def process_bind_param(self, value: Content | None, dialect: Dialect) -> Any:
        """The dataclass as JSON values."""
        del dialect
        return None if value is None else to_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Content | None:
        """The JSON values as the dataclass."""
        del dialect
        return None if value is None else from_json(value, self.content)


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """An engine for `url`; SQLite in WAL mode with foreign keys, PostgreSQL through psycopg 3."""
    parsed = make_url(url)
    # Errors are logged, and what was to be stored may be confidential.
    hidden = {"hide_parameters": True}
    if parsed.get_backend_name() == "sqlite":
        waits = {"timeout": SQLITE_WAITS_MS / 1000}
        engine = create_engine(parsed, connect_args=waits, **hidden)
        prepare_sqlite(engine)
        return engine
    pool = {"pool_size": pool_size, "max_overflow": pool_size, "pool_pre_ping": True}
    return create_engine(parsed, **pool, **hidden)


def prepare_sqlite(engine: Engine) -> None:
    """Let SQLAlchemy, not the driver, begin transactions, and begin writers as writers.

    A transaction that reads first and writes later cannot wait for another writer on
    SQLite: it fails at once. So whoever may write takes the write lock at the beginning.
    """

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        reads_only = connection.get_execution_options().get("reads_only", False)
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads_only else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
