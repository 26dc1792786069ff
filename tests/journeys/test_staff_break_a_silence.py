"""Staff see what nobody has answered, introduce two sides because of it, and remind one.

They sit at a desk, and at a telephone for the reminder; both with JavaScript.
"""

import csv
import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import expect

from marketplace.challenges.content import Requirement
from marketplace.foundation.clock import SetClock
from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import CITY, STAFF
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import asked, published_challenge, published_solution
from tests.journeys.deeds import finds_in_the_inbox

pytestmark = [pytest.mark.browser, pytest.mark.processes]

NEED = "Moss makes the library roof leak"
PROBLEM = (
    "Moss holds the rain on the flat roof of the library, and water drips onto the shelves. We "
    "only notice when books are wet, because nobody climbs up in winter."
)
WANTED = "Say where the roof of the library is wet before water comes through."
OFFER = "Roof Listener"
WHAT_IT_DOES = (
    "Felt strips below the moss say where a flat roof is wet before water comes through. The "
    "caretaker of the library reads it on a plan of the roof, and sends for the roofer. "
)
QUESTION = "How large is the roof?"
LONG_AGO = timedelta(days=20)


def test_what_nobody_answered_becomes_an_introduction_and_a_reminder(
    sits_down: Sits, installation: Installation
) -> None:
    asked(installation, _a_call_that_nobody_heard(installation), QUESTION)
    published_solution(installation, name=OFFER, description=WHAT_IT_DOES * 2)
    staff = sits_down(STAFF)
    _finds_the_silent_call(staff)
    _introduces(staff)
    _reads_the_figures(staff)

    _reminds(sits_down(STAFF, viewport=PHONE))
    city = sits_down(CITY)
    finds_in_the_inbox(city, f"A question about {NEED} still waits for an answer")


def _finds_the_silent_call(staff: Person) -> None:
    staff.follows("Programme staff")
    silence = staff.page.get_by_role("row", name="Calls without any interest for a fortnight")
    expect(silence).to_contain_text("20 days")
    silence.get_by_role("link").click()
    staff.sees(NEED, "Open for 20 days.")
    quiet = staff.page.get_by_role("listitem").filter(has_text="Open for").filter(has_text=NEED)
    quiet.get_by_role("link", name="Find somebody to introduce").click()
    staff.sees("Solutions that fit", "Cities with the same need")


def _introduces(staff: Person) -> None:
    """The letter is there already, and holds nothing that is not public."""
    staff.follows(OFFER)
    staff.sees("Why it fits", WANTED, "What has been")
    proposed = staff.field("What both read")
    expect(proposed).to_have_value(re.compile(f"“{NEED}”, and “{OFFER}” of Demonstration Vendor"))
    staff.presses("Introduce both sides")
    staff.sees("They are introduced: both sides are told, and asked to answer.")


def _reads_the_figures(staff: Person) -> None:
    """What the page says in large figures stands in the last line of the file."""
    staff.follows("Programme staff")
    staff.follows("All figures, to be shared with anybody")
    with staff.page.expect_download() as files:
        staff.follows("All figures as a table for spreadsheets (CSV)")
    text = files.value.path().read_text(encoding="utf-8-sig")
    *_, last = csv.DictReader(text.splitlines())
    assert last["topic"] == "all"
    staff.sees(f"{int(last['solutions']):,} solutions", f"{int(last['calls']):,} call")


def _reminds(staff: Person) -> None:
    staff.follows("Programme staff")
    staff.follows("Waiting")
    waits = staff.page.get_by_role("region", name="Questions to cities without an answer")
    waits = waits.get_by_role("listitem").filter(has_text=NEED)
    expect(waits).to_contain_text("Demonstration Vendor waits for Demonstration City since")
    waits.get_by_role("button", name="Remind Demonstration City").click()
    staff.sees("Demonstration City is reminded.")
    expect(waits).to_contain_text("again from")
    expect(waits.get_by_role("button")).to_have_count(0)


def _a_call_that_nobody_heard(installation: Installation) -> UUID:
    then = SetClock(installation.services.clock.now() - LONG_AGO)
    before = replace(installation, services=replace(installation.services, clock=then))
    return published_challenge(
        before,
        title=NEED,
        problem=PROBLEM,
        requirements=(Requirement(text=WANTED),),
        themes=("EN1",),
    )
