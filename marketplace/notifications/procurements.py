"""What cities that buy together are told: who is asked, answers, leaves, leads, what is decided.

Staff hear of answers and of those who leave, since they look for others then.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.buyers_groups.second_chances import (
    can_grow,
    group_after,
    left_of,
    next_cities,
)
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.events import Fact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.commitments import COMMITMENT_HANDLERS, release_commitments
from marketplace.notifications.content import Occasion, Thing
from marketplace.notifications.post import Post
from marketplace.notifications.telling import News, tell
from marketplace.organisations.queries import editors_of, staff_of
from marketplace.procurements.events import (
    CityInvited,
    GroupDecided,
    InvitationAnswered,
    LeadBuyerChosen,
    MemberWithdrew,
    RoleChanged,
)
from marketplace.procurements.lifecycle import ACCEPTED, OVER, WAY, Step
from marketplace.procurements.models import GroupDecision, Procurement
from marketplace.steps.events import StepTaken
from marketplace.steps.models import StepPlan

WEEK = timedelta(days=7)
LEAD_BUYER = "lead_buyer"
"""What a decision about who leads is about; of it the group is told by who was chosen."""


def tell_city(uow: UnitOfWork, fact: CityInvited | RoleChanged, post: Post) -> None:
    """Tell a city that it is invited, or that its role is another one."""
    occasion = Occasion.CITY_INVITED if isinstance(fact, CityInvited) else Occasion.ROLE_CHANGED
    news = _news(occasion, fact.procurement_id, fact.organisation_id, fact.place)
    _spread(uow, post, news, [fact.organisation_id])


def tell_answer(uow: UnitOfWork, fact: InvitationAnswered, post: Post) -> None:
    """Tell those who take part, and staff, that a city has answered."""
    occasion = Occasion.INVITATION_ANSWERED
    news = _news(occasion, fact.procurement_id, fact.organisation_id, fact.place)
    _tell_group(uow, post, news, but=fact.organisation_id)
    tell(uow, post, news, staff_of(uow.session))


def tell_withdrawal(uow: UnitOfWork, fact: MemberWithdrew, post: Post) -> None:
    """Tell those who still take part, and staff, that a city has left, and whether it led."""
    led = fact.role == LEAD_BUYER
    occasion = Occasion.LEAD_BUYER_LEFT if led else Occasion.MEMBER_WITHDREW
    news = _news(occasion, fact.procurement_id, fact.organisation_id, fact.place)
    _tell_group(uow, post, news, but=fact.organisation_id)
    tell(uow, post, news, staff_of(uow.session))


def tell_next_city(uow: UnitOfWork, fact: InvitationAnswered | MemberWithdrew, post: Post) -> None:
    """Tell staff and the lead buyer who could take the place of a city that said no, if anybody."""
    row = uow.session.get_one(Procurement, fact.procurement_id)
    left = left_of(row)
    if fact.organisation_id not in left.gone or left.replaced or not can_grow(row):
        return
    # Its part is counted up with every answer: of each it is told once, whichever fact comes late.
    part = next(one for one in row.members if one.organisation_id == fact.organisation_id)
    when = f"{part.organisation_id}:{part.version}"
    for lead in (None, *_leads(row)):
        found = next_cities(uow, {row.id: left}, taken_too=lead is not None).get(row.id)
        people = editors_of(uow.session, lead) if lead else staff_of(uow.session)
        if found is not None:
            news = _news(Occasion.NEXT_CITY, row.id, found.city_id, when)
            tell(uow, post, replace(news, member_of=lead), people)


def tell_next_group(uow: UnitOfWork, fact: StepTaken, post: Post) -> None:
    """Tell staff that those who are left of a dissolved group could be in another one."""
    row = uow.session.get_one(Procurement, fact.procurement_id)
    if row.step != Step.DISSOLVED:
        return
    if group_after(uow, left_of(row), over=True) is not None:
        news = _news(Occasion.NEXT_GROUP, row.id, None, fact.place)
        tell(uow, post, news, staff_of(uow.session))


def tell_lead(uow: UnitOfWork, fact: LeadBuyerChosen, post: Post) -> None:
    """Tell all who take part which city leads."""
    occasion = Occasion.LEAD_BUYER_CHOSEN
    news = _news(occasion, fact.procurement_id, fact.organisation_id, fact.place)
    _tell_group(uow, post, news)


def tell_decision(uow: UnitOfWork, fact: GroupDecided, post: Post) -> None:
    """Tell all who take part what was put on record."""
    if uow.session.get_one(GroupDecision, fact.decision_id).about != LEAD_BUYER:
        news = _news(Occasion.GROUP_DECIDED, fact.procurement_id, None, fact.place)
        _tell_group(uow, post, news)


def tell_step(uow: UnitOfWork, fact: StepTaken, post: Post) -> None:
    """Tell all who take part that it stands elsewhere."""
    _tell_group(uow, post, _news(Occasion.STEP_TAKEN, fact.procurement_id, None, fact.place))


def due_steps(uow: UnitOfWork) -> Iterator[tuple[News, list[User]]]:
    """The steps that are due within a week, for the city that owes each, or for the lead buyer."""
    today = brussels_today(uow.now)
    planned = (
        select(StepPlan, Procurement)
        .join(Procurement, Procurement.id == StepPlan.procurement_id)
        .where(
            StepPlan.due >= today,
            StepPlan.due <= today + WEEK,
            Procurement.step.not_in([step.value for step in OVER]),
        )
    )
    for plan, row in uow.session.execute(planned).all():
        ahead = WAY[WAY.index(Step(row.step)) + 1 :]
        inside = {one.organisation_id for one in row.members if one.state == ACCEPTED}
        # Of a step whose owner has left, whoever leads is told.
        owners = [plan.owner_id] if plan.owner_id in inside else _leads(row)
        for city_id in owners if plan.step in ahead else ():
            news = News(
                occasion=Occasion.STEP_DUE,
                thing=Thing.PROCUREMENT,
                thing_id=row.id,
                member_of=city_id,
                key=f"{Occasion.STEP_DUE}:{row.id}:{plan.step}:{plan.due}",
            )
            yield news, editors_of(uow.session, city_id)


def _leads(row: Procurement) -> list[UUID]:
    """The lead buyer, if there is one."""
    taking_part = (one for one in row.members if one.state == ACCEPTED)
    return [one.organisation_id for one in taking_part if one.role == LEAD_BUYER]


def _news(occasion: Occasion, procurement_id: UUID, about_id: UUID | None, when: object) -> News:
    return News(
        occasion=occasion,
        thing=Thing.PROCUREMENT,
        thing_id=procurement_id,
        about_id=about_id,
        key=f"{occasion}:{procurement_id}:{when}",
    )


def _tell_group(uow: UnitOfWork, post: Post, news: News, *, but: UUID | None = None) -> None:
    row = uow.session.get_one(Procurement, news.thing_id)
    inside = (one.organisation_id for one in row.members if one.state == ACCEPTED)
    _spread(uow, post, news, (id_ for id_ in inside if id_ != but))


def _spread(uow: UnitOfWork, post: Post, news: News, cities: Iterable[UUID]) -> None:
    for id_ in cities:
        tell(uow, post, replace(news, member_of=id_), editors_of(uow.session, id_))


PROCUREMENT_HANDLERS: Mapping[type[Fact], list[Any]] = {
    CityInvited: [tell_city],
    RoleChanged: [release_commitments, tell_city],
    InvitationAnswered: [tell_answer, tell_next_city],
    MemberWithdrew: [release_commitments, tell_withdrawal, tell_next_city],
    LeadBuyerChosen: [tell_lead],
    GroupDecided: [tell_decision],
    StepTaken: [tell_step, tell_next_group],
    **COMMITMENT_HANDLERS,
}
