"""Reads of the record, newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from marketplace.activity.policy import CAN_READ
from marketplace.foundation.access import require
from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFilter:
    """What to look for; None does not filter."""

    action: str | None = None
    object_kind: str | None = None
    object_id: str | None = None


def list_activity(
    uow: UnitOfWork, wanted: ActivityFilter, page: PageRequest
) -> Page[ActivityEvent]:
    """One page of what was done.

    Raises:
        Forbidden: the actor is not of the programme's staff.
    """
    require(CAN_READ, uow.actor, None)
    chosen = select(ActivityEvent).where(CAN_READ.where(uow.actor))
    for column in ("action", "object_kind", "object_id"):
        value = getattr(wanted, column)
        if value is not None:
            chosen = chosen.where(getattr(ActivityEvent, column) == value)
    total = uow.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    rows = uow.session.scalars(
        chosen.order_by(ActivityEvent.id.desc()).offset(page.offset).limit(page.page_size)
    )
    return Page(rows.all(), total, page.page, page.page_size)


def last_done(
    uow: UnitOfWork, object_id: object, actions: Collection[str]
) -> tuple[str, datetime] | None:
    """Who was the last to do one of these things to an object, and when; None if nobody did.

    For a page that shows the object to its own people already: nothing is asked here of who may.
    """
    chosen = select(ActivityEvent.actor_label, ActivityEvent.at).where(
        ActivityEvent.object_id == str(object_id), ActivityEvent.action.in_(actions)
    )
    row = uow.session.execute(chosen.order_by(ActivityEvent.id.desc()).limit(1)).first()
    return None if row is None else (row.actor_label, row.at)
