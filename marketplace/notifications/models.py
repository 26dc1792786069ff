"""The tables of mail that is to leave, of notices, and of what people want to be told of."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, UTCDateTime
from marketplace.foundation.personal import OWN, SECRET


class MailState(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class OutgoingMail(Base):
    """A message to one person.

    The body can hold a link that lets somebody in, so it is emptied once the message has
    been sent or given up. `key` names what the message tells of: nothing is told twice.
    `unsubscribe` is the address at which mail programs end mail of its kind with one click.
    """

    __tablename__ = "outgoing_mail"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    to: Mapped[str] = mapped_column("recipient", String(254), info=OWN)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, info=SECRET)
    html: Mapped[str] = mapped_column(Text, default="", info=SECRET)
    unsubscribe: Mapped[str] = mapped_column(String(500), default="", info=SECRET)
    state: Mapped[str] = mapped_column(String(10), default=MailState.WAITING.value)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_error: Mapped[str | None] = mapped_column(String(500))


class Notice(Base):
    """Something that one person is told of: what and when, in ids alone.

    What is read is written when it is shown, by who may see it then. `key` names the occasion,
    so that nobody is told twice; `member_of` is the organisation in whose name the person is
    told. `waits_for` is the digest that will tell of it by mail, empty if none will.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("ix_notice_user_id_created_at", "user_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), info=OWN)
    key: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(20))
    occasion: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(20))
    thing_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    about_id: Mapped[UUID | None] = mapped_column(Uuid)
    member_of: Mapped[UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    waits_for: Mapped[str] = mapped_column(String(10), default="", index=True)


class NoticeChoice(Base):
    """What somebody chose otherwise than usual: a rhythm for a kind, or the threshold."""

    __tablename__ = "notice_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, info=OWN)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(20))


class Watch(Base):
    """Somebody wants to hear what happens to a solution, a challenge or a city."""

    __tablename__ = "watch"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, info=OWN)
    thing: Mapped[str] = mapped_column(String(20), primary_key=True)
    thing_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def id(self) -> str:
        """What the record calls this watch."""
        return f"{self.thing_id}/{self.user_id}"


class SavedSearch(Base):
    """A search that somebody keeps, as the address asked it; `page` is the list it searches."""

    __tablename__ = "saved_search"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True, info=OWN)
    name: Mapped[str] = mapped_column(String(120))
    page: Mapped[str] = mapped_column(String(20), index=True)
    query: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by SQLAlchemy.


class Bookmark(Base):
    """How far the facts have been read by somebody who reads them in order."""

    __tablename__ = "bookmark"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
