"""What the homes of cities and staff show of joint procurements: a line each, or a number."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from marketplace.challenges.content import JointRole
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import SEEN_BY_STAFF
from marketplace.procurements.content import BUYING, Letter, Mandate
from marketplace.procurements.lifecycle import ACCEPTED, INVITED, OVER, Step
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.policy import CAN_SEE, IS_OF_MEMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """That a city is invited to a joint procurement, or takes part in it, in a line.

    `challenge_id` is that of the city because of which it was asked. `owes_letter` and
    `owes_mandate`: it buys, and has not signed its letter of intent, or has no mandate yet.
    """

    procurement_id: UUID
    title: str
    step: Step
    challenge_id: UUID
    state: str
    role: JointRole
    owes_letter: bool
    owes_mandate: bool


def parts_of(uow: UnitOfWork, organisation_id: UUID) -> list[Part]:
    """Where a city is invited or takes part, the last changed first, for its members and staff.

    What is over is left out.
    """
    rows = uow.session.execute(
        select(Procurement.id, Procurement.title, Procurement.step, ProcurementMember)
        .join(Procurement, Procurement.id == ProcurementMember.procurement_id)
        .where(
            ProcurementMember.organisation_id == organisation_id,
            ProcurementMember.state.in_((INVITED, ACCEPTED)),
            Procurement.step.not_in([step.value for step in OVER]),
            or_(IS_OF_MEMBER.where(uow.actor), SEEN_BY_STAFF.where(uow.actor)),
        )
        .order_by(Procurement.changed_at.desc(), Procurement.id)
    )
    return [_part(id_, title, Step(step), member) for id_, title, step, member in rows]


def _part(id_: UUID, title: str, step: Step, member: ProcurementMember) -> Part:
    buys = member.state == ACCEPTED and member.role in BUYING
    return Part(
        procurement_id=id_,
        title=title,
        step=step,
        challenge_id=member.challenge_id,
        state=member.state,
        role=JointRole(member.role),
        owes_letter=buys and member.letter != Letter.SIGNED,
        owes_mandate=buys and member.mandate != Mandate.GIVEN,
    )


def under_way(uow: UnitOfWork) -> int:
    """How many of those that the actor may know of are not over."""
    steps = [step.value for step in OVER]
    counted = select(func.count()).where(CAN_SEE.where(uow.actor), Procurement.step.not_in(steps))
    return uow.session.scalar(counted.select_from(Procurement)) or 0
