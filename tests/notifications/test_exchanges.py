"""The two sides of an interest, a decision and an introduction hear of each other, once."""

import pytest
from sqlalchemy import update

from marketplace.foundation.access import Actor, Role
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.paging import PageRequest
from marketplace.interests.content import Answer
from marketplace.interests.operations import answer
from marketplace.interests.queries import get_interest
from marketplace.introductions.content import Outcome as Ended
from marketplace.introductions.content import Pair, Waiting
from marketplace.introductions.operations import introduce
from marketplace.introductions.queries import get_introduction
from marketplace.introductions.reminders import remind
from marketplace.notifications.queries import inbox
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import actor_of
from marketplace.privacy.operations import close_organisation
from marketplace.pulse.queries import waits
from marketplace.shortlists.content import DecisionContent, Outcome, Reason
from marketplace.shortlists.decisions import send, write_decision
from tests.factories.challenges import make_challenge
from tests.factories.interests import express, take_to
from tests.factories.market import STAFF, member
from tests.factories.solutions import make_solution
from tests.notifications.inboxes import CITY, VENDOR, Market, person


def actor_for(market: Market, email: str) -> Actor:
    with market.services.unit_of_work() as uow:
        return actor_of(uow.session, person(market, email))


def test_interest_and_its_answer_reach_the_other_side(market: Market) -> None:
    solution = make_solution(market.services, market.vendor, name="Heat")
    challenge = make_challenge(market.services, market.city, title="Warm homes")
    interest = express(market.services, solution, challenge)
    market.deliver()
    assert "interest_expressed" in market.told(CITY)
    take_to(market.services, interest, "declined")
    market.deliver()

    assert "interest_answered" in market.told(VENDOR)
    subjects = [mail.subject for mail in market.mails(CITY)]
    assert "Heat is offered for Warm homes" in subjects
    (mail,) = [mail for mail in market.mails(VENDOR) if "your interest" in mail.subject]
    assert f"/interests/{interest}" in mail.text
    assert "Because we say so" not in mail.text


@pytest.mark.parametrize("chosen", [True, False])
def test_a_decision_is_told_once_to_the_vendor_and_to_the_citys_own_people(
    market: Market, *, chosen: bool
) -> None:
    solution = make_solution(market.services, market.vendor, name="Heat")
    challenge = make_challenge(market.services, market.city, title="Warm homes")
    express(market.services, solution, challenge)
    reason = Reason(solution_id=solution, text="Because we say so.", chosen=chosen)
    outcome = Outcome.CHOSEN if chosen else Outcome.NONE
    said = DecisionContent(outcome=outcome, message="Thank you all.", reasons=(reason,))
    with market.services.unit_of_work(member(market.city)) as uow:
        write_decision(uow, challenge, said, expected_version=0)
    with market.services.unit_of_work(member(market.city)) as uow:
        send(uow, (), challenge, expected_version=1)
    market.deliver()

    told = [one for one in market.told(VENDOR) if one in {"interest_closed", "solution_chosen"}]
    assert told == ["solution_chosen" if chosen else "interest_closed"]
    assert "decision_sent" in market.told(CITY)
    assert not any("Because we say so" in mail.text for mail in market.mails(VENDOR))


def test_both_sides_hear_that_they_are_introduced_and_are_reminded(market: Market) -> None:
    solution = make_solution(market.services, market.vendor, name="Heat")
    challenge = make_challenge(market.services, market.city, title="Warm homes")
    with market.services.unit_of_work(STAFF) as uow:
        row = introduce(uow, Pair(challenge, solution), "You should talk.")
        introduction = row.id
    with market.services.unit_of_work(STAFF) as uow:
        remind(uow, Waiting.INTRODUCTION, introduction, market.vendor)
    market.deliver()

    assert "introduced" in market.told(CITY)
    assert {"introduced", "still_introduced"} <= set(market.told(VENDOR))
    (mail,) = [mail for mail in market.mails(CITY) if "introduce you" in mail.subject]
    assert f"/introductions/{introduction}" in mail.text


@pytest.mark.parametrize(
    ("leaver", "reader", "occasion", "state"),
    [
        ("city", VENDOR, "interest_ended", "ended"),
        ("vendor", CITY, "interest_withdrawn", "withdrawn"),
    ],
)
def test_who_leaves_ends_what_was_begun_and_the_other_side_hears_of_it(
    market: Market, leaver: str, reader: str, occasion: str, state: str
) -> None:
    solution = make_solution(market.services, market.vendor, name="Heat")
    challenge = make_challenge(market.services, market.city, title="Warm homes")
    interest = express(market.services, solution, challenge)
    with market.services.unit_of_work(STAFF) as uow:
        introduction = introduce(uow, Pair(challenge, solution), "You should talk.").id
    market.deliver()
    leaving = getattr(market, leaver)
    with market.services.unit_of_work(member(leaving, Role.OWNER)) as uow:
        version = uow.session.get_one(Organisation, leaving).version
        close_organisation(uow, leaving, expected_version=version)
    market.deliver()

    with market.services.unit_of_work(member(market.vendor)) as uow:
        assert get_interest(uow, interest).state == state
        assert get_introduction(uow, introduction).outcome is Ended.LEFT
    with market.services.unit_of_work(actor_for(market, reader), writes=False) as uow:
        notices = inbox(uow, PageRequest(1, 20)).items
        lines = [notice.said.line for notice in notices]
    assert {occasion, "introduction_ended"} <= set(market.told(reader))
    assert any("Heat" in line and ("ended" in line or "no longer" in line) for line in lines)
    assert any("introduction" in line and "closed" in line for line in lines)
    with market.services.unit_of_work(STAFF) as uow:
        assert not any(waits(uow).values())


def test_two_answers_are_two_notices_however_late_and_often_they_are_delivered(
    market: Market,
) -> None:
    solution = make_solution(market.services, market.vendor, name="Heat")
    challenge = make_challenge(market.services, market.city, title="Warm homes")
    interest = express(market.services, solution, challenge)
    take_to(market.services, interest, "declined")
    with market.services.unit_of_work(member(market.city)) as uow:
        answer(uow, interest, Answer.INVITED, "Let us talk.", expected_version=2)
    market.deliver()
    assert market.told(VENDOR).count("interest_answered") == 2

    with market.services.unit_of_work() as uow:
        uow.session.execute(update(OutboxFact).values(delivered_at=None, claimed_until=None))
    with market.services.unit_of_work(member(market.city)) as uow:
        answer(uow, interest, Answer.SHORTLISTED, "", expected_version=3)
    market.deliver()
    assert market.told(VENDOR).count("interest_answered") == 3
    assert market.told(CITY).count("interest_expressed") == 1
