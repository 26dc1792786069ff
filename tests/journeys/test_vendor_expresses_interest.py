"""A vendor expresses interest with evidence, the city answers, and the vendor reads the answer.

The vendor sits at a telephone without JavaScript, the city at a desk.
"""

import re

import pytest
from playwright.sync_api import expect

from marketplace.challenges.content import Importance, Requirement
from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import CITY, VENDOR
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import published_challenge, published_solution

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TITLE = "Nobody knows which street trees are thirsty"
WATER = "Measure how dry the soil at each tree is."
CREWS = "Tell the crews in the morning which trees to water."
SAYS = "Probes at the roots of street trees measure how dry the soil at each tree is."
NAME = "Thirsty Trees"
OWN_WORDS = "Crews read the list of the day on their telephones at six."
ANSWER = "Please show it to our gardeners."


def test_a_vendor_expresses_interest_with_evidence_and_sees_the_answer(
    sits_down: Sits, installation: Installation
) -> None:
    _thirsty_trees(installation)
    vendor = sits_down(VENDOR, viewport=PHONE, java_script_enabled=False)
    city = sits_down(CITY)

    _finds_the_challenge_among_what_needs_doing(vendor)
    _says_what_speaks_for_it(vendor)
    _answers(city)

    vendor.follows("Demonstration Vendor")
    vendor.follows(f"Read what Demonstration City answers on “{TITLE}”")
    vendor.sees("Invited to talk", ANSWER)
    steps = vendor.page.get_by_role("list", name="How far it has come").first
    expect(steps).not_to_contain_text(re.compile("Answered not yet"))
    _nobody_else_learns_of_it(sits_down())


def _finds_the_challenge_among_what_needs_doing(vendor: Person) -> None:
    vendor.follows("Demonstration Vendor")
    vendor.sees("What needs doing", f"Look at a new challenge that you fit: “{TITLE}”")
    own_pages = vendor.page.get_by_role("navigation", name="This organisation")
    own_pages.get_by_role("link", name="Challenges").click()
    vendor.sees("Which challenges do you fit?", TITLE)
    vendor.page.get_by_role("listitem").filter(has_text=TITLE).get_by_role(
        "link", name="Express interest"
    ).first.click()


def _says_what_speaks_for_it(vendor: Person) -> None:
    """The sentence of the listing stands there already; what is typed survives a mistake."""
    vendor.sees(f"Express interest with {NAME}")
    expect(vendor.field("In your words", within=WATER)).to_have_value(SAYS)
    vendor.writes("In your words", OWN_WORDS, within=CREWS)
    vendor.writes("Link to evidence (optional)", "not an address", within=CREWS)
    vendor.presses("Send to the city")
    vendor.sees("There is a problem", "Write the whole address")
    vendor.follows("Your message to the city:")
    vendor.writes("Your message to the city", "We look after 4,000 trees in Ghent.")
    vendor.writes("Link to evidence (optional)", "https://trees.example/ghent", within=CREWS)
    expect(vendor.field("In your words", within=CREWS)).to_have_value(OWN_WORDS)
    vendor.presses("Send to the city")
    vendor.sees("Sent. The city reads it and answers here.", "has not read it yet", OWN_WORDS)


def _answers(city: Person) -> None:
    city.follows("Demonstration City")
    city.follows(TITLE)
    city.follows("How everybody sees it")
    city.follows("Interest")
    city.presses("Read it and answer")
    city.sees("We look after 4,000 trees in Ghent.", OWN_WORDS, "by the same sentence.")
    city.ticks("Let us talk")
    city.writes("What you write to the vendor", ANSWER)
    city.presses("Send the answer")
    city.sees("Invited to talk")


def _nobody_else_learns_of_it(visitor: Person) -> None:
    visitor.opens(f"/challenges?q={TITLE.replace(' ', '+')}")
    visitor.follows(TITLE)
    visitor.sees("Are you a vendor?")
    visitor.does_not_see(NAME + " has")
    visitor.does_not_see("We look after 4,000 trees")


def _thirsty_trees(installation: Installation) -> None:
    published_challenge(
        installation,
        title=TITLE,
        problem=(
            "In dry summers we water all street trees alike, because nobody knows which of them "
            "are thirsty. Young trees die while old ones get water that they do not need."
        ),
        requirements=(
            Requirement(text=WATER, importance=Importance.ESSENTIAL),
            Requirement(text=CREWS, importance=Importance.NICE),
        ),
        themes=("CL2",),
    )
    published_solution(
        installation,
        name=NAME,
        summary="Tells which street trees are thirsty.",
        description=f"{SAYS} Thirsty street trees get water first, and young trees no longer die.",
        problem="Nobody knows which street trees are thirsty in dry summers.",
        features=("Measures the soil at street trees",),
        countries_served=("BE",),
    )
