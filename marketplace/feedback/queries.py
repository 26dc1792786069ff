"""Reads of what cities said: by the city itself, and by the learning, which names nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from marketplace.challenges.models import Challenge
from marketplace.feedback.content import Answer, Aspect, Reason
from marketplace.feedback.models import Opinion
from marketplace.feedback.policy import CAN_KNOW_OF, CAN_READ, CAN_SAY
from marketplace.foundation.access import require
from marketplace.foundation.errors import NotFound, Unauthenticated
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.solutions.models import Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionView:
    """One thing that the city said, with the versions, score and place it had before its eyes."""

    id: UUID
    answer: Answer
    answer_id: UUID
    aspect: Aspect
    useful: bool
    reasons: tuple[Reason, ...]
    note: str
    challenge_version: int
    answer_version: int
    model: str
    engine_version: str
    weights: str
    score: float
    rank: int | None
    said_by: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Opinions:
    """What a city said about the answers to one challenge, the newest first."""

    challenge_id: UUID
    may_read: bool = False
    may_say: bool = False
    of: Mapping[tuple[Answer, UUID], Mapping[Aspect, OpinionView]] = field(default_factory=dict)

    def about(self, answer: Answer, answer_id: UUID) -> Mapping[Aspect, OpinionView]:
        """What was said about one answer, by aspect."""
        return self.of.get((answer, answer_id), {})


def opinions_on(uow: UnitOfWork, challenge_id: UUID) -> list[OpinionView]:
    """Everything that was said about the answers to a challenge, the newest first.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is no member of the city.
    """
    if not uow.actor.is_known:
        raise Unauthenticated(say("Sign in to see this."))
    require(CAN_READ, uow.actor, _challenge(uow, challenge_id), see=CAN_KNOW_OF)
    rows = uow.session.scalars(
        select(Opinion)
        .where(Opinion.challenge_id == challenge_id)
        .order_by(Opinion.said_at.desc(), Opinion.id)
    )
    return [view_of(row) for row in rows]


def own_opinions(uow: UnitOfWork, challenge_id: UUID) -> Opinions:
    """The same for a page that everybody sees: nothing for those who may not read it."""
    challenge = _challenge(uow, challenge_id)
    if not CAN_READ.allows(uow.actor, challenge):
        return Opinions(challenge_id)
    found: dict[tuple[Answer, UUID], dict[Aspect, OpinionView]] = {}
    for view in opinions_on(uow, challenge_id):
        found.setdefault((view.answer, view.answer_id), {})[view.aspect] = view
    may_say = CAN_SAY.allows(uow.actor, challenge)
    return Opinions(challenge_id, may_read=True, may_say=may_say, of=found)


@dataclass(frozen=True, slots=True)
class Counted:
    """An opinion as the learning reads it: no words, and nobody's name."""

    city_id: UUID
    challenge_id: UUID
    answer_id: UUID
    aspect: Aspect
    useful: bool
    reasons: frozenset[Reason]


def still_true(session: Session, answer: Answer) -> list[Counted]:
    """What was said of texts that still stand as they were judged, the newest first."""
    other = aliased(Challenge)
    of_solution = answer is Answer.SOLUTION
    answered = Opinion.solution_id if of_solution else Opinion.partner_id
    published = Solution.published_version if of_solution else other.published_version
    rows = session.execute(
        select(Opinion, Challenge.city_id)
        .join(Challenge, Challenge.id == Opinion.challenge_id)
        .join(
            *((Solution, Solution.id == answered) if of_solution else (other, other.id == answered))
        )
        .where(
            Challenge.published_version == Opinion.challenge_version,
            published == Opinion.answer_version,
        )
        .order_by(Opinion.said_at.desc(), Opinion.id)
    )
    return [
        Counted(
            city_id,
            row.challenge_id,
            _answer_of(row),
            Aspect(row.aspect),
            row.useful,
            frozenset(map(Reason, row.reasons)),
        )
        for row, city_id in rows
    ]


def view_of(row: Opinion) -> OpinionView:
    """The opinion as its city reads it."""
    return OpinionView(
        id=row.id,
        answer=Answer.PARTNER if row.solution_id is None else Answer.SOLUTION,
        answer_id=_answer_of(row),
        aspect=Aspect(row.aspect),
        useful=row.useful,
        reasons=tuple(map(Reason, row.reasons)),
        note=row.note,
        challenge_version=row.challenge_version,
        answer_version=row.answer_version,
        model=row.model,
        engine_version=row.engine_version,
        weights=row.weights,
        score=row.score,
        rank=row.rank,
        said_by=row.said_by,
        said_at=row.said_at,
    )


def _answer_of(row: Opinion) -> UUID:
    found = row.solution_id or row.partner_id
    if found is None:
        raise RuntimeError(f"The opinion {row.id} is about nothing.")
    return found


def _challenge(uow: UnitOfWork, challenge_id: UUID) -> Challenge:
    challenge = uow.session.get(Challenge, challenge_id)
    if challenge is None:
        raise NotFound(say(NOTHING))
    require(CAN_KNOW_OF, uow.actor, challenge, see=CAN_KNOW_OF)
    return challenge
