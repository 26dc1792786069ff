"""Tables whose rows are never changed and never removed: the databases refuse it themselves.

The record of who did what has a protection of its own (`record`), since it lets go of the
names of people who have left. A table that names no person is protected here.
"""

from typing import Any

from sqlalchemy import Connection, MetaData, Table, event

from marketplace.foundation.database import Base

MARK = "append_only"

_REFUSE_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS
$$ BEGIN RAISE EXCEPTION 'what is on record cannot be changed'; END $$ LANGUAGE plpgsql
"""


def kept_as_written(table: str) -> None:
    """Let no row of this table of the product be changed, from its making on."""
    found = Base.metadata.tables[table]
    found.info[MARK] = True
    event.listen(found, "after_create", _keep_new)


def kept_tables(metadata: MetaData) -> list[str]:
    """The names of the tables that are kept so."""
    return [table.name for table in metadata.sorted_tables if table.info.get(MARK)]


def keep(connection: Connection, table: str) -> None:
    """Let the database refuse every change of a row of the table, and every removal."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_REFUSE_ON_POSTGRESQL)
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'what is on record cannot be changed'); END"
        )


def let_go(connection: Connection, table: str) -> None:
    """Lift the protection, for a restore or before the table goes."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_kept ON {table}")
        return
    for verb in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{verb}")


def _keep_new(table: Table, connection: Connection, **_: Any) -> None:
    keep(connection, table.name)
