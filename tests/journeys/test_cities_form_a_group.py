"""Staff propose that cities buy together; they answer, sign, and choose who leads and how.

Staff sit at a desk, the first city reads on a telephone without JavaScript, the second at a desk.
"""

import pytest

from marketplace.challenges.content import Requirement
from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import CITY, PASSWORD, STAFF
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import person_of, published_challenge
from tests.journeys.deeds import finds_in_the_inbox

pytestmark = [pytest.mark.browser, pytest.mark.processes]

NEED = "Waste heat of data centres warms nobody"
PROBLEM = (
    "Data centres and a cold store blow waste heat into the air while homes beside them burn gas. "
    "We want to feed waste heat into the district heating network and know where it comes from."
)
WANTED = "Feeds waste heat of data centres into the district heating network."
TITLE = "Waste heat for three cities"
DECLINED = "Our council has decided otherwise in spring."
HOME = "Demonstration City"


def test_cities_answer_an_invitation_and_choose_who_leads(
    installation: Installation, sits_down: Sits
) -> None:
    challenge = published_challenge(
        installation,
        title=NEED,
        problem=PROBLEM,
        requirements=(Requirement(text=WANTED),),
        themes=("EN",),
        joint_procurement=True,
    )
    staff = sits_down(STAFF)
    second, third = _proposes(staff, f"/challenges/{challenge}/partners")
    city = sits_down(CITY, PHONE, java_script_enabled=False)
    _accepts_and_signs(city)
    other = sits_down()
    other.signs_in(person_of(installation, second), PASSWORD)
    _declines(other, second)
    _notes_an_answer(staff, second, third)
    _puts_on_record(staff)

    finds_in_the_inbox(city, f"{HOME} is the lead buyer of {TITLE}")
    city.opens("/procurements")
    city.follows(TITLE)
    city.sees("Pre-commercial procurement (PCP)", "Nothing can be bought yet.", third)
    visitor = sits_down()
    visitor.opens(city.page.url)
    visitor.sees("There is nothing here, or nothing that you may see.")


def _proposes(staff: Person, partners: str) -> tuple[str, str]:
    """From the cities with the same need; the names of the two that are asked besides."""
    staff.opens(partners)
    staff.follows("Propose to buy together")
    staff.sees(NEED, "Which cities?")
    boxes = staff.page.locator("main .govuk-checkboxes__label")
    names = [name.strip() for name in boxes.all_inner_texts()]
    assert names[0] == HOME
    for name in names[1:3]:
        staff.ticks(name)
    staff.writes("Title", "")
    staff.presses("Propose it to the cities")
    staff.sees("There is a problem")
    staff.writes("Title", TITLE)
    staff.presses("Propose it to the cities")
    staff.sees("Proposed. The cities are told, and asked to answer.", TITLE)
    staff.sees("Answer the invitations", "Invited, no answer yet")
    return names[1], names[2]


def _accepts_and_signs(city: Person) -> None:
    city.follows(HOME)
    city.follows("Answer the invitation to buy together")
    city.sees("Why you: the same need", "Who else is asked", "It commits no money")
    city.ticks("Buyer")
    city.presses(f"Accept: {HOME} takes part")
    city.sees("The city takes part. The group and programme staff are told.")
    city.follows("Roles, letters of intent and mandates")
    city.page.get_by_role("main").get_by_role("link", name=HOME, exact=True).click()
    city.ticks("Signed")
    city.presses("Save the letter's state")
    city.sees("There is a problem", "Write the day on which it was signed.")
    city.writes("Signed on", "2026-03-05")
    city.presses("Save the letter's state")
    city.sees("The state of the letter of intent is saved.", "5 March 2026")


def _declines(other: Person, name: str) -> None:
    other.opens("/procurements")
    other.sees(f"{name} is invited")
    other.follows(TITLE)
    other.follows("Read the invitation and answer it")
    other.presses("Decline the invitation")
    other.sees("There is a problem")
    other.writes(f"Why {name} takes no part", DECLINED)
    other.presses("Decline the invitation")
    other.sees("The invitation is declined. The group and programme staff are told.")
    other.opens("/procurements")
    other.does_not_see(TITLE)


def _notes_an_answer(staff: Person, second: str, third: str) -> None:
    staff.opens(staff.page.url)
    staff.sees(DECLINED)
    staff.follows("Group")
    staff.sees(f"{second} takes no part. Other cities have the same need, too.")
    staff.follows(third)
    staff.sees("the record says that it was you")
    staff.ticks("Buyer")
    staff.presses(f"Accept: {third} takes part")
    staff.sees("The city takes part.")


def _puts_on_record(staff: Person) -> None:
    staff.follows("Choose the lead buyer")
    staff.sees("nothing follows from the order")
    staff.presses("Put it on record")
    staff.sees("There is a problem", "Choose the city that leads.")
    staff.ticks(HOME)
    staff.writes("What stands on record", "It has the heat and the people.")
    staff.presses("Put it on record")
    staff.sees("Chosen and put on record. All cities of the group are told.")
    staff.follows("Choose mode and law")
    staff.ticks("Pre-commercial procurement (PCP)")
    staff.writes("What stands on record", "Nothing can be bought yet.")
    staff.presses("Put it on record")
    staff.sees("Nothing can be bought yet.", "It has the heat and the people.")
