"""What somebody typed into a form that was refused, as when their session had ended.

It waits for them for an hour, at the address of the form, and is given to nobody else. It is
theirs, not the product's: nothing of it is read, judged or recorded.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import TypedForm, User
from marketplace.foundation.unit_of_work import UnitOfWork

KEPT = timedelta(hours=1)
MOST_KEPT = 20
LONGEST = 400_000
"""Characters of all answers; more than the longest form of the product can hold."""

LONGEST_PATH = 400
"""Characters of the address, as the table has room for."""

Answers = Sequence[tuple[str, str]]


def keep_typed(uow: UnitOfWork, user_id: int, path: str, answers: Answers) -> UUID | None:
    """Keep what this person sent to that path; None if it is too much, or nobody's.

    Of many forms the latest are kept.
    """
    forget_old_typed(uow.session, uow.now)
    if len(path) > LONGEST_PATH or "\0" in path:
        return None
    size = sum(len(name) + len(value) for name, value in answers)
    if size > LONGEST or uow.session.get(User, user_id) is None:
        return None
    mine = select(TypedForm.id).where(TypedForm.user_id == user_id)
    older = mine.order_by(TypedForm.kept_at.desc(), TypedForm.id).offset(MOST_KEPT - 1)
    for id_ in uow.session.scalars(older).all():
        uow.session.execute(delete(TypedForm).where(TypedForm.id == id_))
    row = TypedForm(
        user_id=user_id, path=path, answers=[list(pair) for pair in answers], kept_at=uow.now
    )
    uow.session.add(row)
    uow.session.flush()
    return row.id


def typed_form(uow: UnitOfWork, form_id: UUID, path: str) -> Answers | None:
    """What the actor sent to that path before, if it was them and is not too long ago."""
    row = uow.session.get(TypedForm, form_id)
    if row is None or row.user_id != uow.actor.user_id or row.path != path:
        return None
    if row.kept_at < uow.now - KEPT:
        return None
    return [(name, value) for name, value in row.answers]


def forget_old_typed(session: Session, now: datetime) -> None:
    """Remove what has waited long enough."""
    session.execute(delete(TypedForm).where(TypedForm.kept_at < now - KEPT))
