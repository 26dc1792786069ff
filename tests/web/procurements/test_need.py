"""A city decides on what is asked for and cuts lots; what is refused comes back as it was typed."""

import re
from html import unescape

from werkzeug.test import TestResponse

from tests.guards.conftest import Door, door

__all__ = ["door"]

CITY = "city.owner"


def text_of(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_a_decision_is_read_on_the_page_of_the_need_where_one_sees_where_one_is(
    door: Door,
) -> None:
    ids = door.town.ids
    address = f"/procurements/{ids['procurement']}/need"
    one = f"{address}/items/{ids['need_item']}"
    said = {"choice": "common", "wording": "Shows where heat is lost.", "version": "1"}
    with door.undone():
        before = door.send(CITY, "GET", address)
        assert re.search(r'href="[^"]*/need" aria-current="page"', before.text)
        assert "Take part since then:" in text_of(before)
        start = text_of(door.send(CITY, "GET", address.removesuffix("/need")))
        assert "Draw the common need up anew The cities ask for something else now" in start
        refused = door.send(CITY, "POST", one, data=said | {"wording": "short", "took_part": ""})
        assert refused.status_code == 422
        took = {"took_part": ids["organisation.city"], "reason": "It is what we all mean."}
        assert door.send(CITY, "POST", one, data=said | took).status_code == 303
        after = text_of(door.send(CITY, "GET", address))
        record = text_of(door.send(CITY, "GET", address.replace("/need", "/decisions")))
        stale = door.send(CITY, "POST", one, data=said | took)
    assert "All ask for it It is what we all mean. Decided on" in after
    assert "Shows where heat is lost. All ask for it It is what we all mean. Decided" in record
    assert stale.status_code == 412


def test_a_lot_is_written_with_figures_as_people_write_them(door: Door) -> None:
    ids = door.town.ids
    address = f"/procurements/{ids['procurement']}/lots"
    said = {"title": "Sensors", "quantity": "1,200", "unit": "sensors", "value": "96,000.50"}
    with door.undone():
        wrong = door.send(CITY, "POST", f"{address}/new", data=said | {"cpv": "1", "value": "0"})
        assert wrong.status_code == 422
        chosen = {"members": ids["organisation.city"], "items": ids["need_item"], "country": "AT"}
        assert door.send(CITY, "POST", f"{address}/new", data=said | chosen).status_code == 303
        page = text_of(door.send(CITY, "GET", address))
    assert "All lots together €96,000.50" in page
    assert "Quantity 1,200 sensors Value €96,000.50 Place" in page
    assert "1 requirement Shows where heat is lost." in page
