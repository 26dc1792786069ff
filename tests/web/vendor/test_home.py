"""The home of a vendor says what needs doing, and that it is done; references are asked for."""

from datetime import date, timedelta
from typing import Any

from marketplace.foundation.clock import SetClock
from marketplace.interests.content import Answer
from marketplace.interests.operations import answer
from marketplace.solutions.content import Certificate
from marketplace.solutions.questions import ask_vendor
from tests.conftest import NOW
from tests.factories.challenges import make_challenge
from tests.factories.interests import express
from tests.factories.market import make_city, member
from tests.factories.solutions import GRAZ, make_solution
from tests.web.people import People

LONELY = "Older residents live alone and nobody rings them. " * 3
CALLS: dict[str, Any] = {"description": LONELY, "problem": LONELY}
DONE = "All is done. Nothing waits for you."


def test_what_needs_doing_stands_on_top_each_with_its_day_and_its_way(
    people: People, clock: SetClock
) -> None:
    services, vendor = people.services, people.vendor_id
    iso = Certificate(name="ISO 27001", valid_until=date(2027, 3, 1))
    make_solution(services, vendor, name="Mended", state="returned")
    calls = make_solution(
        services, vendor, name="Calls", certificates=(iso,), deployments=(GRAZ,), **CALLS
    )
    with services.unit_of_work(member(people.city_id)) as uow:
        ask_vendor(uow, calls, people.city_id, "In Turkish too?", named=False)
    clock.moment = NOW + timedelta(days=80)
    asked = make_challenge(services, people.city_id, title="Alone", problem=LONELY)
    make_challenge(services, people.city_id, title="Lonely", problem=LONELY)
    interest = express(services, calls, asked)
    with services.unit_of_work(member(people.city_id)) as uow:
        answer(uow, interest, Answer.INVITED, "Come on Monday.", expected_version=1)
    browser = people.browser("vendor")
    page = browser.open(f"/vendor/{vendor}")
    tasks, _, solutions = page.text.partition("Your solutions")
    for said in (
        "Mend “Mended” Returned by programme staff, 20 November 2026",
        "Answer a city's question about “Calls”",
        "Read what Graz answers on “Alone” Invites you to talk, 8 February 2027, about Calls",
        "Confirm that “Calls” is still true By 18 February 2027",
        "Renew the certificate ISO 27001 Runs out on 1 March 2027, in “Calls”",
        "Look at a new challenge that you fit: “Lonely” Graz, 8 February 2027",
    ):
        assert said in tasks
    assert tasks.index("To do") < tasks.index("Soon") < tasks.index("New")
    assert "Which challenges does it fit?" in solutions
    assert "No reference confirmed by the buyer yet" in solutions
    page = browser.follow("Read what Graz answers on “Alone”")
    assert "Come on Monday." in page.text


def test_a_vendor_with_nothing_to_do_is_told_so(people: People, clock: SetClock) -> None:
    make_solution(people.services, people.vendor_id, name="Calls", **CALLS)
    browser = people.browser("vendor")
    assert DONE in browser.open(f"/vendor/{people.vendor_id}").text
    clock.moment = NOW + timedelta(days=91)
    page = browser.open(f"/vendor/{people.vendor_id}")
    assert "Not confirmed since" in page.text
    browser.follow("Confirm that “Calls” is still true")
    browser.press("Confirm that it is still true")
    assert DONE in browser.open(f"/vendor/{people.vendor_id}").text


def test_a_vendor_asks_a_city_and_reads_honestly_who_gets_the_question(
    people: People, clock: SetClock
) -> None:
    with people.services.unit_of_work() as uow:
        quiet = make_city(uow, name="Quiet", verified=False)
    make_solution(people.services, people.vendor_id, name="Calls", deployments=(GRAZ,))
    browser = people.browser("vendor")
    page = browser.open(f"/vendor/{people.vendor_id}/references")
    assert "Next: ask the city to confirm it." in page.text
    browser.follow("Graz, 2025")
    page = browser.press("Ask for confirmation", email="ann@graz.example")
    assert page.value("email") == "ann@graz.example"
    assert "Graz has signed up: its own people are asked." in page.text
    page = browser.press("Ask for confirmation", buyer_id=str(quiet), email="ann@quiet.example")
    assert "Nobody of Quiet has signed up yet. We mailed your question" in page.text
    assert "You can ask again from 4 December 2026." in page.text
    clock.moment = NOW + timedelta(days=20)
    page = browser.open(page.address)
    assert "has been asked again" in browser.press("Ask again").text


def test_the_start_pages_lead_people_who_are_signed_in_to_what_is_theirs(people: People) -> None:
    signed_in, visitor = people.browser("vendor"), people.browser(None)
    for address in ("/", "/start"):
        page = signed_in.open(address)
        assert "Organisations that I act for Heatwise" in page.text
    assert "Where do you come from?" not in signed_in.open("/").text
    assert "Where do you come from?" in visitor.open("/").text
    assert "Register" in visitor.open("/start/vendor").links
    assert "Register" not in signed_in.open("/start/vendor").links
