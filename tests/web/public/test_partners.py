"""Partner cities on the page, as a visitor and as a partner reads of them."""

from datetime import date
from typing import Any

import pytest

from marketplace.challenges.content import JointRole, PartnerDetail, Requirement
from marketplace.services import Services
from tests.factories.challenges import make_challenge
from tests.factories.market import make_city
from tests.factories.stories import make_group
from tests.web.people import People, settle

WINDOW: dict[str, Any] = {"earliest_start": date(2027, 3, 1), "start": date(2027, 6, 1)}


@pytest.fixture
def people(services: Services) -> People:
    return settle(services)


def test_a_partner_city_stands_beside_with_what_helps_and_what_hinders(people: People) -> None:
    with people.services.unit_of_work() as uow:
        linz = make_city(uow, name="Linz")
        make_group(uow, title="Warm together", lead=linz)
        for number in range(3):
            make_group(uow, linz, title=f"Cool {number}")
    own = make_challenge(
        people.services, people.city_id, title="Alone", start=date(2027, 5, 1),
        procedure_languages=("en",), approval_month=date(2027, 1, 1), joint_procurement=True,
        requirements=(Requirement(text="Serves at least 500 residents."),),
    )  # fmt: skip
    make_challenge(
        people.services, linz, title="Alone too", **WINDOW, procedure_languages=("it",),
        approval_month=date(2026, 10, 1), partner_contact="office@linz.example",
        shown_to_partners=tuple(PartnerDetail), joint_procurement=True,
        joint_roles=(JointRole.LEAD_BUYER,),
        requirements=(Requirement(text="Serves no more than 300 residents."),),
    )  # fmt: skip
    address = f"/challenges/{own}/partners"

    page = people.browser(None).open(address).text
    for said in (
        "In use: from 1 March 2027 to 1 June 2027 there, by 1 May 2027 here",
        "Languages of the procedure: it there, en here",
        "Law: the same national law on public procurement",
        "“Serves no more than 300 residents.” there, “Serves at least 500 residents.” here",
        "Who could lead Linz",
        "Bought jointly before Warm together, as lead buyer ; Cool 0 ; Cool 1 and 1 more",
    ):
        assert said in page
    assert not {"office@linz.example", "approval"} & set(page.split())

    for who in ("city", "staff"):
        page = people.browser(who).open(address).text
        assert "Shown to partner cities only" in page
        assert "Contact: office@linz.example" in page
        assert "Budget approved in October 2026 according to the city. The month has passed" in page
    assert "office@linz.example" not in people.browser("vendor").open(address).text
    own_page = people.browser("city").open(f"/challenges/{own}").text
    assert "Budget approved in January 2027 (only your city sees this)" in own_page
