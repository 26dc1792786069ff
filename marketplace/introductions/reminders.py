"""Reminding: staff ask an organisation to answer what somebody waits for, once a week at most.

Who waits for whom is read in `pulse`; here is checked that there is still something to wait
for, and that the last reminder is long enough ago.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from marketplace.challenges.models import Challenge, Question
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.interests.lifecycle import WAITING
from marketplace.interests.models import Interest
from marketplace.introductions.content import Waiting
from marketplace.introductions.events import OrganisationReminded
from marketplace.introductions.lifecycle import UNDER_WAY
from marketplace.introductions.models import Introduction, Reminder
from marketplace.introductions.policy import CAN_REMIND
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import editors_of
from marketplace.solutions.models import Solution, SolutionQuestion
from marketplace.solutions.queries import needs_confirmation

AGAIN_AFTER = timedelta(days=7)

Owes = Callable[[UnitOfWork, UUID], set[UUID]]


def remind(uow: UnitOfWork, kind: Waiting, subject_id: UUID, organisation_id: UUID) -> Reminder:
    """Remind an organisation of what it owes; its owners and editors are told.

    Raises:
        Unauthenticated, Forbidden: the actor is not staff.
        Conflict: nobody waits for it any more, nobody acts for the organisation, or it was
            reminded within the last week.
    """
    require(CAN_REMIND, uow.actor, None)
    _require_somebody(uow, kind, subject_id, organisation_id)
    row = uow.session.scalar(
        select(Reminder)
        .where(
            Reminder.kind == kind.value,
            Reminder.subject_id == subject_id,
            Reminder.organisation_id == organisation_id,
        )
        .with_for_update()
    )
    if row is None:
        row = Reminder(
            id=uuid4(),
            kind=kind.value,
            subject_id=subject_id,
            organisation_id=organisation_id,
            times=0,
        )
        uow.session.add(row)
    elif row.last_at > uow.now - AGAIN_AFTER:
        raise Conflict(
            say("They were reminded within the last week. Wait until a week has passed.")
        )
    row.last_at, row.last_by = uow.now, uow.actor.label
    row.times += 1
    uow.record("reminder.send", row, after={"kind": kind.value, "times": row.times})
    uow.tell(OrganisationReminded(row.id, organisation_id, kind.value, subject_id))
    return row


def _require_somebody(
    uow: UnitOfWork, kind: Waiting, subject_id: UUID, organisation_id: UUID
) -> None:
    """Refuse to remind where nobody waits, or nobody is there to be reminded."""
    if organisation_id not in OWES[kind](uow, subject_id):
        raise Conflict(say("Nobody waits for this any more."))
    if not editors_of(uow.session, organisation_id):
        name = uow.session.get_one(Organisation, organisation_id).name
        raise Conflict(
            say("Nobody acts for %(name)s here yet, so there is nobody to remind.", name=name)
        )


def _owes_an_answer(uow: UnitOfWork, question_id: UUID) -> set[UUID]:
    found = uow.session.scalars(
        select(Challenge.city_id)
        .join(Question, Question.challenge_id == Challenge.id)
        .where(
            Question.id == question_id,
            Question.answer.is_(None),
            Challenge.published_version.is_not(None),
        )
    )
    return set(found)


def _owes_a_city_an_answer(uow: UnitOfWork, question_id: UUID) -> set[UUID]:
    found = uow.session.scalars(
        select(Solution.vendor_id)
        .join(SolutionQuestion, SolutionQuestion.solution_id == Solution.id)
        .where(
            SolutionQuestion.id == question_id,
            SolutionQuestion.answer.is_(None),
            Solution.published_version.is_not(None),
        )
    )
    return set(found)


def _owes_a_reply(uow: UnitOfWork, interest_id: UUID) -> set[UUID]:
    found = uow.session.scalars(
        select(Interest.city_id)
        .join(Challenge, Challenge.id == Interest.challenge_id)
        .where(
            Interest.id == interest_id,
            Interest.state.in_(WAITING),
            Challenge.published_version.is_not(None),
        )
    )
    return set(found)


def _owes_a_word(uow: UnitOfWork, introduction_id: UUID) -> set[UUID]:
    row = uow.session.get(Introduction, introduction_id)
    if row is None or row.state not in UNDER_WAY:
        return set()
    return {side.organisation_id for side in row.sides if side.answered_at is None}


def _owes_a_confirmation(uow: UnitOfWork, solution_id: UUID) -> set[UUID]:
    row = uow.session.get(Solution, solution_id)
    if row is None or not needs_confirmation(row, uow.now):
        return set()
    return {row.vendor_id}


OWES: Mapping[Waiting, Owes] = {
    Waiting.QUESTION: _owes_an_answer,
    Waiting.ENQUIRY: _owes_a_city_an_answer,
    Waiting.INTEREST: _owes_a_reply,
    Waiting.INTRODUCTION: _owes_a_word,
    Waiting.CONFIRMATION: _owes_a_confirmation,
}
"""Which organisations owe what somebody waits for, by what it is."""
