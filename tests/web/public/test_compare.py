"""Solutions side by side, and the question that what is left open leads to."""

from uuid import UUID

import pytest

from marketplace.challenges.content import Requirement
from marketplace.services import Services
from tests.factories.challenges import make_challenge
from tests.factories.solutions import make_solution
from tests.web.people import People, settle

WANTED = "Rings residents every week."


@pytest.fixture
def people(services: Services) -> People:
    return settle(services)


@pytest.fixture
def challenge(people: People) -> UUID:
    more = {"requirements": (Requirement(text=WANTED),), "trl_minimum": 7}
    return make_challenge(people.services, people.city_id, title="Alone", **more)


@pytest.fixture
def both(people: People) -> list[UUID]:
    rings = {"description": "Volunteers ring older residents every single week. " * 4, "trl": 9}
    return [
        make_solution(people.services, people.vendor_id, name="Lamp"),
        make_solution(people.services, people.vendor_id, name="Phone", **rings),
    ]


def test_what_is_ticked_stands_side_by_side_with_what_is_left_open(
    people: People, challenge: UUID, both: list[UUID]
) -> None:
    visitor = people.browser(None)
    visitor.open(f"/challenges/{challenge}/matches")
    page = visitor.open(f"/challenges/{challenge}/compare?solution={both[0]}&solution={both[1]}")
    assert page.text.index("Lamp") < page.text.index("Phone")
    assert WANTED in page.text
    assert "Needed: 7" in page.text
    assert "On request" in page.text
    page = visitor.follow("Leave out: Lamp")
    assert "Only one is chosen." in page.text
    assert "Lamp" not in page.links


def test_what_is_open_is_asked_of_the_vendor_and_answered_for_all(
    people: People, challenge: UUID, both: list[UUID]
) -> None:
    city, vendor = people.browser("city"), people.browser("vendor")
    city.open(f"/challenges/{challenge}/compare?solution={both[0]}")
    page = city.follow("Ask the vendor: Lamp")
    assert WANTED in (page.value("text") or "")
    for _ in range(2):
        city.page = page
        assert "Your question is sent" in city.press("Send the question").text

    shown = vendor.open(f"/solutions/{both[0]}/manage")
    assert shown.text.count(WANTED) == 1
    assert "Graz" in shown.text
    assert "is published" in vendor.press("Publish the answer", answer="From May on.").text
    read = people.browser(None).open(f"/solutions/{both[0]}").text
    assert "From May on." in read
    asked = read[read.index("Questions and answers") : read.index("From May on.")]
    assert "a city" in asked
    assert "Graz" not in asked


def test_what_cannot_be_compared_is_said(people: People, challenge: UUID, both: list[UUID]) -> None:
    address = f"/challenges/{challenge}/compare"
    visitor = people.browser(None)
    assert "Nothing to compare yet" in visitor.open(address).text
    assert "Nothing to compare yet" in visitor.open(f"{address}?solution=nonsense").text
    many = "&".join(f"solution={UUID(int=n)}" for n in range(1, 6))
    page = visitor.open(f"{address}?solution={both[0]}&{many}")
    assert "2 more that you chose are left out" in page.text
    assert "3 that you chose are not listed any more" in page.text
