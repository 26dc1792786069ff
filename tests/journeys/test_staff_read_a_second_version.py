"""Staff read a changed listing beside the published one, return it once, and then publish it.

They sit at a telephone without JavaScript; the vendor sits at a desk.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import STAFF, VENDOR
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import published_solution
from tests.journeys.deeds import hand_in

pytestmark = [pytest.mark.browser, pytest.mark.processes]

NAME = "Noise Mapper"
STAYS = "Microphones on lamp posts tell which streets are too loud at night, and from what. "
PUBLISHED = f"{STAYS}The city reads the list every month."
NEW = f"{STAYS}The city reads the list within seconds."
MENDED = f"{STAYS}The city reads the list every morning."
REMARK = "Say how you know that it takes seconds."


def test_staff_on_a_phone_return_and_then_publish_what_changed(
    sits_down: Sits, installation: Installation
) -> None:
    published_solution(installation, name=NAME, description=PUBLISHED, written_in="en")
    vendor, visitor = sits_down(VENDOR), sits_down()
    staff = sits_down(STAFF, viewport=PHONE, java_script_enabled=False)

    vendor.follows("Demonstration Vendor")
    vendor.follows(NAME)
    _describes_it_anew(vendor, NEW)
    _finds_it_in_the_queue(staff)
    _reads_both(staff, "every month", "within seconds")
    _returns_it(staff)
    _everybody_still_reads(visitor, PUBLISHED)

    vendor.opens(vendor.page.url)
    vendor.sees("To mend", REMARK, "Version 1 stays published meanwhile.")
    _describes_it_anew(vendor, MENDED)
    _finds_it_in_the_queue(staff)
    _reads_both(staff, "month", "morning")
    staff.presses("Publish")
    staff.sees("Published. Everybody sees it from now on.")
    _everybody_still_reads(visitor, MENDED)


def _describes_it_anew(vendor: Person, text: str) -> None:
    vendor.follows("Change the listing")
    vendor.follows("What it does, and what not")
    vendor.writes("Description", text)
    vendor.presses("Save and come back later")
    vendor.follows("Check your answers")
    hand_in(vendor)


def _finds_it_in_the_queue(staff: Person) -> None:
    staff.follows("Programme staff")
    staff.sees("The pulse of the programme", "To review first", "Silence")
    staff.follows("All that is to be reviewed")
    waiting = staff.page.get_by_role("listitem").filter(
        has=staff.page.get_by_role("heading", name=NAME)
    )
    expect(waiting).to_contain_text("Demonstration Vendor")
    expect(waiting).to_contain_text("In review")
    staff.follows(NAME)


def _reads_both(staff: Person, taken_out: str, put_in: str) -> None:
    """Both texts whole, and in words too what was taken out and what was put in."""
    staff.sees("A new version, beside what is published. Fields that differ: 1 of")
    changed = staff.page.locator(".rialto-compare__row--changed")
    expect(changed).to_have_count(1)
    published, new = changed.locator("dd .rialto-said").all()
    expect(published).to_contain_text(STAYS.strip())
    expect(new).to_contain_text(STAYS.strip())
    expect(published.get_by_role("deletion")).to_contain_text(f"taken out: {taken_out}")
    expect(new.get_by_role("insertion")).to_contain_text(f"put in: {put_in}")


def _returns_it(staff: Person) -> None:
    staff.unfolds("Remark on this: Description")
    staff.writes("What is to be mended in “Description”", REMARK)
    staff.presses("Return with remarks")
    staff.sees("Returned. Its authors see your remarks beside the fields.")


def _everybody_still_reads(visitor: Person, description: str) -> None:
    visitor.opens("/solutions?q=noise+mapper")
    visitor.follows(NAME)
    visitor.sees(description)
