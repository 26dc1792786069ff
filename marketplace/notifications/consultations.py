"""What is told of questions inside a group and of open market consultations.

The market is told all at once: vendors that have to do with the challenges behind a
consultation, or with the consultation itself, and whoever watches one of the challenges.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.challenges.content import JointRole
from marketplace.consultations.events import (
    ConsultationChanged,
    ConsultationClosed,
    ConsultationOpened,
    GroupQuestionAnswered,
    GroupQuestionAsked,
    MarketQuestionAnswered,
    MarketQuestionAsked,
    ResponseSent,
)
from marketplace.consultations.models import (
    Consultation,
    ConsultationLog,
    GroupQuestion,
    MarketQuestion,
    MarketResponse,
)
from marketplace.foundation.events import Fact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.interests.lifecycle import ALIVE
from marketplace.interests.models import Interest
from marketplace.notifications.content import Occasion, Thing
from marketplace.notifications.post import Post
from marketplace.notifications.telling import News, tell
from marketplace.notifications.watching import watchers_of
from marketplace.organisations.queries import editors_of, staff_of
from marketplace.procurements.lifecycle import ACCEPTED
from marketplace.procurements.models import Procurement, ProcurementMember

TOLD_TO_THE_MARKET: Mapping[type[Fact], Occasion] = {
    ConsultationOpened: Occasion.CONSULTATION_OPENED,
    ConsultationChanged: Occasion.CONSULTATION_CHANGED,
    ConsultationClosed: Occasion.CONSULTATION_CLOSED,
    MarketQuestionAnswered: Occasion.MARKET_ANSWERED,
}


def tell_market(uow: UnitOfWork, fact: Any, post: Post) -> None:
    """Tell vendors, and those who watch, that everybody was given something."""
    row = uow.session.get_one(Consultation, fact.procurement_id)
    members = _taking_part(uow, fact.procurement_id)
    if not members:
        return
    occasion = TOLD_TO_THE_MARKET[type(fact)]
    key = f"{occasion}:{row.id}:{fact.place}"
    for vendor_id in _vendors(uow, row, [one.challenge_id for one in members]):
        news = _news(occasion, members[0], key, member_of=vendor_id)
        tell(uow, post, news, editors_of(uow.session, vendor_id))
    opened = row.opened_at or uow.now
    for member in members:
        watching = watchers_of(uow.session, member.challenge_id, opened)
        tell(uow, post, _news(occasion, member, key), watching)


def tell_group_of_market(
    uow: UnitOfWork, fact: MarketQuestionAsked | ResponseSent, post: Post
) -> None:
    """Tell the lead buyer, or staff where none leads, that a vendor asks or has responded."""
    asks = isinstance(fact, MarketQuestionAsked)
    occasion = Occasion.MARKET_ASKED if asks else Occasion.MARKET_RESPONDED
    leads = [
        one.organisation_id
        for one in _taking_part(uow, fact.procurement_id)
        if one.role == JointRole.LEAD_BUYER
    ]
    news = News(
        occasion=occasion,
        thing=Thing.PROCUREMENT,
        thing_id=fact.procurement_id,
        member_of=leads[0] if leads else None,
        key=f"{occasion}:{fact.procurement_id}:{fact.place}",
    )
    people = editors_of(uow.session, leads[0]) if leads else staff_of(uow.session)
    tell(uow, post, news, people)


def tell_group(
    uow: UnitOfWork, fact: GroupQuestionAsked | GroupQuestionAnswered, post: Post
) -> None:
    """Tell the other cities of a question; of its answer the one that asked."""
    row = uow.session.get_one(GroupQuestion, fact.question_id)
    asked = isinstance(fact, GroupQuestionAsked)
    occasion = Occasion.GROUP_ASKED if asked else Occasion.GROUP_ANSWERED
    others = (
        one.organisation_id
        for one in _taking_part(uow, fact.procurement_id)
        if one.organisation_id != row.asker_id
    )
    for id_ in others if asked else [row.asker_id]:
        news = News(
            occasion=occasion,
            thing=Thing.PROCUREMENT,
            thing_id=fact.procurement_id,
            member_of=id_,
            key=f"{occasion}:{row.id}:{fact.place}",
        )
        tell(uow, post, news, editors_of(uow.session, id_))


def _taking_part(uow: UnitOfWork, procurement_id: UUID) -> list[ProcurementMember]:
    row = uow.session.get_one(Procurement, procurement_id)
    return [one for one in row.members if one.state == ACCEPTED]


def _vendors(uow: UnitOfWork, row: Consultation, challenges: Iterable[UUID]) -> list[UUID]:
    """The vendors that answered one of the challenges, asked, responded, or took a document."""
    found: set[UUID | None] = set()
    for chosen in (
        select(Interest.vendor_id).where(
            Interest.challenge_id.in_(list(challenges)), Interest.state.in_(ALIVE)
        ),
        select(MarketQuestion.asker_id).where(MarketQuestion.consultation_id == row.id),
        select(MarketResponse.vendor_id).where(MarketResponse.consultation_id == row.id),
        select(ConsultationLog.organisation_id).where(ConsultationLog.consultation_id == row.id),
    ):
        found |= set(uow.session.scalars(chosen))
    return sorted(id_ for id_ in found if id_ is not None)


def _news(
    occasion: Occasion, member: ProcurementMember, key: str, member_of: UUID | None = None
) -> News:
    """News that leads to the consultation; it names the challenge of a city, which is public."""
    return News(
        occasion=occasion,
        thing=Thing.CHALLENGE,
        thing_id=member.challenge_id,
        about_id=member.procurement_id,
        member_of=member_of,
        key=key,
    )


CONSULTATION_HANDLERS: Mapping[type[Fact], list[Any]] = {
    **{fact: [tell_market] for fact in TOLD_TO_THE_MARKET},
    MarketQuestionAsked: [tell_group_of_market],
    ResponseSent: [tell_group_of_market],
    GroupQuestionAsked: [tell_group],
    GroupQuestionAnswered: [tell_group],
}
