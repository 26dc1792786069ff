"""Keys of requests that may be sent again: the second time gets the first one's answer.

The answer is kept in the transaction of the change itself, so a key is either used with its
effect or not used at all.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Integer, String, Text, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.foundation.database import Base, UTCDateTime
from marketplace.foundation.errors import Conflict
from marketplace.foundation.personal import OWN, SECRET

KEPT = timedelta(days=1)


class IdempotencyKey(Base):
    """A key that one actor used, and what was answered."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("actor", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    actor: Mapped[str] = mapped_column(String(80), info=OWN)
    key: Mapped[str] = mapped_column(String(255))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(Integer)
    headers: Mapped[str] = mapped_column(Text, info=SECRET)
    body: Mapped[str] = mapped_column(Text, info=SECRET)
    used_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


def request_hash(*parts: str | bytes) -> str:
    """A fingerprint of what was asked, to tell a repeat from another use of the key."""
    digest = sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8) + raw)
    return digest.hexdigest()


def find(session: Session, actor: str, key: str, asked: str) -> IdempotencyKey | None:
    """The earlier use of this key by this actor.

    Raises:
        Conflict: the key was used for something else.
    """
    row = session.scalar(
        select(IdempotencyKey).where(IdempotencyKey.actor == actor, IdempotencyKey.key == key)
    )
    if row is not None and row.request_hash != asked:
        raise Conflict("This Idempotency-Key was used for another request; use a new one.")
    return row


def begun(session: Session, actor: str, asked: str, *, now: datetime) -> IdempotencyKey:
    """The use of what was asked as its own key: new and without a body, or the earlier one.

    Whoever comes second waits until the first has ended.
    """
    row = IdempotencyKey(
        actor=actor,
        key=asked,
        request_hash=asked,
        status=303,
        headers="[]",
        body="",
        used_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        found = select(IdempotencyKey).filter_by(actor=actor, key=asked)
        return session.scalars(found).one()
    return row


def forget_old(session: Session, now: datetime) -> None:
    """Remove the keys that nobody will repeat any more."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.used_at < now - KEPT))
