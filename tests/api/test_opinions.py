"""What a city says of its matches, by a program."""

from typing import Any

from tests.factories.town import SECRETS
from tests.guards.conftest import Door

API = "/api/v1"
CITY = "city.owner"


def about(door: Door, **more: Any) -> dict[str, Any]:
    return {
        "answer": "solution",
        "answer_id": door.town.ids["solution.newer"],
        "aspect": "verdict",
        "challenge_version": 1,
        "answer_version": 1,
    } | more


def test_what_is_said_is_read_by_the_city_and_taken_back(door: Door) -> None:
    address = f"{API}/challenges/{door.town.ids['challenge.open']}/opinions"
    with door.undone():
        body = about(door, useful=False, reasons=["price"], note="Too much.", rank=2)
        said = door.send(CITY, "POST", address, json=body)
        assert said.status_code == 201
        made = said.get_json()
        assert (made["reasons"], made["rank"], made["weights"]) == (["price"], 2, "documented")
        items = door.send("city.viewer", "GET", address).get_json()["items"]
        assert made in items
        assert SECRETS["what a city says of a match"] in {item["note"] for item in items}
        which = {name: body[name] for name in ("answer", "answer_id", "aspect")}
        left = door.send(CITY, "POST", f"{address}/take-back", json=which).get_json()
        assert made["id"] not in {item["id"] for item in left["items"]}


def test_what_cannot_be_meant_is_refused_with_the_field(door: Door) -> None:
    address = f"{API}/challenges/{door.town.ids['challenge.open']}/opinions"
    for change, status in (
        ({"answer_version": 7}, 412),
        ({"aspect": "outcome"}, 422),
        ({"aspect": "shortlist"}, 422),
        ({"reasons": ["price"]}, 422),
        ({"note": "x" * 501}, 422),
        ({"rank": 0}, 422),
    ):
        body = about(door, **change)
        assert door.ask(CITY, "POST", address, json=body).status_code == status, change


def test_every_match_names_the_weights_it_was_made_with(door: Door) -> None:
    challenge = f"{API}/challenges/{door.town.ids['challenge.open']}"
    for answers in ("matches", "partners"):
        items = door.ask(CITY, "GET", f"{challenge}/{answers}").get_json()["items"]
        assert {item["weights"] for item in items} == {"documented"}
