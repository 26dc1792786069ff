"""How often a list page asks the database, however long the list is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from marketplace.services import Services
from marketplace.worker import deliver_facts
from tests.factories.challenges import make_challenge
from tests.factories.solutions import make_solution
from tests.web.people import settle

MOST = 10
LISTS = (
    "/solutions",
    "/challenges",
    "/cities",
    "/inbox",
    "/account/watches",
    "/account/searches",
)


def test_a_list_takes_ten_queries_at_most_however_long_it_is(services: Services) -> None:
    people = settle(services)
    for number in range(8):
        make_solution(services, people.vendor_id, name=f"Scan {number}")
        make_challenge(services, people.city_id, title=f"Warm homes {number}")
    while deliver_facts(services):
        pass
    counts = {}
    for page in LISTS:
        with counted(services) as statements:
            assert people.browser("vendor").open(page).status == 200
        counts[page] = len(statements)

    assert {page: count for page, count in counts.items() if count > MOST} == {}


@contextmanager
def counted(services: Services) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(services.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(services.engine, "before_cursor_execute", note)
