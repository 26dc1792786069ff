"""Values in forms and addresses that no browser sends by itself: refused, or passed over."""

from uuid import UUID

import pytest

from marketplace.accounts.typed import LONGEST_PATH, keep_typed
from tests.factories.solutions import make_solution
from tests.web.people import People


@pytest.fixture
def solution(people: People) -> UUID:
    return make_solution(people.services, people.vendor_id, name="Lamp", state="draft")


def test_a_key_that_no_database_keeps_is_none(people: People) -> None:
    browser = people.browser("vendor")
    browser.open(f"/vendor/{people.vendor_id}/solutions/new")
    page = browser.press("Save and continue", name="Lamp", summary="Lights.", key="a\0b")
    assert page.status == 200
    assert page.address.endswith("/edit/problem")


def test_a_field_that_breaks_the_line_leads_to_its_step(people: People, solution: UUID) -> None:
    page = people.browser("vendor").open(f"/solutions/{solution}/edit?field=name.%0d%0ax")
    assert (page.status, page.address) == (200, f"/solutions/{solution}/edit/name")


@pytest.mark.parametrize("path", ["/" + "a" * LONGEST_PATH, "/a\0b"])
def test_what_was_typed_at_an_address_that_cannot_be_kept_is_not(people: People, path: str) -> None:
    with people.services.unit_of_work() as uow:
        assert keep_typed(uow, people.users["vendor"].id, path, [("name", "Lamp")]) is None
