"""What people are told of an evaluation and its outcome: evaluators, the group, suppliers.

Nobody is told any points, nor what a supplier reads: a notice only leads to the page.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.awards.events import (
    ConsensusOpened,
    EvaluatorNamed,
    OutcomeRecorded,
    SavingClaimed,
    SavingConfirmed,
    SupplierTold,
)
from marketplace.awards.models import Evaluator, Tenderer
from marketplace.challenges.content import JointRole
from marketplace.foundation.events import Fact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.content import Occasion, Thing
from marketplace.notifications.post import Post
from marketplace.notifications.telling import News, tell
from marketplace.organisations.queries import editors_of
from marketplace.procurements.lifecycle import ACCEPTED
from marketplace.procurements.models import Procurement


def tell_evaluators(uow: UnitOfWork, fact: EvaluatorNamed | ConsensusOpened, post: Post) -> None:
    """Tell somebody that they evaluate, or all evaluators that they read each other now."""
    chosen = select(Evaluator, User).join(User, User.id == Evaluator.user_id)
    if isinstance(fact, EvaluatorNamed):
        occasion = Occasion.EVALUATOR_NAMED
        chosen = chosen.where(Evaluator.id == fact.evaluator_id)
    else:
        occasion = Occasion.CONSENSUS_OPENED
        chosen = chosen.where(Evaluator.procurement_id == fact.procurement_id)
    news = _news(occasion, fact)
    for row, user in uow.session.execute(chosen.order_by(User.id)).all():
        tell(uow, post, replace(news, member_of=row.organisation_id), [user])


def tell_outcome(uow: UnitOfWork, fact: OutcomeRecorded, post: Post) -> None:
    """Tell all who take part that an outcome is on record, or corrected."""
    row = uow.session.get_one(Procurement, fact.procurement_id)
    news = _news(Occasion.OUTCOME_RECORDED, fact)
    for member in row.members:
        if member.state == ACCEPTED:
            here = replace(news, member_of=member.organisation_id)
            tell(uow, post, here, editors_of(uow.session, member.organisation_id))


def tell_supplier(uow: UnitOfWork, fact: SupplierTold, post: Post) -> None:
    """Tell the people of a supplier that they can read why it was decided so."""
    row = uow.session.get(Tenderer, fact.tenderer_id)
    if row is None or row.solution_id is None or row.vendor_id is None:
        return
    news = News(
        occasion=Occasion.SUPPLIER_TOLD,
        thing=Thing.SOLUTION,
        thing_id=row.solution_id,
        about_id=row.id,
        member_of=row.vendor_id,
        key=f"{Occasion.SUPPLIER_TOLD}:{row.id}:{fact.place}",
    )
    tell(uow, post, news, editors_of(uow.session, row.vendor_id))


def tell_claim(uow: UnitOfWork, fact: SavingClaimed, post: Post) -> None:
    """Ask the city to confirm what somebody else says that it saved."""
    news = replace(_news(Occasion.SAVING_CLAIMED, fact), member_of=fact.organisation_id)
    tell(uow, post, news, editors_of(uow.session, fact.organisation_id))


def tell_confirmation(uow: UnitOfWork, fact: SavingConfirmed, post: Post) -> None:
    """Tell the lead buyer that another city has confirmed what it saved."""
    row = uow.session.get_one(Procurement, fact.procurement_id)
    news = replace(_news(Occasion.SAVING_CONFIRMED, fact), about_id=fact.organisation_id)
    for member in row.members:
        leads = member.state == ACCEPTED and member.role == JointRole.LEAD_BUYER
        if leads and member.organisation_id != fact.organisation_id:
            here = replace(news, member_of=member.organisation_id)
            tell(uow, post, here, editors_of(uow.session, member.organisation_id))


def _news(occasion: Occasion, fact: Any) -> News:
    return News(
        occasion=occasion,
        thing=Thing.PROCUREMENT,
        thing_id=fact.procurement_id,
        key=f"{occasion}:{fact.procurement_id}:{fact.place}",
    )


AWARD_HANDLERS: Mapping[type[Fact], list[Any]] = {
    EvaluatorNamed: [tell_evaluators],
    ConsensusOpened: [tell_evaluators],
    OutcomeRecorded: [tell_outcome],
    SupplierTold: [tell_supplier],
    SavingClaimed: [tell_claim],
    SavingConfirmed: [tell_confirmation],
}
