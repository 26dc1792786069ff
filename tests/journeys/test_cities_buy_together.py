"""From a proposed group of real cities under the rules of a funding to a recorded outcome.

Staff sit at a desk and broker; the people of the cities sign, decide and commit, one of them on a
telephone. Everything is done on pages, from the accounts of the people on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import PASSWORD, STAFF
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.deeds import finds_in_the_inbox, hand_in, publish

pytestmark = [pytest.mark.browser, pytest.mark.processes]

RULES = (
    "Horizon Europe: pre-commercial procurement and procurement of innovative solutions (PCP, PPI)"
)
TITLE = "Heat for three cities"
CALL = "https://ted.europa.eu/notice/1"
PAPERS = ("Memorandum of understanding", "Joint procurement agreement", "Specification")
DAY = "Detects every leak in the heat network within 24 hours."
HOUR = "Detects leaks in the heat network within one hour."
AGREED = "Detects leaks in the heat network within four hours."


@dataclass(frozen=True)
class City:
    """A city of the group, what it needs, and somebody who acts for it."""

    name: str
    need: str
    person: Person


def test_a_group_goes_from_the_proposal_to_the_outcome(
    installation: Installation, sits_down: Sits
) -> None:
    staff = sits_down(STAFF)
    asked = _proposes(staff)
    home, names = staff.page.url, [name for name, _ in asked]
    cities: list[City] = []
    for name, need in asked:
        person = sits_down() if cities else sits_down(viewport=PHONE)
        _takes_over(installation, person, name)
        staff.opens("/programme/claims")
        staff.presses(f"Accept the claim of {name}")
        cities.append(City(name, need, person))
    for city in cities:
        _accepts_and_signs(city)
    _letters_are_there(staff, home, names)
    _chooses_lead_and_mode(staff, home, names)
    _settles_the_need(cities, staff, home)
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


def _proposes(staff: Person) -> Sequence[tuple[str, str]]:
    """Choose the first group that fulfils the rules, read the proof, and ask its cities.

    Returns:
        the name of each city, with the title of its challenge.
    """
    staff.opens("/programme/groups")
    staff.ticks(RULES)
    staff.presses("Apply filters")
    group = staff.page.locator("main section.rialto-card").first
    names = group.get_by_role("heading").first.inner_text().split(", ")
    needs = group.locator(".rialto-tasks a").all_inner_texts()
    group.locator("summary", has_text="The proof, rule by rule").first.click()
    staff.sees("Members from at least 3 different EU Member States or associated countries")
    group.get_by_role("button", name="Propose to the cities").click()
    staff.sees("Proposed. The cities are told, and asked to answer.")
    staff.follows("Change the title or the text")
    staff.writes("Title", TITLE)
    staff.presses("Save")
    staff.sees(TITLE, *names, *needs)
    return list(zip(names, needs, strict=True))


def _takes_over(installation: Installation, person: Person, name: str) -> None:
    """Somebody of a real city registers, and claims what the programme has written of it."""
    email = f"{name}@city.example".lower()
    person.opens("/register")
    person.writes("Your name", "Ada")
    person.writes("E-mail address", email)
    person.writes("Password", PASSWORD)
    person.writes("The same password again", PASSWORD)
    person.presses("Register")
    person.opens(installation.link_mailed_to(email, "/confirm/"))
    person.signs_in(email, PASSWORD)
    person.opens(f"/cities?q={name}")
    person.page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    person.sees("Catalogue entry, unclaimed")
    person.follows("You work there? Claim this entry")
    person.writes("How do you belong to it?", "I run its heat network.")
    person.presses("Claim this entry")
    person.sees("Your claim is made.")


def _accepts_and_signs(city: City) -> None:
    person = city.person
    person.opens("/procurements")
    person.sees(f"{city.name} is invited")
    person.follows(TITLE)
    person.follows("Read the invitation and answer it")
    person.sees("Why you: the same need", city.need, "It commits no money")
    person.ticks("Buyer")
    person.presses(f"Accept: {city.name} takes part")
    person.sees("The city takes part.")
    person.opens("/account")
    person.follows(city.name)
    person.follows("Sign the letter of intent")
    person.ticks("Signed")
    person.writes("Signed on", "2026-03-05")
    person.presses("Save the letter's state")
    person.sees("The state of the letter of intent is saved.", "5 March 2026")
    person.ticks("Given")
    person.presses("Save the mandate's state")
    person.sees("The state of the mandate is saved.")


def _letters_are_there(staff: Person, home: str, names: Sequence[str]) -> None:
    """Each city has its letter on the page of the group, and staff can print what it says."""
    staff.opens(f"{home}/members")
    for name in names:
        said = re.compile(rf"^{name} .* Buyer Signed 5 March 2026 Given$")
        expect(staff.page.get_by_role("row", name=said)).to_be_visible()
    staff.opens(f"{home}/packs")
    staff.sees("Letters of intent", *names)


def _chooses_lead_and_mode(staff: Person, home: str, names: Sequence[str]) -> None:
    staff.opens(f"{home}/lead")
    staff.ticks(names[0])
    staff.writes("What stands on record", "It has the people.")
    staff.presses("Put it on record")
    staff.opens(f"{home}/mode")
    staff.ticks("Cross-border joint procurement")
    staff.picks("Whose law holds?", "Slovenia")
    staff.writes("What stands on record", "We are three countries.")
    staff.presses("Put it on record")
    staff.sees("Chosen and put on record.", "It has the people.", "We are three countries.")


def _settles_the_need(cities: Sequence[City], staff: Person, home: str) -> None:
    """Draw the common need up, and anew as a city asks for what excludes the wish of another."""
    first, second, third = cities
    _asks_for(first, DAY, staff)
    staff.opens(f"{home}/steps")
    staff.sees("Missing", "The common need is drawn up from what the cities say now")
    staff.opens(f"{home}/need")
    staff.presses("Draw up the common need")
    staff.sees("No contradiction was found.", DAY)
    _asks_for(second, HOUR, staff)
    finds_in_the_inbox(third.person, f"{second.name} asks for something else now in {TITLE}")
    third.person.follows(f"{second.name} asks for something else now in {TITLE}")
    third.person.sees(f"A new version of the challenge is published by {second.name}.")
    third.person.presses("Draw it up anew")
    third.person.sees("Drawn up. 1 contradiction waits for your decision.")
    staff.opens(f"{home}/steps")
    staff.sees("Missing")
    _decides_on_it(third.person, first.name, second.name)
    staff.opens(f"{home}/decisions")
    staff.sees("Decided on what is asked for", AGREED, "Halfway.")
    staff.sees(f"Took part: {', '.join(sorted(city.name for city in cities))}")


def _asks_for(city: City, wish: str, staff: Person) -> None:
    """A city writes another wish into its challenge, and staff publish it."""
    person = city.person
    person.opens("/account")
    person.follows(city.name)
    person.follows(city.need)
    person.sees("Cities buy together because of this challenge")
    person.follows("Change the challenge")
    person.follows("What a solution has to do")
    person.writes("What it has to do", wish, within="Requirement 2")
    person.ticks("Essential", within="Requirement 2")
    person.presses("Save and come back later")
    person.follows("Check your answers")
    hand_in(person)
    publish(staff, city.need, "A new version, beside what is published.")


def _decides_on_it(person: Person, *names: str) -> None:
    """Each sentence stands there with its city, and a wording is proposed; another is agreed on."""
    one = person.page.locator("section", has=person.page.locator("#contradictions"))
    expect(one.get_by_role("heading", name=f"Proposed: “{HOUR}”")).to_be_visible()
    for wish, name in zip((DAY, HOUR), names, strict=True):
        said = one.get_by_role("listitem").filter(has_text=wish).last
        expect(said).to_contain_text(f"{name}, version 2 of its challenge")
    person.sees("Proposed because whatever meets it meets the others too.")
    person.follows("Decide")
    person.sees(DAY, HOUR)
    person.writes("The wording for all", AGREED)
    person.writes("Why", "Halfway.")
    person.presses("Put it on record")
    person.sees("Every contradiction is decided.", AGREED, "All ask for it", "Halfway.", DAY, HOUR)


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
