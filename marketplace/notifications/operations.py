"""Puts mail into the queue, with the change that it tells of, and clears away what is old."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.models import MailState, Notice, OutgoingMail

LONGEST_SUBJECT = 300
KEPT, NOTICES_KEPT = timedelta(days=90), timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message to one person, as text and, for those who like it, as HTML.

    `unsubscribe` is where mail programs end mail of its kind with one click.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    unsubscribe: str = ""


def queue_mail(uow: UnitOfWork, mail: Mail, *, key: str | None = None) -> OutgoingMail:
    """Queue a message; it leaves after the commit. With a `key` that is known, nothing is added."""
    if key is not None and (known := mail_with_key(uow, key)) is not None:
        return known
    row = OutgoingMail(
        key=key,
        to=mail.to,
        # A subject is a header: a line break in it would let a name add headers of its own.
        subject=" ".join(mail.subject.split())[:LONGEST_SUBJECT],
        text=mail.text,
        html=mail.html,
        unsubscribe=mail.unsubscribe,
        created_at=uow.now,
        next_attempt_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    return row


def forget_old_mail(uow: UnitOfWork) -> None:
    """Remove what was sent or given up long ago; no fact is delivered again so late."""
    over = [MailState.SENT.value, MailState.FAILED.value]
    uow.session.execute(
        delete(OutgoingMail).where(
            OutgoingMail.state.in_(over), OutgoingMail.created_at < uow.now - KEPT
        )
    )


def forget_old_notices(uow: UnitOfWork) -> None:
    """Remove what was told long ago, read or not; no fact is delivered again so late."""
    uow.session.execute(delete(Notice).where(Notice.created_at < uow.now - NOTICES_KEPT))


def mail_with_key(uow: UnitOfWork, key: str) -> OutgoingMail | None:
    """The message that tells of `key`, if there is one."""
    return uow.session.scalar(select(OutgoingMail).where(OutgoingMail.key == key))
