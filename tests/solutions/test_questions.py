"""Cities ask, the vendor answers, everybody reads both."""

from uuid import UUID

import pytest

from marketplace.foundation.access import VISITOR, Actor
from marketplace.foundation.errors import Conflict, Forbidden, NotFound, Stale
from marketplace.services import Services
from marketplace.solutions.questions import (
    answer_city,
    ask_vendor,
    questions_on,
    unanswered_counts,
)
from tests.factories.market import STAFF, make_city, make_vendor, member
from tests.factories.solutions import make_solution


@pytest.fixture
def city(services: Services, vendor: UUID) -> UUID:
    del vendor
    with services.unit_of_work() as uow:
        return make_city(uow, name="Curious")


@pytest.fixture
def solution_id(services: Services, vendor: UUID) -> UUID:
    return make_solution(services, vendor, name="Lamp")


def asked(services: Services, solution_id: UUID, city: UUID, *, named: bool = False) -> UUID:
    with services.unit_of_work(member(city)) as uow:
        return ask_vendor(uow, solution_id, city, "Does it rain in?", named=named).id


def asker(services: Services, solution_id: UUID, actor: Actor) -> str | None:
    with services.unit_of_work(actor, writes=False) as uow:
        return questions_on(uow, solution_id)[0].asker_name


def test_everybody_reads_the_answer_and_a_city_is_named_only_if_it_agrees(
    services: Services, vendor: UUID, city: UUID, solution_id: UUID
) -> None:
    question = asked(services, solution_id, city)
    with services.unit_of_work(member(vendor)) as uow:
        assert unanswered_counts(uow, vendor) == {solution_id: 1}
        answer_city(uow, question, "No.", expected_version=1)
        assert unanswered_counts(uow, vendor) == {}
        with pytest.raises(Stale):
            answer_city(uow, question, "Yes.", expected_version=1)
    with services.unit_of_work(VISITOR) as uow:
        (read,) = questions_on(uow, solution_id)
    assert (read.text, read.answer, read.asker_name) == ("Does it rain in?", "No.", None)
    for actor in (member(city), member(vendor), STAFF):
        assert asker(services, solution_id, actor) == "Curious"


def test_a_city_that_agrees_is_named(services: Services, city: UUID, solution_id: UUID) -> None:
    asked(services, solution_id, city, named=True)
    assert asker(services, solution_id, VISITOR) == "Curious"


def test_only_cities_ask_and_only_the_vendor_answers(
    services: Services, vendor: UUID, city: UUID, solution_id: UUID
) -> None:
    with services.unit_of_work() as uow:
        rival = make_vendor(uow, name="Rival")
    with services.unit_of_work(member(rival)) as uow, pytest.raises(Conflict, match="Only cities"):
        ask_vendor(uow, solution_id, rival, "How?", named=False)
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Conflict, match="own"):
        ask_vendor(uow, solution_id, vendor, "How?", named=False)
    question = asked(services, solution_id, city)
    for actor in (member(rival), member(city), STAFF, VISITOR):
        with services.unit_of_work(actor) as uow, pytest.raises(Forbidden):
            answer_city(uow, question, "Yes.", expected_version=1)


def test_what_is_not_listed_takes_no_question(services: Services, vendor: UUID, city: UUID) -> None:
    draft = make_solution(services, vendor, name="Draft", state="draft")
    with services.unit_of_work(member(city)) as uow, pytest.raises(NotFound):
        ask_vendor(uow, draft, city, "How?", named=False)
