"""Watching solutions, challenges and the like: begun and ended by people, listed, looked up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.challenges.models import Challenge
from marketplace.challenges.policy import CAN_SEE as CAN_SEE_CHALLENGE
from marketplace.foundation.access import Rule
from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.notifications.choices import signed_in
from marketplace.notifications.content import Thing
from marketplace.notifications.models import Watch
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import CAN_SEE as CAN_SEE_ORGANISATION
from marketplace.procurements.models import Procurement
from marketplace.procurements.policy import CAN_SEE as CAN_SEE_PROCUREMENT
from marketplace.solutions.models import Solution
from marketplace.solutions.policy import CAN_SEE as CAN_SEE_SOLUTION

_ROWS: dict[Thing, tuple[type[Any], Rule[Any]]] = {
    Thing.SOLUTION: (Solution, CAN_SEE_SOLUTION),
    Thing.CHALLENGE: (Challenge, CAN_SEE_CHALLENGE),
    Thing.ORGANISATION: (Organisation, CAN_SEE_ORGANISATION),
    Thing.PROCUREMENT: (Procurement, CAN_SEE_PROCUREMENT),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedThing:
    """Something that the actor watches; `name` is None if it can no longer be seen."""

    thing: Thing
    thing_id: UUID
    since: datetime
    name: str | None


def watch(uow: UnitOfWork, thing: Thing, thing_id: UUID) -> None:
    """Hear from now on what happens to it; watching it again changes nothing.

    Raises:
        Unauthenticated: nobody is signed in.
        NotFound: there is no such thing, or the actor may not see it.
    """
    user_id = signed_in(uow)
    table, can_see = _ROWS[thing]
    row = uow.session.get(table, thing_id)
    if row is None or not can_see.allows(uow.actor, row):
        raise NotFound(say(NOTHING))
    if uow.session.get(Watch, (user_id, thing.value, thing_id)) is None:
        made = Watch(user_id=user_id, thing=thing.value, thing_id=thing_id, since=uow.now)
        uow.session.add(made)
        uow.record("watch.begin", made)


def unwatch(uow: UnitOfWork, thing: Thing, thing_id: UUID) -> None:
    """Hear no more of it; ending it again changes nothing."""
    found = uow.session.get(Watch, (signed_in(uow), thing.value, thing_id))
    if found is not None:
        uow.session.delete(found)
        uow.record("watch.end", found)


def is_watching(uow: UnitOfWork, thing: Thing, thing_id: UUID) -> bool:
    """Whether the actor watches it; nobody who is not signed in does."""
    if uow.actor.user_id is None:
        return False
    return uow.session.get(Watch, (uow.actor.user_id, thing.value, thing_id)) is not None


def my_watches(uow: UnitOfWork) -> list[WatchedThing]:
    """All that the actor watches, the newest first."""
    actor = uow.actor
    name = func.coalesce(Solution.name, Challenge.title, Organisation.name, Procurement.title)
    rows = uow.session.execute(
        select(Watch, name)
        .outerjoin(Solution, and_(Solution.id == Watch.thing_id, CAN_SEE_SOLUTION.where(actor)))
        .outerjoin(Challenge, and_(Challenge.id == Watch.thing_id, CAN_SEE_CHALLENGE.where(actor)))
        .outerjoin(
            Organisation,
            and_(Organisation.id == Watch.thing_id, CAN_SEE_ORGANISATION.where(actor)),
        )
        .outerjoin(
            Procurement, and_(Procurement.id == Watch.thing_id, CAN_SEE_PROCUREMENT.where(actor))
        )
        .where(Watch.user_id == signed_in(uow))
        .order_by(Watch.since.desc(), Watch.thing_id)
    )
    return [
        WatchedThing(thing=Thing(row.thing), thing_id=row.thing_id, since=row.since, name=name)
        for row, name in rows
    ]


def watchers_of(session: Session, thing_id: UUID, happened: datetime) -> list[User]:
    """The people who watched a thing already when that happened."""
    rows = session.scalars(
        select(User)
        .join(Watch, Watch.user_id == User.id)
        .where(Watch.thing_id == thing_id, Watch.since < happened, User.active.is_(True))
        .order_by(User.id)
    )
    return list(rows)
