"""Vendors ask, the city answers, everybody reads both."""

from uuid import UUID

import pytest

from marketplace.challenges.questions import (
    answer_question,
    ask_question,
    questions_about,
    unanswered_counts,
)
from marketplace.foundation.access import VISITOR, Role
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.organisations.enquiries import MOST_OPEN_QUESTIONS
from marketplace.organisations.models import Organisation
from marketplace.services import Services
from tests.factories.challenges import make_challenge
from tests.factories.market import STAFF, make_vendor, member


@pytest.fixture
def vendor(services: Services, city: UUID) -> UUID:
    del city
    with services.unit_of_work() as uow:
        return make_vendor(uow, name="Curious")


@pytest.fixture
def challenge_id(services: Services, city: UUID) -> UUID:
    return make_challenge(services, city, title="Alone")


@pytest.fixture
def question_id(services: Services, vendor: UUID, challenge_id: UUID) -> UUID:
    with services.unit_of_work(member(vendor)) as uow:
        return ask_question(uow, challenge_id, vendor, " How many residents? ").id


def test_everybody_reads_the_question_and_the_answer(
    services: Services, city: UUID, challenge_id: UUID, question_id: UUID
) -> None:
    with services.unit_of_work(member(city)) as uow:
        assert unanswered_counts(uow, city) == {challenge_id: 1}
        answer_question(uow, question_id, "About 400.", expected_version=1)
        assert unanswered_counts(uow, city) == {}
    with services.unit_of_work(VISITOR) as uow:
        (read,) = questions_about(uow, challenge_id)
    assert (read.text, read.answer) == ("How many residents?", "About 400.")


def test_who_asked_is_told_to_the_asker_the_city_and_staff(
    services: Services, city: UUID, vendor: UUID, challenge_id: UUID, question_id: UUID
) -> None:
    del question_id
    with services.unit_of_work() as uow:
        rival = make_vendor(uow, name="Rival")
    for actor, name in (
        (member(vendor, Role.VIEWER), "Curious"),
        (member(city), "Curious"),
        (STAFF, "Curious"),
        (member(rival), None),
        (VISITOR, None),
    ):
        with services.unit_of_work(actor) as uow:
            assert [q.asker_name for q in questions_about(uow, challenge_id)] == [name]


def test_only_editors_of_a_verified_organisation_ask(
    services: Services, city: UUID, vendor: UUID, challenge_id: UUID
) -> None:
    for actor in (VISITOR, member(vendor, Role.VIEWER), member(city)):
        with services.unit_of_work(actor) as uow, pytest.raises(Forbidden):
            ask_question(uow, challenge_id, vendor, "May I?")
    with services.unit_of_work() as uow:
        uow.session.get_one(Organisation, vendor).verification = "unverified"
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Conflict):
        ask_question(uow, challenge_id, vendor, "May I?")
    with services.unit_of_work(member(city)) as uow, pytest.raises(Conflict):
        ask_question(uow, challenge_id, city, "May I ask myself?")


@pytest.mark.parametrize("state", ["closed", "awarded", "cancelled"])
def test_no_questions_are_taken_once_it_has_ended(
    services: Services, city: UUID, vendor: UUID, state: str
) -> None:
    ended = make_challenge(services, city, title="Over", state=state)
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Conflict):
        ask_question(uow, ended, vendor, "Still there?")


def test_questions_go_with_the_challenge(services: Services, city: UUID, vendor: UUID) -> None:
    hidden = make_challenge(services, city, title="Gone", state="withdrawn")
    with services.unit_of_work(member(vendor)) as uow:
        with pytest.raises(NotFound):
            ask_question(uow, hidden, vendor, "Where is it?")
        with pytest.raises(NotFound):
            questions_about(uow, hidden)


def test_only_the_city_answers_and_the_second_answer_knows_the_first(
    services: Services, city: UUID, vendor: UUID, question_id: UUID
) -> None:
    for actor in (member(vendor), STAFF, VISITOR, member(city, Role.VIEWER)):
        with services.unit_of_work(actor) as uow, pytest.raises(Forbidden):
            answer_question(uow, question_id, "No.", expected_version=1)
    with services.unit_of_work(member(city)) as uow:
        answer_question(uow, question_id, "Yes.", expected_version=1)
        with pytest.raises(Stale):
            answer_question(uow, question_id, "No.", expected_version=1)


@pytest.mark.parametrize("text", ["", "  ", "a\0b", "x" * 2001])
def test_a_question_is_a_text_of_bounded_length(
    services: Services, vendor: UUID, challenge_id: UUID, text: str
) -> None:
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Invalid):
        ask_question(uow, challenge_id, vendor, text)


def test_nobody_floods_a_challenge_with_questions(
    services: Services, vendor: UUID, challenge_id: UUID
) -> None:
    with services.unit_of_work(member(vendor)) as uow:
        for number in range(MOST_OPEN_QUESTIONS):
            ask_question(uow, challenge_id, vendor, f"Question {number}?")
        with pytest.raises(Conflict):
            ask_question(uow, challenge_id, vendor, "One more?")
