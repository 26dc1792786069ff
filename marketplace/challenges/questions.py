"""Questions about an open challenge: vendors ask, the city answers, everybody reads both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from marketplace.challenges.events import QuestionAnswered, QuestionAsked
from marketplace.challenges.lifecycle import OPEN, public_state
from marketplace.challenges.models import Challenge, Question
from marketplace.challenges.policy import (
    CAN_EDIT,
    CAN_SEE,
    CAN_SEE_WORKING,
    IS_PUBLIC,
    may_ask_for,
)
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Forbidden, NotFound, Stale
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.models import Organisation, Verification

LONGEST_TEXT = 2000
MOST_OPEN_QUESTIONS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question as this actor may see it; who asked is told to the asker, the city and staff."""

    id: UUID
    version: int
    text: str
    asked_at: datetime
    asker_name: str | None
    answer: str | None
    answered_at: datetime | None


def ask_question(uow: UnitOfWork, challenge_id: UUID, asker_id: UUID, text: str) -> Question:
    """Ask in the name of a verified organisation.

    Raises:
        Conflict: the challenge is not open, or too many questions wait for an answer.
    """
    challenge = _challenge(uow, challenge_id)
    _require_asker(uow, challenge, asker_id)
    text = _tidy("text", text)
    if public_state(challenge.state, challenge.published_version) != OPEN:
        raise Conflict("This challenge is not open, so no questions are taken.")
    waiting = select(func.count()).where(
        Question.challenge_id == challenge_id,
        Question.asker_id == asker_id,
        Question.answer.is_(None),
    )
    if (uow.session.scalar(waiting) or 0) >= MOST_OPEN_QUESTIONS:
        raise Conflict(f"{MOST_OPEN_QUESTIONS} of your questions wait already; answers first.")
    question = Question(
        challenge_id=challenge_id,
        asker_id=asker_id,
        asked_by=uow.actor.label,
        text=text,
        asked_at=uow.now,
        version=1,
    )
    uow.session.add(question)
    uow.record("question.ask", question)
    uow.tell(QuestionAsked(question.id, challenge_id))
    return question


def answer_question(
    uow: UnitOfWork, question_id: UUID, text: str, *, expected_version: int
) -> Question:
    """Answer to everybody; answering again replaces the answer.

    Raises:
        Stale: a colleague answered meanwhile.
    """
    question = uow.session.get(Question, question_id, with_for_update=True, populate_existing=True)
    if question is None:
        raise NotFound(NOTHING)
    challenge = _challenge(uow, question.challenge_id)
    require(CAN_EDIT, uow.actor, challenge)
    text = _tidy("answer", text)
    if question.version != expected_version:
        raise Stale("A colleague has answered meanwhile. Read that answer first.")
    question.answer, question.answered_at = text, uow.now
    question.version += 1
    uow.record("question.answer", question, after={"version": question.version})
    uow.tell(QuestionAnswered(question.id, challenge.id))
    return question


def questions_about(uow: UnitOfWork, challenge_id: UUID) -> list[QuestionView]:
    """All questions about a challenge, the oldest first."""
    challenge = _challenge(uow, challenge_id)
    rows = uow.session.execute(
        select(Question, Organisation.name)
        .join(Organisation, Organisation.id == Question.asker_id)
        .where(Question.challenge_id == challenge_id)
        .order_by(Question.asked_at, Question.id)
    )
    knows_all = CAN_SEE_WORKING.allows(uow.actor, challenge)
    return [
        QuestionView(
            id=question.id,
            version=question.version,
            text=question.text,
            asked_at=question.asked_at,
            asker_name=name if knows_all or uow.actor.is_member(question.asker_id) else None,
            answer=question.answer,
            answered_at=question.answered_at,
        )
        for question, name in rows
    ]


def unanswered_counts(uow: UnitOfWork, city_id: UUID) -> Mapping[UUID, int]:
    """How many questions wait for an answer, by challenge of the city that is public."""
    waiting = (
        select(Question.challenge_id, func.count())
        .join(Challenge, Challenge.id == Question.challenge_id)
        .where(Challenge.city_id == city_id, Question.answer.is_(None), IS_PUBLIC.where(uow.actor))
        .group_by(Question.challenge_id)
    )
    return {challenge_id: int(count) for challenge_id, count in uow.session.execute(waiting)}


def _challenge(uow: UnitOfWork, challenge_id: UUID) -> Challenge:
    challenge = uow.session.get(Challenge, challenge_id)
    if challenge is None:
        raise NotFound(NOTHING)
    require(CAN_SEE, uow.actor, challenge, see=CAN_SEE)
    return challenge


def _require_asker(uow: UnitOfWork, challenge: Challenge, asker_id: UUID) -> None:
    if not may_ask_for(uow.actor, asker_id):
        raise Forbidden("Only possible for owners and editors of the organisation that asks.")
    asker = uow.session.get_one(Organisation, asker_id)
    if asker.verification != Verification.VERIFIED:
        raise Conflict("Your organisation is not verified yet; staff have to do that first.")
    if asker_id == challenge.city_id:
        raise Conflict("This is your own challenge.")


def _tidy(field: str, text: str) -> str:
    remedy = f"Write a text of at most {LONGEST_TEXT} characters."
    return require_text(field, text, LONGEST_TEXT, remedy=remedy)
