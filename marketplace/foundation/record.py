"""The table of who did what; a row is never changed and never removed.

Both databases refuse that themselves. Rows are added through `UnitOfWork.record`. `before`
and `after` hold states and version numbers, never the contents themselves: those may be
confidential, and versions keep them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Connection, Identity, Integer, String, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, UTCDateTime


class ActivityEvent(Base):
    """One thing that one actor did to one object."""

    __tablename__ = "activity_event"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(Integer)
    actor_label: Mapped[str] = mapped_column(String(254))
    action: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(64), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    request_id: Mapped[str] = mapped_column(String(64))


_REFUSE_ON_SQLITE = (
    "CREATE TRIGGER activity_event_{verb} BEFORE {verb} ON activity_event "
    "BEGIN SELECT RAISE(ABORT, 'the record cannot be changed'); END"
)
_REFUSE_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_change_of_record() RETURNS trigger AS
$$ BEGIN RAISE EXCEPTION 'the record cannot be changed'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER activity_event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON activity_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record()
"""
PROTECT = {
    "sqlite": tuple(_REFUSE_ON_SQLITE.format(verb=verb) for verb in ("UPDATE", "DELETE")),
    "postgresql": (_REFUSE_ON_POSTGRESQL,),
}
UNPROTECT = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS activity_event_UPDATE",
        "DROP TRIGGER IF EXISTS activity_event_DELETE",
    ),
    "postgresql": ("DROP TRIGGER IF EXISTS activity_event_kept ON activity_event",),
}


def protect(connection: Connection) -> None:
    """Let the database refuse every change of a row of the record."""
    for statement in PROTECT[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def unprotect(connection: Connection) -> None:
    """Lift the protection until the end of a restore, in the same transaction."""
    for statement in UNPROTECT[connection.dialect.name]:
        connection.exec_driver_sql(statement)


@event.listens_for(ActivityEvent.__table__, "after_create")
def _protect_new(_table: Table, connection: Connection, **_: Any) -> None:
    protect(connection)
