"""The two sides and staff read; nobody else learns that there is anything."""

from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.foundation.access import VISITOR, Role, Rule
from marketplace.foundation.errors import NotFound, Unauthenticated
from marketplace.interests import policy
from marketplace.interests.models import Interest
from marketplace.interests.queries import (
    InterestCounts,
    InterestFilters,
    get_interest,
    interest_counts,
    list_interests,
)
from tests.factories.actors import every_actor
from tests.factories.challenges import make_challenge
from tests.factories.interests import express, take_to
from tests.factories.market import STAFF, member
from tests.factories.solutions import make_solution
from tests.interests.conftest import Fair

RULES: dict[str, Rule[Interest]] = {"CAN_SEE": policy.CAN_SEE, **policy.RULES}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_the_same_of_a_row_as_in_sql(fair: Fair, interest: UUID, name: str) -> None:
    del interest
    rule = RULES[name]
    elsewhere = make_challenge(fair.services, fair.neighbour, title="There")
    express(fair.services, fair.solution, elsewhere)
    other = make_solution(fair.services, fair.rival, name="Other")
    express(fair.services, other, fair.challenge)
    with fair.services.unit_of_work() as uow:
        rows = uow.session.scalars(select(Interest)).all()
        for actor in every_actor(fair.vendor, fair.city, fair.rival):
            found = set(uow.session.scalars(select(Interest.id).where(rule.where(actor))))
            assert found == {row.id for row in rows if rule.allows(actor, row)}, actor


def test_only_the_two_sides_and_staff_learn_that_it_is_there(fair: Fair, interest: UUID) -> None:
    everything = InterestFilters(challenge=fair.challenge)
    readers = (fair.seller, fair.buyer, member(fair.city, Role.VIEWER), STAFF)
    for actor in readers:
        with fair.services.unit_of_work(actor, writes=False) as uow:
            assert [view.id for view in list_interests(uow, everything)] == [interest]
            assert interest_counts(uow, fair.city) == {fair.challenge: InterestCounts(1, 1, 1)}
    for actor in fair.strangers:
        with fair.services.unit_of_work(actor, writes=False) as uow:
            assert list_interests(uow, everything).total == 0
            assert interest_counts(uow, fair.city) == {}
            with pytest.raises(NotFound):
                get_interest(uow, interest)
    with fair.services.unit_of_work(VISITOR, writes=False) as uow:
        with pytest.raises(Unauthenticated):
            list_interests(uow, everything)
        assert interest_counts(uow, fair.city) == {}


def test_lists_are_narrowed_by_side_thing_and_state(fair: Fair, interest: UUID) -> None:
    other = make_solution(fair.services, fair.vendor, name="Other")
    second = express(fair.services, other, fair.challenge)
    take_to(fair.services, second, "declined")
    for filters, found in (
        (InterestFilters(vendor=fair.vendor), {interest, second}),
        (InterestFilters(city=fair.city, states=("declined",)), {second}),
        (InterestFilters(solution=fair.solution), {interest}),
        (InterestFilters(vendor=fair.rival), set()),
    ):
        with fair.services.unit_of_work(STAFF, writes=False) as uow:
            assert {view.id for view in list_interests(uow, filters)} == found
    with fair.services.unit_of_work(fair.buyer, writes=False) as uow:
        assert interest_counts(uow, fair.city) == {fair.challenge: InterestCounts(2, 1, 1)}
