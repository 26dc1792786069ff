"""What the homes of cities and staff show of joint procurements: a line each, or a number."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from marketplace.challenges.content import JointRole
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import SEEN_BY_STAFF
from marketplace.procurements.lifecycle import ACCEPTED, INVITED, OVER, Step
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.policy import CAN_SEE, IS_OF_MEMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """That a city is invited to a joint procurement, or takes part in it, in a line."""

    procurement_id: UUID
    title: str
    step: Step
    state: str
    role: JointRole


def parts_of(uow: UnitOfWork, organisation_id: UUID) -> list[Part]:
    """Where a city is invited or takes part, the last changed first, for its members and staff.

    What is over is left out.
    """
    rows = uow.session.execute(
        select(
            Procurement.id,
            Procurement.title,
            Procurement.step,
            ProcurementMember.state,
            ProcurementMember.role,
        )
        .join(Procurement, Procurement.id == ProcurementMember.procurement_id)
        .where(
            ProcurementMember.organisation_id == organisation_id,
            ProcurementMember.state.in_((INVITED, ACCEPTED)),
            Procurement.step.not_in([step.value for step in OVER]),
            or_(IS_OF_MEMBER.where(uow.actor), SEEN_BY_STAFF.where(uow.actor)),
        )
        .order_by(Procurement.changed_at.desc(), Procurement.id)
    )
    return [
        Part(procurement_id=id_, title=title, step=Step(step), state=state, role=JointRole(role))
        for id_, title, step, state, role in rows
    ]


def under_way(uow: UnitOfWork) -> int:
    """How many of those that the actor may know of are not over."""
    steps = [step.value for step in OVER]
    counted = select(func.count()).where(CAN_SEE.where(uow.actor), Procurement.step.not_in(steps))
    return uow.session.scalar(counted.select_from(Procurement)) or 0
