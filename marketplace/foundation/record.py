"""The table of who did what; a row is never changed and never removed.

Rows are added through `UnitOfWork.record`. `before` and `after` hold states and version
numbers, never the contents themselves: those may be confidential, and versions keep them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Identity, Integer, String, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

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


def _refuse(_mapper: Mapper[Any], _connection: Any, target: ActivityEvent) -> None:
    raise RuntimeError(f"The record cannot be changed (event {target.id}).")


event.listen(ActivityEvent, "before_update", _refuse)
event.listen(ActivityEvent, "before_delete", _refuse)
