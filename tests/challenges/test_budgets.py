"""Who is told a budget, and that nothing lets anybody else guess it."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.challenges import operations
from marketplace.challenges.content import ConstraintName, Visibility
from marketplace.challenges.history import versions_of
from marketplace.challenges.models import Challenge
from marketplace.challenges.queries import (
    ChallengeFilters,
    get_challenge,
    list_challenges,
    open_contents,
    own_challenges,
)
from marketplace.foundation.access import SYSTEM, VISITOR, Actor, ActorKind, Role
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.record import ActivityEvent
from marketplace.services import Services
from tests.factories.challenges import budget, challenge_content, make_challenge
from tests.factories.market import STAFF, make_city, make_vendor, member

FIRST = PageRequest(page_size=100)
SECRET = "123456"

MEMBER, NETWORK, STAFFER, SYSTEM_ITSELF, VENDOR, STRANGER = (
    "member",
    "network",
    "staff",
    "system",
    "vendor",
    "stranger",
)
ENTITLED = {
    Visibility.PUBLIC: {MEMBER, NETWORK, STAFFER, SYSTEM_ITSELF, VENDOR, STRANGER},
    Visibility.NETWORK: {MEMBER, NETWORK, STAFFER, SYSTEM_ITSELF},
    Visibility.PRIVATE: {MEMBER},
}


def actors(services: Services, city: UUID) -> dict[str, Actor]:
    with services.unit_of_work() as uow:
        neighbour = make_city(uow, name="Neighbour")
        vendor = make_vendor(uow, name="Vendor")
    return {
        MEMBER: member(city, Role.VIEWER, network=True),
        NETWORK: member(neighbour, Role.OWNER, network=True),
        STAFFER: STAFF,
        SYSTEM_ITSELF: SYSTEM,
        VENDOR: member(vendor, Role.OWNER),
        STRANGER: VISITOR,
    }


@pytest.mark.parametrize("visibility", Visibility)
def test_a_budget_is_told_to_those_its_visibility_names(
    services: Services, city: UUID, visibility: Visibility
) -> None:
    money = budget(visibility)
    challenge_id = make_challenge(services, city, title="Alone", budget=money)
    for name, actor in actors(services, city).items():
        with services.unit_of_work(actor) as uow:
            told = get_challenge(uow, challenge_id).content.budget
        assert told == (money if name in ENTITLED[visibility] else None), name


def test_a_network_budget_is_hidden_from_cities_that_are_not_verified(
    services: Services, city: UUID
) -> None:
    challenge_id = make_challenge(services, city, title="Alone", budget=budget(Visibility.NETWORK))
    with services.unit_of_work() as uow:
        newcomer = make_city(uow, name="Newcomer")
    with services.unit_of_work(member(newcomer, network=False)) as uow:
        assert get_challenge(uow, challenge_id).content.budget is None


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.NETWORK])
def test_a_hidden_budget_leaves_no_trace_in_what_strangers_read(
    services: Services, city: UUID, visibility: Visibility
) -> None:
    essential = (ConstraintName.BUDGET, ConstraintName.COUNTRY)
    challenge_id = make_challenge(
        services, city, title="Alone", budget=budget(visibility), essential=essential
    )
    with services.unit_of_work(VISITOR) as uow:
        read = [
            get_challenge(uow, challenge_id),
            list_challenges(uow, ChallengeFilters(), FIRST),
            list_challenges(uow, ChallengeFilters(q=SECRET), FIRST),
            list_challenges(uow, ChallengeFilters(q="climate fund"), FIRST),
            list(open_contents(uow.session)),
            own_challenges(uow, city, FIRST),
        ]
    assert SECRET not in str(read)
    assert "climate fund" not in str(read)
    assert "budget: 'budget'" not in str(read)
    assert [page.total for page in read[1:4]] == [1, 0, 0]  # type: ignore[attr-defined]


def test_a_private_budget_is_hidden_from_staff_in_review_and_in_old_versions(
    services: Services, city: UUID
) -> None:
    money = budget(Visibility.PRIVATE)
    challenge_id = make_challenge(services, city, title="Alone", state="in_review", budget=money)
    for actor, told in ((STAFF, None), (SYSTEM, None), (member(city), money)):
        with services.unit_of_work(actor) as uow:
            assert get_challenge(uow, challenge_id, working=True).content.budget == told
            assert [v.content.budget for v in versions_of(uow, challenge_id)] == [told]


def test_a_budget_is_as_public_as_the_version_that_is_shown(services: Services, city: UUID) -> None:
    public = budget(Visibility.PUBLIC)
    challenge_id = make_challenge(services, city, title="Alone", budget=public)
    private = replace(public, visibility=Visibility.PRIVATE)
    content = challenge_content(title="Alone", budget=private)
    with services.unit_of_work(member(city)) as uow:
        operations.change_challenge(uow, challenge_id, content, expected_version=3)
        operations.submit(uow, challenge_id, expected_version=4)
    with services.unit_of_work(VISITOR) as uow:
        assert get_challenge(uow, challenge_id).content.budget == public
    with services.unit_of_work(STAFF) as uow:
        operations.publish(uow, challenge_id, expected_version=5)
    with services.unit_of_work(VISITOR) as uow:
        assert get_challenge(uow, challenge_id).content.budget is None


def test_nothing_of_a_budget_is_in_rows_lists_records_or_facts(
    services: Services, city: UUID
) -> None:
    make_challenge(services, city, title="Alone", budget=budget(Visibility.PRIVATE))
    with services.unit_of_work() as uow:
        columns = [c for c in Challenge.__table__.columns if c.name != "internal_note"]
        rows = uow.session.execute(select(*columns)).all()
        events = uow.session.execute(select(ActivityEvent.before, ActivityEvent.after)).all()
        told = uow.session.scalars(select(OutboxFact.payload)).all()
    assert SECRET not in str([*rows, *events, *told])


def test_the_internal_note_is_read_by_the_city_alone(services: Services, city: UUID) -> None:
    challenge_id = make_challenge(services, city, title="Alone")
    with services.unit_of_work(member(city)) as uow:
        operations.write_internal_note(uow, challenge_id, "planted", expected_version=3)
    for name, actor in actors(services, city).items():
        with services.unit_of_work(actor) as uow:
            note = get_challenge(uow, challenge_id).internal_note
        assert note == ("planted" if name == MEMBER else None), name


def test_the_internal_note_cannot_be_read_through_the_row(services: Services, city: UUID) -> None:
    challenge_id = make_challenge(services, city, title="Alone")
    with services.unit_of_work(SYSTEM) as uow:
        row = uow.session.get_one(Challenge, challenge_id)
        with pytest.raises(Exception, match="internal_note"):
            _ = row.internal_note


def test_a_person_without_an_organisation_is_told_what_visitors_are(
    services: Services, city: UUID
) -> None:
    challenge_id = make_challenge(services, city, title="Alone", budget=budget(Visibility.NETWORK))
    nobody = Actor(kind=ActorKind.PERSON, user_id=9, label="nobody")
    with services.unit_of_work(nobody) as uow:
        assert get_challenge(uow, challenge_id).content.budget is None
