"""Walks the table of every route and every kind of actor; a route without a row fails.

No answer on the way may let in what would run: refusals, files and forwarding included.
"""

import pytest
from flask import Flask
from werkzeug.wrappers import Response

from tests.factories.town import VISITOR
from tests.guards.conftest import Door
from tests.guards.openness import STATED, page_faults, policy_faults
from tests.guards.table import ACTORS, Row, class_of, rows

ROWS = rows()
WITHOUT_ACTORS = {"static", "health", "ready", "metrics"}
AUTOMATIC = {"HEAD", "OPTIONS"}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_what_the_table_says(door: Door, row: Row) -> None:
    answers = {who: door.ask(who, row.method, **row.request(door.town, who)) for who in row.actors}

    assert {who: class_of(answer) for who, answer in answers.items()} == row.expected
    for who, answer in answers.items():
        assert (who, policy_faults(answer) + page_faults(answer)) == (who, [])


def test_answers_beside_the_pages_let_nothing_in(door: Door) -> None:
    for method, address, status in (
        ("GET", "/health", 200),
        ("GET", "/metrics", 200),
        ("GET", "/static/htmx.min.js", 200),
        ("GET", "/static/no-such-file", 404),
        ("GET", "/<script>alert(1)</script>", 404),
        ("PUT", "/solutions", 405),
        ("GET", "/api/v1/no-such-thing", 404),
    ):
        with door.ask(VISITOR, method, address) as answer:
            faults = policy_faults(answer) + page_faults(answer)
            assert (address, answer.status_code, faults) == (address, status, [])


def test_what_lets_something_in_would_be_noticed() -> None:
    page = "<p style='a' id=b><script>1</script><a id=b href=' JavaScript:1' onclick=1>here</a>"
    answer = Response(page, mimetype="text/html")
    assert len(policy_faults(answer)) > len(STATED)
    answer.headers["Content-Security-Policy"] = "default-src *; script-src 'self' 'unsafe-inline'"

    noticed = {"default-src *", "script-src 'unsafe-inline'", "object-src is open"}
    assert noticed <= set(policy_faults(answer))
    assert len(page_faults(answer)) == 5


def test_every_route_has_a_row(door: Door) -> None:
    addresses = door.app.url_map.bind("localhost")
    covered = set()
    for row in ROWS:
        address = row.request(door.town, VISITOR)["address"].split("?")[0]
        rule, _ = addresses.match(address, row.method, return_rule=True)
        covered.add((row.method, rule.rule))

    assert _routes(door.app) - covered == set()


def test_only_these_addresses_are_answered_without_looking_who_asks(door: Door) -> None:
    assert door.app.config["OUTSIDE_REQUEST_SCOPE"] == WITHOUT_ACTORS


def test_the_table_speaks_of_every_kind_of_actor() -> None:
    assert all(set(row.expected) == set(row.actors) for row in ROWS)
    assert set().union(*(row.expected for row in ROWS)) == set(ACTORS)


def _routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in WITHOUT_ACTORS
        for method in (rule.methods or set()) - AUTOMATIC
    }
