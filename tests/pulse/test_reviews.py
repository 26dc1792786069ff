"""What waits for review stands in one list, what is held first."""

from datetime import timedelta
from uuid import UUID

import pytest

from marketplace.challenges.content import Visibility
from marketplace.foundation.access import VISITOR, Role
from marketplace.foundation.clock import SetClock
from marketplace.foundation.errors import Forbidden, Unauthenticated
from marketplace.foundation.paging import PageRequest
from marketplace.pulse.reviews import organisations_and_claims, to_review
from marketplace.services import Services
from tests.factories.challenges import budget, make_challenge
from tests.factories.market import STAFF, add_words, make_city, make_vendor, member
from tests.factories.solutions import make_solution

FIRST = PageRequest(1, 3)


@pytest.fixture
def city(services: Services) -> UUID:
    with services.unit_of_work() as uow:
        add_words(uow)
        return make_city(uow, name="Graz")


def test_what_is_held_comes_first_then_the_longest_waiting(
    services: Services, city: UUID, clock: SetClock
) -> None:
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Heatwise")
    make_solution(services, vendor, name="First", state="in_review")
    clock.moment += timedelta(hours=1)
    private = budget(Visibility.PRIVATE, maximum=731_339)
    make_challenge(services, city, title="Second", state="in_review", budget=private)
    clock.moment += timedelta(hours=1)
    make_solution(services, vendor, name="Third", state="in_review")
    make_solution(services, vendor, name="Held", state="held")
    for state in ("published", "draft", "returned"):
        make_solution(services, vendor, name=state, state=state)
    with services.unit_of_work(STAFF) as uow:
        page = to_review(uow, FIRST)
        assert [(one.name, one.kind) for one in page] == [
            ("Held", "solution"),
            ("First", "solution"),
            ("Second", "challenge"),
        ]
        assert page.total == 4
        assert "731339" not in str(page)
        assert organisations_and_claims(uow) == (0, 0)


def test_only_staff_are_told(services: Services, city: UUID) -> None:
    with services.unit_of_work(VISITOR) as uow, pytest.raises(Unauthenticated):
        to_review(uow, FIRST)
    with services.unit_of_work(member(city, Role.OWNER)) as uow, pytest.raises(Forbidden):
        to_review(uow, FIRST)
