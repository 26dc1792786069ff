"""What shows signs is held and not public, until staff release it or send it back."""

from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.foundation.access import SYSTEM, VISITOR
from marketplace.foundation.errors import Forbidden, NotFound, Stale
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.record import ActivityEvent
from marketplace.services import Services
from marketplace.solutions import operations
from marketplace.solutions.content import Findings
from marketplace.solutions.holding import is_known, unexamined
from marketplace.solutions.models import Solution
from marketplace.solutions.queries import get_solution
from tests.factories.market import STAFF, make_vendor, member
from tests.factories.solutions import SIGN, hold, make_solution, publish_clear, solution_content

PAGE = PageRequest()


def held(services: Services, vendor: UUID) -> UUID:
    return make_solution(services, vendor, name="Sensor", state="held")


def test_what_is_held_is_seen_by_vendor_and_staff_alone(services: Services, vendor: UUID) -> None:
    solution_id = held(services, vendor)
    for actor in (member(vendor), STAFF):
        with services.unit_of_work(actor) as uow:
            view = get_solution(uow, solution_id, working=True)
            assert (view.state, view.signs) == ("held", (SIGN,))
    for actor in (VISITOR, member(UUID(int=1))):
        with services.unit_of_work(actor) as uow, pytest.raises(NotFound):
            get_solution(uow, solution_id)


def test_holding_is_on_record_and_told(services: Services, vendor: UUID) -> None:
    solution_id = held(services, vendor)
    with services.unit_of_work() as uow:
        event = uow.session.scalars(
            select(ActivityEvent).where(ActivityEvent.action == "solution.hold")
        ).one()
        facts = uow.session.scalars(select(OutboxFact.name).order_by(OutboxFact.number)).all()
        assert (event.object_id, event.actor_kind) == (str(solution_id), SYSTEM.kind.value)
        assert event.after["state"] == "held"
    assert facts[-1] == "SolutionHeld"


def test_an_older_version_stays_public_while_a_newer_one_is_held(
    services: Services, vendor: UUID
) -> None:
    solution_id = make_solution(services, vendor, name="Old")
    with services.unit_of_work(member(vendor)) as uow:
        content = solution_content(name="New")
        operations.change_solution(uow, solution_id, content, expected_version=3)
        operations.submit(uow, solution_id, expected_version=4)
    with services.unit_of_work(STAFF) as uow:
        hold(uow, solution_id, expected_version=5)
    with services.unit_of_work(VISITOR) as uow:
        view = get_solution(uow, solution_id)
        assert (view.content.name, view.state, view.signs) == ("Old", "published", ())


def test_staff_release_what_is_honest(services: Services, vendor: UUID) -> None:
    solution_id = held(services, vendor)
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Forbidden):
        operations.release(uow, solution_id, expected_version=3)
    with services.unit_of_work(STAFF) as uow:
        operations.release(uow, solution_id, expected_version=3)
    with services.unit_of_work(VISITOR) as uow:
        assert get_solution(uow, solution_id).published_version == 1


def test_a_changed_version_is_examined_again(services: Services, vendor: UUID) -> None:
    solution_id = held(services, vendor)
    with services.unit_of_work(member(vendor)) as uow:
        content = solution_content(name="Sensor, in own words")
        operations.change_solution(uow, solution_id, content, expected_version=3)
        assert get_solution(uow, solution_id, working=True).signs == ()
        operations.submit(uow, solution_id, expected_version=4)
    with services.unit_of_work() as uow:
        assert unexamined(uow.session, 10) == [(solution_id, 5)]
    with services.unit_of_work(STAFF) as uow:
        with pytest.raises(Stale):
            operations.publish(uow, solution_id, Findings(number=1), expected_version=5)
        publish_clear(uow, solution_id, expected_version=5)
    with services.unit_of_work(VISITOR) as uow:
        assert get_solution(uow, solution_id).content.name == "Sensor, in own words"


def test_what_is_in_review_is_held_by_the_product_alone(services: Services, vendor: UUID) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="in_review")
    found = Findings(number=1, signs=(SIGN,))
    with services.unit_of_work(STAFF) as uow, pytest.raises(Forbidden):
        operations.examine(uow, solution_id, found, expected_version=2)
    with services.unit_of_work() as uow:
        operations.examine(uow, solution_id, Findings(number=1), expected_version=2)
        assert unexamined(uow.session, 10) == []
        assert uow.session.get_one(Solution, solution_id).state == "in_review"
        operations.examine(uow, solution_id, found, expected_version=2)
        assert uow.session.get_one(Solution, solution_id).state == "held"


@pytest.mark.usefixtures("vendor")
def test_a_catalogue_entry_with_signs_is_held_once(services: Services) -> None:
    with services.unit_of_work() as uow:
        entry = make_vendor(uow, name="Archive", verified=False)
        said = solution_content(name="Meter")
        for _ in range(2):
            row = operations.create_catalogue_solution(uow, entry, said, "key", signs=(SIGN,))
            assert (row.state, row.published_version, row.version) == ("held", None, 2)
            assert is_known(uow.session, "key", said)
        newer = solution_content(name="Meter", trl=9)
        row = operations.create_catalogue_solution(uow, entry, newer, "key", signs=())
        assert (row.state, row.published_version) == ("published", 2)


def test_the_first_publication_is_remembered(services: Services, vendor: UUID) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="withdrawn")
    with services.unit_of_work() as uow:
        first = uow.session.get_one(Solution, solution_id).first_published_at
        assert first == uow.now
