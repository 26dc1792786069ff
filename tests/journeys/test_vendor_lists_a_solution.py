"""A vendor lists a solution, staff read it, and a city finds it for its challenge at once."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from marketplace.challenges.content import Importance, Requirement
from tests.browser.fixtures import Sits
from tests.browser.furniture import CITY, STAFF, VENDOR
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import published_challenge
from tests.journeys.deeds import goes_on, hand_in, publish, say_where_and_how

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TITLE = "Drivers are trapped in flooded underpasses"
REQUIREMENT = "Close the underpass to traffic when the water rises."
NAME = "Dry Passage"
EVIDENCE = (
    "A radar sensor under the bridge closes the barrier of the underpass within ten seconds "
    "of the water rising."
)


def test_a_listed_solution_is_found_by_a_city_as_soon_as_it_is_published(
    sits_down: Sits, installation: Installation
) -> None:
    matches = f"/challenges/{_flooded_underpasses(installation)}/matches"
    vendor, staff, city = sits_down(VENDOR), sits_down(STAFF), sits_down(CITY)

    _lists_its_solution(vendor)
    city.opens(matches)
    city.sees(f"Matches for: {TITLE}")
    city.does_not_see(NAME)

    publish(staff, NAME, EVIDENCE)
    city.opens(matches)
    match = city.card_of(NAME)
    expect(match).to_contain_text(REQUIREMENT)
    expect(match.locator("mark").first).to_be_visible()
    assert all(mark in EVIDENCE for mark in match.locator("mark").all_inner_texts())
    match.locator("summary", has_text="How the score is made up").click()
    expect(match).to_contain_text("Score, the sum")

    vendor.follows("Demonstration Vendor")
    vendor.follows(NAME)
    vendor.sees("Published. Everybody sees it")
    vendor.follows("Which challenges it fits")
    vendor.sees(TITLE)


def _flooded_underpasses(installation: Installation) -> UUID:
    return published_challenge(
        installation,
        title=TITLE,
        problem=(
            "Heavy rain fills our three underpasses within minutes. Drivers do not see how deep "
            "the water is, go in, and have to be rescued from their cars by the fire brigade."
        ),
        requirements=(Requirement(text=REQUIREMENT, importance=Importance.ESSENTIAL),),
        themes=("CL2",),
    )


def _lists_its_solution(vendor: Person) -> None:
    vendor.follows("Demonstration Vendor")
    vendor.follows("List a solution")
    vendor.writes("Name of the solution", NAME)
    vendor.writes("In one sentence", "Closes flooded underpasses before anybody drives in.")
    goes_on(vendor)
    vendor.writes("The problem that it solves for a city", "Cars drive into flooded underpasses.")
    goes_on(vendor)
    vendor.writes("Description", f"{EVIDENCE} The fire brigade is called at the same moment.")
    vendor.writes("What it does", "Measures the water level\nCloses barriers\nCalls for help")
    goes_on(vendor)
    say_where_and_how(vendor, "Climate adaptation", "Flood, stormwater and coastal risk")
    hand_in(vendor)
    vendor.sees("Programme staff are reading it")
