"""A vendor is told while it writes what is thin, what exists already, and how it would fare."""

from uuid import UUID

import pytest

from tests.factories.browser import Browser
from tests.factories.challenges import make_challenge
from tests.factories.market import make_vendor
from tests.factories.solutions import make_solution
from tests.web.people import People

CHECK = "Check now"
TEXT = "It measures the current of every street lamp and reports each that failed to the city. "


@pytest.fixture
def draft(people: People) -> UUID:
    return make_solution(people.services, people.vendor_id, name="Lamp Keeper", state="draft")


@pytest.fixture
def rival(people: People) -> UUID:
    with people.services.unit_of_work() as uow:
        return make_vendor(uow, name="Rival")


def at(people: People, solution: UUID, step: str) -> Browser:
    browser = people.browser("vendor")
    browser.open(f"/solutions/{solution}/edit/{step}")
    return browser


def test_what_is_thin_is_told_at_its_field(people: People, draft: UUID) -> None:
    page = at(people, draft, "does").press(CHECK, description=TEXT, features="AI")
    assert page.links["Description"] == "#description"
    assert "This is thin. Cities look for evidence of each requirement" in page.text
    assert "at least three things" in page.text

    enough = {"description": TEXT * 4, "features": "Measures the current\n" * 3}
    assert "This is thin" not in at(people, draft, "does").press(CHECK, **enough).text


def test_a_field_that_nobody_has_begun_is_not_called_thin(people: People, draft: UUID) -> None:
    page = at(people, draft, "problem").press(CHECK, benefits="")
    assert "This is thin" not in page.text


def test_a_listing_that_says_the_same_is_named_with_its_vendor(people: People, draft: UUID) -> None:
    make_solution(people.services, people.vendor_id, name="Light Watch", description=TEXT * 4)
    page = at(people, draft, "does").press(CHECK, description=TEXT * 4)
    assert "A listing like this exists" in page.text
    assert page.links["Light Watch"]


def test_a_draft_of_the_same_name_is_told_to_its_vendor_alone(
    people: People, draft: UUID, rival: UUID
) -> None:
    other = make_solution(people.services, people.vendor_id, name="LAMP keeper", state="draft")
    make_solution(people.services, rival, name="Lamp Keeper", state="draft")
    page = at(people, draft, "name").press(CHECK)
    assert page.links["LAMP keeper"] == f"/solutions/{other}/manage"
    assert page.text.count("yours, with the same name") == 1


def test_its_places_are_told_from_what_is_typed(people: People, draft: UUID) -> None:
    dark = "Nobody tells the city which street lamps failed, and streets stay dark for weeks. "
    make_challenge(people.services, people.city_id, title="Dark streets", problem=dark * 3)
    page = at(people, draft, "does").press(CHECK, description=TEXT * 4)
    assert "How it would fare now" in page.text
    assert "Dark streets" in page.links
    assert "place 1" in page.text
