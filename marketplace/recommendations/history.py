"""Where in the history of a database a reader stands.

The numbers of facts are gapless and become visible in order, so a number says what has been
seen. The digest of the fact at that number says of *which* history: a database that was
restored from a backup and went another way has other facts under the same numbers.
"""

import json
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.foundation.outbox import OutboxFact


@dataclass(frozen=True, slots=True)
class Mark:
    """The number and digest of the last fact that was seen."""

    number: int = 0
    digest: str = ""


LAST = select(func.max(OutboxFact.number)).scalar_subquery()


def latest(session: Session) -> Mark:
    """The mark of the last fact that this transaction can see."""
    return mark_of(session.scalar(select(OutboxFact).where(OutboxFact.number == LAST)))


def mark_at(session: Session, number: int) -> Mark | None:
    """The mark at `number`; None if there is no such fact here."""
    if number == 0:
        return Mark()
    fact = session.get(OutboxFact, number)
    return None if fact is None else mark_of(fact)


def mark_of(fact: OutboxFact | None) -> Mark:
    """The mark of a fact; the one before all facts for None."""
    if fact is None:
        return Mark()
    told = (fact.number, fact.name, fact.payload, fact.told_at.isoformat(), fact.request_id)
    return Mark(fact.number, sha256(json.dumps(told, sort_keys=True).encode()).hexdigest())
