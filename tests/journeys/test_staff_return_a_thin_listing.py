"""Staff return a listing that says too little; the vendor mends it. All without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import Sits
from tests.browser.furniture import STAFF, VENDOR
from tests.browser.person import Person
from tests.journeys.deeds import goes_on, hand_in, publish, say_where_and_how

pytestmark = [pytest.mark.browser, pytest.mark.processes]

NAME = "Lamp Minder"
THIN = (
    "Our award-winning platform takes the lighting of your city to the next level. It is "
    "smart, it is green, and everybody who has seen it was delighted."
)
BETTER = (
    "A controller in each street lamp reports when the lamp fails and dims it by half between "
    "midnight and five. Crews get a list of failed lamps every morning, sorted by street."
)
REMARK = "Say what it does, not how good it is."
NO_CITY = "Name a city where it runs."


def test_a_thin_listing_comes_back_with_remarks_and_is_mended(sits_down: Sits) -> None:
    vendor = sits_down(VENDOR, java_script_enabled=False)
    staff = sits_down(STAFF, java_script_enabled=False)

    _says_too_little(vendor)
    _fills_in_as_little_as_it_can(vendor)
    _returns_it_with_remarks(staff)
    _reads_the_remarks(vendor)
    _mends_it(vendor)
    publish(staff, NAME, BETTER, "Ghent")

    vendor.opens("/solutions?q=lamp+minder")
    vendor.sees(NAME)


def _says_too_little(vendor: Person) -> None:
    """What is missing altogether, the form itself says; nothing typed is lost."""
    vendor.follows("Demonstration Vendor")
    vendor.follows("List a solution")
    vendor.writes("Name of the solution", NAME)
    vendor.writes("In one sentence", "Looks after street lamps.")
    vendor.presses("Save and come back later")
    vendor.sees("Your draft is saved", "6 steps are still needed.")
    vendor.follows("What it does, and what not")
    vendor.writes("Description", THIN)
    vendor.presses("Save and come back later")
    vendor.follows("Leave it for now")
    vendor.presses("Submit for review")
    vendor.sees("cannot be handed in yet")
    vendor.follows("The problem that it solves for a city: Say which problem")


def _fills_in_as_little_as_it_can(vendor: Person) -> None:
    vendor.writes("The problem that it solves for a city", "Lighting.")
    goes_on(vendor)
    expect(vendor.field("Description")).to_have_value(THIN)
    vendor.writes("What it does", "Lighting")
    goes_on(vendor)
    say_where_and_how(vendor, "Energy and heat", "Public lighting")
    hand_in(vendor)


def _returns_it_with_remarks(staff: Person) -> None:
    staff.follows("Programme staff")
    staff.follows(NAME)
    staff.sees(THIN)
    staff.unfolds("Remark on this: Description")
    staff.writes("What is to be mended in “Description”", REMARK)
    staff.unfolds("Remark on this: Deployments")
    staff.writes("What is to be mended in “Deployments”", NO_CITY)
    staff.presses("Return with remarks")
    staff.sees("Returned. Its authors see your remarks beside the fields.")


def _reads_the_remarks(vendor: Person) -> None:
    """On the page of the listing, and beside the fields, also for whoever does not see them."""
    vendor.follows("Demonstration Vendor")
    vendor.sees("Next: mend what staff remarked on, then submit it again.")
    vendor.follows(NAME)
    vendor.sees("To mend", REMARK, NO_CITY)
    vendor.follows("Description")
    expect(vendor.field("Description")).to_have_accessible_description(re.compile(REMARK))


def _mends_it(vendor: Person) -> None:
    vendor.writes("Description", BETTER)
    vendor.presses("Save and come back later")
    vendor.follows("Deployments")
    deployments = vendor.page.get_by_role("group", name="Deployments (optional)", exact=True)
    expect(deployments).to_have_accessible_description(re.compile(NO_CITY))
    vendor.presses("Add deployment")
    vendor.writes("City or place", "Ghent", within="Deployment 1")
    vendor.picks("Country", "Belgium", within="Deployment 1")
    vendor.presses("Save and come back later")
    vendor.follows("Check your answers")
    vendor.sees(BETTER, "Ghent")
    hand_in(vendor)
