"""Claimed deployments, and the cities that bear them out or not."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.foundation.access import SYSTEM, VISITOR, Role
from marketplace.foundation.clock import SetClock
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.services import Services
from marketplace.solutions import operations
from marketplace.solutions.models import Reference
from marketplace.solutions.queries import get_solution
from marketplace.solutions.references import (
    MOST_MAILED_A_DAY,
    confirm_reference,
    dispute_reference,
    expire_references,
    get_reference,
    invite_reference,
    references_naming,
    remind_reference,
)
from tests.factories.market import STAFF, make_city, member
from tests.factories.solutions import GRAZ, make_solution, publish_clear, solution_content


@pytest.fixture
def city(services: Services, vendor: UUID) -> UUID:
    del vendor
    with services.unit_of_work() as uow:
        return make_city(uow, name="Graz")


@pytest.fixture
def solution_id(services: Services, vendor: UUID) -> UUID:
    return make_solution(services, vendor, name="Sensor", deployments=(GRAZ,))


def reference_of(services: Services, solution_id: UUID) -> UUID:
    with services.unit_of_work() as uow:
        return uow.session.scalars(
            select(Reference.id).where(Reference.solution_id == solution_id)
        ).one()


def state_of(services: Services, solution_id: UUID) -> str:
    with services.unit_of_work(VISITOR) as uow:
        (reference,) = get_solution(uow, solution_id).references
        assert reference is not None
        return reference.state


@pytest.fixture
def invited(services: Services, vendor: UUID, city: UUID, solution_id: UUID) -> UUID:
    reference_id = reference_of(services, solution_id)
    with services.unit_of_work(member(vendor)) as uow:
        invite_reference(uow, reference_id, city, expected_version=1)
    return reference_id


def test_a_deployment_is_claimed_until_the_city_confirms_it(
    services: Services, city: UUID, solution_id: UUID, invited: UUID
) -> None:
    assert state_of(services, solution_id) == "invited"
    with services.unit_of_work(member(city)) as uow:
        confirm_reference(uow, invited, expected_version=2)
    assert state_of(services, solution_id) == "confirmed"


def test_nobody_but_the_city_named_confirms(
    services: Services, vendor: UUID, city: UUID, invited: UUID
) -> None:
    for actor in (member(vendor), member(city, Role.VIEWER), STAFF, SYSTEM, VISITOR):
        with services.unit_of_work(actor) as uow, pytest.raises(Forbidden):
            confirm_reference(uow, invited, expected_version=2)


def test_a_vendor_can_only_ask_a_city(services: Services, vendor: UUID, solution_id: UUID) -> None:
    reference_id = reference_of(services, solution_id)
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Invalid):
        invite_reference(uow, reference_id, vendor, expected_version=1)


def test_a_changed_claim_has_to_be_confirmed_again(
    services: Services, vendor: UUID, city: UUID, solution_id: UUID, invited: UUID
) -> None:
    with services.unit_of_work(member(city)) as uow:
        confirm_reference(uow, invited, expected_version=2)
    for result, state in ((GRAZ.result, "confirmed"), ("50 % less", "claimed")):
        with services.unit_of_work(member(vendor)) as uow:
            version = get_solution(uow, solution_id).version
            content = solution_content(name="Sensor", deployments=(replace(GRAZ, result=result),))
            operations.change_solution(uow, solution_id, content, expected_version=version)
            operations.submit(uow, solution_id, expected_version=version + 1)
        with services.unit_of_work(STAFF) as uow:
            publish_clear(uow, solution_id, expected_version=version + 2)
        assert state_of(services, solution_id) == state


def test_a_disputed_reference_does_not_vanish_by_leaving_it_out(
    services: Services, vendor: UUID, city: UUID, solution_id: UUID, invited: UUID
) -> None:
    with services.unit_of_work(member(city)) as uow:
        dispute_reference(uow, invited, expected_version=2)
    for deployments in ((), (GRAZ,)):
        with services.unit_of_work(member(vendor)) as uow:
            version = get_solution(uow, solution_id).version
            content = solution_content(name="Sensor", deployments=deployments)
            operations.change_solution(uow, solution_id, content, expected_version=version)
            operations.submit(uow, solution_id, expected_version=version + 1)
        with services.unit_of_work(STAFF) as uow:
            publish_clear(uow, solution_id, expected_version=version + 2)
    assert state_of(services, solution_id) == "disputed"


def test_an_invitation_that_nobody_answers_expires(
    services: Services, vendor: UUID, solution_id: UUID, invited: UUID, clock: SetClock
) -> None:
    del invited
    clock.moment += timedelta(days=61)
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Forbidden):
        expire_references(uow)
    with services.unit_of_work(SYSTEM) as uow:
        assert expire_references(uow) == 1
        assert expire_references(uow) == 0
    assert state_of(services, solution_id) == "expired"


def test_a_city_finds_what_it_was_asked_about(
    services: Services, city: UUID, solution_id: UUID, invited: UUID
) -> None:
    with services.unit_of_work(member(city)) as uow:
        (named,) = references_naming(uow, city)
        assert (named.reference.id, named.solution_id) == (invited, solution_id)
        assert (named.solution_name, named.deployment) == ("Sensor", GRAZ)
    for actor in (VISITOR, STAFF, member(city, Role.VIEWER)):
        with services.unit_of_work(actor) as uow:
            assert references_naming(uow, city) == []


def test_moves_out_of_turn_and_old_versions_are_refused(
    services: Services, city: UUID, invited: UUID
) -> None:
    with services.unit_of_work(member(city)) as uow, pytest.raises(Stale):
        confirm_reference(uow, invited, expected_version=1)
    with services.unit_of_work(member(city)) as uow:
        confirm_reference(uow, invited, expected_version=2)
    with services.unit_of_work(member(city)) as uow, pytest.raises(Conflict):
        confirm_reference(uow, invited, expected_version=3)


def test_references_of_a_hidden_solution_are_hidden(
    services: Services, vendor: UUID, city: UUID, solution_id: UUID, invited: UUID
) -> None:
    with services.unit_of_work(member(vendor)) as uow:
        version = get_solution(uow, solution_id).version
        operations.withdraw(uow, solution_id, expected_version=version)
    with services.unit_of_work(member(city)) as uow, pytest.raises(NotFound):
        confirm_reference(uow, invited, expected_version=2)


def test_a_city_is_asked_again_after_fourteen_days_and_its_days_begin_anew(
    services: Services, vendor: UUID, solution_id: UUID, invited: UUID, clock: SetClock
) -> None:
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Conflict):
        remind_reference(uow, invited, expected_version=2)
    clock.moment += timedelta(days=50)
    for actor in (STAFF, member(vendor, Role.VIEWER), VISITOR):
        with services.unit_of_work(actor) as uow, pytest.raises(Forbidden):
            remind_reference(uow, invited, expected_version=2)
    with services.unit_of_work(member(vendor)) as uow:
        remind_reference(uow, invited, expected_version=2)
    clock.moment += timedelta(days=50)
    with services.unit_of_work(SYSTEM) as uow:
        assert expire_references(uow) == 0
    assert state_of(services, solution_id) == "invited"


def test_only_a_city_without_people_is_asked_by_mail_and_the_address_is_forgotten(
    services: Services, vendor: UUID, city: UUID, solution_id: UUID, clock: SetClock
) -> None:
    with services.unit_of_work() as uow:
        nobodys = make_city(uow, name="Quiet", verified=False)
    reference = reference_of(services, solution_id)
    with services.unit_of_work(member(vendor)) as uow:
        for buyer, email in ((city, "ann@graz.example"), (nobodys, "ann")):
            with pytest.raises(Invalid) as caught:
                invite_reference(uow, reference, buyer, expected_version=1, email=email)
            assert caught.value.faults[0].field == "email"
        mailed = "Ann@Quiet.example"
        invite_reference(uow, reference, nobodys, expected_version=1, email=mailed)
        found = get_reference(uow, reference)
        assert found.buyer is not None
        assert (found.buyer.name, found.reference.buyer_email) == ("Quiet", "ann@quiet.example")
    clock.moment += timedelta(days=61)
    with services.unit_of_work(SYSTEM) as uow:
        assert expire_references(uow) == 1
        assert uow.session.get_one(Reference, reference).buyer_email is None


def test_only_the_vendor_and_staff_read_whom_it_asked(
    services: Services, vendor: UUID, city: UUID, invited: UUID
) -> None:
    for actor in (member(vendor, Role.VIEWER), STAFF):
        with services.unit_of_work(actor) as uow:
            assert get_reference(uow, invited).may_ask is False
    for actor in (member(city), VISITOR):
        with services.unit_of_work(actor) as uow, pytest.raises(Forbidden):
            get_reference(uow, invited)


def test_a_vendor_has_only_so_many_cities_asked_by_mail_within_a_day(
    services: Services, vendor: UUID, clock: SetClock
) -> None:
    places = tuple(replace(GRAZ, place=f"Town {n}") for n in range(MOST_MAILED_A_DAY + 1))
    solution = make_solution(services, vendor, name="Everywhere", deployments=places)
    with services.unit_of_work() as uow:
        nobodys = make_city(uow, name="Quiet", verified=False)
        of_it = select(Reference.id).where(Reference.solution_id == solution)
        *most, last = uow.session.scalars(of_it)

    def ask(reference: UUID, email: str) -> None:
        with services.unit_of_work(member(vendor)) as uow:
            invite_reference(uow, reference, nobodys, expected_version=1, email=email)

    for number, reference in enumerate(most):
        ask(reference, f"person{number}@quiet.example")
    with pytest.raises(Conflict, match="tomorrow"):
        ask(last, "one.more@quiet.example")
    clock.moment += timedelta(days=1)
    ask(last, "one.more@quiet.example")
