"""The desk: where things with versions are written, locked, moved and kept.

The published version stays live while a newer one is drafted or reviewed. Nothing here
knows a content; what a move means for one kind of thing is done by its operations, inside
`moving`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, Generic
from uuid import UUID, uuid4

from sqlalchemy import delete, inspect, select
from sqlalchemy.orm import Session

from marketplace.foundation.access import Rule, require
from marketplace.foundation.errors import Conflict, Fault, Invalid, NotFound, Stale, shown
from marketplace.foundation.events import Fact
from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.saying import later, say
from marketplace.foundation.texts import foreign_character
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import (
    DRAFT,
    IN_REVIEW,
    NOTHING,
    RETURNED,
    SAME,
    Facet,
    Row,
    Version,
    Versioned,
)

LONGEST_REMARK = 2000
MOST_REMARKS = 100
_TO_MEND = later("What was typed here cannot be taken yet. Mend it first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(Generic[Row]):
    """Where things of one kind are written and moved.

    `rules` are the rules by the name in `Move.who`, `live` the moves that only a thing with
    a published version can make, `facts` what moves tell.
    """

    rows: type[Row]
    versions: type[Version]
    facets: type[Facet]
    lifecycle: Lifecycle
    rules: Mapping[str, Rule[Any]]
    see: Rule[Any]
    live: frozenset[str]
    facts: Mapping[str, Callable[[Row], Fact]]

    def locked(self, uow: UnitOfWork, row_id: UUID, rule: Rule[Any], expected_version: int) -> Row:
        """The row, locked to the end of the transaction, as its actor last saw it.

        Raises:
            NotFound, Forbidden, Unauthenticated: as `require`.
            Stale: somebody changed it meanwhile.
        """
        row = uow.session.get(self.rows, row_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound(say(NOTHING))
        require(rule, uow.actor, row, see=self.see)
        if row.version != expected_version:
            raise Stale(
                say(
                    "This is at version %(now)s by now, not %(seen)s. Look at it again, then "
                    "repeat your change.",
                    now=row.version,
                    seen=expected_version,
                )
            )
        return row

    def possible(self, row: Row) -> tuple[Move, ...]:
        """The moves that the states allow, whoever asks."""
        found = self.lifecycle.available(row.state)
        return tuple(m for m in found if row.published_version or m.name not in self.live)

    def moves_for(self, uow: UnitOfWork, row: Row) -> tuple[str, ...]:
        """The names of the moves that this actor can make now: what buttons are made of."""
        possible = self.possible(row)
        return tuple(m.name for m in possible if self.rules[m.who].allows(uow.actor, row))

    @contextmanager
    def moving(
        self, uow: UnitOfWork, row_id: UUID, name: str, *, expected_version: int
    ) -> Iterator[Row]:
        """Let the caller do its part on the locked row, then move, record and tell.

        Raises:
            Conflict: the move is not possible in the present state.
        """
        move = self.lifecycle.named(name)
        row = self.locked(uow, row_id, self.rules[move.who], expected_version)
        self.lifecycle.check(name, row.state)
        if name in self.live and row.published_version is None:
            raise Conflict(say("This is not possible: nothing of it is published."))
        before = _standing(row)
        yield row
        self.settle(uow, row, move, before)

    def settle(
        self, uow: UnitOfWork, row: Row, move: Move, before: Mapping[str, Any] | None = None
    ) -> None:
        """Give the row its new state and number, and tell what happened."""
        if move.target != SAME:
            row.state = move.target
        row.version += 1
        row.changed_at = uow.now
        uow.record(
            f"{self.lifecycle.subject}.{move.name}", row, before=before, after=_standing(row)
        )
        if move.name in self.facts:
            uow.tell(self.facts[move.name](row))

    def begin(self, uow: UnitOfWork, row: Row, content: object) -> Version:
        """Give a new row its first draft; both are stored by whoever records it."""
        row.id, row.state, row.version, row.working_version = uuid4(), DRAFT, 1, 0
        row.created_at = row.changed_at = uow.now
        uow.session.add(row)
        return self._new_draft(uow, row, content)

    def write(
        self,
        uow: UnitOfWork,
        row: Row,
        content: object,
        unfinished: Mapping[str, Any] | None = None,
    ) -> Version:
        """Keep `content` in the draft, or in a new draft once the last one was handed in.

        `unfinished` is what was typed and cannot be taken yet, by field; None leaves what is
        kept of it, but for fields that now say something else. So it is with remarks, too.
        """
        working = self.working(uow.session, row)
        same = _same_fields(working.content, content)
        remarks = working.review if working.state in (DRAFT, RETURNED) else {}
        typed = working.unfinished if unfinished is None else unfinished
        draft = working if working.state == DRAFT else self._new_draft(uow, row, content)
        draft.content, draft.created_at, draft.created_by = content, uow.now, uow.actor.label
        draft.review = {path: said for path, said in remarks.items() if _top(path) in same}
        draft.unfinished = {
            name: value for name, value in typed.items() if unfinished is not None or name in same
        }
        return draft

    def _new_draft(self, uow: UnitOfWork, row: Row, content: object) -> Version:
        row.working_version += 1
        draft = self.versions()
        draft.of, draft.number, draft.state, draft.content = (
            row,
            row.working_version,
            DRAFT,
            content,
        )
        draft.created_at, draft.created_by = uow.now, uow.actor.label
        draft.review, draft.unfinished = {}, {}
        uow.session.add(draft)
        return draft

    def version(self, session: Session, row: Row, number: int) -> Version | None:
        """One version of the row."""
        of, number_column = self.versions.of_id, self.versions.number
        return session.scalar(select(self.versions).where(of == row.id, number_column == number))

    def shows(self, session: Session, row: Row, content: object) -> bool:
        """Whether exactly this content is published."""
        number = row.published_version
        found = None if number is None else self.version(session, row, number)
        return found is not None and found.content == content

    def with_key(self, session: Session, external_key: str, owner_id: UUID) -> Row | None:
        """The row that came from a file under this key, locked.

        Raises:
            Conflict: the key was used for another owner.
        """
        chosen = select(self.rows).where(self.rows.external_key == external_key)
        row = session.scalar(chosen.with_for_update())
        if row is not None and row.owner_id != owner_id:
            raise Conflict(
                say(
                    "The key “%(key)s” was used for something of another organisation.",
                    key=shown(external_key),
                )
            )
        return row

    def working(self, session: Session, row: Row) -> Version:
        """The version that is being worked on; every row has one."""
        found = self.version(session, row, row.working_version)
        if found is None:
            raise RuntimeError(f"The working version of {row.id} is missing.")
        return found

    def hand_in(self, uow: UnitOfWork, row: Row, thin: Callable[[Any], Iterable[Fault]]) -> None:
        """Freeze the working version for its review.

        Raises:
            Invalid: `thin` finds fields that say too little, or what was typed somewhere
                cannot be taken yet.
        """
        working = self.working(uow.session, row)
        found = [Fault(name, say(_TO_MEND)) for name in working.unfinished]
        found += [f for f in thin(working.content) if _top(f.field) not in working.unfinished]
        if found:
            raise Invalid(found)
        working.state = IN_REVIEW

    def send_back(self, uow: UnitOfWork, row: Row, remarks: Mapping[str, str]) -> None:
        """Note on the working version what is to be mended.

        Raises:
            Invalid: no remark, an empty or endless one, or one about an unknown field.
        """
        working = self.working(uow.session, row)
        known = {field.name for field in fields(working.content)}
        found = list(_remark_faults(remarks, known))
        if found:
            raise Invalid(found)
        working.state, working.review = RETURNED, dict(remarks)
        working.reviewed_by = uow.actor.label

    def approve(self, uow: UnitOfWork, row: Row, working: Version, state: str) -> Any:
        """Make the working version the published one; its content."""
        working.state, working.review, working.reviewed_by = state, {}, uow.actor.label
        row.published_version, row.published_at = working.number, uow.now
        return working.content

    def replace_facets(
        self, session: Session, row: Row, codes: Mapping[str, Iterable[str]]
    ) -> None:
        """Keep these codes, by kind, for filters and no others."""
        if is_stored(row):
            session.execute(delete(self.facets).where(self.facets.of_id == row.id))
        for kind, some in codes.items():
            for code in dict.fromkeys(some):
                facet = self.facets()
                facet.of, facet.kind, facet.code = row, kind, code
                session.add(facet)


def is_stored(row: object) -> bool:
    """Whether the database has the row already, so that something may belong to it there."""
    return bool(inspect(row, raiseerr=True).persistent)


def _remark_faults(remarks: Mapping[str, str], known: set[str]) -> Iterator[Fault]:
    if not 0 < len(remarks) <= MOST_REMARKS:
        told = say(
            "Write what is to be mended, for at least one field and at most %(most)s.",
            most=MOST_REMARKS,
        )
        yield Fault("remarks", told)
    for field, remark in remarks.items():
        if field.split(".")[0] not in known:
            yield Fault("remarks", say("There is no such field."), shown(field))
        if not remark.strip() or len(remark) > LONGEST_REMARK or foreign_character(remark):
            yield Fault(
                f"remarks.{shown(field)}",
                say(
                    "Write what is to be mended, in at most %(most)s characters.",
                    most=LONGEST_REMARK,
                ),
                shown(remark),
            )


def _top(path: str) -> str:
    """The field of a content that a path leads into."""
    return path.partition(".")[0]


def _same_fields(before: Any, after: Any) -> set[str]:
    """The names of the fields that say the same in both contents."""
    names = (field.name for field in fields(after))
    return {name for name in names if getattr(before, name) == getattr(after, name)}


def _standing(row: Versioned) -> dict[str, Any]:
    return {
        "state": row.state,
        "working": row.working_version,
        "published": row.published_version,
        "version": row.version,
    }
