"""A city narrows its matches down, compares, keeps a shortlist, asks, decides and says why.

It sits at a telephone without JavaScript first and then at a desk; the vendor reads its reason.
"""

import pytest
from playwright.sync_api import expect

from marketplace.challenges.content import Importance, Requirement
from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import CITY, VENDOR
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import published_challenge, published_solution

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TITLE = "Nobody knows which benches are broken"
TELLS = "Tell the crews in the morning which benches are broken."
PRICE = "Cost less than one repair a week."
NAME = "Bench Watch"
NOTE = "Ask Linz how it went there."
REASON = "Your sensors survive our winters, and the crews liked the list."


def test_a_city_keeps_a_shortlist_and_everybody_who_took_part_reads_why(
    sits_down: Sits, installation: Installation
) -> None:
    _benches(installation)
    phone = sits_down(CITY, viewport=PHONE, java_script_enabled=False)
    vendor = sits_down(VENDOR)

    _narrows_down_and_compares(phone)
    _keeps_a_shortlist(phone)
    _asks_what_is_left_open(phone)
    _answers_for_everybody(vendor)

    desk = sits_down(CITY)
    _decides(desk)
    vendor.follows("Demonstration Vendor")
    vendor.follows(NAME)
    vendor.sees("What cities decided", "It goes on with your solution.", REASON)
    visitor = sits_down()
    visitor.opens(f"/challenges?q={TITLE.partition(' which')[0].replace(' ', '+')}&state=awarded")
    visitor.follows(TITLE)
    visitor.does_not_see(REASON)


def _narrows_down_and_compares(city: Person) -> None:
    city.follows("Demonstration City")
    city.follows(TITLE)
    city.follows("See the solutions that fit")
    city.page.get_by_label(f"Compare: {NAME}").check()
    city.page.locator("input[name=solution]").nth(1).check()
    city.presses("Compare the ticked ones, up to four")
    city.sees("Side by side for", TELLS, PRICE, "What is left open")


def _keeps_a_shortlist(city: Person) -> None:
    city.page.locator("button[value=shortlist]").first.click()
    city.follows("Shortlist")
    city.sees("Each match stands here as it was shown", NAME)
    city.page.get_by_label(f"Note for your city alone: {NAME}").fill(NOTE)
    city.page.get_by_role("button", name="Keep the note").click()
    city.sees("The note is kept.")
    with city.page.expect_download() as files:
        city.follows("Download for a spreadsheet (CSV)")
    text = files.value.path().read_text(encoding="utf-8-sig")
    assert NOTE in text
    assert "Note, private to the city" in text


def _asks_what_is_left_open(city: Person) -> None:
    city.follows(NAME)
    city.follows("Ask the vendor a question")
    city.writes("Your question", "What does a repair cost less?")
    city.presses("Send the question")
    city.sees("Your question is sent")


def _answers_for_everybody(vendor: Person) -> None:
    vendor.follows("Demonstration Vendor")
    vendor.follows(NAME)
    vendor.sees("Questions from cities", "What does a repair cost less?")
    vendor.writes("Your answer, which everybody can read", "About 40 euro.")
    vendor.presses("Publish the answer")
    vendor.sees("Your answer is published")


def _decides(city: Person) -> None:
    city.follows("Demonstration City")
    city.follows(TITLE)
    city.follows("End the search with a decision")
    group = f"{NAME}, by Demonstration Vendor"
    city.ticks("We go on with this one", within=group)
    city.writes("To everyone who took part", "Thank you all.")
    city.presses("Keep it and look at what is sent")
    city.sees("It cannot be sent yet", "Write why, for this vendor.")
    city.follows("Change something")
    city.writes("Why", REASON, within=group)
    city.presses("Keep it and look at what is sent")
    city.sees("One vendor is told. Nothing has been sent yet.", REASON)
    city.presses("Send")
    city.sees("Sent. Everybody who took part")
    expect(city.page.get_by_role("link", name="Sent on")).to_be_visible()


def _benches(installation: Installation) -> None:
    published_challenge(
        installation,
        title=TITLE,
        problem="Benches in the parks break and nobody tells the crews, who find them weeks later. "
        "Older residents stay at home because they do not know where they can sit down.",
        requirements=(
            Requirement(text=TELLS),
            Requirement(text=PRICE, importance=Importance.NICE),
        ),
        themes=("EN1",),
    )
    published_solution(
        installation,
        name=NAME,
        summary="Sensors under park benches report which ones are broken.",
        description="Sensors under park benches report every morning which benches are broken, "
        "and the crews read the list on their telephones before they leave.",
        problem="Broken benches that nobody reports.",
        trl=9,
    )
