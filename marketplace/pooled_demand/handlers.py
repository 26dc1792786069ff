"""What becomes of commitments when a member leaves the group, or buys no longer."""

from sqlalchemy import select

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.pooled_demand.events import CommitmentsReleased
from marketplace.pooled_demand.models import Commitment
from marketplace.pooled_demand.queries import counting
from marketplace.procurements.events import MemberWithdrew, RoleChanged
from marketplace.procurements.models import Procurement


def release(uow: UnitOfWork, fact: MemberWithdrew | RoleChanged) -> None:
    """Note that what the member had committed is released; what counts has been right before.

    Delivered again, or overtaken by a member that has come back and committed anew, it does
    nothing.
    """
    procurement = uow.session.get_one(
        Procurement, fact.procurement_id, with_for_update=True, populate_existing=True
    )
    found = uow.session.scalars(
        select(Commitment).where(
            Commitment.procurement_id == fact.procurement_id,
            Commitment.organisation_id == fact.organisation_id,
            Commitment.released_at.is_(None),
        )
    ).all()
    stand = counting(procurement, found)
    gone = [one for one in found if one not in stand]
    for one in gone:
        one.released_at, one.version = uow.now, one.version + 1
        uow.record("commitment.release", one, after={"version": one.version})
    if gone:
        uow.tell(CommitmentsReleased(fact.procurement_id, fact.organisation_id))
