"""What runs by the clock and after commits; several workers may run at once.

Facts are delivered at least once to every handler, mail is sent, the index is kept warm and
saved, and what has run out is cleared away. The database is the only truth about what is
due; a worker that dies leaves nothing half done.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from marketplace.accounts.typed import forget_old_typed
from marketplace.foundation import idempotency, outbox
from marketplace.foundation.errors import Conflict, Stale
from marketplace.foundation.events import Fact, fact_from
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications import handlers as notification_handlers
from marketplace.notifications.delivery import deliver_due
from marketplace.notifications.digests import write_due_digests
from marketplace.notifications.handlers import Handler
from marketplace.notifications.lookout import look_out
from marketplace.notifications.operations import forget_old_mail, forget_old_notices
from marketplace.notifications.reminders import remind
from marketplace.recommendations.joint_fits import work_out_fits
from marketplace.services import Services
from marketplace.solutions.holding import unexamined
from marketplace.solutions.operations import examine
from marketplace.solutions.references import expire_references

PAUSE_SECONDS = 1.0
FACTS_AT_ONCE = 200
EXAMINED_AT_ONCE = 20
ALWAYS, MINUTE = timedelta(0), timedelta(minutes=1)
INDEX_SAVED_EVERY = timedelta(minutes=10)
FITTED_EVERY = timedelta(minutes=15)
CLEARED_EVERY = timedelta(hours=1)
TRIED_AGAIN_AFTER = timedelta(seconds=30)
LONG_AGO = datetime.min.replace(tzinfo=UTC)

log = structlog.get_logger(__name__)


@dataclass
class Job:
    """Something to do again and again; `act` tells how much it found to do, if it knows."""

    name: str
    act: Callable[[], int | None]
    every: timedelta = ALWAYS
    due: datetime = LONG_AGO


def work(services: Services, stop: threading.Event, *, once: bool = False) -> int:
    """Do what is due until `stop` is set; with `once`, until nothing is due.

    How often a job has failed: a failure is logged, and the job tried again a little later.
    """
    jobs, failures = jobs_of(services), 0
    log.info("worker_started")
    while not stop.is_set():
        busy = False
        for job in jobs:
            if job.due <= services.clock.now() and not stop.is_set():
                try:
                    busy = bool(job.act()) or busy
                    job.due = services.clock.now() + job.every
                except Exception:
                    # Whatever goes wrong in one job must not keep the others from being done.
                    log.exception("job_failed", job=job.name)
                    job.due = services.clock.now() + TRIED_AGAIN_AFTER
                    failures += 1
        if once and not busy:
            break
        if not busy:
            stop.wait(PAUSE_SECONDS)
    log.info("worker_stopped")
    return failures


def jobs_of(services: Services) -> list[Job]:
    """All that a worker does; each is done at the start, too."""

    def hourly(name: str, act: Callable[[UnitOfWork], object]) -> Job:
        def run() -> None:
            with services.unit_of_work() as uow:
                act(uow)

        return Job(name, run, CLEARED_EVERY)

    def save_index() -> None:
        services.matcher.save()

    return [
        Job("deliver_facts", lambda: deliver_facts(services)),
        Job("examine_submissions", lambda: examine_submissions(services)),
        Job(
            "write_digests", lambda: write_due_digests(services.unit_of_work, services.post), MINUTE
        ),
        Job(
            "look_out",
            lambda: look_out(services.unit_of_work, services.matcher, services.post),
        ),
        Job("send_mail", lambda: deliver_due(services.unit_of_work, services.mailer)),
        Job("keep_index_warm", services.matcher.catch_up),
        Job("prepare_next_model", services.matcher.prepare_next_model),
        Job("save_index", save_index, INDEX_SAVED_EVERY),
        Job(
            "work_out_joint_fits",
            lambda: work_out_fits(services.unit_of_work, services.matcher),
            FITTED_EVERY,
        ),
        hourly("expire_references", expire_references),
        hourly("remind", lambda uow: remind(uow, services.post)),
        hourly("forget_old_notices", forget_old_notices),
        hourly("forget_old_keys", lambda uow: idempotency.forget_old(uow.session, uow.now)),
        hourly("forget_typed_forms", lambda uow: forget_old_typed(uow.session, uow.now)),
        hourly("forget_old_mail", forget_old_mail),
    ]


def deliver_facts(services: Services) -> int:
    """Hand the undelivered facts to their handlers; how many there were."""
    with services.unit_of_work() as uow:
        claimed = [
            (row.number, row.name, row.payload)
            for row in outbox.claim(uow.session, uow.now, FACTS_AT_ONCE)
        ]
    unheard = [number for number, name, _ in claimed if not _handlers(name)]
    with services.unit_of_work() as uow:
        outbox.mark_delivered(uow.session, unheard, uow.now)
    for number, name, payload in claimed:
        if _handlers(name):
            _deliver(services, number, name, payload)
    return len(claimed)


def examine_submissions(services: Services) -> int:
    """Look at what was handed in, so that staff and vendor know early; how many there were.

    Whatever is published is examined again at that moment: what is public changes meanwhile.
    """
    with services.unit_of_work(writes=False) as uow:
        waiting = unexamined(uow.session, EXAMINED_AT_ONCE)
        found = [(id_, row, services.matcher.examine(uow, id_)) for id_, row in waiting]
    for solution_id, version, findings in found:
        with suppress(Stale, Conflict), services.unit_of_work() as uow:
            # Its authors took it back meanwhile, or staff were faster: then nothing is to do.
            examine(uow, solution_id, findings, expected_version=version)
    return len(found)


def _handlers(name: str) -> list[Handler]:
    kind = Fact.registry.get(name)
    return notification_handlers.HANDLERS.get(kind, []) if kind else []


def _deliver(services: Services, number: int, name: str, payload: dict[str, Any]) -> None:
    try:
        fact = fact_from(name, payload, number)
        for handler in _handlers(name):
            with services.unit_of_work() as uow:
                handler(uow, fact, services.post)
    except Exception as error:
        # Whatever a handler trips over must not keep the other facts waiting.
        log.exception("handler_failed", number=number, fact=name)
        with services.unit_of_work() as uow:
            outbox.mark_failed(uow.session, number, uow.now, type(error).__name__)
        return
    with services.unit_of_work() as uow:
        outbox.mark_delivered(uow.session, [number], uow.now)
