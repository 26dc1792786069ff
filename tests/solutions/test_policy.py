"""Each rule says the same of a row as it says in SQL."""

from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.foundation.access import SYSTEM, VISITOR, Rule
from marketplace.services import Services
from marketplace.solutions import policy
from marketplace.solutions.lifecycle import STATES
from marketplace.solutions.models import Reference, Solution
from tests.factories.actors import every_actor
from tests.factories.market import make_city, make_vendor, member
from tests.factories.solutions import GRAZ, make_solution

RULES = {
    "IS_PUBLIC": policy.IS_PUBLIC,
    "CAN_SEE": policy.CAN_SEE,
    "CAN_SEE_WORKING": policy.CAN_SEE_WORKING,
    "CAN_EDIT": policy.CAN_EDIT,
    "CAN_REVIEW": policy.CAN_REVIEW,
    **policy.RULES,
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_the_same_of_a_row_as_in_sql(
    services: Services, vendor: UUID, name: str
) -> None:
    rule: Rule[Solution] = RULES[name]
    with services.unit_of_work() as uow:
        other = make_vendor(uow, name="Other")
    for owner in (vendor, other):
        for state in STATES:
            make_solution(services, owner, name=f"{state} of {owner}", state=state)
    with services.unit_of_work() as uow:
        rows = uow.session.scalars(select(Solution)).all()
        for actor in every_actor(vendor, other):
            found = set(uow.session.scalars(select(Solution.id).where(rule.where(actor))))
            assert found == {row.id for row in rows if rule.allows(actor, row)}, actor


def test_the_rule_about_references_says_the_same_of_a_row_as_in_sql(
    services: Services, vendor: UUID
) -> None:
    with services.unit_of_work() as uow:
        city = make_city(uow, name="Graz")
    make_solution(services, vendor, name="Sensor", deployments=(GRAZ,))
    named = make_solution(services, vendor, name="Meter", deployments=(GRAZ,))
    rule = policy.CAN_ANSWER_REFERENCE
    with services.unit_of_work() as uow:
        for row in uow.session.scalars(select(Reference).where(Reference.solution_id == named)):
            row.buyer_id = city
        uow.session.flush()
        rows = uow.session.scalars(select(Reference)).all()
        assert len(rows) == 2
        for actor in (*every_actor(vendor, city), VISITOR, SYSTEM):
            found = set(uow.session.scalars(select(Reference.id).where(rule.where(actor))))
            assert found == {row.id for row in rows if rule.allows(actor, row)}, actor
        assert not rule.allows(member(vendor), rows[0])
