"""Each rule says the same of a row as it says in SQL."""

from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.challenges import policy
from marketplace.challenges.lifecycle import STATES
from marketplace.challenges.models import Challenge
from marketplace.foundation.access import Rule
from marketplace.services import Services
from tests.factories.actors import every_actor
from tests.factories.challenges import make_challenge
from tests.factories.market import make_city

RULES = {
    "IS_PUBLIC": policy.IS_PUBLIC,
    "IS_OF_THE_CITY": policy.IS_OF_THE_CITY,
    "CAN_SEE": policy.CAN_SEE,
    "CAN_SEE_WORKING": policy.CAN_SEE_WORKING,
    **policy.RULES,
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_the_same_of_a_row_as_in_sql(services: Services, city: UUID, name: str) -> None:
    rule: Rule[Challenge] = RULES[name]
    with services.unit_of_work() as uow:
        other = make_city(uow, name="Other")
    for owner in (city, other):
        for state in STATES:
            make_challenge(services, owner, title=f"{state} of {owner}", state=state)
    with services.unit_of_work() as uow:
        rows = uow.session.scalars(select(Challenge)).all()
        for actor in every_actor(city, other):
            found = set(uow.session.scalars(select(Challenge.id).where(rule.where(actor))))
            assert found == {row.id for row in rows if rule.allows(actor, row)}, actor
