"""What is asked twice at the same moment: the second waits, and finds what the first did."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from marketplace.foundation.idempotency import IdempotencyKey, begun
from tests.conftest import NOW


def test_whoever_comes_second_waits_and_finds_what_the_first_made(database: Engine) -> None:
    def second() -> str:
        with Session(database) as session:
            return begun(session, "7", "asked", now=NOW).body

    try:
        with ThreadPoolExecutor(1) as pool, Session(database) as first:
            row = begun(first, "7", "asked", now=NOW)
            later = pool.submit(second)
            row.body = "/made"
            assert not later.done()
            first.commit()
            assert later.result(timeout=20) == "/made"
    finally:
        with database.begin() as connection:
            connection.execute(delete(IdempotencyKey))


def test_what_was_refused_leaves_the_second_free_to_try(database: Engine) -> None:
    with Session(database) as first:
        begun(first, "7", "asked", now=NOW)
        first.rollback()
    with Session(database) as second:
        assert begun(second, "7", "asked", now=NOW).body == ""
