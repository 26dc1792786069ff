"""One change from beginning to end: rows, record and facts are committed together or not at all.

The surfaces open a unit of work round every view and every task; operations and queries are
given it and never commit. Returning commits, raising rolls back.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from marketplace.foundation import outbox
from marketplace.foundation.access import Actor
from marketplace.foundation.database import READS_ONLY
from marketplace.foundation.errors import Conflict
from marketplace.foundation.events import Fact
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.saying import say

Found = TypeVar("Found")
READ_ONCE = "read once"


@dataclass
class UnitOfWork:
    """What an operation needs: the rows, who acts, and the moment at which all of it happens."""

    session: Session
    actor: Actor
    now: datetime
    request_id: str = "-"
    facts: list[Fact] = field(default_factory=list)

    def tell(self, fact: Fact) -> None:
        """Remember a fact; it is stored with the change."""
        self.facts.append(fact)

    def record(
        self,
        action: str,
        subject: object,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Add to the record that the actor did `action` to `subject` (a row with an id).

        `before` and `after` name states and numbers, never anything confidential.
        """
        self.session.flush()
        self.session.add(
            ActivityEvent(
                at=self.now,
                actor_kind=self.actor.kind.value,
                actor_id=self.actor.user_id,
                actor_label=self.actor.label,
                action=action,
                object_kind=type(subject).__name__.lower(),
                object_id=str(getattr(subject, "id", "")),
                before=dict(before or {}),
                after=dict(after or {}),
                request_id=self.request_id,
            )
        )

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Keep what is done inside as a whole, with its facts, or nothing of it if it raises.

        Raises:
            Conflict: somebody else stored the same at this moment.
        """
        told = len(self.facts)
        try:
            with self.session.begin_nested():
                yield
        except IntegrityError:
            del self.facts[told:]
            raise Conflict(
                say("Somebody else stored the same at this moment; repeat it.")
            ) from None
        except BaseException:
            del self.facts[told:]
            raise

    def commit(self) -> None:
        """Store the facts as the last thing and commit; surfaces only."""
        self.session.flush()
        if self.facts:
            outbox.store(self.session, self.facts, now=self.now, request_id=self.request_id)
            self.facts.clear()
        self.session.commit()


@contextmanager
def transaction(sessions: sessionmaker[Session], *, writes: bool) -> Iterator[Session]:
    """A session that is rolled back and closed at the end; commit it before, or lose it.

    With `writes=False` a change is an error: the session refuses to flush one, and both
    databases refuse it in a transaction of its own.
    """
    with sessions() as session:
        if not writes:
            session.info[READ_ONCE] = {}
            event.listen(session, "before_flush", _refuse)
            if isinstance(session.get_bind(), Engine):
                session.connection(execution_options=READS_ONLY)
        yield session


def once(session: Session, key: Hashable, read: Callable[[], Found]) -> Found:
    """What `read` finds; a transaction that only reads does so once for a key, and remembers it.

    The rows that it finds stay with the session, so that asking for one by its id is no query.
    """
    known: dict[Hashable, Found] | None = session.info.get(READ_ONCE)
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]


def _refuse(*_: object) -> None:
    raise RuntimeError("This request only reads, but something was changed in it.")
