import smtplib
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest

from marketplace.foundation.clock import SetClock
from marketplace.foundation.errors import Conflict
from marketplace.notifications.delivery import MOST_ATTEMPTS, deliver_due
from marketplace.notifications.mailer import (
    ConsoleMailer,
    FolderMailer,
    SmtpMailer,
    make_mailer,
)
from marketplace.notifications.models import MailState, OutgoingMail
from marketplace.notifications.operations import Mail, queue_mail
from marketplace.services import Services

MAIL = Mail(to="ada@city.example", subject="Grüße", text="Ein Link: https://…", html="<p>Hi</p>")


class BrokenMailer:
    """A mail server that does not answer."""

    sender = "rialto@localhost"

    def __init__(self) -> None:
        self.asked = 0

    def send(self, message: EmailMessage) -> None:
        self.asked += 1
        raise smtplib.SMTPServerDisconnected(f"no answer about {message['Subject']}")


def queued(services: Services, mail: Mail = MAIL, key: str | None = None) -> UUID:
    with services.unit_of_work() as uow:
        return queue_mail(uow, mail, key=key).id


def stored(services: Services, mail_id: UUID) -> tuple[str, str, str]:
    with services.unit_of_work() as uow:
        row = uow.session.get_one(OutgoingMail, mail_id)
        return row.state, row.text, row.html


def test_mail_leaves_once_and_its_body_is_forgotten(services: Services, tmp_path: Path) -> None:
    row = queued(services)
    mailer = FolderMailer("rialto@localhost", tmp_path)

    assert deliver_due(services.unit_of_work, mailer) == 1
    assert deliver_due(services.unit_of_work, mailer) == 0

    (file,) = tmp_path.glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (message["To"], message["Subject"]) == (MAIL.to, MAIL.subject)
    assert message.get_body(("plain",)).get_content().strip() == MAIL.text
    assert message.get_body(("html",)).get_content().strip() == MAIL.html
    assert stored(services, row) == (MailState.SENT, "", "")


def test_mail_programs_find_the_address_that_ends_the_mail(
    services: Services, tmp_path: Path
) -> None:
    address = "https://rialto.example/unsubscribe/" + "WzEsInF1ZXN0aW9ucyJd" * 5
    queued(services, replace(MAIL, unsubscribe=address))
    deliver_due(services.unit_of_work, FolderMailer("rialto@localhost", tmp_path))

    (file,) = tmp_path.glob("*.eml")
    # Read byte by byte, as mail programs do: an encoded or folded address is none to them.
    assert f"\nList-Unsubscribe: <{address}>\n".encode() in file.read_bytes()


def test_a_change_that_is_rolled_back_sends_nothing(services: Services, tmp_path: Path) -> None:
    def queue_and_fail() -> None:
        with services.unit_of_work() as uow:
            queue_mail(uow, MAIL)
            raise Conflict("not now")

    with pytest.raises(Conflict):
        queue_and_fail()

    assert deliver_due(services.unit_of_work, FolderMailer("a@b.example", tmp_path)) == 0


def test_a_server_that_fails_is_asked_again_later_and_not_for_ever(
    services: Services, clock: SetClock
) -> None:
    row, mailer = queued(services), BrokenMailer()

    assert deliver_due(services.unit_of_work, mailer) == 0
    assert deliver_due(services.unit_of_work, mailer) == 0
    assert mailer.asked == 1
    assert stored(services, row)[0] == MailState.WAITING
    for _ in range(MOST_ATTEMPTS + 2):
        clock.moment += timedelta(days=1)
        deliver_due(services.unit_of_work, mailer)

    assert mailer.asked == MOST_ATTEMPTS
    assert stored(services, row) == (MailState.FAILED, "", "")


def test_what_is_told_under_one_key_is_told_once(services: Services) -> None:
    first = queued(services, key="MemberInvited:1")

    assert queued(services, key="MemberInvited:1") == first


def test_a_line_break_in_a_subject_adds_no_header(services: Services, tmp_path: Path) -> None:
    queued(services, Mail(to=MAIL.to, subject="Hello\r\nBcc: all@city.example", text="x"))

    deliver_due(services.unit_of_work, FolderMailer("a@b.example", tmp_path))

    (file,) = tmp_path.glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: all@city.example"


def test_the_console_shows_the_text() -> None:
    stream, message = StringIO(), EmailMessage()
    message["To"], message["Subject"] = "ada@city.example", "Hello"
    message.set_content("Follow this link.")

    ConsoleMailer("rialto@localhost", stream).send(message)

    assert "Follow this link." in stream.getvalue()


def test_the_address_of_the_setting_chooses_the_mailer(tmp_path: Path) -> None:
    assert make_mailer("file", "a@b.example", tmp_path) == FolderMailer("a@b.example", tmp_path)
    assert make_mailer("file:///x/y", "a@b.example", tmp_path) == FolderMailer(
        "a@b.example", Path("/x/y")
    )
    assert isinstance(make_mailer("smtps://u:p@mail.example", "a@b.example", tmp_path), SmtpMailer)
    with pytest.raises(ValueError, match="no way"):
        make_mailer("ftp://mail.example", "a@b.example", tmp_path)
