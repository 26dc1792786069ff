"""Facts have one gapless order that no later commit can break, and reach their handlers."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from time import sleep

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from marketplace.foundation import outbox
from marketplace.foundation.access import SYSTEM
from marketplace.foundation.database import make_engine
from marketplace.foundation.events import Fact, fact_from
from marketplace.foundation.unit_of_work import UnitOfWork, transaction
from tests.databases import Databases, fill

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KettleBoiled(Fact):
    """A fact that only this test knows."""

    kettle: str
    times: int


@pytest.fixture(params=["sqlite", "postgresql"])
def own_database(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Engine]:
    engine = make_engine(databases.new_url(request.param))
    fill(engine)
    yield engine
    engine.dispose()


def tell(sessions: sessionmaker[Session], *facts: Fact) -> None:
    with transaction(sessions, writes=True) as session:
        uow = UnitOfWork(session, SYSTEM, NOW)
        for fact in facts:
            uow.tell(fact)
        uow.commit()


def test_a_fact_comes_back_as_it_was_told(own_database: Engine) -> None:
    sessions = sessionmaker(own_database)
    tell(sessions, KettleBoiled("blue", 2))
    with sessions() as session:
        (told,) = outbox.facts_after(session, 0, ["KettleBoiled"], 10)
    assert told.fact == KettleBoiled("blue", 2)


def test_a_fact_whose_name_was_forgotten_is_none() -> None:
    assert fact_from("TeaPoured", {"cup": "1"}, 7) is None


def test_two_facts_cannot_have_one_name() -> None:
    with pytest.raises(TypeError, match="KettleBoiled already"):
        type("KettleBoiled", (Fact,), {"__module__": "elsewhere"})
    assert Fact.registry["KettleBoiled"] is KettleBoiled


def test_what_is_rolled_back_leaves_no_fact_and_no_gap(own_database: Engine) -> None:
    sessions = sessionmaker(own_database)
    with transaction(sessions, writes=True) as session:
        outbox.store(session, [KettleBoiled("lost", 1)], now=NOW, request_id="-")
    tell(sessions, KettleBoiled("kept", 1))
    with sessions() as session:
        told = outbox.facts_after(session, 0, ["KettleBoiled"], 10)
    assert [(t.number, t.fact) for t in told] == [(1, KettleBoiled("kept", 1))]


def write_slowly(sessions: sessionmaker[Session], seed: int, times: int) -> None:
    random = Random(seed)
    for turn in range(times):
        with transaction(sessions, writes=True) as session:
            fact = KettleBoiled(str(seed), turn)
            outbox.store(session, [fact], now=NOW, request_id="-")
            sleep(random.random() / 200)
            session.commit()


def read_until(done: threading.Event, sessions: sessionmaker[Session], seen: list[int]) -> None:
    finished = False
    while not finished:
        finished = done.is_set()
        with transaction(sessions, writes=False) as session:
            last = seen[-1] if seen else 0
            seen += [t.number for t in outbox.facts_after(session, last, ["KettleBoiled"], 1000)]


def test_a_reader_that_remembers_the_last_number_misses_nothing(own_database: Engine) -> None:
    """Writers that dawdle between taking their number and committing do not overtake."""
    sessions = sessionmaker(own_database)
    writers, each = 6, 20
    seen: list[int] = []
    done = threading.Event()
    reader = threading.Thread(target=read_until, args=(done, sessions, seen))
    threads = [
        threading.Thread(target=write_slowly, args=(sessions, n, each)) for n in range(writers)
    ]
    reader.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    assert seen == list(range(1, writers * each + 1))


def test_two_workers_never_claim_the_same_fact(own_database: Engine) -> None:
    sessions = sessionmaker(own_database)
    tell(sessions, *[KettleBoiled("k", n) for n in range(40)])
    claimed: list[int] = []

    def claim() -> None:
        while True:
            with transaction(sessions, writes=True) as session:
                rows = [row.number for row in outbox.claim(session, NOW, 3)]
                session.commit()
            if not rows:
                return
            claimed.extend(rows)

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == list(range(1, 41))


def test_a_claim_that_was_not_finished_is_given_again_later(own_database: Engine) -> None:
    sessions = sessionmaker(own_database)
    tell(sessions, KettleBoiled("k", 1))
    with sessions.begin() as session:
        assert len(outbox.claim(session, NOW, 10)) == 1
    with sessions.begin() as session:
        assert outbox.claim(session, NOW + timedelta(seconds=5), 10) == []
        assert len(outbox.claim(session, NOW + outbox.CLAIM, 10)) == 1


def test_a_fact_that_failed_waits_longer_each_time_and_is_kept_at_last(
    own_database: Engine,
) -> None:
    sessions = sessionmaker(own_database)
    tell(sessions, KettleBoiled("k", 1))
    now, waits = NOW, []
    for _ in range(outbox.MOST_ATTEMPTS):
        with sessions.begin() as session:
            (row,) = outbox.claim(session, now, 10)
            outbox.mark_failed(session, row.number, now, "ValueError")
            assert row.claimed_until is not None
            waits.append(row.claimed_until - now)
            now = row.claimed_until
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    with sessions.begin() as session:
        assert outbox.claim(session, now + timedelta(days=1), 10) == []
        assert session.get_one(outbox.OutboxFact, 1).last_error == "ValueError"
