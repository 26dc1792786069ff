"""Each rule says the same of a row and in SQL."""

import pytest
from sqlalchemy import select

from marketplace.challenges.content import JointRole
from marketplace.foundation.access import Rule
from marketplace.procurements import policy
from marketplace.procurements.models import Procurement, ProcurementMember
from tests.factories.actors import every_actor
from tests.factories.procurements import Buyers

OF_THE_WHOLE = ("CAN_SEE", "CAN_SEE_INSIDE", "CAN_LEAD", "CAN_TAKE_PART", "CAN_PROPOSE")
OF_A_MEMBER = ("CAN_SPEAK_FOR", "CAN_ANSWER", "CAN_COMMIT", "IS_OF_MEMBER")


@pytest.fixture
def several(buyers: Buyers) -> Buyers:
    buyers.proposed(cities=2)
    roles = (JointRole.BUYER, JointRole.FOLLOWER, JointRole.OBSERVER)
    buyers.joined(roles=roles)
    public = buyers.joined(cities=2, lead=False)
    with buyers.services.unit_of_work() as uow:
        uow.session.get_one(Procurement, public).published_at = uow.now
    return buyers


def test_row_and_sql_agree_about_procurements(several: Buyers) -> None:
    with several.services.unit_of_work() as uow:
        rows = uow.session.scalars(select(Procurement)).all()
        for name in OF_THE_WHOLE:
            rule: Rule[Procurement] = getattr(policy, name)
            for actor in every_actor(*several.cities[:3], several.vendor):
                chosen = set(uow.session.scalars(select(Procurement.id).where(rule.where(actor))))
                assert chosen == {row.id for row in rows if rule.allows(actor, row)}, name


def test_row_and_sql_agree_about_members(several: Buyers) -> None:
    with several.services.unit_of_work() as uow:
        rows = uow.session.scalars(select(ProcurementMember)).all()
        for name in OF_A_MEMBER:
            rule: Rule[ProcurementMember] = getattr(policy, name)
            for actor in every_actor(*several.cities[:3], several.vendor):
                chosen = set(
                    uow.session.scalars(select(ProcurementMember).where(rule.where(actor)))
                )
                assert chosen == {row for row in rows if rule.allows(actor, row)}, name
