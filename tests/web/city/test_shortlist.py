"""A city keeps a shortlist with notes, reads what has changed since, and takes it along."""

import csv
import json
from io import StringIO
from uuid import UUID

import pytest

from marketplace.solutions import operations
from marketplace.solutions.models import Solution
from tests.factories.browser import Browser
from tests.factories.challenges import make_challenge
from tests.factories.market import STAFF, member
from tests.factories.solutions import make_solution, publish_clear, solution_content
from tests.web.people import People

FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture
def lamp(people: People) -> UUID:
    return make_solution(people.services, people.vendor_id, name="Lamp")


@pytest.fixture
def challenge(people: People) -> UUID:
    other = {
        "description": "Volunteers ring residents who live alone. " * 4,
        "features": ("Rings.",),
    }
    make_solution(people.services, people.vendor_id, name="+Torch", **other)
    return make_challenge(people.services, people.city_id, title="Dark")


@pytest.fixture
def city(people: People, challenge: UUID, lamp: UUID) -> Browser:
    """The city with both solutions on its shortlist."""
    del lamp
    browser = people.browser("city")
    for name in ("Lamp", "+Torch"):
        browser.open(f"/challenges/{challenge}/matches")
        browser.press(f"Put on the shortlist: {name}")
    browser.follow("Shortlist")
    return browser


def test_notes_and_order_are_kept_for_the_city_alone(
    people: People, city: Browser, challenge: UUID
) -> None:
    city.press("Keep the note: Lamp", note="Ask Ana.")
    page = city.press("Move up: +Torch")
    assert page.text.index("+Torch") < page.text.index("Lamp")
    viewer = people.browser("city viewer").open(f"/challenges/{challenge}/shortlist")
    assert "Ask Ana." in viewer.text
    assert not [
        button for form in viewer.forms for button in form.buttons if "Lamp" in button.words
    ]
    for who in ("vendor", "staff", None):
        answer = people.browser(who).open(f"/challenges/{challenge}/shortlist")
        assert "Lamp" not in answer.text
    assert "Lamp" not in city.press("Take off, with its note: Lamp").text


def test_what_has_changed_since_stands_beside_what_was_shown(
    people: People, city: Browser, challenge: UUID, lamp: UUID
) -> None:
    assert "What has changed since" not in city.page.text
    newer = solution_content(name="Lamp of today")
    with people.services.unit_of_work(member(people.vendor_id)) as uow:
        operations.change_solution(uow, lamp, newer, expected_version=3)
        operations.submit(uow, lamp, expected_version=4)
    with people.services.unit_of_work(STAFF) as uow:
        publish_clear(uow, lamp, expected_version=uow.session.get_one(Solution, lamp).version)
    page = city.open(f"/challenges/{challenge}/shortlist")
    assert "The vendor has changed it: version 2, not 1." in page.text
    assert "Lamp of today" not in page.text
    page = city.press("Keep what it says today instead")
    assert "Lamp of today" in page.text
    assert "What has changed since" not in page.text


def test_the_files_say_what_made_them_and_hold_no_formula(city: Browser, challenge: UUID) -> None:
    city.press("Keep the note: Lamp", note=FORMULA)
    address = f"/challenges/{challenge}/shortlist"
    text = city.client.get(f"{address}.csv").get_data(as_text=True)
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert [row["Solution"] for row in rows] == ["Lamp", "'+Torch"]
    assert (rows[0]["Country of the vendor"], rows[0]["Country"]) == ("AT", "Met: AT")
    assert rows[0]["Note, private to the city"] == "'" + FORMULA
    assert all(row["Engine"] and row["Model"] and row["Exported on"] for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]

    found = json.loads(city.client.get(f"{address}.json").get_data(as_text=True))
    assert (found["contains_private_notes"], found["challenge"]["title"]) == (True, "Dark")
    assert found["items"][0]["note"] == FORMULA
    assert found["items"][0]["match"]["engine_version"]
    assert found["items"][0]["match"]["requirements"]


def test_a_solution_is_put_on_it_from_its_own_page(
    people: People, city: Browser, challenge: UUID, lamp: UUID
) -> None:
    city.press("Take off, with its note: Lamp")
    city.open(f"/solutions/{lamp}")
    page = city.press("Put on the shortlist", challenge=str(challenge))
    assert "Lamp" in page.text
    assert "Put on the shortlist" not in people.browser("vendor").open(f"/solutions/{lamp}").text
