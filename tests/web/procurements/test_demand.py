"""A city writes what it needs, reads what follows, and commits; what is refused comes back."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

from werkzeug.test import TestResponse

from marketplace.solutions.content import PriceBreak
from tests.factories.solutions import make_solution
from tests.guards.conftest import Door, door

__all__ = ["door"]

CITY = "city.owner"
YEAR = {"years.0.year": "2027", "years.0.units": "40", "years.0.budget": "216000"}
TEN = PriceBreak(from_quantity=10, unit_price=Decimal("12.50"), currency="EUR", unit="Sensor")


def text_of(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_a_city_adds_years_and_mends_what_is_refused(door: Door) -> None:
    address = f"/procurements/{door.town.ids['procurement']}/demand"
    form = f"{address}/{door.town.ids['organisation.city']}"
    sent = YEAR | {"currency": "EUR", "version": "1"}
    with door.undone():
        more = door.send(CITY, "POST", form, data=sent | {"do": "add years"})
        assert 'name="years.1.year"' in more.text
        assert 'value="216000"' in more.text
        wrong = door.send(CITY, "POST", form, data=sent | {"currency": "SEK", "years.0.units": "x"})
        assert wrong.status_code == 422
        assert 'href="#years.0.units"' in wrong.text
        assert 'value="SEK"' in wrong.text
        stale = door.send(CITY, "POST", form, data=sent | {"version": "7"})
        assert "Somebody has changed this meanwhile." in text_of(stale)
        saved = door.send(CITY, "POST", form, data=sent)
        assert saved.status_code == 303
        page = text_of(door.send(CITY, "GET", address))
    assert "€216,000 budget without VAT" in page
    assert "Supplies and services for cities and regions €216,000 at or above it" in page
    assert "Works €5,404,000 below it" in page


def test_the_sum_is_held_against_what_fitting_solutions_list(door: Door) -> None:
    town, vendor = door.town, door.town.id_of("organisation.vendor")
    address = f"/procurements/{town.ids['procurement']}/demand"
    texts = (
        "Older residents live alone and lose contact with their neighbours.",
        "Neighbours hear a bell when contact with older residents who live alone is lost.",
    )
    with door.undone():
        bell = replace(TEN, unit="bell", unit_price=Decimal("3.00"))
        for name, text, one in zip(("Call", "Ring"), texts, (TEN, bell), strict=True):
            make_solution(
                town.services,
                vendor,
                name=name,
                description=text * 2,
                problem=text,
                price_breaks=(one,),
            )
        terms = {"unit": "sensor", "sharing": "equal", "version": "1"}
        assert door.send(CITY, "POST", f"{address}/terms", data=terms).status_code == 303
        page = text_of(door.send(CITY, "GET", address))
        shares = text_of(door.send(CITY, "GET", f"{address}/shares?amount=100"))
        wrong = text_of(door.send(CITY, "GET", f"{address}/shares?amount=NaN"))
    assert "sensor bought together, by the prices" in page
    assert "€500 for 40" in page
    assert "€12.50 for one, from 10 on" in page
    assert "Counted in another unit, so not compared from 10: €3 for one bell" in page
    assert "Who would pay what of €100" in shares
    assert "Write an amount in figures" in wrong


def test_what_is_above_the_cap_comes_back_with_what_is_left(door: Door) -> None:
    town = door.town
    address = f"/procurements/{town.ids['procurement']}/commitments"
    one = f"{address}/{town.ids['commitment']}"
    client = door.client(CITY)
    with door.undone():
        at = str(door.town.versions["procurement"])
        capped = client.post(
            f"{address}/cap", data={"cap": "600000", "currency": "EUR", "version": at}
        )
        assert capped.status_code == 303
        assert "€81,673 can still be committed" in text_of(client.get(address))
        gone = client.post(f"{one}/take-back", data={"version": "1"})
        assert gone.status_code == 303
        page = text_of(client.get(address))
    assert "it counts no more" in page
    assert "€600,000 can still be committed" in page
    assert "Commit for Graz" in page


def test_the_last_lot_that_is_left_to_commit_to_is_named(door: Door) -> None:
    town = door.town
    address = f"/procurements/{town.ids['procurement']}/commitments"
    sent = {"organisation": town.ids["organisation.city"], "amount": "7.50", "currency": "EUR"}
    with door.undone():
        door.send(CITY, "POST", address, data=sent | {"lot": town.ids["lot"]})
        page = door.send(CITY, "GET", address).text
    found = re.search(r'<select[^>]*name="lot".*?</select>', page, re.DOTALL)
    assert found is not None
    assert re.findall(r">\s*(Lot \d.*?|The whole)\s*<", found[0]) == ["Lot 2: The rest"]
