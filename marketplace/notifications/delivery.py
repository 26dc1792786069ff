"""Sends the queued mail: each message is leased, sent outside any transaction, and marked.

A worker that dies in between has its message sent again when the lease is over; both
copies bear the same Message-ID, by which mail programs show them as one.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import format_datetime
from smtplib import SMTPException
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.mailer import Mailer
from marketplace.notifications.models import MailState, OutgoingMail

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8


class WholeHeader(BaseHeader):
    """A header that stands in one line as it is: an address is of no use folded or encoded."""

    max_count = 1

    @staticmethod
    def parse(value: str, parts: dict[str, Any]) -> None:
        """Take it for what it is; the standard library asks each header for this."""
        parts.update(decoded=value, parse_tree=None)

    def fold(self, *, policy: Policy) -> str:
        """The line; its value is ASCII without line breaks."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("List-Unsubscribe", WholeHeader)
POLICY = default.clone(header_factory=HEADERS)

OpenWork = Callable[[], AbstractContextManager[UnitOfWork]]


def deliver_due(open_work: OpenWork, mailer: Mailer, *, limit: int = 20) -> int:
    """Send at most `limit` messages that are due; how many have left.

    `open_work` opens a unit of work that is committed on return, as
    `Services.unit_of_work` does.
    """
    with open_work() as uow:
        leased = _lease(uow, mailer.sender, limit)
    return sum(_deliver(open_work, mailer, *one) for one in leased)


def _lease(uow: UnitOfWork, sender: str, limit: int) -> list[tuple[UUID, EmailMessage]]:
    rows = uow.session.scalars(
        select(OutgoingMail)
        .where(
            OutgoingMail.state == MailState.WAITING.value, OutgoingMail.next_attempt_at <= uow.now
        )
        .order_by(OutgoingMail.next_attempt_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.next_attempt_at = uow.now + LEASE
        row.attempts += 1
    return [(row.id, _message(row, sender)) for row in rows]


def _message(row: OutgoingMail, sender: str) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = row.to
    message["Subject"] = row.subject
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.id}@{sender.rpartition('@')[2].strip('> ') or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    if row.unsubscribe:
        # Mail programs show a button for these two and send the POST of RFC 8058 by themselves.
        message["List-Unsubscribe"] = f"<{row.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(row.text)
    if row.html:
        message.add_alternative(row.html, subtype="html")
    return message


def _deliver(open_work: OpenWork, mailer: Mailer, mail_id: UUID, message: EmailMessage) -> bool:
    try:
        mailer.send(message)
    except (OSError, SMTPException) as error:
        with open_work() as uow:
            _mark_failed(uow, uow.session.get_one(OutgoingMail, mail_id), str(error))
        return False
    with open_work() as uow:
        row = uow.session.get_one(OutgoingMail, mail_id)
        row.state, row.sent_at, row.last_error = MailState.SENT.value, uow.now, None
        _empty(row)
    return True


def _mark_failed(uow: UnitOfWork, row: OutgoingMail, error: str) -> None:
    row.last_error = error[:500]
    row.next_attempt_at = uow.now + timedelta(minutes=2**row.attempts)
    if row.attempts >= MOST_ATTEMPTS:
        row.state = MailState.FAILED.value
        _empty(row)


def _empty(row: OutgoingMail) -> None:
    row.text = row.html = row.unsubscribe = ""
    row.next_attempt_at = None
