"""Reads of introductions: one, those of an organisation, those of a pair, and all for staff.

A title is shown as long as the reader may see the thing; what was withdrawn has none.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.challenges.models import Challenge
from marketplace.challenges.policy import CAN_SEE as CAN_SEE_CHALLENGE
from marketplace.foundation.access import require
from marketplace.foundation.errors import NotFound
from marketplace.foundation.lists import AnySelect, page_of
from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.introductions.content import Outcome, Pair
from marketplace.introductions.lifecycle import INTRODUCTION, UNDER_WAY
from marketplace.introductions.models import Introduction, IntroductionSide
from marketplace.introductions.policy import CAN_ANSWER, CAN_INTRODUCE, CAN_SEE, CAN_SEE_NOTE
from marketplace.organisations.queries import organisations_by_id
from marketplace.solutions.models import Solution
from marketplace.solutions.policy import CAN_SEE as CAN_SEE_SOLUTION

Partner = aliased(Challenge)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One of the two things of a pair; `title` is None if it is not public any more."""

    id: UUID
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One of the two organisations; `wants` is None until it has answered."""

    organisation_id: UUID
    name: str
    wants: bool | None
    words: str
    answered_at: datetime | None
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionView:
    """An introduction as this actor may see it; `note` and `made_by` are for staff.

    `sides` begins with the city whose challenge it is. `moves` are those of staff.
    """

    id: UUID
    version: int
    state: str
    outcome: Outcome | None
    text: str
    note: str | None
    made_at: datetime
    made_by: str | None
    moved_at: datetime
    challenge: Thing
    solution: Thing | None
    partner: Thing | None
    sides: tuple[SideView, ...]
    moves: tuple[str, ...]

    @property
    def other(self) -> Thing:
        """What stands beside the challenge."""
        found = self.solution or self.partner
        if found is None:
            raise RuntimeError(f"The introduction {self.id} brings nothing together.")
        return found

    @property
    def unanswered(self) -> tuple[SideView, ...]:
        """The sides that have not answered, while somebody waits for it."""
        if self.state not in UNDER_WAY:
            return ()
        return tuple(side for side in self.sides if side.answered_at is None)


def get_introduction(uow: UnitOfWork, introduction_id: UUID) -> IntroductionView:
    """One introduction, for the two sides and staff.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    row = uow.session.execute(_chosen().where(Introduction.id == introduction_id)).one_or_none()
    if row is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE, uow.actor, row[0], see=CAN_SEE)
    return _made(uow, [row])[0]


def list_introductions(
    uow: UnitOfWork,
    page: PageRequest,
    *,
    states: Collection[str] = (),
    organisation_id: UUID | None = None,
    challenge_id: UUID | None = None,
) -> Page[IntroductionView]:
    """Those that the actor may see, of all or as narrowed, the last moved first."""
    conditions = [CAN_SEE.where(uow.actor)]
    if states:
        conditions.append(Introduction.state.in_(states))
    if organisation_id is not None:
        of_it = select(IntroductionSide.introduction_id).where(
            IntroductionSide.organisation_id == organisation_id
        )
        conditions.append(Introduction.id.in_(of_it))
    if challenge_id is not None:
        conditions.append(
            or_(Introduction.challenge_id == challenge_id, Introduction.partner_id == challenge_id)
        )
    chosen = _chosen().where(*conditions).order_by(Introduction.moved_at.desc(), Introduction.id)
    return page_of(uow.session, chosen, page, lambda rows: _made(uow, rows))


def introductions_of(uow: UnitOfWork, pair: Pair) -> list[IntroductionView]:
    """Those of one pair that the actor may see, the newest first."""
    chosen = _chosen().where(CAN_SEE.where(uow.actor), _is_of(pair))
    rows = uow.session.execute(chosen.order_by(Introduction.made_at.desc(), Introduction.id))
    return _made(uow, rows.all())


def waiting_for(uow: UnitOfWork, organisation_id: UUID) -> int:
    """How many introductions wait for this organisation to answer, for its members and staff."""
    counted = (
        select(func.count())
        .select_from(IntroductionSide)
        .join(Introduction, Introduction.id == IntroductionSide.introduction_id)
        .where(
            IntroductionSide.organisation_id == organisation_id,
            IntroductionSide.answered_at.is_(None),
            Introduction.state.in_(UNDER_WAY),
            CAN_SEE.where(uow.actor),
        )
    )
    return uow.session.scalar(counted) or 0


def _chosen() -> AnySelect:
    return (
        select(Introduction, Challenge, Solution, Partner)
        .join(Challenge, Challenge.id == Introduction.challenge_id)
        .outerjoin(Solution, Solution.id == Introduction.solution_id)
        .outerjoin(Partner, Partner.id == Introduction.partner_id)
    )


def _is_of(pair: Pair) -> ColumnElement[bool]:
    if pair.solution_id is not None:
        return and_(
            Introduction.challenge_id == pair.challenge_id,
            Introduction.solution_id == pair.solution_id,
        )
    both = (pair.challenge_id, pair.partner_id)
    return or_(
        *(
            and_(Introduction.challenge_id == one, Introduction.partner_id == other)
            for one, other in (both, both[::-1])
        )
    )


def _made(uow: UnitOfWork, rows: Sequence[Any]) -> list[IntroductionView]:
    ids = {side.organisation_id for row, *_ in rows for side in row.sides}
    names = {id_: row.name for id_, row in organisations_by_id(uow.session, ids).items()}
    return [_view(uow, found, names) for found in rows]


def _view(uow: UnitOfWork, found: Any, names: dict[UUID, str]) -> IntroductionView:
    row, challenge, solution, partner = found
    inside = CAN_SEE_NOTE.allows(uow.actor, row)
    possible = INTRODUCTION.available(row.state)
    staff = CAN_INTRODUCE.allows(uow.actor, row)
    return IntroductionView(
        id=row.id,
        version=row.version,
        state=row.state,
        outcome=Outcome(row.outcome) if row.outcome else None,
        text=row.text,
        note=row.note if inside else None,
        made_at=row.made_at,
        made_by=row.made_by if inside else None,
        moved_at=row.moved_at,
        challenge=_challenge(uow, challenge),
        solution=None if solution is None else _solution(uow, solution),
        partner=None if partner is None else _challenge(uow, partner),
        sides=tuple(_side(uow, row, side, names) for side in _ordered(row, challenge)),
        moves=tuple(move.name for move in possible if staff and move.who == "staff"),
    )


def _challenge(uow: UnitOfWork, row: Challenge) -> Thing:
    seen = CAN_SEE_CHALLENGE.allows(uow.actor, row)
    return Thing(id=row.id, title=row.title if seen else None)


def _solution(uow: UnitOfWork, row: Solution) -> Thing:
    seen = CAN_SEE_SOLUTION.allows(uow.actor, row)
    return Thing(id=row.id, title=row.name if seen else None)


def _ordered(row: Introduction, challenge: Challenge) -> list[IntroductionSide]:
    return sorted(row.sides, key=lambda side: side.organisation_id != challenge.city_id)


def _side(
    uow: UnitOfWork, row: Introduction, side: IntroductionSide, names: dict[UUID, str]
) -> SideView:
    return SideView(
        organisation_id=side.organisation_id,
        name=names[side.organisation_id],
        wants=side.wants,
        words=side.words,
        answered_at=side.answered_at,
        may_answer=row.state in UNDER_WAY and CAN_ANSWER.allows(uow.actor, side),
    )
