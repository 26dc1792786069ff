"""A vendor expresses interest with evidence, sees the answer, and takes interest back."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from marketplace.challenges.content import ConstraintName, Requirement
from marketplace.challenges.operations import change_challenge, submit
from marketplace.challenges.operations import publish as publish_challenge
from marketplace.foundation.clock import SetClock
from marketplace.interests.content import Answer
from marketplace.interests.operations import answer
from marketplace.interests.queries import InterestFilters, list_interests
from tests.factories.challenges import challenge_content, make_challenge
from tests.factories.interests import express, take_to
from tests.factories.market import STAFF, make_vendor, member
from tests.factories.queries import counted
from tests.factories.solutions import make_solution
from tests.web.people import People

PHONE = "Volunteers ring older residents by phone every week."
ENGLISH = "Speaks English."
SPOKEN = {"languages": ("en",)}
WANTED = (Requirement(text=PHONE), Requirement(text=ENGLISH))


@pytest.fixture
def challenge(people: People) -> UUID:
    return make_challenge(people.services, people.city_id, title="Alone", requirements=WANTED)


@pytest.fixture
def solution(people: People) -> UUID:
    return make_solution(
        people.services, people.vendor_id, name="Calls", features=(PHONE,), **SPOKEN
    )


def form_of(challenge: UUID, solution: UUID) -> str:
    return f"/challenges/{challenge}/interest/{solution}"


def sent(people: People) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """The states of the interests there are, with the evidence of each."""
    with people.services.unit_of_work(STAFF) as uow:
        return [
            (view.state, tuple((e.requirement, e.text) for e in view.content.evidence))
            for view in list_interests(uow, InterestFilters())
            if view.content
        ]


def test_the_form_begins_with_what_the_listing_says_and_keeps_what_is_typed(
    people: People, challenge: UUID, solution: UUID
) -> None:
    browser = people.browser("vendor")
    browser.open(f"/challenges/{challenge}")
    page = browser.follow("Express interest with a solution of yours")
    assert page.address == form_of(challenge, solution), "there is only one solution to choose"
    assert page.value("evidence.0.text") == PHONE
    assert page.value("evidence.1.text") == ""
    assert re.findall(r"In your listing: (Seems met|Met)", page.text) == ["Seems met", "Met"]
    assert page.value("contact.email") == "vendor@vendor.example"
    page = browser.press(
        "Send to the city", evidence__1__text="Four callers do.", evidence__1__link="calls"
    )
    assert page.status == 422
    for said in ("Your message to the city: Write something", "Write the whole address"):
        assert said in page.text
    assert page.value("evidence.1.text") == "Four callers do."
    page = browser.press(
        "Send to the city", message="We ring 400 people.", evidence__1__link="https://c.example"
    )
    assert "Sent. The city reads it" in page.text
    assert "Graz has not read it yet." in page.text
    assert sent(people) == [("expressed", ((PHONE, PHONE), (ENGLISH, "Four callers do.")))]


def test_a_double_click_and_going_back_send_it_once(
    people: People, challenge: UUID, solution: UUID
) -> None:
    browser = people.browser("vendor")
    form = browser.open(form_of(challenge, solution))
    browser.press("Send to the city", message="We ring.")
    browser.page = form
    assert "Graz has not read it yet." in browser.press("Send to the city", message="We ring.").text
    browser.page = form
    page = browser.press("Send to the city", message="We also visit.")
    assert page.status == 409
    assert page.value("message") == "We also visit."
    assert len(sent(people)) == 1


def test_a_challenge_that_changes_while_one_types_loses_nothing(
    people: People, challenge: UUID, solution: UUID
) -> None:
    browser = people.browser("vendor")
    browser.open(form_of(challenge, solution))
    newer = challenge_content(title="Alone", requirements=(Requirement(text=ENGLISH),))
    with people.services.unit_of_work(member(people.city_id)) as uow:
        change_challenge(uow, challenge, newer, expected_version=3)
        submit(uow, challenge, expected_version=4)
    with people.services.unit_of_work(STAFF) as uow:
        publish_challenge(uow, challenge, expected_version=5)
    page = browser.press("Send to the city", message="Hello.", evidence__1__text="Four do.")
    assert page.status == 412
    assert "The challenge has changed meanwhile." in page.text
    assert "The city no longer asks for this" in page.text
    assert PHONE in page.text
    assert page.value("evidence.0.text") == "Four do."
    browser.press("Send to the city")
    assert sent(people) == [("expressed", ((ENGLISH, "Four do."),))]


def test_a_last_day_that_passes_while_one_types_is_said_and_loses_nothing(
    people: People, solution: UUID, clock: SetClock
) -> None:
    last = clock.moment.date()
    soon = make_challenge(people.services, people.city_id, title="Soon", deadline=last)
    browser = people.browser("vendor")
    page = browser.open(form_of(soon, solution))
    assert "until midnight, Brussels time, at the end of 20 November 2026." in page.text
    assert "has passed" not in page.text

    clock.moment += timedelta(days=1)
    page = browser.press("Send to the city", message="We ring 400 people.")
    assert page.status == 409
    assert "The last day on which interest was welcome has passed." in page.text
    assert page.value("message") == "We ring 400 people."
    assert sent(people) == []


def test_a_challenge_that_closes_while_one_asks_is_said_and_loses_nothing(
    people: People, challenge: UUID
) -> None:
    browser = people.browser("vendor")
    browser.open(f"/challenges/{challenge}/ask")
    city = people.browser("city")
    city.open(f"/challenges/{challenge}/manage")
    city.press("Close")

    page = browser.press("Send the question", text="How many residents are there?")
    assert page.status == 409
    assert "This challenge is not open, so no questions are taken." in page.text
    assert page.value("text") == "How many residents are there?"


def test_the_vendor_sees_the_answer_and_its_days_and_takes_it_back(
    people: People, challenge: UUID, solution: UUID
) -> None:
    interest = express(people.services, solution, challenge)
    with people.services.unit_of_work(member(people.city_id)) as uow:
        answer(uow, interest, Answer.DECLINED, "Next year.", expected_version=1)
    browser = people.browser("vendor")
    page = browser.open(f"/vendor/{people.vendor_id}/interests")
    assert "Not now" in page.text
    assert "Next year." in page.text
    page = browser.follow("Alone")
    assert "What Graz writes Next year." in page.text
    assert "Read by the city 20 November 2026" in page.text
    page = browser.press("Withdraw the interest")
    assert "no longer what you sent" in page.text
    page = browser.follow("Express interest again")
    assert page.value("message") == "We have done this in two cities."
    for who in ("city", "staff"):
        page = people.browser(who).open(f"/interests/{interest}")
        assert "what it sent is no longer shown" in page.text
        assert "We have done this" not in page.text


def test_nobody_else_learns_of_an_interest(people: People, challenge: UUID, solution: UUID) -> None:
    interest = express(people.services, solution, challenge)
    for who in ("person", None):
        browser = people.browser(who)
        assert browser.open(f"/interests/{interest}").status == 404
        assert "We have done this" not in browser.open(f"/challenges/{challenge}").text
    assert people.browser("city").open(f"/interests/{interest}").status == 200
    assert people.browser("city").open(f"/vendor/{people.vendor_id}/interests").status == 403


def test_the_choice_says_how_each_solution_fits_and_where_interest_stands(
    people: People, challenge: UUID, solution: UUID
) -> None:
    other = make_solution(people.services, people.vendor_id, name="Lamps")
    interest = express(people.services, other, challenge)
    take_to(people.services, interest, "seen")
    page = people.browser("vendor").open(f"/challenges/{challenge}/interest")
    assert page.text.index("Calls") < page.text.index("Lamps")
    assert "Read, no answer yet" in page.text
    assert page.links["Express interest with this solution: Calls"] == form_of(challenge, solution)
    example = make_challenge(people.services, people.city_id, title="Once", nature="example")
    page = people.browser("vendor").open(f"/challenges/{example}/interest")
    assert "No city asks for it here now." in page.text
    assert people.browser("city").open(f"/challenges/{challenge}/interest").status == 403
    assert "Sign in" in people.browser(None).open(f"/challenges/{challenge}/interest").text


def test_the_mirror_says_what_a_vendor_fits_nearly_fits_and_does_not(people: People) -> None:
    services, city = people.services, people.city_id
    lonely = "Older residents live alone and nobody rings them. " * 3
    roads = "Lorries break the asphalt of our mountain roads every winter. " * 3
    said = {"description": f"{PHONE} {lonely}", "problem": lonely, "trl": 8}
    make_solution(services, people.vendor_id, name="Calls", features=(PHONE,), **said)
    make_solution(services, people.vendor_id, name="Lamps")
    strict = {"trl_minimum": 9, "essential": (ConstraintName.TRL,)}
    make_challenge(services, city, title="Near", problem=lonely)
    make_challenge(services, city, title="Too young", problem=lonely, **strict)
    make_challenge(services, city, title="Roads", problem=roads, nature="example")
    browser = people.browser("vendor")
    page = browser.open(f"/vendor/{people.vendor_id}/challenges")
    fits, nearly, others = re.split("You nearly fit The|Something else is asked Too", page.text)
    assert "Near" in fits
    assert "with Calls" in fits
    assert "Too young" in nearly
    assert "Needed is 9, you state 8." in nearly
    assert "Roads" in others
    assert "Express interest: Near" in page.links
    assert "Roads" not in browser.follow("Show only open calls").text
    with counted(services.engine) as statements:
        browser.open(f"/vendor/{people.vendor_id}/challenges")
    assert len(statements) <= 10, "what was found is kept as long as it is true"


def test_another_vendor_is_told_nothing_by_the_mirror(people: People) -> None:
    with people.services.unit_of_work() as uow:
        other = make_vendor(uow, name="Rival")
    assert people.browser("vendor").open(f"/vendor/{other}/challenges").status == 403


def test_a_challenge_about_something_else_is_not_called_a_fit(people: People) -> None:
    lamps = "Sensors in each lamp report when it fails and dim it when nobody walks there. "
    other = "Quixotic zeppelins vex jugglers. "
    lamp = make_solution(people.services, people.vendor_id, name="Lamp", description=lamps * 3)
    make_challenge(people.services, people.city_id, title="Dark streets", problem=lamps * 3)
    make_challenge(people.services, people.city_id, title="Zeppelins", problem=other * 9)
    page = people.browser("vendor").open(f"/solutions/{lamp}/challenges")
    fits, _, others = page.text.partition("Something else is asked")
    assert "Dark streets" in fits
    assert "Zeppelins" in others
    assert "Dark streets" not in others
