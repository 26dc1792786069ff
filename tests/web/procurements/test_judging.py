"""Offers are judged and an outcome is recorded on the pages, by the people of the cities."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.services import Services
from tests.awards.conftest import Panel, make_panel
from tests.guards.conftest import without_form_tokens

Enter = Callable[[str], FlaskClient]
ONE, TWO = "owner0@org.example", "owner1@org.example"


@pytest.fixture
def panel(services: Services) -> Panel:
    return make_panel(services)


@pytest.fixture
def enter(panel: Panel) -> Enter:
    app = without_form_tokens(panel.services)

    def signed_in(email: str) -> FlaskClient:
        client = app.test_client()
        with panel.services.unit_of_work(writes=False) as uow:
            user = uow.session.scalars(select(User).where(User.email == email)).one()
            uniquifier = user.fs_uniquifier
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = uniquifier, True
        return client

    return signed_in


def sends(client: FlaskClient, address: str, status: int = 303, **form: Any) -> str:
    """Send a form; what is shown then."""
    answer = client.post(address, data=form)
    assert answer.status_code == status, answer.get_data(as_text=True)[-3000:]
    if status == 303:
        answer = client.get(answer.headers["Location"])
        assert answer.status_code == 200
    return answer.get_data(as_text=True)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def points(c1: str, c2: str, version: int, word: str = "Fine") -> dict[str, Any]:
    said = {"c1.points": c1, "c1.comment": word, "c2.points": c2, "c2.comment": word}
    return said | {"version": version}


def sets_criteria(one: FlaskClient, at: str) -> str:
    said = {"scale": "10", "version": "1", "link": "https://tenders.example/7"}
    wrong = said | {"items.0.name": "x", "items.0.weight": "50"}
    assert "add up to 50" in sends(one, f"{at}/evaluation/criteria", 422, **wrong)
    said |= {"items.0.name": "Quality", "items.0.weight": "66.67", "items.0.minimum": "5"}
    said |= {"items.1.name": "Price", "items.1.weight": "33.33"}
    return sends(one, f"{at}/evaluation/criteria", **said)


def test_two_evaluators_judge_two_offers_each_alone_and_then_together(
    panel: Panel, enter: Enter
) -> None:
    at, (first, second) = f"/procurements/{panel.id}", panel.offers
    one, two = enter(ONE), enter(TWO)
    assert "66.67" in sets_criteria(one, at)
    sends(one, f"{at}/lots/new", title="Pumps")
    found = re.search(r'<option value="([^"]+)">Lot 1: Pumps', one.get(f"{at}/evaluation").text)
    assert found is not None
    sends(one, f"{at}/evaluation/offers", 422, name="Warmco", lot_id="Pumps")
    page = sends(one, f"{at}/evaluation/offers", name="Warmco", lot_id=found[1])
    assert "Lot: Pumps Warmco" in text_of(page)
    noted = re.search(r'action="([^"]+/remove)"(?s:(?!/form).)*: Warmco<', page)
    assert noted is not None
    sends(one, noted[1])
    offer = f"{at}/evaluation/offers/{first}"
    assert "Do you have an interest" in one.get(offer).get_data(as_text=True)
    sends(one, f"{offer}/declaration", conflict="no", version="0")
    page = one.get(f"{at}/evaluation").get_data(as_text=True)
    assert [f"{id_}/remove" in page for id_ in panel.offers] == [False, True]
    page = one.get(offer, headers={"Accept-Language": "de"}).get_data(as_text=True)
    assert "Quality (Gewicht 66,67" in page
    page = sends(one, f"{offer}/points", 422, **points("11", "x", 1))
    assert "Write a number from 0 to 100" in page
    sends(one, f"{offer}/points", **points("7.25", "8", 1, "Weasel"))
    assert "Weasel" not in two.get(offer).get_data(as_text=True)
    sends(one, f"{at}/evaluation/offers/{second}/declaration", conflict="no", version="0")
    sends(one, f"{at}/evaluation/offers/{second}/points", **points("4", "9", 1))
    for id_ in panel.offers:
        yes = {"conflict": "yes", "declaration": "Shares.", "version": "0"}
        sends(two, f"{at}/evaluation/offers/{id_}/declaration", **yes)
    page = one.get(offer).get_data(as_text=True)
    assert "Weasel" in page
    assert 'value="7.25"' in page
    sends(two, f"{offer}/agreement", 409, **points("7", "8", 0))
    for id_, given in ((first, ("7.25", "8")), (second, ("4", "9"))):
        page = sends(one, f"{at}/evaluation/offers/{id_}/agreement", **points(*given, 0))
    assert "too few points" in page
    page = text_of(one.get(f"{at}/evaluation").get_data(as_text=True))
    assert "Place 1 , 74.99975 of 100" in page


def test_the_lead_buyer_records_the_outcome_and_everybody_is_told(
    panel: Panel, enter: Enter
) -> None:
    at, (first, second) = f"/procurements/{panel.id}", panel.offers
    one, two, vendor = enter(ONE), enter(TWO), enter("owner5@org.example")
    assert "No outcome" in one.get(f"{at}/outcome").get_data(as_text=True)
    said = {
        "result": "awarded", "decided_on": "2026-11-19", "offers": "2", "version": "0",
        "awards.0.tenderer_id": str(first), "awards.0.value": "120000.5",
    }  # fmt: skip
    page = sends(one, f"{at}/outcome/record", 422, **(said | {"awards.0.value": "0"}))
    assert "Write an amount from 0.01" in page
    assert "€120,000.50" in sends(one, f"{at}/outcome/record", **said)
    page = sends(one, f"{at}/outcome/suppliers/{first}", feedback="Best in quality.", version="1")
    assert "Told on" in page
    saved = f"{at}/outcome/savings/{panel.buyers.cities[1]}"
    sends(one, saved, amount="9,000.50", basis="The last contract.", version="0")
    page = sends(two, f"{saved}/confirm", version="1")
    assert "Confirmed on" in page
    assert "€9,000.50" in page
    assert "Best in quality." in vendor.get(f"/feedback/{first}").get_data(as_text=True)
    assert vendor.get(f"/feedback/{second}").status_code == 404
    assert vendor.get(f"{at}/outcome").status_code == 404


def test_suppliers_are_looked_at_frozen_and_taken_along(panel: Panel, enter: Enter) -> None:
    at, one = f"/procurements/{panel.id}/suppliers", enter(ONE)
    assert "River pump" in one.get(at).get_data(as_text=True)
    assert one.get(f"{at}?lot=quokka").status_code == 404
    page = one.get(f"{at}/freeze").get_data(as_text=True)
    found = re.search(r'name="mark" value="(\w+)"', page)
    assert found is not None
    sends(one, f"{at}/freeze", 303, mark=found[1], title="=1+1 first")
    page = one.get(f"{at}/lists/1").get_data(as_text=True)
    assert "River pump" in page
    assert "Frozen on" in page
    csv = one.get(f"{at}/lists/1.csv").get_data(as_text=True)
    assert "River pump" in csv
    json = one.get(f"{at}/lists/1.json").get_json()
    assert json["parts"][0]["solutions"][0]["name"] == "River pump"
    assert enter(TWO).get(f"{at}/freeze").status_code == 403
    page = one.get(f"/procurements/{panel.id}/evaluation").get_data(as_text=True)
    assert "From the last long list" in page
