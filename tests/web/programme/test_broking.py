"""Staff bring people together: the pulse, a pair, the introduction, both answers, reminders."""

from datetime import timedelta
from uuid import UUID

import pytest

from marketplace.challenges.questions import ask_question
from marketplace.foundation.clock import SetClock
from marketplace.introductions.content import Pair
from marketplace.introductions.operations import introduce
from marketplace.solutions.questions import ask_vendor
from tests.factories.challenges import make_challenge
from tests.factories.interests import express
from tests.factories.market import STAFF, make_city, member
from tests.factories.solutions import make_solution
from tests.web.people import People

LAMP = "Sensors in each lamp report when it fails and dim it when nobody walks there."


@pytest.fixture
def pair(people: People) -> Pair:
    challenge = make_challenge(people.services, people.city_id, title="Dark", problem=LAMP * 2)
    solution = make_solution(people.services, people.vendor_id, name="Lamp", summary=LAMP)
    return Pair(challenge, solution_id=solution)


def introduced(people: People, pair: Pair) -> UUID:
    with people.services.unit_of_work(STAFF) as uow:
        return introduce(uow, pair, "You should talk.").id


def asked(people: People, challenge_id: UUID) -> None:
    with people.services.unit_of_work(member(people.vendor_id)) as uow:
        ask_question(uow, challenge_id, people.vendor_id, "How many lamps?")


def test_a_pair_is_found_from_its_challenge_and_introduced_by_one_button(
    people: People, pair: Pair
) -> None:
    staff = people.browser("staff")
    staff.open("/programme/pairs")
    staff.follow("Dark")
    page = staff.follow("Lamp")
    assert "Why it fits" in page.text
    assert "vendor@vendor.example" in page.text
    assert "Works by phone." in page.text.partition("What is missing")[2]
    assert "Nothing yet: no interest" in page.text
    page = staff.press("Introduce both sides")
    assert "both sides are told" in page.text
    assert "Dear Graz, dear Heatwise," in page.text

    vendor = people.browser("vendor")
    vendor.open(f"/organisations/{people.vendor_id}/introductions")
    vendor.follow("Graz and Heatwise")
    assert "Keep the note" not in vendor.page.text
    assert "Choose whether" in vendor.press("Send your answer", reply="Gladly.").text
    page = vendor.press("Send your answer", wants="yes")
    assert "Your answer is sent." in page.text
    city = people.browser("city")
    page = city.open(page.address)
    assert "Gladly." in page.text
    assert "Both answered" in city.press("Send your answer", wants="no").text

    staff.open(page.address)
    assert "Choose what came of it." in staff.press("Record what came of it", note="Sad.").text
    staff.press("Record what came of it", outcome="no_fit")
    assert "It does not fit" in city.open(page.address).text
    assert "Sad." not in city.page.text
    history = staff.open(
        f"/programme/pairs?challenge={pair.challenge_id}&solution={pair.solution_id}"
    )
    assert "Graz does not want to talk now" in history.text
    assert "Introduce both sides" in history.text


def test_any_pair_is_reached_without_typing_an_address(people: People, pair: Pair) -> None:
    staff = people.browser("staff")
    staff.open(f"/solutions/{pair.solution_id}")
    page = staff.follow("Look at it beside a challenge")
    assert "Choose the challenge to look at beside “Lamp”." in page.text
    assert "Introduce both sides" in staff.follow("Dark").text
    assert (
        "Look at it beside"
        not in people.browser("vendor").open(f"/solutions/{pair.solution_id}").text
    )

    around = f"/programme/pairs?challenge={pair.challenge_id}"
    assert "Another solution" in staff.open(around).text
    assert "No solution has these words." in staff.open(f"{around}&q=quokka").text
    found = staff.open(f"{around}&q=sensors").text.partition("Another solution")[2]
    assert "Heatwise Lamp" in found


def test_no_reason_is_claimed_for_a_pair_that_hardly_fits(people: People, pair: Pair) -> None:
    other = make_solution(
        people.services, people.vendor_id, name="Zeppelin", description="Quixotic jugglers. " * 9
    )
    page = people.browser("staff").open(
        f"/programme/pairs?challenge={pair.challenge_id}&solution={other}"
    )
    assert "How far it fits" in page.text
    assert "Why it fits" not in page.text


