"""Questions about an open challenge: vendors ask, the city answers, everybody reads both."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select

from marketplace.challenges.events import QuestionAnswered, QuestionAsked
from marketplace.challenges.lifecycle import OPEN, public_state
from marketplace.challenges.models import Challenge, Question
from marketplace.challenges.policy import CAN_EDIT, CAN_SEE, CAN_SEE_WORKING, IS_PUBLIC
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.enquiries import (
    QuestionView,
    ask,
    asked_about,
    give_answer,
    locked,
    require_asker,
    view_of,
)


def ask_question(uow: UnitOfWork, challenge_id: UUID, asker_id: UUID, text: str) -> Question:
    """Ask in the name of a verified organisation.

    Raises:
        NotFound, Forbidden: the actor may not see the challenge, or not ask for the organisation.
        Conflict: the challenge is not open, or too many questions wait for an answer.
        Invalid: the text cannot be taken.
    """
    challenge = _challenge(uow, challenge_id)
    require_asker(uow, asker_id, asked_id=challenge.city_id, own=say("This is your own challenge."))
    if public_state(challenge.state, challenge.published_version) != OPEN:
        raise Conflict(say("This challenge is not open, so no questions are taken."))
    question = Question(challenge_id=challenge_id, asker_id=asker_id)
    ask(uow, question, text)
    uow.tell(QuestionAsked(question.id, challenge_id))
    return question


def answer_question(
    uow: UnitOfWork, question_id: UUID, text: str, *, expected_version: int
) -> Question:
    """Answer to everybody; answering again replaces the answer.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not edit the challenge.
        Invalid: the text cannot be taken.
        Stale: a colleague answered meanwhile.
    """
    question = locked(uow, Question, question_id)
    challenge = _challenge(uow, question.challenge_id)
    require(CAN_EDIT, uow.actor, challenge)
    give_answer(uow, question, text, expected_version=expected_version)
    uow.tell(QuestionAnswered(question.id, challenge.id))
    return question


def questions_about(uow: UnitOfWork, challenge_id: UUID) -> list[QuestionView]:
    """All questions about a challenge, the oldest first.

    Who asked is told to the asker, the city and staff.
    """
    challenge = _challenge(uow, challenge_id)
    knows_all = CAN_SEE_WORKING.allows(uow.actor, challenge)
    return [
        view_of(question, name if knows_all or uow.actor.is_member(question.asker_id) else None)
        for question, name in asked_about(uow, Question, challenge_id)
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
        raise NotFound(say(NOTHING))
    require(CAN_SEE, uow.actor, challenge, see=CAN_SEE)
    return challenge
