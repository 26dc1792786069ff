"""Staff see who fits whom, introduce them, and record what came of it; visitors see the map."""

import pytest

from marketplace.challenges.content import Requirement
from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import CITY, STAFF, VENDOR
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import published_challenge, published_solution

pytestmark = [pytest.mark.browser, pytest.mark.processes]

NEED = "Ferry queues nobody foresees"
PROBLEM = (
    "On warm weekends hundreds of cars queue for the ferry without anybody having foreseen it, "
    "and ambulances are stuck between them. The harbour office counts by hand, too late."
)
WANTED = "Foresees the length of the queue for the next three hours."
OFFER = "Queue Foresight"
WHAT_IT_DOES = (
    "Cameras at the harbour count the cars that queue for a ferry, and a model foresees the "
    "length of the queue for the next three hours, so that the harbour office can act in time. "
)
BOTH = "Demonstration City and Demonstration Vendor"
LETTER = "Both of you know the harbour. Talk before the summer."
SAID = "Gladly: ring Ada on any morning."


def test_two_sides_are_introduced_and_what_came_of_it_is_recorded(
    installation: Installation, sits_down: Sits
) -> None:
    requirements = (Requirement(text=WANTED),)
    published_challenge(
        installation, title=NEED, problem=PROBLEM, requirements=requirements, themes=("MO",)
    )
    published_solution(installation, name=OFFER, description=WHAT_IT_DOES * 2, themes=("MO",))
    staff = sits_down(STAFF)
    _looks_at_the_pulse(staff)
    _looks_at_the_pair(staff)
    _introduces(staff)
    _answers(sits_down(VENDOR, PHONE, java_script_enabled=False), "Demonstration Vendor", "Yes")
    city = sits_down(CITY, PHONE)
    _answers(city, "Demonstration City", "Not now")
    _records_what_came_of_it(staff)

    city.opens(city.page.url)
    city.sees("Over", "It does not fit", SAID)
    city.does_not_see("They were too far apart.")
    _finds_the_city_on_the_map(sits_down(viewport=PHONE))


def _looks_at_the_pulse(staff: Person) -> None:
    staff.follows("Programme staff")
    staff.sees("The pulse of the programme", "Silence", "Supply against demand")
    staff.follows("Bring together")
    staff.writes("Words in the challenge, or a city", "foresees")
    staff.presses("Apply filters")
    staff.follows(NEED)
    staff.sees("Solutions that fit", "Cities with the same need")


def _looks_at_the_pair(staff: Person) -> None:
    staff.follows(OFFER)
    staff.sees("Why it fits", WANTED, "What is missing", "Who is behind it", VENDOR, CITY)
    staff.sees("Nothing yet: no interest, no question and no introduction.")


def _introduces(staff: Person) -> None:
    staff.writes("What both read", "")
    staff.presses("Introduce both sides")
    staff.sees("There is a problem")
    staff.writes("What both read", LETTER)
    staff.presses("Introduce both sides")
    staff.sees("They are introduced: both sides are told, and asked to answer.")
    staff.sees("No answer yet.", "Remind Demonstration City")


def _answers(person: Person, organisation: str, wants: str) -> None:
    person.follows(organisation)
    person.follows("Introductions")
    person.follows(BOTH)
    person.sees(LETTER, NEED, OFFER)
    person.ticks(wants)
    person.writes("What you want to say", SAID)
    person.presses("Send your answer")
    person.sees("Your answer is sent. The other side and programme staff read it.")


def _records_what_came_of_it(staff: Person) -> None:
    staff.opens(staff.page.url)
    staff.sees("Both answered", "Would like to talk", "Not now", SAID)
    staff.writes("What you heard", "They were too far apart.")
    staff.ticks("It does not fit")
    staff.presses("Record what came of it")
    staff.sees("Recorded. Both sides read what came of it.", "They were too far apart.")
    staff.follows("Introductions")
    staff.follows("Those that are over")
    staff.sees(BOTH, "It does not fit")


def _finds_the_city_on_the_map(visitor: Person) -> None:
    visitor.opens("/map")
    visitor.unfolds("Filters")
    visitor.picks("Country", "Italy")
    visitor.presses("Apply filters")
    visitor.sees("What cities need, and where", "Themes, by the number of cities")
    visitor.follows("Bergamo")
    visitor.sees("What it needs")
    visitor.opens("/statistics")
    visitor.sees("Only amounts count that are stated to everybody.")
