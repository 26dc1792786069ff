"""Questions about a solution: a city asks, the vendor answers, everybody reads both.

Everybody reads “a city” in place of the name, unless the city that asks agrees to be named.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select

from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.enquiries import (
    QuestionView,
    ask,
    asked_about,
    give_answer,
    locked,
    require_asker,
    view_of,
)
from marketplace.organisations.models import Organisation
from marketplace.solutions.events import SolutionQuestionAnswered, SolutionQuestionAsked
from marketplace.solutions.models import Solution, SolutionQuestion
from marketplace.solutions.policy import CAN_EDIT, CAN_SEE, CAN_SEE_WORKING, IS_PUBLIC


def ask_vendor(
    uow: UnitOfWork, solution_id: UUID, asker_id: UUID, text: str, *, named: bool
) -> SolutionQuestion:
    """Ask in the name of a verified city; `named` lets everybody read which one.

    Raises:
        NotFound, Forbidden: the actor may not see the solution, or not ask for that city.
        Conflict: the solution is not published, nobody speaks for its vendor, no city asks, or
            too many of its questions wait.
        Invalid: the text cannot be taken.
    """
    solution = _solution(uow, solution_id)
    asker = require_asker(
        uow, asker_id, asked_id=solution.vendor_id, own=say("This is your own solution.")
    )
    if asker.kind != OrganisationKind.CITY:
        raise Conflict(say("Only cities ask about solutions."))
    if solution.published_version is None:
        raise Conflict(say("This solution is not published, so no questions are taken."))
    if uow.session.get_one(Organisation, solution.vendor_id).catalogue:
        raise Conflict(say("Nobody of the vendor has signed up, so nobody here could answer."))
    question = SolutionQuestion(solution_id=solution_id, asker_id=asker_id, named=named)
    ask(uow, question, text)
    uow.tell(SolutionQuestionAsked(question.id, solution_id))
    return question


def answer_city(
    uow: UnitOfWork, question_id: UUID, text: str, *, expected_version: int
) -> SolutionQuestion:
    """Answer to everybody; answering again replaces the answer.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not edit the solution.
        Invalid: the text cannot be taken.
        Stale: a colleague answered meanwhile.
    """
    question = locked(uow, SolutionQuestion, question_id)
    solution = _solution(uow, question.solution_id)
    require(CAN_EDIT, uow.actor, solution)
    give_answer(uow, question, text, expected_version=expected_version)
    uow.tell(SolutionQuestionAnswered(question.id, solution.id))
    return question


def questions_on(uow: UnitOfWork, solution_id: UUID) -> list[QuestionView]:
    """All questions about a solution, the oldest first.

    Who asked is told to the asker, the vendor and staff, and to everybody where it agreed.
    """
    solution = _solution(uow, solution_id)
    knows_all = CAN_SEE_WORKING.allows(uow.actor, solution)
    return [
        view_of(
            question,
            name if knows_all or question.named or uow.actor.is_member(question.asker_id) else None,
        )
        for question, name in asked_about(uow, SolutionQuestion, solution_id)
    ]


def unanswered_counts(uow: UnitOfWork, vendor_id: UUID) -> Mapping[UUID, int]:
    """How many questions wait for an answer, by solution of the vendor that is public."""
    waiting = (
        select(SolutionQuestion.solution_id, func.count())
        .join(Solution, Solution.id == SolutionQuestion.solution_id)
        .where(
            Solution.vendor_id == vendor_id,
            SolutionQuestion.answer.is_(None),
            IS_PUBLIC.where(uow.actor),
        )
        .group_by(SolutionQuestion.solution_id)
    )
    return {solution_id: int(count) for solution_id, count in uow.session.execute(waiting)}


def _solution(uow: UnitOfWork, solution_id: UUID) -> Solution:
    solution = uow.session.get(Solution, solution_id)
    if solution is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE, uow.actor, solution, see=CAN_SEE)
    return solution
