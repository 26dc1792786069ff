"""What a city lets partner cities see, and who is one."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from marketplace.challenges.content import PartnerDetail, PartnerDetails, Visibility
from marketplace.challenges.operations import close
from marketplace.challenges.policy import partner_details
from marketplace.challenges.queries import get_challenge, open_rows
from marketplace.challenges.sharing import details_for_partners
from marketplace.foundation.access import VISITOR, Actor, ActorKind, Role
from marketplace.foundation.errors import Invalid
from marketplace.services import Services
from tests.factories.challenges import budget, challenge_content, make_challenge
from tests.factories.market import STAFF, make_city, member

MARCH = date(2027, 3, 1)
KEPT: dict[str, Any] = {
    "budget": budget(Visibility.PRIVATE),
    "approval_month": MARCH,
    "partner_contact": "procurement@oulu.example",
}


def of_city(city: UUID, *, network: bool = True) -> Actor:
    return Actor(kind=ActorKind.PERSON, user_id=1, memberships={city: Role.VIEWER}, network=network)


@pytest.fixture
def other(services: Services) -> UUID:
    with services.unit_of_work() as uow:
        return make_city(uow, name="Oulu")


def seen(services: Services, actor: Actor, own: UUID, theirs: UUID) -> PartnerDetails | None:
    with services.unit_of_work(actor, writes=False) as uow:
        found = open_rows(uow, [theirs]).values()
        return details_for_partners(uow, own, found).get(theirs)


def test_partner_cities_see_what_a_city_ticked_and_nothing_else(
    services: Services, city: UUID, other: UUID
) -> None:
    own = make_challenge(services, city, title="Alone here", joint_procurement=True)
    silent = make_challenge(services, other, title="Alone, and silent", **KEPT)
    month = (PartnerDetail.APPROVAL_MONTH,)
    tells = make_challenge(services, other, title="Alone, says", **KEPT, shown_to_partners=month)
    every = tuple(PartnerDetail)
    all_of_it = make_challenge(services, other, title="All", **KEPT, shown_to_partners=every)

    for actor in (of_city(city), STAFF):
        assert seen(services, actor, own, silent) is None
        assert seen(services, actor, own, tells) == PartnerDetails(approval_month=MARCH)
        assert seen(services, actor, own, all_of_it) == PartnerDetails(
            budget=KEPT["budget"], approval_month=MARCH, contact="procurement@oulu.example"
        )


@pytest.mark.parametrize(
    ("visibility", "ticked", "sees"),
    [
        (Visibility.PRIVATE, False, False),
        (Visibility.PRIVATE, True, True),
        (Visibility.NETWORK, False, True),
        # What everybody sees is no detail for partners.
        (Visibility.PUBLIC, True, False),
    ],
)
def test_a_budget_is_for_partners_by_its_visibility_or_by_a_tick(
    *, visibility: Visibility, ticked: bool, sees: bool
) -> None:
    shown = (PartnerDetail.BUDGET,) if ticked else ()
    content = challenge_content(title="-", budget=budget(visibility), shown_to_partners=shown)
    assert partner_details(content).budget == (content.budget if sees else None)


def test_only_a_verified_city_with_such_a_challenge_of_its_own_is_a_partner(
    services: Services, city: UUID, other: UUID
) -> None:
    own = make_challenge(services, city, title="Alone here", joint_procurement=True)
    every = tuple(PartnerDetail)
    theirs = make_challenge(services, other, title="All", **KEPT, shown_to_partners=every)
    alone = make_challenge(services, city, title="Would buy alone")

    assert seen(services, of_city(city), own, theirs) is not None
    for stranger in (VISITOR, of_city(other), of_city(city, network=False)):
        assert seen(services, stranger, own, theirs) is None
    assert seen(services, of_city(city), alone, theirs) is None
    with services.unit_of_work(member(city)) as uow:
        close(uow, own, expected_version=3)
    assert seen(services, of_city(city), own, theirs) is None
    assert seen(services, STAFF, own, theirs) is None


def test_what_is_for_partners_stands_nowhere_else(services: Services, city: UUID) -> None:
    every = tuple(PartnerDetail)
    theirs = make_challenge(services, city, title="All", **KEPT, shown_to_partners=every)
    for actor, sees in ((member(city), True), (STAFF, False), (VISITOR, False)):
        with services.unit_of_work(actor, writes=False) as uow:
            said = get_challenge(uow, theirs).content
        shown = (said.approval_month, said.partner_contact, said.shown_to_partners)
        assert shown == ((MARCH, KEPT["partner_contact"], every) if sees else (None, "", ()))


def test_a_window_that_ends_before_it_begins_is_refused(services: Services, city: UUID) -> None:
    days: dict[str, Any] = {"earliest_start": date(2027, 5, 2), "start": date(2027, 5, 1)}
    with pytest.raises(Invalid) as error:
        make_challenge(services, city, title="Alone", **days)
    assert [(f.field, f.value) for f in error.value.faults] == [("earliest_start", "2027-05-02")]
