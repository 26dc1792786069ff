"""Staff ask the next best city, or the next best group, with one click from where they stand."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from marketplace.procurements.members import withdraw
from marketplace.procurements.models import Procurement
from marketplace.steps.operations import dissolve
from marketplace.taxonomy.models import Term
from tests.buyers_groups.conftest import buyers
from tests.factories.market import STAFF, member
from tests.factories.organisations import make_staff
from tests.factories.procurements import Buyers
from tests.guards.conftest import without_form_tokens

__all__ = ["buyers"]

GRAZ, LINZ, ESPOO, GENT = range(4)


@pytest.fixture
def staff(buyers: Buyers) -> FlaskClient:
    with buyers.services.unit_of_work() as uow:
        uow.session.add(Term(list="countries", code="EU", label="EU"))
        uow.session.flush()
        user = make_staff(uow, email="staff@programme.example")
        uniquifier = user.fs_uniquifier
    client = without_form_tokens(buyers.services).test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = uniquifier, True
    return client


def leaves(buyers: Buyers, id_: UUID, number: int) -> None:
    city = buyers.cities[number]
    with buyers.services.unit_of_work(member(city)) as uow:
        withdraw(uow, id_, city, "Later.", expected_version=buyers.version(id_, city))


def presses(staff: FlaskClient, page: str, action: str) -> str:
    """Send the form of the page that goes to an address; what is shown then."""
    (form,) = re.findall(rf'<form action="{action}".*?</form>', page, re.DOTALL)
    fields = re.findall(r'name="(challenges?)" value="([^"]+)"', form)
    sent: dict[str, list[str]] = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    answer = staff.post(action, data=sent, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def test_the_board_and_the_cities_name_who_is_asked_with_one_click(
    buyers: Buyers, staff: FlaskClient
) -> None:
    id_ = buyers.joined()
    leaves(buyers, id_, ESPOO)
    home, cities = f"/procurements/{id_}", f"/procurements/{id_}/members"
    assert "Invite Gent" in staff.get(cities).text
    assert "The next best group" not in staff.get(home).text
    board = staff.get("/programme/procurements").text
    assert "Espoo takes no part." in board
    asked = presses(staff, board, f"/procurements/{id_}/invite")
    assert "Invited. The city is told, and asked to answer." in asked
    assert "Invite Espoo again" in staff.get(f"{cities}/{buyers.cities[ESPOO]}").text


def test_after_a_group_that_failed_the_next_best_is_asked_with_one_click(
    buyers: Buyers, staff: FlaskClient
) -> None:
    few, over = buyers.joined(cities=2), buyers.proposed(cities=2)
    leaves(buyers, few, LINZ)
    page = staff.get(f"/procurements/{few}").text
    assert "Too few cities are left." in page
    presses(staff, page, f"/procurements/{few}/invite")
    assert "The next best group" not in staff.get(f"/procurements/{few}").text

    with buyers.services.unit_of_work(STAFF) as uow:
        for id_ in (few, over):
            version = uow.session.get_one(Procurement, id_).version
            dissolve(uow, id_, "Too dear.", expected_version=version)
    page = staff.get(f"/procurements/{few}").text
    assert "This group has come to an end." in page
    shown = presses(staff, page, "/programme/groups")
    assert "Proposed. The cities are told, and asked to answer." in shown
    assert "The next best group" not in staff.get(f"/procurements/{few}").text
