"""What runs by the clock and after commits; several workers may run at once.

Facts are delivered at least once to every handler, mail is sent, the index is kept warm and
saved, and what has run out is cleared away. The database is the only truth about what is
due; a worker that dies leaves nothing half done.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog

from marketplace.foundation import idempotency, outbox
from marketplace.foundation.events import Fact, fact_from
from marketplace.notifications import handlers as notification_handlers
from marketplace.notifications.delivery import deliver_due
from marketplace.services import Services

PAUSE_SECONDS = 1.0
FACTS_AT_ONCE = 50
INDEX_SAVED_EVERY = timedelta(minutes=10)
CLEARED_EVERY = timedelta(hours=1)

log = structlog.get_logger(__name__)


def work(services: Services, stop: threading.Event, *, once: bool = False) -> None:
    """Do what is due until `stop` is set; with `once`, until nothing is due."""
    jobs = _jobs(services)
    log.info("worker_started")
    while not stop.is_set():
        busy = deliver_facts(services) > 0
        for job in jobs:
            with _survived(job.__name__):
                busy = bool(job()) or busy
        if once and not busy:
            return
        if not busy:
            stop.wait(PAUSE_SECONDS)
    log.info("worker_stopped")


def deliver_facts(services: Services) -> int:
    """Hand the undelivered facts to their handlers; how many there were."""
    with services.unit_of_work() as uow:
        claimed = [
            (row.number, row.name, row.payload)
            for row in outbox.claim(uow.session, uow.now, FACTS_AT_ONCE)
        ]
    for number, name, payload in claimed:
        _deliver(services, number, fact_from(name, payload))
    return len(claimed)


def _deliver(services: Services, number: int, fact: Fact | None) -> None:
    handlers = notification_handlers.HANDLERS.get(type(fact), []) if fact is not None else []
    try:
        for handler in handlers:
            with services.unit_of_work() as uow:
                handler(uow, fact, services.settings.public_url)
    except Exception as error:
        # Whatever a handler trips over must not keep the other facts waiting.
        log.exception("handler_failed", number=number, fact=type(fact).__name__)
        with services.unit_of_work() as uow:
            outbox.mark_failed(uow.session, number, uow.now, type(error).__name__)
        return
    with services.unit_of_work() as uow:
        outbox.mark_delivered(uow.session, number, uow.now)


def _jobs(services: Services) -> list[Callable[[], int | None]]:
    def send_mail() -> int:
        return deliver_due(services.unit_of_work, services.mailer)

    def keep_index_warm() -> None:
        services.matcher.catch_up()

    def forget_old_keys() -> None:
        with services.unit_of_work() as uow:
            idempotency.forget_old(uow.session, uow.now)

    return [
        send_mail,
        keep_index_warm,
        _every(INDEX_SAVED_EVERY, services, services.matcher.save),
        _every(CLEARED_EVERY, services, forget_old_keys),
    ]


def _every(
    interval: timedelta, services: Services, job: Callable[[], object]
) -> Callable[[], int | None]:
    due = services.clock.now() + interval

    def run() -> None:
        nonlocal due
        if services.clock.now() >= due:
            job()
            due = services.clock.now() + interval

    run.__name__ = job.__name__
    return run


@contextmanager
def _survived(job: str) -> Iterator[None]:
    try:
        yield
    except Exception:
        # A job that fails now is tried again in the next round; the others go on.
        log.exception("job_failed", job=job)
