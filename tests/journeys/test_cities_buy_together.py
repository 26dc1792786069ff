"""From a proposed group of real cities under the rules of a funding to a recorded outcome.

Staff sit at a desk and broker; the people of the cities sign, decide and commit, one of them on a
telephone. Everything is done on pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from marketplace.accounts.operations import create_user
from marketplace.foundation.access import Role
from marketplace.organisations.models import Organisation
from marketplace.organisations.operations import add_member
from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import PASSWORD, STAFF
from tests.browser.installation import Installation
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.processes]

RULES = (
    "Horizon Europe: pre-commercial procurement and procurement of innovative solutions (PCP, PPI)"
)
TITLE = "Heat for three cities"
CALL = "https://ted.europa.eu/notice/1"
PAPERS = ("Memorandum of understanding", "Joint procurement agreement", "Specification")


@dataclass(frozen=True)
class City:
    """A city of the group, and somebody who acts for it."""

    name: str
    person: Person


def test_a_group_goes_from_the_proposal_to_the_outcome(
    installation: Installation, sits_down: Sits
) -> None:
    staff = sits_down(STAFF)
    names = _proposes(staff)
    cities = [
        City(name, _person_of(installation, sits_down, name, number))
        for number, name in enumerate(names)
    ]
    home = staff.page.url
    for city in cities:
        _accepts_and_signs(city, home)
    _chooses_lead_and_mode(staff, home, names)
    _settles_the_need(staff, home)
    _takes(staff, home, "Needs aligned", "We read the requirements together.")
    _commits(cities, staff, home)
    for step in ("Financing", "Market research"):
        _takes(staff, home, step, "Agreed in a meeting.")
    _agrees_on_papers(staff, home)
    for step in ("Memorandum of understanding", "Joint procurement agreement", "Specification"):
        _takes(staff, home, step, "It is agreed.")
    _asks_the_market(staff, home, sits_down())
    _freezes_a_long_list(staff, home)
    _publishes(staff, home)
    _records_the_outcome(staff, home)
    _reads_the_figures(staff)
    visitor = sits_down(viewport=PHONE)
    visitor.opens(home)
    visitor.sees(TITLE, *names)
    visitor.does_not_see("Letter of intent")


def _proposes(staff: Person) -> Sequence[str]:
    """Choose the first group that fulfils the rules, read the proof, and ask its cities."""
    staff.opens("/programme/groups")
    staff.ticks(RULES)
    staff.presses("Apply filters")
    group = staff.page.locator("main section.rialto-card").first
    names = group.get_by_role("heading").first.inner_text().split(", ")
    group.locator("summary", has_text="The proof, rule by rule").first.click()
    staff.sees("Members from at least 3 different EU Member States or associated countries")
    group.get_by_role("button", name="Propose to the cities").click()
    staff.sees("Proposed. The cities are told, and asked to answer.")
    staff.follows("Change the title or the text")
    staff.writes("Title", TITLE)
    staff.presses("Save")
    staff.sees(TITLE, *names)
    return names


def _person_of(installation: Installation, sits_down: Sits, name: str, number: int) -> Person:
    """Somebody who acts for one of the real cities; the first of them sits at a telephone."""
    email = f"person{number}@city.example"
    with installation.services.unit_of_work() as uow:
        user = create_user(uow, email, PASSWORD, name=f"Person {number}", confirmed=True)
        uow.session.flush()
        row = uow.session.scalars(select(Organisation).where(Organisation.name == name)).first()
        assert row is not None
        add_member(uow, row.id, user.id, Role.OWNER)
    person = sits_down(viewport=PHONE) if number == 0 else sits_down()
    person.signs_in(email, PASSWORD)
    return person


def _accepts_and_signs(city: City, home: str) -> None:
    person = city.person
    person.opens(f"{home}/invitation")
    person.ticks("Buyer")
    person.presses(f"Accept: {city.name} takes part")
    person.sees("The city takes part.")
    person.opens(f"{home}/members")
    person.page.get_by_role("main").get_by_role("link", name=city.name, exact=True).click()
    person.ticks("Signed")
    person.writes("Signed on", "2026-03-05")
    person.presses("Save the letter's state")
    person.sees("The state of the letter of intent is saved.")
    person.ticks("Given")
    person.presses("Save the mandate's state")
    person.sees("The state of the mandate is saved.")


def _chooses_lead_and_mode(staff: Person, home: str, names: Sequence[str]) -> None:
    staff.opens(f"{home}/lead")
    staff.ticks(names[0])
    staff.writes("What stands on record", "It has the people.")
    staff.presses("Put it on record")
    staff.opens(f"{home}/mode")
    staff.ticks("Cross-border joint procurement")
    staff.page.get_by_label("Whose law holds?").select_option(index=1)
    staff.writes("What stands on record", "We are three countries.")
    staff.presses("Put it on record")
    staff.sees("Chosen and put on record.")


def _settles_the_need(staff: Person, home: str) -> None:
    """Draw the common need up, and decide whatever excludes each other."""
    staff.opens(f"{home}/steps")
    staff.sees("Missing", "The common need is drawn up, and every contradiction in it is decided.")
    staff.opens(f"{home}/need")
    staff.presses("Draw up the common need")
    staff.sees("What excludes each other", "What several cities ask for")
    section = staff.page.locator("section", has=staff.page.locator("#contradictions"))
    while section.get_by_role("link", name="Decide", exact=False).count():
        section.get_by_role("link", name="Decide", exact=False).first.click()
        staff.presses("Put it on record")
        staff.opens(f"{home}/need")
        if not staff.page.get_by_text("before you write the specification").count():
            break


def _takes(staff: Person, home: str, step: str, grounds: str) -> None:
    staff.opens(f"{home}/steps")
    if staff.page.get_by_role("radio", name=step).count():
        staff.ticks(step)
    staff.writes("On what grounds", grounds)
    staff.presses("Take the step")
    staff.sees("The step is taken. All cities of the group are told.")


def _commits(cities: Sequence[City], staff: Person, home: str) -> None:
    """Under a cap that the last city would exceed."""
    staff.opens(f"{home}/commitments")
    staff.writes("At most in all", "250000")
    staff.presses("Save cap and currency")
    for city, amount in zip(cities, ("100000", "100000", "60000"), strict=True):
        city.person.opens(f"{home}/commitments")
        city.person.writes(f"What {city.name} commits, in EUR", amount)
        city.person.presses("Commit")
    last = cities[-1]
    last.person.sees("There is a problem")
    last.person.writes(f"What {last.name} commits, in EUR", "50000")
    last.person.presses("Commit")
    staff.opens(f"{home}/commitments")
    staff.sees("€250,000", "€0")


def _agrees_on_papers(staff: Person, home: str) -> None:
    for paper in PAPERS:
        staff.opens(f"{home}/documents/new")
        staff.writes("Title", paper)
        staff.ticks(paper)
        staff.writes("Or a link to it", "https://files.example/paper.pdf")
        staff.presses("Add as a draft")
        staff.page.get_by_role("button", name="Note as agreed").first.click()
        staff.sees("Agreed")
    staff.opens(f"{home}/packs")
    staff.sees("Memorandum of understanding", "Letters of intent")


def _asks_the_market(staff: Person, home: str, visitor: Person) -> None:
    staff.opens(f"{home}/consultation/write")
    staff.writes("Title", "How would you bring the heat?")
    staff.writes("What the market is told", "Three cities want to use waste heat together.")
    staff.writes("What you ask", "How long would it take?")
    staff.writes("Last day to respond", "2099-12-31")
    staff.presses("Save")
    _takes(staff, home, "Market consultation", "It is prepared.")
    staff.opens(f"{home}/consultation")
    staff.presses("Open it to everybody")
    visitor.opens("/consultations")
    visitor.follows("How would you bring the heat?")
    visitor.sees("Three cities want to use waste heat together.", "How long would it take?")
    staff.opens(f"{home}/consultation/time")
    staff.writes("Why it ends", "Everybody has answered.")
    staff.presses("End the consultation")


def _freezes_a_long_list(staff: Person, home: str) -> None:
    staff.opens(f"{home}/suppliers/freeze")
    staff.writes("Name of the list", "After the consultation")
    staff.presses("Freeze this list")
    staff.sees("After the consultation")


def _publishes(staff: Person, home: str) -> None:
    staff.opens(f"{home}/evaluation/criteria")
    staff.writes("Name", "Quality")
    staff.writes("Weight of 100", "100")
    staff.presses("Save the criteria")
    _takes(staff, home, "Call published", f"See {CALL}")
    _takes(staff, home, "Evaluation", "The deadline has passed.")
    staff.opens(f"{home}/evaluation")
    staff.unfolds("Note who made an offer")
    staff.writes("Name of the supplier", "Coldco")
    staff.presses("Note this offer")


def _records_the_outcome(staff: Person, home: str) -> None:
    staff.opens(f"{home}/outcome/record")
    staff.ticks("Awarded")
    staff.writes("Decided on", "2026-11-01")
    staff.writes("How many offers", "1")
    staff.presses("Add a contract")
    staff.picks("To whom", "Coldco")
    staff.writes("Value in EUR, without VAT", "240000")
    staff.presses("Put it on record")
    staff.sees("Coldco", "€240,000")
    _takes(staff, home, "Awarded", "The contract is signed.")


def _reads_the_figures(staff: Person) -> None:
    staff.opens("/programme/procurements")
    staff.sees("What came of it so far", "€240,000", "€250,000", TITLE)
