"""Both databases store the same and refuse the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session, sessionmaker

from marketplace.foundation.database import make_engine
from marketplace.foundation.documents import from_json, to_json
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.unit_of_work import transaction
from tests.databases import Databases, fill


@dataclass(frozen=True, slots=True)
class Inner:
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    amount: Decimal | None = None
    day: date | None = None
    names: tuple[str, ...] = ()
    inner: tuple[Inner, ...] = ()


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with database.connect() as connection:
        outer = connection.begin()
        yield Session(connection, join_transaction_mode="create_savepoint")
        outer.rollback()


def event(moment: datetime) -> ActivityEvent:
    return ActivityEvent(
        at=moment,
        actor_kind="system",
        actor_label="system",
        action="test",
        object_kind="thing",
        object_id="1",
        before={},
        after={},
        request_id="-",
    )


def test_a_moment_comes_back_aware_and_in_utc(session: Session) -> None:
    there = datetime(2026, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    session.add(event(there))
    session.flush()
    session.expire_all()
    assert session.query(ActivityEvent).one().at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert session.query(ActivityEvent).one().at.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(session: Session) -> None:
    session.add(event(datetime(2026, 5, 1, 12)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"):
        session.flush()


@pytest.mark.parametrize(
    "statement", ["UPDATE activity_event SET action = 'x'", "DELETE FROM activity_event"]
)
def test_the_record_cannot_be_changed_or_removed(session: Session, statement: str) -> None:
    session.add(event(datetime(2026, 5, 1, 12, tzinfo=UTC)))
    session.flush()
    with pytest.raises(DBAPIError, match="cannot be changed"):
        session.execute(text(statement))


def test_a_document_comes_back_as_it_was() -> None:
    sample = Sample(
        amount=Decimal("12.50"), day=date(2026, 1, 2), names=("a", "b"), inner=(Inner("w"),)
    )
    values = to_json(sample)
    assert values["amount"] == "12.50"
    assert from_json(values, Sample) == sample


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_transaction_that_only_reads_cannot_write(kind: str, databases: Databases) -> None:
    engine = make_engine(databases.new_url(kind))
    fill(engine)
    sessions = sessionmaker(engine)
    with transaction(sessions, writes=False) as session, pytest.raises(DBAPIError):
        session.execute(text("UPDATE fact_counter SET value = 7"))
    with transaction(sessions, writes=False) as session:
        session.add(event(datetime(2026, 5, 1, tzinfo=UTC)))
        with pytest.raises(RuntimeError, match="only reads"):
            session.flush()
    with transaction(sessions, writes=True) as session:
        assert session.execute(text("UPDATE fact_counter SET value = 7 RETURNING value")).one()
    engine.dispose()
