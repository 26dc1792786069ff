"""Two people at once, each in a transaction and on a connection of their own."""

import threading
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from sqlalchemy.orm import sessionmaker

from marketplace.accounts.models import User
from marketplace.foundation.access import Role
from marketplace.foundation.clock import SetClock
from marketplace.foundation.database import make_engine
from marketplace.foundation.errors import Conflict, Forbidden, ProductError, Stale
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.claims import claim_organisation, decide_claim
from marketplace.organisations.members import (
    accept_invitation,
    invite_member,
    make_invitation_secret,
    remove_member,
)
from marketplace.organisations.operations import (
    change_organisation,
    create_catalogue_organisation,
)
from marketplace.organisations.queries import (
    actor_of,
    get_organisation,
    members_of,
    pending_claims,
)
from marketplace.services import Services
from marketplace.settings import Settings
from tests.databases import KINDS, Databases, fill
from tests.factories.accounts import act_as, make_user
from tests.factories.organisations import add_terms, city_content, join, make_owned

Deed = Callable[[UnitOfWork], object]


@pytest.fixture(params=KINDS)
def apart(
    request: pytest.FixtureRequest, databases: Databases, settings: Settings, clock: SetClock
) -> Iterator[Services]:
    """Services whose units of work really commit, on a database of their own."""
    engine = make_engine(databases.new_url(request.param))
    fill(engine)
    yield Services(settings, engine, sessionmaker(engine), clock)
    engine.dispose()


def at_once(services: Services, *deeds: tuple[int | None, Deed]) -> list[str]:
    """Do each deed as its person in a thread of its own; what each of them came to.

    Every actor is known before the first deed begins, as in requests that arrive together.
    """
    together, outcomes = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(number: int, user_id: int | None, deed: Deed) -> None:
        try:
            with services.unit_of_work(writes=False) as uow:
                actor = uow.actor
                if user_id is not None:
                    actor = actor_of(uow.session, uow.session.get_one(User, user_id))
            together.wait(timeout=30)
            with services.unit_of_work(actor) as uow:
                deed(uow)
            outcomes[number] = "done"
        except ProductError as error:
            outcomes[number] = type(error).__name__

    threads = [
        threading.Thread(target=run, args=(number, *deed)) for number, deed in enumerate(deeds)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(outcomes)


def city_with_two_owners(services: Services) -> tuple[UUID, int, int]:
    with services.unit_of_work() as uow:
        add_terms(uow)
        ada = make_user(uow, email="ada@city.example")
        city = make_owned(uow, city_content(name="Graz"), owner=ada, verified=True)
        bob = join(uow, city, email="bob@city.example", role=Role.OWNER)
        return city.id, ada.id, bob.user_id


def owners(services: Services, city: UUID) -> list[str]:
    with services.unit_of_work() as uow:
        return [member.email for member in members_of(uow, city)]


def test_of_two_owners_who_remove_each_other_one_stays(apart: Services) -> None:
    city, ada, bob = city_with_two_owners(apart)

    outcomes = at_once(
        apart,
        (ada, lambda uow: remove_member(uow, city, bob, expected_version=1)),
        (bob, lambda uow: remove_member(uow, city, ada, expected_version=1)),
    )

    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", Forbidden.__name__, Conflict.__name__}
    assert len(owners(apart, city)) == 1


def test_of_two_owners_who_leave_one_stays(apart: Services) -> None:
    city, ada, bob = city_with_two_owners(apart)

    outcomes = at_once(
        apart,
        (ada, lambda uow: remove_member(uow, city, ada, expected_version=1)),
        (bob, lambda uow: remove_member(uow, city, bob, expected_version=1)),
    )

    assert outcomes == [Conflict.__name__, "done"]
    assert len(owners(apart, city)) == 1


def test_of_two_changes_of_one_version_one_is_made(apart: Services) -> None:
    city, ada, bob = city_with_two_owners(apart)
    with apart.unit_of_work() as uow:
        seen = get_organisation(uow, city).version

    outcomes = at_once(
        apart,
        (ada, lambda uow: _populate(uow, city, 1, seen)),
        (bob, lambda uow: _populate(uow, city, 2, seen)),
    )

    assert outcomes == [Stale.__name__, "done"]


def test_an_invitation_is_accepted_once(apart: Services) -> None:
    city, ada, _ = city_with_two_owners(apart)
    with apart.unit_of_work() as uow:
        eve = make_user(uow, email="eve@city.example").id
        act_as(uow, uow.session.get_one(User, ada))
        invitation = invite_member(uow, city, "eve@city.example", Role.EDITOR)
        made = make_invitation_secret(uow, invitation.id)
    assert made is not None
    secret = made[1]

    outcomes = at_once(apart, *[(eve, lambda uow: accept_invitation(uow, secret))] * 2)

    assert outcomes == [Conflict.__name__, "done"]
    assert owners(apart, city).count("eve@city.example") == 1


def test_of_two_claims_accepted_at_once_one_gets_the_entry(apart: Services) -> None:
    with apart.unit_of_work() as uow:
        add_terms(uow)
        city = create_catalogue_organisation(uow, city_content(name="Graz"), "graz").id
        people = [make_user(uow, email=f"{name}@city.example") for name in ("ada", "bob")]
        ids = []
        for person in people:
            act_as(uow, person)
            ids.append(claim_organisation(uow, city, "I work at the town hall.").id)

    def accept(claim_id: UUID) -> Deed:
        return lambda uow: decide_claim(uow, claim_id, "accept", expected_version=1)

    outcomes = at_once(apart, (None, accept(ids[0])), (None, accept(ids[1])))

    assert outcomes == [Stale.__name__, "done"]
    assert len(owners(apart, city)) == 1
    with apart.unit_of_work() as uow:
        assert pending_claims(uow, PageRequest()).total == 0


def _populate(uow: UnitOfWork, city: UUID, population: int, seen: int) -> None:
    content = city_content(name="Graz", population=population)
    change_organisation(uow, city, content, expected_version=seen)
