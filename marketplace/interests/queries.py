"""Reads of interest, for the two sides and staff; whoever is neither finds nothing, not a count."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased

from marketplace.challenges.content import Nature
from marketplace.challenges.lifecycle import OPEN, public_state
from marketplace.challenges.models import Challenge, ChallengeVersion
from marketplace.challenges.policy import CAN_SEE as CAN_SEE_CHALLENGE
from marketplace.foundation.access import Actor, require
from marketplace.foundation.errors import NotFound, Unauthenticated
from marketplace.foundation.lists import AnySelect, page_of
from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.interests.content import InterestContent, NotTaken, Read
from marketplace.interests.lifecycle import ALIVE, EXPRESSED, FOLLOWS, INTEREST, WAITING, WITHDRAWN
from marketplace.interests.models import Interest
from marketplace.interests.policy import CAN_SEE, IS_OF_THE_VENDOR, RULES
from marketplace.organisations.models import Organisation
from marketplace.solutions.models import SolutionVersion

EVERYTHING = PageRequest(1, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestFilters:
    """What a list is narrowed to; everything given has to hold."""

    vendor: UUID | None = None
    city: UUID | None = None
    solution: UUID | None = None
    challenge: UUID | None = None
    states: Collection[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestView:
    """One interest as this actor may see it.

    Names and titles are those of the versions that it was expressed with. `content` and
    `read` are None for everybody but the vendor once it was withdrawn. `moves` are the names
    of the moves that the actor can make now.
    """

    id: UUID
    version: int
    state: str
    solution_id: UUID
    solution_name: str
    solution_version: int
    vendor_id: UUID
    vendor_name: str
    challenge_id: UUID
    challenge_title: str
    challenge_version: int
    city_id: UUID
    city_name: str
    content: InterestContent | None
    read: Read | None
    reason: str
    expressed_at: datetime
    seen_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    moves: tuple[str, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether the vendor has no answer yet."""
        return self.state in WAITING


@dataclass(frozen=True, slots=True)
class InterestCounts:
    """How many solutions are offered for a challenge, unread and unanswered ones among them."""

    alive: int = 0
    unseen: int = 0
    waiting: int = 0


def get_interest(uow: UnitOfWork, interest_id: UUID) -> InterestView:
    """One interest.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    row = uow.session.execute(_chosen().where(Interest.id == interest_id)).one_or_none()
    if row is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE, uow.actor, row[0], see=CAN_SEE)
    return _view(uow.actor, row)


def list_interests(
    uow: UnitOfWork, filters: InterestFilters, page: PageRequest = EVERYTHING
) -> Page[InterestView]:
    """The interests that pass the filters and that the actor may see, the newest first.

    Raises:
        Unauthenticated: nobody is signed in.
    """
    if not uow.actor.is_known:
        raise Unauthenticated(say("Sign in to see this."))
    newest = (Interest.expressed_at.desc(), Interest.id)
    chosen = _chosen().where(*_conditions(filters), CAN_SEE.where(uow.actor)).order_by(*newest)
    return page_of(uow.session, chosen, page, lambda rows: _views(uow.actor, rows))


def interest_counts(uow: UnitOfWork, city_id: UUID) -> Mapping[UUID, InterestCounts]:
    """The counts of each challenge of a city that anything is offered for, for those who see it."""

    def among(*states: str) -> ColumnElement[int]:
        return func.sum(case((Interest.state.in_(states), 1), else_=0))

    counted = uow.session.execute(
        select(Interest.challenge_id, func.count(), among(EXPRESSED), among(*WAITING))
        .where(Interest.city_id == city_id, Interest.state.in_(ALIVE), CAN_SEE.where(uow.actor))
        .group_by(Interest.challenge_id)
    )
    return {id_: InterestCounts(*map(int, counts)) for id_, *counts in counted}


def why_no_interest(uow: UnitOfWork, challenge_id: UUID) -> NotTaken | None:
    """Why the challenge takes no interest at this moment; None if it does.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    challenge = uow.session.get(Challenge, challenge_id)
    if challenge is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE_CHALLENGE, uow.actor, challenge, see=CAN_SEE_CHALLENGE)
    if public_state(challenge.state, challenge.published_version) != OPEN:
        return NotTaken.ENDED
    if challenge.nature != Nature.CALL:
        return NotTaken.EXAMPLE
    if challenge.deadline is not None and challenge.deadline < uow.now:
        return NotTaken.PAST
    city = uow.session.get_one(Organisation, challenge.city_id)
    return NotTaken.UNCLAIMED if city.catalogue else None


def _conditions(filters: InterestFilters) -> list[ColumnElement[bool]]:
    equal = {
        Interest.vendor_id: filters.vendor,
        Interest.city_id: filters.city,
        Interest.solution_id: filters.solution,
        Interest.challenge_id: filters.challenge,
    }
    found: list[ColumnElement[bool]] = [c == value for c, value in equal.items() if value]
    if filters.states is not None:
        found.append(Interest.state.in_(filters.states))
    return found


def _chosen() -> AnySelect:
    vendor, city = aliased(Organisation), aliased(Organisation)
    return (
        select(Interest, SolutionVersion.content, ChallengeVersion.content, vendor.name, city.name)
        .join(
            SolutionVersion,
            and_(
                SolutionVersion.solution_id == Interest.solution_id,
                SolutionVersion.number == Interest.solution_version,
            ),
        )
        .join(
            ChallengeVersion,
            and_(
                ChallengeVersion.challenge_id == Interest.challenge_id,
                ChallengeVersion.number == Interest.challenge_version,
            ),
        )
        .join(vendor, vendor.id == Interest.vendor_id)
        .join(city, city.id == Interest.city_id)
    )


def _views(actor: Actor, rows: Sequence[Any]) -> list[InterestView]:
    return [_view(actor, row) for row in rows]


def _view(actor: Actor, found: Any) -> InterestView:
    row, solution, challenge, vendor_name, city_name = found
    told = row.state != WITHDRAWN or IS_OF_THE_VENDOR.allows(actor, row)
    return InterestView(
        id=row.id,
        version=row.version,
        state=row.state,
        solution_id=row.solution_id,
        solution_name=solution.name,
        solution_version=row.solution_version,
        vendor_id=row.vendor_id,
        vendor_name=vendor_name,
        challenge_id=row.challenge_id,
        challenge_title=challenge.title,
        challenge_version=row.challenge_version,
        city_id=row.city_id,
        city_name=city_name,
        content=row.content if told else None,
        read=row.read if told else None,
        reason=row.reason,
        expressed_at=row.expressed_at,
        seen_at=row.seen_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        moves=tuple(
            move.name
            for move in INTEREST.available(row.state)
            if move.name not in FOLLOWS and RULES[move.who].allows(actor, row)
        ),
    )
