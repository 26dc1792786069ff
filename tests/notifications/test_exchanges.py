"""The two sides of an interest, a decision and an introduction hear of each other, once."""

import pytest

from marketplace.introductions.content import Pair, Waiting
from marketplace.introductions.operations import introduce
from marketplace.introductions.reminders import remind
from marketplace.shortlists.content import DecisionContent, Outcome, Reason
from marketplace.shortlists.decisions import send, write_decision
from tests.factories.challenges import make_challenge
from tests.factories.interests import express, take_to
from tests.factories.market import STAFF, member
from tests.factories.solutions import make_solution
from tests.notifications.inboxes import CITY, VENDOR, Market


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
        send(uow, market.services.matcher, challenge, expected_version=1)
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
