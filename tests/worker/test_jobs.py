"""What the clock asks for is done, again and again, and no failure keeps the rest from it."""

import json
import signal
import threading
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import func, select

from marketplace import worker
from marketplace.foundation.access import SYSTEM
from marketplace.foundation.clock import SetClock
from marketplace.foundation.idempotency import IdempotencyKey
from marketplace.notifications.delivery import deliver_due
from marketplace.notifications.models import MailState, OutgoingMail
from marketplace.notifications.operations import KEPT, Mail, queue_mail
from marketplace.services import Services, build_services
from marketplace.solutions.models import Reference, Solution
from marketplace.solutions.references import INVITATION_LASTS
from marketplace.worker import CLEARED_EVERY, TRIED_AGAIN_AFTER, Job, work
from tests.cli.files import solution, vendor, write_lines
from tests.cli.shell import Shell
from tests.factories.market import add_words, make_city, make_vendor
from tests.factories.solutions import GRAZ, make_solution

MAIL = Mail(to="ada@city.example", subject="Tea", text="It boils.")


def do_what_is_due(services: Services) -> int:
    return work(services, threading.Event(), once=True)


def test_an_invitation_that_nobody_answers_lapses(services: Services, clock: SetClock) -> None:
    with services.unit_of_work(SYSTEM) as uow:
        add_words(uow)
        vendor_id, city = make_vendor(uow, name="Heatwise"), make_city(uow, name="Graz")
    make_solution(services, vendor_id, name="Heat", deployments=(GRAZ,))
    with services.unit_of_work() as uow:
        row = uow.session.scalars(select(Reference)).one()
        row.state, row.buyer_id, row.moved_at = "invited", city, uow.now
    assert do_what_is_due(services) == 0
    assert state_of_reference(services) == "invited"
    clock.moment += INVITATION_LASTS + timedelta(seconds=1)
    assert do_what_is_due(services) == 0
    assert state_of_reference(services) == "expired"


def state_of_reference(services: Services) -> str:
    with services.unit_of_work() as uow:
        return str(uow.session.scalars(select(Reference.state)).one())


def test_what_is_old_is_cleared_away_and_what_is_waiting_stays(
    services: Services, clock: SetClock
) -> None:
    with services.unit_of_work() as uow:
        for key in ("old", "failed", "waiting"):
            queue_mail(uow, MAIL, key=key).state = MailState.SENT
        mails = uow.session.scalars(select(OutgoingMail)).all()
        for mail in mails:
            if mail.key == "failed":
                mail.state = MailState.FAILED
            if mail.key == "waiting":
                mail.state, mail.next_attempt_at = MailState.WAITING, uow.now + 3 * KEPT
        answer = {"request_hash": "h", "status": 200, "headers": "", "body": ""}
        uow.session.add(IdempotencyKey(actor="a", key="k", used_at=uow.now, **answer))
    clock.moment += KEPT - timedelta(days=1)
    do_what_is_due(services)
    assert keys(services) == ["failed", "old", "waiting"]
    clock.moment += timedelta(days=2)
    do_what_is_due(services)
    assert keys(services) == ["waiting"]
    with services.unit_of_work() as uow:
        assert uow.session.scalar(select(func.count()).select_from(IdempotencyKey)) == 0


def keys(services: Services) -> list[str | None]:
    with services.unit_of_work() as uow:
        return list(uow.session.scalars(select(OutgoingMail.key).order_by(OutgoingMail.key)))


