"""Where in the history of a database a reader stands.

The numbers of facts are gapless and become visible in order, so a number says what has been
seen. The digest of the fact at that number says of *which* history: a database that was
restored from a backup and went another way has other facts under the same numbers.
"""

import json
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.foundation.outbox import OutboxFact


@dataclass(frozen=True, slots=True)
class Mark:
    """The number and digest of the last fact that was seen."""

    number: int = 0
    digest: str = ""


def latest(session: Session) -> Mark:
    """The mark of the last fact that this transaction can see."""
    last = session.scalar(select(OutboxFact).order_by(OutboxFact.number.desc()).limit(1))
    return Mark() if last is None else _mark(last)


def mark_at(session: Session, number: int) -> Mark | None:
    """The mark at `number`; None if there is no such fact here."""
    if number == 0:
        return Mark()
    fact = session.get(OutboxFact, number)
    return None if fact is None else _mark(fact)


def _mark(fact: OutboxFact) -> Mark:
    told = (fact.number, fact.name, fact.payload, fact.told_at.isoformat(), fact.request_id)
    return Mark(fact.number, sha256(json.dumps(told, sort_keys=True).encode()).hexdigest())
