"""What the clock tells: deadlines that are near, and people who have waited for long.

Each is told once, by its key, however often and by however many workers the clock is asked.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.accounts.models import User
from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.models import Challenge, Question
from marketplace.foundation.access import require
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import IN_REVIEW
from marketplace.interests.lifecycle import ALIVE, WAITING
from marketplace.interests.models import Interest
from marketplace.notifications.consultations import closing_consultations
from marketplace.notifications.content import Occasion, Thing
from marketplace.notifications.post import Post
from marketplace.notifications.procurements import due_steps
from marketplace.notifications.telling import News, tell
from marketplace.notifications.watching import watchers_of
from marketplace.organisations.queries import editors_of, staff_of
from marketplace.solutions.content import ReferenceState
from marketplace.solutions.models import Reference, Solution, SolutionQuestion
from marketplace.solutions.policy import IS_SYSTEM
from marketplace.solutions.queries import CONFIRMED_FOR

DAY, WEEK = timedelta(days=1), timedelta(days=7)
ANSWER_EXPECTED = timedelta(days=7)
REFERENCE_EXPECTED = INTEREST_EXPECTED = timedelta(days=14)
REVIEW_EXPECTED = timedelta(days=5)
NOT_LATER = timedelta(days=60)
"""What has waited for longer is no news: it was told when it was, or before there was a clock."""

REVIEWED: tuple[tuple[Any, Thing], ...] = (
    (Solution, Thing.SOLUTION),
    (Challenge, Thing.CHALLENGE),
)
Reminder = tuple[News, list[User]]


def remind(uow: UnitOfWork, post: Post) -> None:
    """Tell everything whose time has come; for the product itself."""
    require(IS_SYSTEM, uow.actor, None)
    for found in EVERYTHING:
        for news, people in found(uow):
            tell(uow, post, news, people)


def _deadlines(uow: UnitOfWork) -> Iterator[Reminder]:
    """For those who watch the challenge, who have expressed interest, and for the city."""
    near = select(Challenge).where(
        Challenge.deadline > uow.now,
        Challenge.deadline <= uow.now + WEEK,
        Challenge.published_version.is_not(None),
        Challenge.state.not_in(ENDED),
    )
    for row in uow.session.scalars(near).all():
        assert row.deadline is not None  # noqa: S101 - as was asked above.
        is_close = row.deadline - uow.now <= DAY
        occasion = Occasion.DEADLINE_DAY if is_close else Occasion.DEADLINE_WEEK
        vendors = uow.session.scalars(
            select(Interest.vendor_id).where(
                Interest.challenge_id == row.id, Interest.state.in_(ALIVE)
            )
        )
        people = {user.id: user for user in watchers_of(uow.session, row.id, uow.now)}
        for organisation_id in {row.city_id, *vendors}:
            people |= {user.id: user for user in editors_of(uow.session, organisation_id)}
        key = f"{occasion}:{row.id}:{row.deadline:%Y-%m-%d}"
        yield (
            News(occasion=occasion, thing=Thing.CHALLENGE, thing_id=row.id, key=key),
            list(people.values()),
        )


def _questions(uow: UnitOfWork) -> Iterator[Reminder]:
    rows = uow.session.execute(
        select(Question.id, Challenge)
        .join(Challenge, Challenge.id == Question.challenge_id)
        .where(
            Question.answer.is_(None),
            *_waiting(Question.asked_at, uow, ANSWER_EXPECTED),
            Challenge.published_version.is_not(None),
            Challenge.state.not_in(ENDED),
        )
    )
    for question_id, row in rows.all():
        yield (
            News(
                occasion=Occasion.STILL_ASKED,
                thing=Thing.CHALLENGE,
                thing_id=row.id,
                member_of=row.city_id,
                key=f"{Occasion.STILL_ASKED}:{question_id}",
            ),
            editors_of(uow.session, row.city_id),
        )


def _questions_of_cities(uow: UnitOfWork) -> Iterator[Reminder]:
    rows = uow.session.execute(
        select(SolutionQuestion.id, Solution)
        .join(Solution, Solution.id == SolutionQuestion.solution_id)
        .where(
            SolutionQuestion.answer.is_(None),
            *_waiting(SolutionQuestion.asked_at, uow, ANSWER_EXPECTED),
            Solution.published_version.is_not(None),
        )
    )
    for question_id, row in rows.all():
        yield (
            News(
                occasion=Occasion.STILL_ENQUIRED,
                thing=Thing.SOLUTION,
                thing_id=row.id,
                member_of=row.vendor_id,
                key=f"{Occasion.STILL_ENQUIRED}:{question_id}",
            ),
            editors_of(uow.session, row.vendor_id),
        )


def _interests(uow: UnitOfWork) -> Iterator[Reminder]:
    rows = uow.session.scalars(
        select(Interest)
        .join(Challenge, Challenge.id == Interest.challenge_id)
        .where(
            Interest.state.in_(WAITING),
            *_waiting(Interest.expressed_at, uow, INTEREST_EXPECTED),
            Challenge.published_version.is_not(None),
        )
    )
    for row in rows.all():
        yield (
            News(
                occasion=Occasion.STILL_INTERESTED,
                thing=Thing.CHALLENGE,
                thing_id=row.challenge_id,
                about_id=row.id,
                member_of=row.city_id,
                key=f"{Occasion.STILL_INTERESTED}:{row.id}:{row.expressed_at:%Y-%m-%d}",
            ),
            editors_of(uow.session, row.city_id),
        )


def _references(uow: UnitOfWork) -> Iterator[Reminder]:
    rows = uow.session.scalars(
        select(Reference).where(
            Reference.state == ReferenceState.INVITED.value,
            *_waiting(Reference.moved_at, uow, REFERENCE_EXPECTED),
        )
    )
    for row in rows.all():
        if row.buyer_id is not None:
            yield (
                News(
                    occasion=Occasion.STILL_INVITED,
                    thing=Thing.SOLUTION,
                    thing_id=row.solution_id,
                    member_of=row.buyer_id,
                    key=f"{Occasion.STILL_INVITED}:{row.id}:{row.version}",
                ),
                editors_of(uow.session, row.buyer_id),
            )


def _confirmations(uow: UnitOfWork) -> Iterator[Reminder]:
    rows = uow.session.scalars(
        select(Solution).where(
            Solution.published_version.is_not(None),
            *_waiting(Solution.confirmed_at, uow, CONFIRMED_FOR),
        )
    )
    for row in rows.all():
        yield (
            News(
                occasion=Occasion.TO_CONFIRM,
                thing=Thing.SOLUTION,
                thing_id=row.id,
                member_of=row.vendor_id,
                key=f"{Occasion.TO_CONFIRM}:{row.id}:{row.confirmed_at:%Y-%m-%d}",
            ),
            editors_of(uow.session, row.vendor_id),
        )


def _reviews(uow: UnitOfWork) -> Iterator[Reminder]:
    for table, thing in REVIEWED:
        rows = uow.session.scalars(
            select(table).where(
                table.state == IN_REVIEW, *_waiting(table.changed_at, uow, REVIEW_EXPECTED)
            )
        )
        for row in rows.all():
            yield (
                News(
                    occasion=Occasion.STILL_IN_REVIEW,
                    thing=thing,
                    thing_id=row.id,
                    key=f"{Occasion.STILL_IN_REVIEW}:{row.id}:{row.version}",
                ),
                staff_of(uow.session),
            )


def _waiting(
    since: InstrumentedAttribute[Any], uow: UnitOfWork, expected: timedelta
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether something has waited for longer than expected, and not for ages."""
    return since <= uow.now - expected, since > uow.now - expected - NOT_LATER


EVERYTHING = (
    _deadlines,
    _questions,
    _questions_of_cities,
    _interests,
    _references,
    _confirmations,
    _reviews,
    due_steps,
    closing_consultations,
)
