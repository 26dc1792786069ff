"""A city states a challenge on a phone, and reads who can help it and who shares its need."""

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import CITY, STAFF
from tests.browser.person import Person
from tests.journeys.deeds import goes_on, hand_in, publish

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TITLE = "Older residents lose contact with their neighbours"
PROBLEM = (
    "Many residents over 75 live alone and see nobody for days. Social workers learn too late "
    "who has fallen silent, and the clubs that could help do not know whom to invite."
)
REQUIREMENT = "Bring older residents who live alone together with volunteers in their district."


def test_a_stated_challenge_gets_suppliers_and_partner_cities_with_reasons(
    sits_down: Sits,
) -> None:
    city, staff, visitor = sits_down(CITY, viewport=PHONE), sits_down(STAFF), sits_down()

    _states_its_challenge(city)
    publish(staff, TITLE, PROBLEM, REQUIREMENT)

    city.follows("Demonstration City")
    city.follows("Next: put what fits on your shortlist")
    best = city.card(1)
    expect(best).to_contain_text(REQUIREMENT)
    expect(best.locator("mark").first).to_be_visible()
    best.locator("summary", has_text="How the score is made up").click()
    expect(best).to_contain_text("Score, the sum")

    city.follows("Partner cities")
    partner = city.card(1)
    expect(partner).to_contain_text("Agrees")
    partner.locator("summary", has_text="The same need, in the words of both").click()
    expect(partner).to_contain_text("This challenge says")

    # Everybody can read the challenge, and nobody else what it may cost.
    visitor.opens("/challenges?q=older+residents")
    visitor.follows(TITLE)
    visitor.sees(PROBLEM, "Solutions that fit best", "Cities whose need is most like this")
    visitor.does_not_see("48,765")


def _states_its_challenge(city: Person) -> None:
    city.follows("Demonstration City")
    city.follows("State a challenge")
    city.writes("The problem", PROBLEM)
    city.writes("Title of the challenge", TITLE)
    for _ in ("problem", "concerned", "outcomes"):
        goes_on(city)
    city.presses("Add requirement")
    city.writes("What it has to do", "Be user-friendly.", within="Requirement 1")
    # It is told by itself, while the city goes on.
    city.sees("“user-friendly” cannot be measured", "Who would fit now")
    city.writes("What it has to do", REQUIREMENT, within="Requirement 1")
    city.presses("Add another requirement")
    city.writes("What it has to do", "Work without a smartphone.", within="Requirement 2")
    city.ticks("Nice to have", within="Requirement 2")
    goes_on(city)
    city.unfolds("Social inclusion")
    city.ticks("Ageing, care and loneliness")
    for _ in ("themes", "scale"):
        goes_on(city)
    city.writes("Up to", "48765", within="Budget")
    for _ in ("budget", "limits"):
        goes_on(city)
    city.ticks("Yes", within="Are you open to buying together with other cities?")
    for _ in ("buying", "together"):
        goes_on(city)
    city.sees("Check your answers", REQUIREMENT)
    hand_in(city)
