"""Walks the table of every route and every kind of actor; a route without a row fails."""

import pytest
from flask import Flask

from tests.factories.town import VISITOR
from tests.guards.conftest import Door
from tests.guards.table import ACTORS, Row, class_of, rows

ROWS = rows()
WITHOUT_ACTORS = {"static", "health", "ready", "metrics"}
AUTOMATIC = {"HEAD", "OPTIONS"}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_what_the_table_says(door: Door, row: Row) -> None:
    got = {
        who: class_of(door.ask(who, row.method, **row.request(door.town, who)))
        for who in row.actors
    }

    assert got == row.expected


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
