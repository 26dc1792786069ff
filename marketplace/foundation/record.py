"""The table of who did what; a row is never changed and never removed.

Both databases refuse that themselves, but for one change: the address of somebody who has
left gives way to the label that names nobody. Rows are added through `UnitOfWork.record`.
`before` and `after` hold states and version numbers, never the contents themselves: those
may be confidential, and versions keep them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Connection, Identity, Integer, String, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, UTCDateTime
from marketplace.foundation.personal import DELETED, DONE_BY, SAID


class ActivityEvent(Base):
    """One thing that one actor did to one object."""

    __tablename__ = "activity_event"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(Integer)
    actor_label: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    action: Mapped[str] = mapped_column(String(60), info=SAID)
    object_kind: Mapped[str] = mapped_column(String(40), info=SAID)
    object_id: Mapped[str] = mapped_column(String(64), index=True, info=SAID)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    request_id: Mapped[str] = mapped_column(String(64))


_REFUSE_ON_SQLITE = (
    "CREATE TRIGGER activity_event_{name} BEFORE {verb} ON activity_event {when}"
    "BEGIN SELECT RAISE(ABORT, 'the record cannot be changed'); END"
)
_ALL_BUT_THE_LABEL = (
    'id, at, actor_kind, actor_id, action, object_kind, object_id, "before", "after", request_id'
)
_NAMES_NOBODY = f"NEW.actor_label = '{DELETED}' || OLD.actor_id"
_REFUSE_ON_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION refuse_change_of_record() RETURNS trigger AS
$$ BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF {_NAMES_NOBODY}
        AND to_jsonb(NEW) - 'actor_label' = to_jsonb(OLD) - 'actor_label' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the record cannot be changed';
END $$ LANGUAGE plpgsql;
CREATE TRIGGER activity_event_label BEFORE UPDATE ON activity_event
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record();
CREATE TRIGGER activity_event_kept BEFORE DELETE OR TRUNCATE ON activity_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record()
"""
PROTECT = {
    "sqlite": tuple(
        _REFUSE_ON_SQLITE.format(name=name, verb=verb, when=when)
        for name, verb, when in (
            ("UPDATE", f"UPDATE OF {_ALL_BUT_THE_LABEL}", ""),
            ("label", "UPDATE OF actor_label", f"WHEN ({_NAMES_NOBODY}) IS NOT 1 "),
            ("DELETE", "DELETE", ""),
        )
    ),
    "postgresql": (_REFUSE_ON_POSTGRESQL,),
}
UNPROTECT = {
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS activity_event_{name}" for name in ("UPDATE", "label", "DELETE")
    ),
    "postgresql": tuple(
        f"DROP TRIGGER IF EXISTS activity_event_{name} ON activity_event"
        for name in ("label", "kept")
    ),
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
