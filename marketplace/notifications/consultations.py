"""What is told of questions inside a group and of open market consultations.

The market is told all at once: vendors that have to do with the challenges behind a
consultation, or with the consultation itself, and whoever watches one of the challenges. Vendors
whose solutions fit are found in `fits`; whoever was told of the opening hears of what follows.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.accounts.models import User
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
from marketplace.notifications.models import Notice
from marketplace.notifications.post import Post
from marketplace.notifications.telling import News, tell
from marketplace.notifications.watching import watchers_of
from marketplace.organisations.models import Membership
from marketplace.organisations.queries import editors_of, staff_of
from marketplace.procurements.lifecycle import ACCEPTED, OVER
from marketplace.procurements.models import Procurement, ProcurementMember

TOLD_TO_THE_MARKET: Mapping[type[Fact], Occasion] = {
    ConsultationOpened: Occasion.CONSULTATION_OPENED,
    ConsultationChanged: Occasion.CONSULTATION_CHANGED,
    ConsultationClosed: Occasion.CONSULTATION_CLOSED,
    MarketQuestionAnswered: Occasion.MARKET_ANSWERED,
}
OPENING = (Occasion.CONSULTATION_OPENED, Occasion.CONSULTATION_FITS)
TOLD_TO_ALL = (Occasion.CONSULTATION_CHANGED, Occasion.CONSULTATION_CLOSED)
"""Of these whoever was told of the opening hears, too: nobody is to rely on what was said then."""
CLOSES_SOON = timedelta(days=5)


def tell_market(uow: UnitOfWork, fact: Any, post: Post) -> None:
    """Tell vendors, and those who watch, that everybody was given something."""
    row = uow.session.get_one(Consultation, fact.procurement_id)
    members = taking_part(uow, fact.procurement_id)
    if not members:
        return
    occasion = TOLD_TO_THE_MARKET[type(fact)]
    key = f"{occasion}:{row.id}:{fact.place}"
    for vendor_id in _vendors(uow, row, [one.challenge_id for one in members]):
        news = news_of(occasion, members[0], key, vendor_id)
        tell(uow, post, news, editors_of(uow.session, vendor_id))
    if occasion in TOLD_TO_ALL:
        for in_name_of, user in _told(uow, row):
            tell(uow, post, news_of(occasion, members[0], key, in_name_of), [user])
    opened = row.opened_at or uow.now
    for member in members:
        watching = watchers_of(uow.session, member.challenge_id, opened)
        tell(uow, post, news_of(occasion, member, key), watching)


def tell_group_of_market(
    uow: UnitOfWork, fact: MarketQuestionAsked | ResponseSent, post: Post
) -> None:
    """Tell the lead buyer, or staff where none leads, that a vendor asks or has responded."""
    asks = isinstance(fact, MarketQuestionAsked)
    occasion = Occasion.MARKET_ASKED if asks else Occasion.MARKET_RESPONDED
    leads = [
        one.organisation_id
        for one in taking_part(uow, fact.procurement_id)
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
        for one in taking_part(uow, fact.procurement_id)
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


def taking_part(uow: UnitOfWork, procurement_id: UUID) -> list[ProcurementMember]:
    """The members that have accepted."""
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


def _told(uow: UnitOfWork, row: Consultation) -> list[tuple[UUID | None, User]]:
    """Whoever was told that it opened, each with the vendor in whose name."""
    members = uow.session.get_one(Procurement, row.procurement_id).members
    chosen = (
        select(Notice.member_of, User)
        .join(User, User.id == Notice.user_id)
        .where(
            Notice.thing_id.in_([member.challenge_id for member in members]),
            Notice.about_id == row.procurement_id,
            Notice.occasion.in_(OPENING),
            User.active.is_(True),
        )
        .order_by(User.id)
    )
    return [(vendor_id, user) for vendor_id, user in uow.session.execute(chosen)]


def closing_consultations(uow: UnitOfWork) -> Iterator[tuple[News, list[User]]]:
    """Those that close within days and have run for longer than is left.

    For whoever was told of one and has not responded, and for the group.
    """
    near = select(Consultation).where(
        Consultation.deadline > uow.now,
        Consultation.deadline <= uow.now + CLOSES_SOON,
        Consultation.opened_at.is_not(None),
        Consultation.closed_at.is_(None),
    )
    for row in uow.session.scalars(near).all():
        assert row.deadline is not None and row.opened_at is not None  # noqa: S101, PT018
        over = uow.session.get_one(Procurement, row.procurement_id).step in OVER
        members = taking_part(uow, row.procurement_id)
        if members and not over and uow.now - row.opened_at >= row.deadline - uow.now:
            yield from _closing(uow, row, members)


def _closing(
    uow: UnitOfWork, row: Consultation, members: list[ProcurementMember]
) -> Iterator[tuple[News, list[User]]]:
    key = f"{Occasion.CONSULTATION_CLOSING}:{row.id}:{row.deadline:%Y-%m-%d}"
    responded = select(MarketResponse.vendor_id).where(MarketResponse.consultation_id == row.id)
    acting = select(Membership.user_id).where(Membership.organisation_id.in_(responded))
    done = set(uow.session.scalars(acting))
    for member in members:
        news = News(
            occasion=Occasion.MARKET_CLOSING,
            thing=Thing.PROCUREMENT,
            thing_id=row.procurement_id,
            member_of=member.organisation_id,
            key=key,
        )
        yield news, editors_of(uow.session, member.organisation_id)
    for vendor_id, user in _told(uow, row):
        if user.id not in done:
            yield news_of(Occasion.CONSULTATION_CLOSING, members[0], key, vendor_id), [user]


def news_of(
    occasion: Occasion, member: ProcurementMember, key: str, vendor_id: UUID | None = None
) -> News:
    """News that leads to the consultation; it names the challenge of a city, which is public."""
    return News(
        occasion=occasion,
        thing=Thing.CHALLENGE,
        thing_id=member.challenge_id,
        about_id=member.procurement_id,
        member_of=vendor_id,
        key=key,
    )


CONSULTATION_HANDLERS: Mapping[type[Fact], list[Any]] = {
    **{fact: [tell_market] for fact in TOLD_TO_THE_MARKET},
    MarketQuestionAsked: [tell_group_of_market],
    ResponseSent: [tell_group_of_market],
    GroupQuestionAsked: [tell_group],
    GroupQuestionAnswered: [tell_group],
}
