"""Questions that one organisation asks and another answers for everybody to read.

What is asked about, who may answer and what is told about it stand with solutions and with
challenges; what all questions have in common stands here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Integer, String, Text, Uuid, func, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from marketplace.foundation.access import Actor, Role
from marketplace.foundation.database import UTCDateTime
from marketplace.foundation.errors import Conflict, Forbidden, NotFound, Stale
from marketplace.foundation.personal import DONE_BY, SAID
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.models import Organisation, Verification

LONGEST_TEXT = 2000
MOST_OPEN_QUESTIONS = 10


class Enquiry:
    """Columns of a question; `about_id` is a synonym of what it is about."""

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    asker_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    asked_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    text: Mapped[str] = mapped_column(Text, info=SAID)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)

    if TYPE_CHECKING:

        @declared_attr
        def about_id(cls) -> Mapped[UUID]: ...  # noqa: N805, D102


Question = TypeVar("Question", bound=Enquiry)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question as this actor may see it; `asker_name` is None for those not told who asked."""

    id: UUID
    version: int
    text: str
    asked_at: datetime
    asker_name: str | None
    answer: str | None
    answered_at: datetime | None


def may_ask_for(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor may ask questions in the name of that organisation."""
    return actor.may_write and actor.is_member(organisation_id, Role.OWNER, Role.EDITOR)


def require_asker(uow: UnitOfWork, asker_id: UUID, *, asked_id: UUID, own: str) -> Organisation:
    """The organisation that asks, if the actor may ask in its name; `own` says of what it is.

    Raises:
        Forbidden: the actor is neither its owner nor its editor.
        Conflict: it is not verified, or asks itself.
    """
    if not may_ask_for(uow.actor, asker_id):
        raise Forbidden(say("Only owners and editors of the organisation that asks can do this."))
    asker = uow.session.get_one(Organisation, asker_id)
    if asker.verification != Verification.VERIFIED:
        raise Conflict(say("Your organisation is not verified yet; staff have to do that first."))
    if asker_id == asked_id:
        raise Conflict(own)
    return asker


def ask(uow: UnitOfWork, question: Enquiry, text: str) -> None:
    """Keep a question about something, in the name of its `asker_id`.

    Raises:
        Invalid: the text cannot be taken.
        Conflict: too many of the asker's questions about it wait for an answer.
    """
    kind = type(question)
    question.text = _tidy("text", text)
    waiting = select(func.count()).where(
        kind.about_id == question.about_id,
        kind.asker_id == question.asker_id,
        kind.answer.is_(None),
    )
    if (uow.session.scalar(waiting) or 0) >= MOST_OPEN_QUESTIONS:
        raise Conflict(
            say("%(most)s of your questions wait already; answers first.", most=MOST_OPEN_QUESTIONS)
        )
    question.asked_by, question.asked_at, question.version = uow.actor.label, uow.now, 1
    uow.session.add(question)
    uow.record("question.ask", question)


def locked(uow: UnitOfWork, kind: type[Question], question_id: UUID) -> Question:
    """The question, locked to the end of the transaction.

    Raises:
        NotFound: there is none.
    """
    question = uow.session.get(kind, question_id, with_for_update=True, populate_existing=True)
    if question is None:
        raise NotFound(say(NOTHING))
    return question


def give_answer(uow: UnitOfWork, question: Enquiry, text: str, *, expected_version: int) -> None:
    """Answer to everybody; answering again replaces the answer.

    Raises:
        Invalid: the text cannot be taken.
        Stale: a colleague answered meanwhile.
    """
    text = _tidy("answer", text)
    if question.version != expected_version:
        raise Stale(say("A colleague has answered meanwhile. Read that answer first."))
    question.answer, question.answered_at = text, uow.now
    question.version += 1
    uow.record("question.answer", question, after={"version": question.version})


def asked_about(
    uow: UnitOfWork, kind: type[Question], about_id: UUID
) -> Sequence[tuple[Question, str]]:
    """All questions about something with the names of who asked, the oldest first."""
    chosen: Any = (
        select(kind, Organisation.name)
        .join(Organisation, Organisation.id == kind.asker_id)
        .where(kind.about_id == about_id)
        .order_by(kind.asked_at, kind.id)
    )
    return [(question, name) for question, name in uow.session.execute(chosen)]


def view_of(question: Enquiry, asker_name: str | None) -> QuestionView:
    """The question with the name of who asked, or without."""
    return QuestionView(
        id=question.id,
        version=question.version,
        text=question.text,
        asked_at=question.asked_at,
        asker_name=asker_name,
        answer=question.answer,
        answered_at=question.answered_at,
    )


def _tidy(field: str, text: str) -> str:
    return require_text(field, text, LONGEST_TEXT)
