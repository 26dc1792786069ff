"""A POST with an Idempotency-Key happens once, however often it is sent."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Barrier, Thread
from typing import Any

import pytest
from werkzeug.test import TestResponse

from marketplace.app import create_app
from marketplace.foundation.clock import SetClock
from marketplace.services import Services, build_services
from tests.conftest import NOW
from tests.databases import KINDS, Databases, fill
from tests.factories.town import Town, build_town
from tests.guards.conftest import SETTINGS, Door

SOLUTIONS = "/api/v1/solutions"
KEPT = ("ETag", "Location", "Content-Type")


def body(town: Town, name: str = "Once") -> dict[str, Any]:
    return {
        "vendor": town.ids["organisation.vendor"],
        "content": {"name": name, "summary": "Something new."},
    }


def drafts(door: Door) -> int:
    answer = door.send("vendor.owner", "GET", f"{SOLUTIONS}?state=draft")
    return int(answer.get_json()["total"])


def test_the_second_time_gets_the_first_ones_answer(door: Door) -> None:
    sent = {"json": body(door.town), "headers": {"Idempotency-Key": "one"}}
    with door.undone():
        before = drafts(door)
        first = door.send("vendor.owner", "POST", SOLUTIONS, **sent)
        again = door.send("vendor.owner", "POST", SOLUTIONS, **sent)
        made = drafts(door) - before

    assert made == 1
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert [again.headers[name] for name in KEPT] == [first.headers[name] for name in KEPT]
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_key_is_for_one_body_one_address_and_one_caller(door: Door) -> None:
    headers = {"Idempotency-Key": "two"}
    with door.undone():
        door.send("vendor.owner", "POST", SOLUTIONS, json=body(door.town), headers=headers)
        other_body = door.send(
            "vendor.owner", "POST", SOLUTIONS, json=body(door.town, "Twice"), headers=headers
        )
        other_address = door.send(
            "vendor.owner", "POST", "/api/v1/challenges", json=body(door.town), headers=headers
        )
        other_caller = door.send(
            "vendor.editor", "POST", SOLUTIONS, json=body(door.town), headers=headers
        )

    assert other_body.status_code == 409
    assert other_address.status_code == 409
    assert other_caller.status_code == 201
    assert "Idempotent-Replayed" not in other_caller.headers


def test_a_move_is_repeated_too(door: Door) -> None:
    address = f"{SOLUTIONS}/{door.town.ids['solution.draft']}/archive"
    headers = {"Idempotency-Key": "three", "If-Match": '"1"'}
    with door.undone():
        first = door.send("vendor.owner", "POST", address, headers=headers)
        again = door.send("vendor.owner", "POST", address, headers=headers)
        without = door.send("vendor.owner", "POST", address, headers={"If-Match": '"1"'})

    assert (first.status_code, again.status_code, without.status_code) == (200, 200, 412)
    assert first.data == again.data


def test_what_was_refused_may_be_tried_again_with_the_same_key(door: Door) -> None:
    headers = {"Idempotency-Key": "four"}
    with door.undone():
        refused = door.send("vendor.owner", "POST", SOLUTIONS, json={}, headers=headers)
        taken = door.send("vendor.owner", "POST", SOLUTIONS, json=body(door.town), headers=headers)

    assert (refused.status_code, taken.status_code) == (422, 201)


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_a_key_has_to_be_a_short_text(door: Door, key: str) -> None:
    headers = {"Idempotency-Key": key}
    answer = door.ask("vendor.owner", "POST", SOLUTIONS, json=body(door.town), headers=headers)

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.fixture(params=KINDS)
def open_town(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """A town in a database of its own, in which several connections meet."""
    settings = replace(
        SETTINGS,
        database_url=databases.new_url(request.param),
        data_dir=tmp_path_factory.mktemp("o"),
    )
    services: Services = build_services(settings, clock=SetClock(NOW))
    fill(services.engine)
    yield build_town(services)
    services.engine.dispose()


def test_two_at_once_make_one(open_town: Town) -> None:
    app = create_app(open_town.services)
    token = open_town.tokens["vendor.owner"]
    headers = {"Idempotency-Key": "race", "Authorization": f"Bearer {token}"}
    together, answers = Barrier(4), list[TestResponse]()

    def send() -> None:
        client = app.test_client()
        together.wait()
        answers.append(client.post(SOLUTIONS, json=body(open_town), headers=headers))

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    listed = app.test_client().get(
        f"{SOLUTIONS}?state=draft&sort=name", headers={"Authorization": f"Bearer {token}"}
    )

    assert [item["name"] for item in listed.get_json()["items"]].count("Once") == 1
    # Who lost the race is told to look, and by then gets the first one's answer.
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.data for answer in answers if answer.status_code == 201}) == 1
    again = app.test_client().post(SOLUTIONS, json=body(open_town), headers=headers)
    assert again.headers["Idempotent-Replayed"] == "true"
