"""Facts kept with the change they tell of, in one gapless order, until all have heard.

The order is the backbone of the derived index: a reader remembers the number of the last
fact it has seen. So that no lower number can become visible after a higher one, the number
is taken from a counter row whose lock is held to the commit. The rolled-back take of a
number gives it back.

Delivery is at least once: a fact is claimed for a while (`claimed_until`), its handlers run
in transactions of their own, then it is marked. Who crashes in between is retried.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String, Text, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.foundation.database import Base, UTCDateTime
from marketplace.foundation.events import Fact, fact_from

CLAIM = timedelta(minutes=2)
MOST_ATTEMPTS = 8


class FactCounter(Base):
    """The number of the last fact; a single row."""

    __tablename__ = "fact_counter"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class OutboxFact(Base):
    """A fact that was told, and how far its delivery has come."""

    __tablename__ = "outbox_fact"

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(80), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    told_at: Mapped[datetime] = mapped_column(UTCDateTime)
    request_id: Mapped[str] = mapped_column(String(64))
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    claimed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Told:
    """A fact with its place in the order; `fact` is None if this release forgot its name."""

    number: int
    fact: Fact | None


def store(session: Session, facts: Sequence[Fact], *, now: datetime, request_id: str) -> None:
    """Add the facts in order; the last thing that a transaction does before its commit."""
    last = session.scalar(
        update(FactCounter)
        .where(FactCounter.id == 1)
        .values(value=FactCounter.value + len(facts))
        .returning(FactCounter.value)
    )
    if last is None:
        raise RuntimeError("The counter of facts is missing: run “marketplace db upgrade”.")
    for number, fact in enumerate(facts, start=last - len(facts) + 1):
        session.add(
            OutboxFact(
                number=number,
                name=type(fact).__name__,
                payload=fact.payload(),
                told_at=now,
                request_id=request_id,
            )
        )
    session.flush()


def last_number(session: Session) -> int:
    """The number of the last fact that this transaction can see."""
    return session.scalar(select(func.max(OutboxFact.number))) or 0


def facts_after(session: Session, number: int, names: Sequence[str], limit: int) -> list[Told]:
    """The facts of these names after `number`, in order, at most `limit`."""
    rows = session.scalars(
        select(OutboxFact)
        .where(OutboxFact.number > number, OutboxFact.name.in_(names))
        .order_by(OutboxFact.number)
        .limit(limit)
    )
    return [Told(row.number, fact_from(row.name, row.payload, row.number)) for row in rows]


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many facts wait for their handlers, and how many were given up after many tries."""

    waiting: int
    given_up: int


def backlog(session: Session) -> Backlog:
    """What the worker still has to deliver."""
    undelivered = select(func.count()).where(OutboxFact.delivered_at.is_(None))
    given_up = session.scalar(undelivered.where(OutboxFact.attempts >= MOST_ATTEMPTS)) or 0
    return Backlog((session.scalar(undelivered) or 0) - given_up, given_up)


def claim(session: Session, now: datetime, limit: int) -> list[OutboxFact]:
    """Take the oldest undelivered facts for a while; two workers never get the same one."""
    due = (OutboxFact.claimed_until.is_(None)) | (OutboxFact.claimed_until <= now)
    rows = session.scalars(
        select(OutboxFact)
        .where(OutboxFact.delivered_at.is_(None), OutboxFact.attempts < MOST_ATTEMPTS, due)
        .order_by(OutboxFact.number)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.claimed_until = now + CLAIM
        row.attempts += 1
    return list(rows)


def mark_delivered(session: Session, numbers: Collection[int], now: datetime) -> None:
    """Every handler has heard these facts."""
    session.execute(
        update(OutboxFact)
        .where(OutboxFact.number.in_(numbers))
        .values(delivered_at=now, last_error=None)
    )


def mark_failed(session: Session, number: int, now: datetime, error: str) -> None:
    """A handler failed: try again later, each time after twice the wait."""
    row = session.get_one(OutboxFact, number)
    row.claimed_until = now + timedelta(seconds=2**row.attempts)
    row.last_error = error[:2000]
