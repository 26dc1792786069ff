"""Every fact reaches every handler at least once, whatever happens to workers and handlers."""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from marketplace.foundation import outbox
from marketplace.foundation.clock import SetClock
from marketplace.foundation.errors import Conflict
from marketplace.foundation.events import Fact
from marketplace.foundation.outbox import MOST_ATTEMPTS, OutboxFact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.handlers import HANDLERS
from marketplace.notifications.models import OutgoingMail
from marketplace.notifications.operations import Mail, queue_mail
from marketplace.services import Services
from marketplace.worker import deliver_facts
from tests.cli.shell import Shell
from tests.worker.kettles import TeaBrewed, start_hanging, tell

Handler = Callable[[UnitOfWork, Fact, str], None]
Heard = list[str]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """The kettles that a handler has heard of; a broken one makes it fail."""
    kettles: Heard = []

    def hear(_uow: UnitOfWork, fact: Fact, _public_url: str) -> None:
        assert isinstance(fact, TeaBrewed)
        kettles.append(fact.kettle)
        if fact.kettle == "broken":
            raise ValueError("It leaks.")

    monkeypatch.setitem(HANDLERS, TeaBrewed, [hear])
    return kettles


def undelivered(services: Services) -> list[tuple[str | None, int]]:
    """The last error and the attempts of each fact that is not delivered."""
    with services.unit_of_work() as uow:
        rows = uow.session.execute(
            select(OutboxFact.last_error, OutboxFact.attempts)
            .where(OutboxFact.delivered_at.is_(None))
            .order_by(OutboxFact.number)
        )
        return [(error, attempts) for error, attempts in rows]


def test_a_fact_is_heard_once_when_all_goes_well(services: Services, heard: Heard) -> None:
    tell(services, "blue", "red")
    assert deliver_facts(services) == 2
    assert deliver_facts(services) == 0
    assert heard == ["blue", "red"]
    assert undelivered(services) == []


def test_a_fact_without_a_handler_or_of_an_older_release_is_done_with(services: Services) -> None:
    tell(services, "blue")
    with services.unit_of_work() as uow:
        uow.session.scalars(select(OutboxFact)).one().name = "TeaPoured"
    deliver_facts(services)
    assert undelivered(services) == []


def test_a_fact_that_is_rolled_back_is_heard_by_nobody(services: Services, heard: Heard) -> None:
    def begin_and_fail() -> None:
        with services.unit_of_work() as uow:
            uow.tell(TeaBrewed("blue"))
            raise Conflict("No tea today.")

    with pytest.raises(Conflict):
        begin_and_fail()
    assert deliver_facts(services) == 0
    assert heard == []


def test_a_handler_that_fails_is_asked_again_later_and_holds_up_nobody(
    services: Services, clock: SetClock, heard: Heard
) -> None:
    tell(services, "broken", "blue")
    deliver_facts(services)
    assert heard == ["broken", "blue"]
    assert undelivered(services) == [("ValueError", 1)]
    assert deliver_facts(services) == 0
    clock.moment += timedelta(minutes=1)
    deliver_facts(services)
    assert heard == ["broken", "blue", "broken"]
    for _ in range(2 * MOST_ATTEMPTS):
        clock.moment += timedelta(hours=1)
        deliver_facts(services)
    assert heard.count("broken") == MOST_ATTEMPTS


def test_a_payload_that_nobody_understands_holds_up_nobody(
    services: Services, heard: Heard
) -> None:
    tell(services, "odd", "blue")
    with services.unit_of_work() as uow:
        odd = uow.session.scalars(select(OutboxFact).order_by(OutboxFact.number)).first()
        assert odd is not None
        odd.payload = {"colour": "red"}
    deliver_facts(services)
    assert heard == ["blue"]
    assert undelivered(services) == [("KeyError", 1)]


def test_what_a_handler_did_before_it_failed_is_undone(
    services: Services, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = [True]

    def write_and_fail(uow: UnitOfWork, _fact: Fact, _public_url: str) -> None:
        queue_mail(uow, Mail(to="ada@city.example", subject="Tea", text="It boils."))
        if fails.pop():
            raise OSError

    monkeypatch.setitem(HANDLERS, TeaBrewed, [write_and_fail])
    tell(services, "blue")
    deliver_facts(services)
    fails.append(False)
    clock.moment += timedelta(minutes=1)
    deliver_facts(services)
    with services.unit_of_work() as uow:
        assert len(uow.session.scalars(select(OutgoingMail)).all()) == 1


@pytest.mark.processes
def test_a_fact_whose_worker_was_killed_is_delivered_by_the_next(
    shell: Shell, tmp_path: Path, heard: Heard
) -> None:
    with shell.services() as services:
        tell(services, "blue")
        worker = start_hanging(services.settings, tmp_path / "handling")
        assert deliver_facts(services) == 0
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        assert deliver_facts(services) == 0
        later = SetClock(services.clock.now() + outbox.CLAIM)
        assert deliver_facts(replace(services, clock=later)) == 1
    assert heard == ["blue"]


def test_two_workers_share_the_facts_and_repeat_none(shell: Shell, heard: Heard) -> None:
    kettles = [str(number) for number in range(120)]
    with shell.services() as services:
        tell(services, *kettles)

        def deliver_all() -> None:
            while deliver_facts(services):
                pass

        workers = [threading.Thread(target=deliver_all) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert undelivered(services) == []
    assert sorted(heard, key=int) == kettles
