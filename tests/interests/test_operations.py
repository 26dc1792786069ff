"""A vendor offers a solution, the city answers, and each may change its mind in time."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.challenges import operations as challenges
from marketplace.foundation.access import VISITOR, Role
from marketplace.foundation.clock import SetClock
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.record import ActivityEvent
from marketplace.interests.content import Answer, Contact, Evidence
from marketplace.interests.lifecycle import FOLLOWS, INTEREST, STATES
from marketplace.interests.models import Interest
from marketplace.interests.operations import (
    answer,
    close,
    close_all,
    express_interest,
    mark_seen,
    withdraw,
)
from marketplace.interests.queries import InterestFilters, get_interest, list_interests
from marketplace.organisations.models import Organisation
from tests.conftest import NOW
from tests.factories.challenges import make_challenge
from tests.factories.interests import express, interest_content, take_to
from tests.factories.market import STAFF, make_city, member
from tests.factories.solutions import make_solution
from tests.interests.conftest import PHONE, TURKISH, Fair

OURS = Evidence(requirement=TURKISH, text="Four of our callers do.", link="https://calls.example")


def test_interest_keeps_what_the_vendor_says_beside_what_the_engine_read(fair: Fair) -> None:
    empty = Evidence(requirement=PHONE)
    interest = express(fair.services, fair.solution, fair.challenge, interest_content(OURS, empty))
    with fair.services.unit_of_work(fair.buyer) as uow:
        view = get_interest(uow, interest)
    assert view.content is not None
    assert view.read is not None
    assert view.content.evidence == (OURS,)
    assert [(read.requirement, read.verdict) for read in view.read.readings] == [
        (PHONE, "met"),
        (TURKISH, "not_stated"),
    ]
    assert view.read.readings[0].sentence == PHONE
    assert (view.solution_version, view.challenge_version) == (1, 1)
    assert (view.state, view.expressed_at) == ("expressed", NOW)


def test_what_happens_is_on_record_and_told_by_ids_alone(fair: Fair, interest: UUID) -> None:
    take_to(fair.services, interest, "declined")
    with fair.services.unit_of_work() as uow:
        chosen = select(OutboxFact).where(OutboxFact.name.startswith("Interest"))
        told = uow.session.scalars(chosen.order_by(OutboxFact.number)).all()
        assert [fact.name for fact in told] == ["InterestExpressed", "InterestAnswered"]
        ids = {
            "interest_id": str(interest),
            "solution_id": str(fair.solution),
            "challenge_id": str(fair.challenge),
        }
        assert all(fact.payload == ids for fact in told)
        record = uow.session.scalars(
            select(ActivityEvent).where(ActivityEvent.object_id == str(interest))
        )
        assert [(row.action, row.after) for row in record] == [
            ("interest.express", {"state": "expressed"}),
            ("interest.decline", {"state": "declined"}),
        ]


def test_a_city_reads_answers_and_changes_its_mind_until_it_has_decided(
    fair: Fair, interest: UUID, clock: SetClock
) -> None:
    with fair.services.unit_of_work(fair.buyer) as uow:
        mark_seen(uow, interest)
    clock.moment += timedelta(days=2)
    with fair.services.unit_of_work(fair.buyer) as uow:
        assert mark_seen(uow, interest).seen_at == NOW
        answer(uow, interest, Answer.DECLINED, "Too early.", expected_version=2)
        answer(uow, interest, Answer.INVITED, "", expected_version=3)
    with fair.services.unit_of_work(fair.seller) as uow:
        view = get_interest(uow, interest)
        assert (view.state, view.reason, view.seen_at) == ("invited", "", NOW)
        assert view.answered_at == NOW + timedelta(days=2)
    with fair.services.unit_of_work(fair.buyer) as uow:
        close(uow, interest, "We build it ourselves.", expected_version=4)
        with pytest.raises(Conflict):
            answer(uow, interest, Answer.INVITED, "", expected_version=5)


def test_a_decision_ends_every_interest_each_with_its_reason(fair: Fair, interest: UUID) -> None:
    other = make_solution(fair.services, fair.rival, name="Other")
    second = express(fair.services, other, fair.challenge)
    gone = express(
        fair.services, make_solution(fair.services, fair.rival, name="Gone"), fair.challenge
    )
    take_to(fair.services, gone, "withdrawn")
    with fair.services.unit_of_work(fair.buyer) as uow:
        with pytest.raises(Stale):
            close_all(uow, fair.challenge, {interest: "We chose another way."})
        close_all(uow, fair.challenge, {interest: "Not phoning.", second: "Too dear."})
    with fair.services.unit_of_work(STAFF) as uow:
        ended = {view.id: view for view in list_interests(uow, InterestFilters(city=fair.city))}
    assert {id_: (view.state, view.reason) for id_, view in ended.items()} == {
        interest: ("closed", "Not phoning."),
        second: ("closed", "Too dear."),
        gone: ("withdrawn", ""),
    }


def test_an_answer_marks_as_seen_and_not_now_needs_a_reason(fair: Fair, interest: UUID) -> None:
    with fair.services.unit_of_work(fair.buyer) as uow:
        for reason in ("", "   ", "x" * 2001, "a\0b"):
            with pytest.raises(Invalid):
                answer(uow, interest, Answer.DECLINED, reason, expected_version=1)
        with pytest.raises(Invalid):
            close(uow, interest, "", expected_version=1)
        answer(uow, interest, Answer.SHORTLISTED, "", expected_version=1)
        assert get_interest(uow, interest).seen_at == NOW


def test_a_withdrawn_interest_says_nothing_to_the_city_and_can_begin_anew(
    fair: Fair, interest: UUID
) -> None:
    take_to(fair.services, interest, "withdrawn")
    for actor, told in ((fair.buyer, False), (STAFF, False), (fair.seller, True)):
        with fair.services.unit_of_work(actor) as uow:
            view = get_interest(uow, interest)
            assert view.state == "withdrawn"
            assert (view.content is not None, view.read is not None) == (told, told)
    with fair.services.unit_of_work(fair.buyer) as uow, pytest.raises(Conflict):
        answer(uow, interest, Answer.INVITED, "", expected_version=2)
    assert express(fair.services, fair.solution, fair.challenge) == interest
    with fair.services.unit_of_work(fair.buyer) as uow:
        view = get_interest(uow, interest)
        assert (view.state, view.ended_at, view.content) == ("expressed", None, interest_content())


def test_a_solution_is_offered_once_for_a_challenge(fair: Fair, interest: UUID) -> None:
    del interest
    with pytest.raises(Conflict, match="already"):
        express(fair.services, fair.solution, fair.challenge)


@pytest.mark.parametrize("state", ["closed", "awarded", "cancelled"])
def test_no_interest_is_taken_once_a_challenge_has_ended(fair: Fair, state: str) -> None:
    over = make_challenge(fair.services, fair.city, title="Over", state=state)
    with pytest.raises(Conflict, match="not open"):
        express(fair.services, fair.solution, over)


def test_the_last_day_for_interest_ends_at_midnight_in_brussels(
    fair: Fair, clock: SetClock
) -> None:
    day = date(2026, 11, 25)
    challenge = make_challenge(fair.services, fair.city, title="Soon", deadline=day)
    clock.moment = NOW.replace(day=25, hour=23, minute=0)
    with pytest.raises(Conflict, match="last day"):
        express(fair.services, fair.solution, challenge)
    clock.moment = NOW.replace(day=25, hour=22, minute=59)
    assert express(fair.services, fair.solution, challenge)


def test_nobody_is_asked_who_does_not_ask(fair: Fair) -> None:
    example = make_challenge(fair.services, fair.city, title="Once", nature="example")
    with pytest.raises(Conflict, match="example"):
        express(fair.services, fair.solution, example)
    with fair.services.unit_of_work() as uow:
        uow.session.get_one(Organisation, fair.city).catalogue = True
    with pytest.raises(Conflict, match="signed up"):
        express(fair.services, fair.solution, fair.challenge)


def test_only_editors_of_a_verified_vendor_offer_what_is_published(fair: Fair) -> None:
    viewer = member(fair.vendor, Role.VIEWER)
    for actor in (*fair.strangers, fair.buyer, STAFF, viewer, VISITOR):
        with pytest.raises(Forbidden):
            express(fair.services, fair.solution, fair.challenge, actor=actor)
    draft = make_solution(fair.services, fair.vendor, name="Draft", state="draft")
    with pytest.raises(Conflict, match="Publish"):
        express(fair.services, draft, fair.challenge)
    with fair.services.unit_of_work() as uow:
        uow.session.get_one(Organisation, fair.vendor).verification = "unverified"
    with pytest.raises(Conflict, match="verified"):
        express(fair.services, fair.solution, fair.challenge)


def test_a_challenge_that_has_changed_is_read_again_first(fair: Fair) -> None:
    with fair.services.unit_of_work(fair.seller) as uow, pytest.raises(Stale):
        express_interest(
            uow,
            fair.services.matcher,
            fair.solution,
            fair.challenge,
            interest_content(),
            challenge_version=2,
        )
    hidden = make_challenge(fair.services, fair.city, title="Gone", state="withdrawn")
    with pytest.raises(NotFound):
        express(fair.services, fair.solution, hidden)


def test_evidence_is_about_a_requirement_and_a_contact_can_be_reached(fair: Fair) -> None:
    other = Evidence(requirement="Makes coffee.", text="It does.")
    nowhere = interest_content(OURS, other, OURS, contact=Contact(name="Ann", email="ann"))
    with pytest.raises(Invalid) as caught:
        express(fair.services, fair.solution, fair.challenge, nowhere)
    assert [fault.field for fault in caught.value.faults] == [
        "evidence.1.requirement",
        "evidence.2.requirement",
        "contact.email",
    ]


def test_only_the_city_answers_and_only_the_vendor_withdraws(fair: Fair, interest: UUID) -> None:
    city_viewer, vendor_viewer = (member(side, Role.VIEWER) for side in (fair.city, fair.vendor))
    for actor in (fair.seller, STAFF, city_viewer):
        with fair.services.unit_of_work(actor) as uow:
            for move in (
                lambda: mark_seen(uow, interest),
                lambda: answer(uow, interest, Answer.INVITED, "", expected_version=1),
                lambda: close(uow, interest, "No.", expected_version=1),
            ):
                with pytest.raises(Forbidden):
                    move()
    for actor in (fair.buyer, STAFF, vendor_viewer):
        with fair.services.unit_of_work(actor) as uow, pytest.raises(Forbidden):
            withdraw(uow, interest, expected_version=1)
    for actor in (*fair.strangers, VISITOR):
        with fair.services.unit_of_work(actor) as uow, pytest.raises(NotFound):
            withdraw(uow, interest, expected_version=1)


def test_who_comes_second_reads_first_what_the_other_did(fair: Fair, interest: UUID) -> None:
    take_to(fair.services, interest, "invited")
    with fair.services.unit_of_work(fair.seller) as uow, pytest.raises(Stale):
        withdraw(uow, interest, expected_version=1)
    with fair.services.unit_of_work(fair.buyer) as uow, pytest.raises(Stale):
        answer(uow, interest, Answer.DECLINED, "No.", expected_version=1)


def test_it_goes_on_when_its_challenge_or_solution_does_not(fair: Fair, interest: UUID) -> None:
    with fair.services.unit_of_work(fair.buyer) as uow:
        challenges.withdraw(uow, fair.challenge, expected_version=3)
    with fair.services.unit_of_work(fair.seller) as uow:
        view = get_interest(uow, interest)
        assert (view.challenge_title, view.state) == ("Alone", "expressed")


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_come_to_and_offers_the_moves_of_the_table(
    fair: Fair, interest: UUID, state: str
) -> None:
    take_to(fair.services, interest, state)
    with fair.services.unit_of_work() as uow:
        assert uow.session.get_one(Interest, interest).state == state
    both = member(fair.vendor), member(fair.city)
    offered = set()
    for actor in both:
        with fair.services.unit_of_work(actor) as uow:
            offered |= set(get_interest(uow, interest).moves)
    assert offered == {move.name for move in INTEREST.available(state)} - FOLLOWS


def test_a_city_is_not_offered_its_own_solution(fair: Fair) -> None:
    with fair.services.unit_of_work() as uow:
        both = make_city(uow, name="Wien")
    own = make_solution(fair.services, both, name="Own")
    asked = make_challenge(fair.services, both, title="Own need")
    with pytest.raises(Conflict, match="your own"):
        express(fair.services, own, asked)