def test_what_has_been_between_two_sides_is_told_in_its_order(
    people: People, pair: Pair, clock: SetClock
) -> None:
    assert pair.solution_id is not None
    asked(people, pair.challenge_id)
    clock.moment += timedelta(days=1)
    express(people.services, pair.solution_id, pair.challenge_id)
    clock.moment += timedelta(days=1)
    with people.services.unit_of_work(member(people.city_id)) as uow:
        ask_vendor(uow, pair.solution_id, people.city_id, "How loud?", named=False)
    staff = people.browser("staff")
    page = staff.open(f"/programme/pairs?challenge={pair.challenge_id}&solution={pair.solution_id}")
    assert (
        "22 November 2026 The city asked about the solution 21 November 2026 Heatwise expressed "
        "interest 20 November 2026 The vendor asked about the challenge"
    ) in page.text


def test_a_pair_that_is_introduced_says_so_and_nobody_is_told_twice(
    people: People, pair: Pair
) -> None:
    first, second = people.browser("staff"), people.browser("staff")
    address = f"/programme/pairs?challenge={pair.challenge_id}&solution={pair.solution_id}"
    for staff in (first, second):
        staff.open(address)
    first.press("Introduce both sides")
    page = second.press("Introduce both sides")
    assert "They are introduced already" in page.text
    assert "There is a problem" in page.text
    assert "Write a text" not in page.text


def test_whom_nobody_acts_for_cannot_be_introduced_and_it_says_so(
    people: People, pair: Pair
) -> None:
    with people.services.unit_of_work() as uow:
        linz = make_city(uow, name="Linz", verified=False)
    partner = make_challenge(people.services, linz, title="Darker", problem=LAMP * 2)
    staff = people.browser("staff")
    around = staff.open(f"/programme/pairs?challenge={pair.challenge_id}")
    assert "Darker" in around.text
    assert "less alike" not in around.text
    page = staff.open(f"/programme/pairs?challenge={pair.challenge_id}&partner={partner}")
    assert "Nobody acts for Linz here yet" in page.text
    assert "Introduce both sides" not in page.text


def test_the_pulse_says_what_is_silent_and_what_is_asked_for(
    people: People, pair: Pair, clock: SetClock
) -> None:
    asked(people, pair.challenge_id)
    clock.moment += timedelta(days=20)
    page = people.browser("staff").open("/programme")
    assert "Questions to cities without an answer 1 20 days" in page.text
    assert "Calls without any interest for a fortnight 1 20 days" in page.text
    assert "EN 1 1 0" in page.text
    assert "Nothing is to be reviewed." in page.text


def test_who_owes_an_answer_is_reminded_once_a_week(
    people: People, pair: Pair, clock: SetClock
) -> None:
    asked(people, pair.challenge_id)
    clock.moment += timedelta(days=3)
    staff = people.browser("staff")
    page = staff.open("/programme/waiting")
    assert "Heatwise waits for Graz since 20 November 2026: 3 days." in page.text
    assert "Graz is reminded." in staff.press("Remind Graz: Dark").text
    assert "again from 30 November 2026" in staff.page.text


def test_lists_say_why_they_are_empty(people: People) -> None:
    staff = people.browser("staff")
    assert "Every question has its answer." in staff.open("/programme/waiting").text
    assert "Nobody is being introduced" in staff.open("/programme/introductions").text
    assert "No introduction is over yet" in staff.open("/programme/introductions?state=ended").text
    assert "No open challenge matches" in staff.open("/programme/pairs?q=quokka").text
    own = people.browser("city").open(f"/organisations/{people.city_id}/introductions")
    assert "Nobody has been introduced to you yet" in own.text


def test_staff_read_what_came_of_the_interest_of_a_year(
    people: People, pair: Pair, clock: SetClock
) -> None:
    staff = people.browser("staff")
    assert "Nobody has expressed interest" in staff.open("/programme/waiting").text
    made = express(people.services, pair.solution_id, pair.challenge_id)
    text = staff.open("/programme/waiting").text
    assert "Expressed 1 Read by the city 0 Answered 0" in text
    city = people.browser("city")
    city.open(f"/interests/{made}")
    city.press("Send the answer", answer="invited", reason="Come by.")
    text = staff.open("/programme/waiting").text
    assert "Expressed 1 Read by the city 1 Answered 1 Invited to talk 1 Not now 0" in text
    clock.moment += timedelta(days=366)
    assert "Nobody has expressed interest" in staff.open("/programme/waiting").text
