"""A vendor asks the city whether it runs there; the city says no, then yes; everybody sees it.

The vendor sits at a desk, the city at a telephone without JavaScript.
"""

import pytest
from playwright.sync_api import expect

from marketplace.solutions.content import Deployment
from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import CITY, VENDOR
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import published_solution

pytestmark = [pytest.mark.browser, pytest.mark.processes]

NAME = "Leak Listener"
PLACE = "Demonstration City"
SCALE = "60 km of mains"
THERE = Deployment(place=PLACE, country="BE", period="since 2024", scale=SCALE)


def test_what_the_city_says_of_a_deployment_stands_beside_it_for_everybody(
    sits_down: Sits, installation: Installation
) -> None:
    published_solution(installation, name=NAME, deployments=(THERE,))
    vendor, visitor = sits_down(VENDOR), sits_down()
    city = sits_down(CITY, viewport=PHONE, java_script_enabled=False)

    _everybody_reads(visitor, "Claimed, not confirmed")
    _asks_the_city(vendor)
    _everybody_reads(visitor, "Buyer asked to confirm")

    _says_that_it_is_not_so(city)
    _everybody_reads(visitor, "Disputed by the buyer")
    _reads_that_it_is_disputed(vendor)

    _says(city, "Confirm that it runs here")
    city.sees("The deployment is shown as confirmed by your city.", "Confirmed by the buyer")
    _everybody_reads(visitor, "Confirmed by the buyer")
    vendor.opens(vendor.page.url)
    vendor.sees(f"{PLACE} says that it is so.", "City has confirmed it")


def _everybody_reads(visitor: Person, word: str) -> None:
    """On the page of the solution, beside the deployment itself."""
    visitor.opens("/solutions?q=leak+listener")
    visitor.follows(NAME)
    there = visitor.page.get_by_role("listitem").filter(
        has=visitor.page.get_by_role("heading", name=PLACE)
    )
    expect(there).to_contain_text(SCALE)
    expect(there).to_contain_text(word)


def _asks_the_city(vendor: Person) -> None:
    vendor.follows("Demonstration Vendor")
    vendor.follows("References")
    vendor.page.get_by_role("region", name=NAME).get_by_role("link", name=PLACE).click()
    vendor.sees("What the city sees", SCALE, "They have 60 days to answer.")
    expect(vendor.field("City to ask").locator("option:checked")).to_have_text(PLACE)
    vendor.presses("Ask for confirmation")
    vendor.sees("The city has been asked to confirm it.", f"You asked {PLACE}.")


def _says_that_it_is_not_so(city: Person) -> None:
    city.follows(PLACE)
    city.follows("References")
    city.sees("Does it run here?", NAME, SCALE)
    _says(city, "Dispute it")
    city.sees("The deployment is shown as disputed by your city.")


def _says(city: Person, button: str) -> None:
    named = city.page.get_by_role("heading", name=NAME)
    listed = city.page.get_by_role("listitem").filter(has=named)
    listed.get_by_role("button", name=button).click()


def _reads_that_it_is_disputed(vendor: Person) -> None:
    vendor.opens(vendor.page.url)
    vendor.sees(f"{PLACE} says that it is not so, and everybody sees that.")
    vendor.sees("it can confirm it after all")
