"""What cities and staff do with challenges, and what everybody sees of it."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.challenges import operations
from marketplace.challenges.content import (
    Budget,
    ConstraintName,
    JointRole,
    Nature,
    Requirement,
)
from marketplace.challenges.queries import get_challenge
from marketplace.foundation.access import SYSTEM, VISITOR, Role
from marketplace.foundation.clock import SetClock, brussels_today
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.outbox import OutboxFact
from marketplace.organisations.models import Organisation
from marketplace.services import Services
from tests.factories.challenges import challenge_content, make_challenge
from tests.factories.market import STAFF, add_words, make_city, make_vendor, member


def told(services: Services) -> list[str]:
    with services.unit_of_work() as uow:
        names = select(OutboxFact.name).where(OutboxFact.name.like("Challenge%"))
        return list(uow.session.scalars(names.order_by(OutboxFact.number)))


def test_a_draft_is_seen_by_its_city_and_staff_only(services: Services, city: UUID) -> None:
    challenge_id = make_challenge(services, city, title="Secret", state="draft")
    for actor in (member(city, Role.VIEWER), STAFF):
        with services.unit_of_work(actor) as uow:
            assert get_challenge(uow, challenge_id).content.title == "Secret"
    with services.unit_of_work() as uow:
        other = make_city(uow, name="Other")
    for actor in (VISITOR, member(other, network=True)):
        with services.unit_of_work(actor) as uow, pytest.raises(NotFound):
            get_challenge(uow, challenge_id)


def test_only_cities_state_challenges(services: Services, city: UUID) -> None:
    del city
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Vendor")
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Conflict, match="cities"):
        operations.create_challenge(uow, vendor, challenge_content(title="Mine"))


def test_a_day_that_has_passed_is_neither_handed_in_nor_published(
    services: Services, city: UUID, clock: SetClock
) -> None:
    today = brussels_today(clock.moment)
    waiting = make_challenge(services, city, title="Waits", state="in_review", deadline=today)
    drafted = make_challenge(services, city, title="Drafted", state="draft", deadline=today)
    clock.moment += timedelta(days=1)
    for actor, row_id, move, version in (
        (STAFF, waiting, operations.publish, 2),
        (member(city), drafted, operations.submit, 1),
    ):
        with services.unit_of_work(actor) as uow, pytest.raises(Invalid) as error:
            move(uow, row_id, expected_version=version)
        (fault,) = error.value.faults
        assert (fault.field, fault.value) == ("deadline", str(today))
        assert "Choose a later one" in fault.message


def test_a_thin_challenge_is_not_handed_in_and_the_fields_are_named(
    services: Services, city: UUID
) -> None:
    thin = challenge_content(title="Thin", problem="Short.", requirements=(), themes=())
    with services.unit_of_work(member(city)) as uow:
        row = operations.create_challenge(uow, city, thin)
        with pytest.raises(Invalid) as error:
            operations.submit(uow, row.id, expected_version=1)
    assert {f.field for f in error.value.faults} == {"problem", "requirements", "themes"}


def test_every_contradiction_is_named_at_once(services: Services, city: UUID) -> None:
    content = challenge_content(
        title="Odd",
        themes=("NOPE",),
        budget=Budget(minimum=Decimal(10), maximum=Decimal(5)),
        essential=(ConstraintName.TRL,),
        joint_roles=(JointRole.FOLLOWER,),
        requirements=(Requirement(text="Works."), Requirement(text="WORKS.")),
    )
    with services.unit_of_work(member(city)) as uow, pytest.raises(Invalid) as error:
        operations.create_challenge(uow, city, content)
    assert {f.field for f in error.value.faults} == {
        "themes",
        "budget.maximum",
        "essential",
        "joint_roles",
        "requirements.1.text",
    }


def test_publishing_tells_whether_it_is_new(services: Services, city: UUID) -> None:
    challenge_id = make_challenge(services, city, title="One", state="returned")
    with services.unit_of_work(member(city)) as uow:
        operations.change_challenge(
            uow, challenge_id, challenge_content(title="Two"), expected_version=3
        )
        operations.submit(uow, challenge_id, expected_version=4)
    with services.unit_of_work(STAFF) as uow:
        operations.publish(uow, challenge_id, expected_version=5)
    assert told(services)[-1] == "ChallengeOpened"
    with services.unit_of_work(member(city)) as uow:
        operations.change_challenge(
            uow, challenge_id, challenge_content(title="Three"), expected_version=6
        )
        operations.submit(uow, challenge_id, expected_version=7)
    with services.unit_of_work(STAFF) as uow:
        operations.publish(uow, challenge_id, expected_version=8)
    assert told(services)[-1] == "ChallengeChanged"


def test_nothing_of_an_unverified_city_is_published(services: Services, city: UUID) -> None:
    challenge_id = make_challenge(services, city, title="Alone", state="in_review")
    with services.unit_of_work() as uow:
        uow.session.get_one(Organisation, city).verification = "refused"
    with services.unit_of_work(STAFF) as uow, pytest.raises(Conflict, match="not verified"):
        operations.publish(uow, challenge_id, expected_version=2)


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_only_editors_close_a_challenge(services: Services, city: UUID, role: Role | None) -> None:
    challenge_id = make_challenge(services, city, title="Alone")
    actor = VISITOR if role is None else member(city, role)
    with services.unit_of_work(actor) as uow, pytest.raises(Forbidden):
        operations.close(uow, challenge_id, expected_version=3)


def test_an_internal_note_is_written_over_what_was_last_seen(
    services: Services, city: UUID
) -> None:
    challenge_id = make_challenge(services, city, title="Alone")
    with services.unit_of_work(member(city)) as uow:
        operations.write_internal_note(uow, challenge_id, "one", expected_version=3)
    with services.unit_of_work(member(city)) as uow:
        with pytest.raises(Stale):
            operations.write_internal_note(uow, challenge_id, "two", expected_version=3)
        with pytest.raises(Invalid):
            operations.write_internal_note(uow, challenge_id, "a\0b", expected_version=4)


def test_a_catalogue_challenge_is_made_once_and_changed_when_it_differs(
    services: Services,
) -> None:
    content = challenge_content(title="Plan", nature=Nature.EXAMPLE)
    newer = challenge_content(title="Newer plan", nature=Nature.EXAMPLE)
    with services.unit_of_work(SYSTEM) as uow:
        add_words(uow)
        city = make_city(uow, name="Listed", verified=False)
        first = operations.create_catalogue_challenge(uow, city, content, "plan")
        again = operations.create_catalogue_challenge(uow, city, content, "plan")
        assert (first.id, again.version, again.published_version) == (again.id, 2, 1)
        other = operations.create_catalogue_challenge(uow, city, newer, "plan")
        assert (other.published_version, other.title) == (2, "Newer plan")
        elsewhere = make_city(uow, name="Elsewhere", verified=False)
        with pytest.raises(Conflict, match="another organisation"):
            operations.create_catalogue_challenge(uow, elsewhere, newer, "plan")


def test_what_a_city_has_claimed_is_left_as_it_is(services: Services) -> None:
    with services.unit_of_work(SYSTEM) as uow:
        add_words(uow)
        city = make_city(uow, name="Listed", verified=False)
        content = challenge_content(title="Plan")
        row = operations.create_catalogue_challenge(uow, city, content, "plan")
        uow.session.get_one(Organisation, city).catalogue = False
        newer = challenge_content(title="Newer")
        assert operations.create_catalogue_challenge(uow, city, newer, "plan") is row
        assert row.title == "Plan"
        with pytest.raises(Conflict, match="own people"):
            operations.create_catalogue_challenge(uow, city, newer, "another")