def test_a_job_is_done_at_the_start_and_then_by_the_clock(
    services: Services, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    jobs = [Job("hourly", lambda: done.append("hourly"), CLEARED_EVERY)]
    monkeypatch.setattr(worker, "jobs_of", lambda _: jobs)
    for minutes, times in ((0, 1), (59, 1), (1, 2), (30, 2), (90, 3)):
        clock.moment += timedelta(minutes=minutes)
        do_what_is_due(services)
        assert len(done) == times


def test_a_job_that_fails_is_tried_again_and_the_others_are_done(
    services: Services, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fail() -> None:
        done.append("failing")
        raise OSError("The disk is full.")

    jobs = [Job("failing", fail), Job("other", lambda: done.append("other"))]
    monkeypatch.setattr(worker, "jobs_of", lambda _: jobs)
    assert do_what_is_due(services) == 1
    assert do_what_is_due(services) == 0
    assert done == ["failing", "other", "other"]
    clock.moment += TRIED_AGAIN_AFTER
    assert do_what_is_due(services) == 1


class CountingMailer:
    """Remembers what it was given, and takes its time."""

    sender = "rialto@localhost"

    def __init__(self) -> None:
        self.subjects: list[str] = []

    def send(self, message: EmailMessage) -> None:
        threading.Event().wait(0.002)
        self.subjects.append(message["Subject"])


def test_two_workers_send_each_message_once(shell: Shell) -> None:
    mailer = CountingMailer()
    with shell.services() as services:
        with services.unit_of_work() as uow:
            for number in range(60):
                queue_mail(uow, replace(MAIL, subject=str(number)))

        def send_all() -> None:
            while deliver_due(services.unit_of_work, mailer):
                pass

        workers = [threading.Thread(target=send_all) for _ in range(2)]
        for one in workers:
            one.start()
        for one in workers:
            one.join()
    assert sorted(mailer.subjects, key=int) == [str(number) for number in range(60)]


@pytest.mark.processes
def test_a_worker_that_is_run_once_does_what_is_due_and_ends(shell: Shell, tmp_path: Path) -> None:
    shell.succeed("import", "organisations", write_lines(tmp_path / "o.jsonl", [vendor("v")]))
    path = write_lines(tmp_path / "s.jsonl", [solution("s", "v")])
    shell.succeed("import", "solutions", path)
    with shell.services() as services, services.unit_of_work() as uow:
        queue_mail(uow, MAIL)
    with shell.start("worker", "--once") as process:
        _, log = process.communicate(timeout=60)
    assert process.returncode == 0, log
    assert len(list((shell.folder / "data" / "mail").glob("*.eml"))) == 1
    assert json.loads(shell.succeed("index", "status", "--json"))["behind"] == 0


@pytest.mark.model
def test_the_model_that_is_set_is_prepared_beside_the_other_work(
    shell: Shell, tmp_path: Path, sentence_models: tuple[str, str]
) -> None:
    shell.succeed("import", "organisations", write_lines(tmp_path / "o.jsonl", [vendor("v")]))
    rows = [solution(f"s{number}", "v") for number in range(3)]
    shell.succeed("import", "solutions", write_lines(tmp_path / "s.jsonl", rows))
    shell.succeed("index", "rebuild")
    with shell.services() as services, services.unit_of_work() as uow:
        queue_mail(uow, MAIL)
        settings = replace(services.settings, encoder=sentence_models[0])

    services = build_services(settings)
    assert do_what_is_due(services) == 0
    services.engine.dispose()

    assert len(list((shell.folder / "data" / "mail").glob("*.eml"))) == 1
    status = json.loads(shell.succeed("index", "status", "--json", ENCODER=sentence_models[0]))
    assert (status["next_model"], status["stored"]) == (None, 3)
    assert status["model"].startswith("sentence-")


@pytest.mark.processes
def test_a_worker_run_once_that_fails_says_so(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with shell.services() as services, services.unit_of_work() as uow:
        queue_mail(uow, MAIL)
    words = ("worker", "--once")
    with shell.start(*words, ENCODER="no-model") as process:
        _, log = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Error: 3 jobs failed" in log
    assert len(list((shell.folder / "data" / "mail").glob("*.eml"))) == 1


@pytest.mark.processes
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_stops_when_it_is_told_to(number: signal.Signals, shell: Shell) -> None:
    with shell.start("worker") as process:
        assert process.stderr is not None
        while "worker_started" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(number)
        _, log = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "worker_stopped" in log


def test_what_was_handed_in_is_examined_once(services: Services) -> None:
    with services.unit_of_work(SYSTEM) as uow:
        add_words(uow)
        vendor_id = make_vendor(uow, name="Heatwise")
    words = ", ".join(["heating", "lighting", "traffic", "energy"] * 25)
    listed = make_solution(services, vendor_id, name="List", state="in_review", description=words)
    honest = make_solution(services, vendor_id, name="Scan", state="in_review")

    assert worker.examine_submissions(services) == 2
    assert worker.examine_submissions(services) == 0
    with services.unit_of_work(SYSTEM) as uow:
        states = {id_: uow.session.get_one(Solution, id_).state for id_ in (listed, honest)}
    assert states == {listed: "held", honest: "in_review"}
