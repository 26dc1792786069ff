"""Who waits for whom, how long answers take, what is quiet and what ends soon; for staff.

Contents are no part of it: what is waited for is named, what was written is not shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from marketplace.challenges.content import Nature
from marketplace.challenges.models import Challenge, Question
from marketplace.foundation.access import require
from marketplace.foundation.lists import AnySelect
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.interests.lifecycle import ALIVE, DECLINED, INVITED, WAITING
from marketplace.interests.models import Interest
from marketplace.introductions.content import Waiting
from marketplace.introductions.lifecycle import UNDER_WAY
from marketplace.introductions.models import Introduction, IntroductionSide, Reminder
from marketplace.introductions.reminders import AGAIN_AFTER
from marketplace.organisations.models import Organisation, Verification
from marketplace.pulse.figures import IS_LISTED, IS_OPEN
from marketplace.pulse.policy import CAN_SEE_WAITS
from marketplace.solutions.models import Solution, SolutionQuestion
from marketplace.solutions.queries import CONFIRMED_FOR

MOST_OF_A_KIND = 100
MEASURED_OVER = timedelta(days=365)
QUIET_AFTER = timedelta(days=14)
SOON = timedelta(days=60)

Asker, Owing = aliased(Organisation), aliased(Organisation)
IS_HERE = Asker.verification != Verification.CLOSED.value
"""Who asked has not left since: nobody waits for what they asked."""


@dataclass(frozen=True, slots=True)
class InterestFigures:
    """How many were expressed, read and answered; and how many are invited and declined now.

    What the city has decided about is neither invited nor declined any more.
    """

    expressed: int
    read: int
    answered: int
    invited: int
    declined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Something that somebody waits for.

    `thing_id` is the challenge that it is about, or the solution in an enquiry and a
    confirmation. `asker` is None where staff wait. `is_deserted` says that nobody acts for the
    organisation that owes it, so that nobody can be reminded.
    """

    kind: Waiting
    subject_id: UUID
    thing_id: UUID
    title: str
    asker: str | None
    owing_id: UUID
    owing: str
    is_deserted: bool
    since: datetime
    reminded_at: datetime | None
    may_remind: bool


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """How many answers of one kind were given within a year, and in how many days the half."""

    answers: int
    median_days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question between the two sides of a pair: when, by which, and when it was answered."""

    by_city: bool
    at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """An open challenge and a day of it: since when it is public, or until when it runs."""

    id: UUID
    title: str
    city_id: UUID
    city: str
    at: datetime


def waits(uow: UnitOfWork) -> dict[Waiting, list[Wait]]:
    """What is waited for, by kind, the longest waiting first, of each kind about a hundred.

    Raises:
        Unauthenticated, Forbidden: the actor is not staff.
    """
    require(CAN_SEE_WAITS, uow.actor, None)
    found: dict[Waiting, list[Wait]] = {kind: [] for kind in Waiting}
    for chosen in (_questions(), _interests(), _introductions(), _confirmations(uow)):
        for row in uow.session.execute(chosen.limit(MOST_OF_A_KIND)):
            wait = _wait(uow, row)
            found[wait.kind].append(wait)
    return found


def answer_times(uow: UnitOfWork) -> dict[Waiting, AnswerTimes]:
    """How long answers took that were given within the last year, by what was asked.

    Raises:
        Unauthenticated, Forbidden: the actor is not staff.
    """
    require(CAN_SEE_WAITS, uow.actor, None)
    since = uow.now - MEASURED_OVER
    rows: Iterable[Any] = uow.session.execute(
        union_all(
            select(literal(Waiting.QUESTION.value), Question.asked_at, Question.answered_at).where(
                Question.answered_at >= since
            ),
            select(
                literal(Waiting.ENQUIRY.value),
                SolutionQuestion.asked_at,
                SolutionQuestion.answered_at,
            ).where(SolutionQuestion.answered_at >= since),
            select(
                literal(Waiting.INTEREST.value), Interest.expressed_at, Interest.answered_at
            ).where(Interest.answered_at >= since),
            select(
                literal(Waiting.INTRODUCTION.value),
                Introduction.made_at,
                IntroductionSide.answered_at,
            )
            .join(Introduction, Introduction.id == IntroductionSide.introduction_id)
            .where(IntroductionSide.answered_at >= since),
        )
    )
    days: dict[Waiting, list[float]] = {}
    for kind, asked, answered in rows:
        days.setdefault(Waiting(kind), []).append((answered - asked) / timedelta(days=1))
    return {kind: AnswerTimes(len(some), median(some)) for kind, some in days.items()}


def interest_figures(uow: UnitOfWork) -> InterestFigures:
    """What came of the interest that vendors expressed within the last year, in one query.

    Raises:
        Unauthenticated, Forbidden: the actor is not staff.
    """
    require(CAN_SEE_WAITS, uow.actor, None)
    counted = select(
        func.count(),
        func.count(Interest.seen_at),
        func.count(Interest.answered_at),
        func.count(case((Interest.state == INVITED, 1))),
        func.count(case((Interest.state == DECLINED, 1))),
    ).where(Interest.expressed_at >= uow.now - MEASURED_OVER)
    return InterestFigures(*uow.session.execute(counted).one())


def questions_between(uow: UnitOfWork, solution_id: UUID, challenge_id: UUID) -> list[Asked]:
    """What the vendor asked about the challenge, and its city about the solution.

    Raises:
        Unauthenticated, Forbidden: the actor is not staff.
    """
    require(CAN_SEE_WAITS, uow.actor, None)
    of_vendor = (
        select(literal(value=False), Question.asked_at, Question.answered_at)
        .join(Solution, Solution.vendor_id == Question.asker_id)
        .where(Solution.id == solution_id, Question.challenge_id == challenge_id)
    )
    of_city = (
        select(literal(value=True), SolutionQuestion.asked_at, SolutionQuestion.answered_at)
        .join(Challenge, Challenge.city_id == SolutionQuestion.asker_id)
        .where(Challenge.id == challenge_id, SolutionQuestion.solution_id == solution_id)
    )
    rows: Iterable[Any] = uow.session.execute(union_all(of_vendor, of_city))
    return [
        Asked(by_city=by_city, at=asked, answered_at=answered) for by_city, asked, answered in rows
    ]


def quiet_challenges(uow: UnitOfWork, most: int = MOST_OF_A_KIND) -> list[Dated]:
    """Calls that have been open for a fortnight without any interest, the oldest first.

    Raises:
        Unauthenticated, Forbidden: the actor is not staff.
    """
    answered = select(Interest.challenge_id).where(Interest.state.in_(ALIVE))
    return _dated(
        uow,
        _calls(Challenge.published_at)
        .where(
            Challenge.published_at < uow.now - QUIET_AFTER,
            Challenge.id.not_in(answered),
        )
        .order_by(Challenge.published_at, Challenge.id)
        .limit(most),
    )


def deadlines(uow: UnitOfWork, most: int = MOST_OF_A_KIND) -> list[Dated]:
    """Calls whose deadline comes within sixty days, the nearest first.

    Raises:
        Unauthenticated, Forbidden: the actor is not staff.
    """
    return _dated(
        uow,
        _calls(Challenge.deadline)
        .where(Challenge.deadline.between(uow.now, uow.now + SOON))
        .order_by(Challenge.deadline, Challenge.id)
        .limit(most),
    )


# What each of the four gives: the kind, what is waited for, what it is about and its title, who
# waits, who owes it and whether that is an unclaimed entry, when it was last reminded, since when.
_OWING = (Owing.id, Owing.name, Owing.catalogue, Reminder.last_at)


def _questions() -> CompoundSelect[*tuple[Any, ...]]:
    """Questions to cities about challenges, and to vendors about solutions."""
    of_vendors = (
        select(
            literal(Waiting.QUESTION.value),
            Question.id.label("id"),
            Challenge.id.label("thing_id"),
            Challenge.title,
            Asker.name,
            *_OWING,
            Question.asked_at.label("since"),
        )
        .join(Challenge, Challenge.id == Question.challenge_id)
        .join(Asker, Asker.id == Question.asker_id)
        .join(Owing, Owing.id == Challenge.city_id)
        .outerjoin(*_reminder(Waiting.QUESTION, Question.id))
        .where(Question.answer.is_(None), IS_OPEN, IS_HERE)
    )
    of_cities = (
        select(
            literal(Waiting.ENQUIRY.value),
            SolutionQuestion.id,
            Solution.id,
            Solution.name,
            Asker.name,
            *_OWING,
            SolutionQuestion.asked_at,
        )
        .join(Solution, Solution.id == SolutionQuestion.solution_id)
        .join(Asker, Asker.id == SolutionQuestion.asker_id)
        .join(Owing, Owing.id == Solution.vendor_id)
        .outerjoin(*_reminder(Waiting.ENQUIRY, SolutionQuestion.id))
        .where(SolutionQuestion.answer.is_(None), IS_LISTED, IS_HERE)
    )
    return union_all(of_vendors, of_cities).order_by("since", "id")


def _interests() -> AnySelect:
    kind = literal(Waiting.INTEREST.value)
    about = (Interest.id, Challenge.id, Challenge.title, Asker.name)
    return (
        select(kind, *about, *_OWING, Interest.expressed_at)
        .join(Challenge, Challenge.id == Interest.challenge_id)
        .join(Asker, Asker.id == Interest.vendor_id)
        .join(Owing, Owing.id == Interest.city_id)
        .outerjoin(*_reminder(Waiting.INTEREST, Interest.id))
        .where(Interest.state.in_(WAITING), Challenge.published_version.is_not(None))
        .order_by(Interest.expressed_at, Interest.id)
    )


def _introductions() -> AnySelect:
    kind = literal(Waiting.INTRODUCTION.value)
    about = (Introduction.id, Challenge.id, Challenge.title, null())
    return (
        select(kind, *about, *_OWING, Introduction.made_at)
        .join(IntroductionSide, IntroductionSide.introduction_id == Introduction.id)
        .join(Challenge, Challenge.id == Introduction.challenge_id)
        .join(Owing, Owing.id == IntroductionSide.organisation_id)
        .outerjoin(*_reminder(Waiting.INTRODUCTION, Introduction.id))
        .where(Introduction.state.in_(UNDER_WAY), IntroductionSide.answered_at.is_(None))
        .order_by(Introduction.made_at, Introduction.id, Owing.id)
    )


def _confirmations(uow: UnitOfWork) -> AnySelect:
    kind = literal(Waiting.CONFIRMATION.value)
    about = (Solution.id, Solution.id, Solution.name, null())
    return (
        select(kind, *about, *_OWING, Solution.confirmed_at)
        .join(Owing, Owing.id == Solution.vendor_id)
        .outerjoin(*_reminder(Waiting.CONFIRMATION, Solution.id))
        .where(IS_LISTED, Solution.confirmed_at < uow.now - CONFIRMED_FOR)
        .order_by(Solution.confirmed_at, Solution.id)
    )


def _reminder(kind: Waiting, subject: Any) -> tuple[type[Reminder], ColumnElement[bool]]:
    of_it = and_(Reminder.kind == kind.value, Reminder.subject_id == subject)
    return Reminder, and_(of_it, Reminder.organisation_id == Owing.id)


def _wait(uow: UnitOfWork, row: Any) -> Wait:
    name, subject_id, thing_id, title, asker, owing_id, owing, catalogue, last, since = row
    kind = Waiting(name)
    rested = last is None or last <= uow.now - AGAIN_AFTER
    return Wait(
        kind=kind,
        subject_id=subject_id,
        thing_id=thing_id,
        title=title,
        asker=asker,
        owing_id=owing_id,
        owing=owing,
        is_deserted=catalogue,
        since=since + CONFIRMED_FOR if kind is Waiting.CONFIRMATION else since,
        reminded_at=last,
        may_remind=rested and not catalogue,
    )


def _calls(at: Any) -> AnySelect:
    return (
        select(Challenge.id, Challenge.title, Owing.id, Owing.name, at)
        .join(Owing, Owing.id == Challenge.city_id)
        .where(IS_OPEN, Challenge.nature == Nature.CALL.value)
    )


def _dated(uow: UnitOfWork, chosen: AnySelect) -> list[Dated]:
    require(CAN_SEE_WAITS, uow.actor, None)
    return [
        Dated(id=id_, title=title, city_id=city_id, city=city, at=at)
        for id_, title, city_id, city, at in uow.session.execute(chosen)
    ]
