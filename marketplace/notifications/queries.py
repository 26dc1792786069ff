"""Reads of notices: what a person may see of them now, whatever they might see when told.

Who has left an organisation, or can no longer see a thing, sees nothing of its notices.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from marketplace.challenges.models import Challenge
from marketplace.challenges.policy import CAN_SEE as CAN_SEE_CHALLENGE
from marketplace.foundation.access import Actor
from marketplace.foundation.errors import NotFound
from marketplace.foundation.lists import AnySelect, page_of
from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING, SEEN_BY_STAFF
from marketplace.interests.models import Interest
from marketplace.notifications.choices import signed_in
from marketplace.notifications.content import Kind
from marketplace.notifications.models import Notice, SavedSearch
from marketplace.notifications.wording import Said, worded
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import CAN_SEE as CAN_SEE_ORGANISATION
from marketplace.procurements.models import Procurement
from marketplace.procurements.policy import CAN_SEE as CAN_SEE_PROCUREMENT
from marketplace.solutions.models import Solution
from marketplace.solutions.policy import CAN_SEE as CAN_SEE_SOLUTION

# What a notice is about beside its thing: the other side of a match, the solution of an
# interest, a saved search, or the city that did something.
OtherSolution = aliased(Solution)
OtherChallenge = aliased(Challenge)
OtherOrganisation = aliased(Organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotice:
    """A notice in words."""

    id: UUID
    kind: Kind
    at: datetime
    is_read: bool
    said: Said


def inbox(uow: UnitOfWork, page: PageRequest, kind: Kind | None = None) -> Page[ShownNotice]:
    """What the actor has been told and may still see, the newest first.

    Raises:
        Unauthenticated: nobody is signed in.
    """
    mine = _visible(uow.actor, Notice.user_id == signed_in(uow))
    if kind is not None:
        mine = mine.where(Notice.kind == kind.value)
    newest = mine.order_by(Notice.created_at.desc(), Notice.id)
    return page_of(uow.session, newest, page, _shown)


def at_a_glance(uow: UnitOfWork, external_key: str) -> tuple[int, bool]:
    """How many notices the actor has not read, and whether the organisation of a file is there.

    Every page asks for both, so they come in one query.
    """
    unread = _visible(uow.actor, Notice.user_id == uow.actor.user_id, Notice.read_at.is_(None))
    how_many = select(func.count()).select_from(unread.subquery()).scalar_subquery()
    is_there = exists().where(Organisation.external_key == external_key)
    signed_in_only = literal(0) if uow.actor.user_id is None else how_many
    count, is_known = uow.session.execute(select(signed_in_only, is_there)).one()
    return int(count), bool(is_known)


def my_notice(uow: UnitOfWork, notice_id: UUID) -> ShownNotice:
    """One notice of the actor.

    Raises:
        NotFound: there is none, or its thing may no longer be seen.
    """
    found = visible_notices(uow.session, uow.actor, [notice_id])
    if not found:
        raise NotFound(say(NOTHING))
    return found[0]


def mark_read(uow: UnitOfWork, notice_id: UUID | None = None) -> int:
    """Note that the actor has read a notice, or all of them; how many were unread.

    Raises:
        Unauthenticated: nobody is signed in.
    """
    unread = update(Notice).where(Notice.user_id == signed_in(uow), Notice.read_at.is_(None))
    if notice_id is not None:
        unread = unread.where(Notice.id == notice_id)
    return len(uow.session.scalars(unread.values(read_at=uow.now).returning(Notice.id)).all())


def visible_notices(
    session: Session, actor: Actor, notice_ids: Collection[UUID]
) -> list[ShownNotice]:
    """Those of the notices that this person may see now, in the order in which they were told."""
    if actor.user_id is None or not notice_ids:
        return []
    chosen = _visible(actor, Notice.user_id == actor.user_id, Notice.id.in_(list(notice_ids)))
    return _shown(session.execute(chosen.order_by(Notice.created_at, Notice.id)).all())


def _visible(actor: Actor, *conditions: ColumnElement[bool]) -> AnySelect:
    """Notices with the names of their things; each name is that of a row that may be seen."""
    return (
        select(
            Notice,
            func.coalesce(
                Solution.name, Challenge.title, Organisation.name, Procurement.title
            ).label("name"),
            func.coalesce(
                OtherSolution.name, OtherChallenge.title, OtherOrganisation.name, SavedSearch.name
            ).label("more"),
        )
        .outerjoin(Solution, Solution.id == Notice.thing_id)
        .outerjoin(Challenge, Challenge.id == Notice.thing_id)
        .outerjoin(Organisation, Organisation.id == Notice.thing_id)
        .outerjoin(Procurement, Procurement.id == Notice.thing_id)
        .outerjoin(Interest, Interest.id == Notice.about_id)
        .outerjoin(
            OtherSolution,
            OtherSolution.id == func.coalesce(Interest.solution_id, Notice.about_id),
        )
        .outerjoin(OtherChallenge, OtherChallenge.id == Notice.about_id)
        .outerjoin(OtherOrganisation, OtherOrganisation.id == Notice.about_id)
        .outerjoin(SavedSearch, SavedSearch.id == Notice.about_id)
        .where(*conditions)
        .where(
            or_(Notice.member_of.is_(None), Notice.member_of.in_(actor.organisations())),
            or_(Notice.kind != Kind.REVIEWS.value, SEEN_BY_STAFF.where(actor)),
            or_(
                and_(Solution.id.is_not(None), CAN_SEE_SOLUTION.where(actor)),
                and_(Challenge.id.is_not(None), CAN_SEE_CHALLENGE.where(actor)),
                and_(Organisation.id.is_not(None), CAN_SEE_ORGANISATION.where(actor)),
                and_(Procurement.id.is_not(None), CAN_SEE_PROCUREMENT.where(actor)),
            ),
        )
    )


def _shown(rows: Sequence[tuple[Notice, str, str | None]]) -> list[ShownNotice]:
    return [
        ShownNotice(
            id=notice.id,
            kind=Kind(notice.kind),
            at=notice.created_at,
            is_read=notice.read_at is not None,
            said=worded(notice, name=name, about=more or ""),
        )
        for notice, name, more in rows
    ]
