"""What people were told."""

from uuid import UUID, uuid4

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.content import Kind, Occasion, Thing
from marketplace.notifications.models import Notice


def make_notice(uow: UnitOfWork, user_id: int, solution_id: UUID, *, waits_for: str = "") -> Notice:
    """Somebody was told that a solution is returned."""
    notice = Notice(
        user_id=user_id,
        key=str(uuid4()),
        kind=Kind.LISTINGS.value,
        occasion=Occasion.SOLUTION_RETURNED.value,
        thing=Thing.SOLUTION.value,
        thing_id=solution_id,
        created_at=uow.now,
        waits_for=waits_for,
    )
    uow.session.add(notice)
    uow.session.flush()
    return notice
