"""Reads of shortlists, for members of the city alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select

from marketplace.challenges.models import Challenge
from marketplace.feedback.models import Opinion
from marketplace.foundation.access import require
from marketplace.foundation.errors import NotFound, Unauthenticated
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.models import Organisation
from marketplace.recommendations.results import MadeBy, SolutionMatch
from marketplace.shortlists.models import ShortlistItem
from marketplace.shortlists.policy import CAN_CHANGE, CAN_KNOW_OF, CAN_READ
from marketplace.solutions.models import Solution, SolutionVersion
from marketplace.solutions.queries import SolutionCard, needs_confirmation


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A solution on the shortlist, with the match as it was shown when it was put there.

    `rank` is its place in the list that it was taken from, None where there was none.
    `published_version` is what the solution says now: None where it is not listed any more.
    """

    id: UUID
    match: SolutionMatch
    rank: int | None
    place: int
    note: str
    version: int
    put_on_at: datetime
    put_on_by: str
    published_version: int | None

    @property
    def solution_id(self) -> UUID:
        """Which solution it is."""
        return self.match.solution.id

    @property
    def is_newer(self) -> bool:
        """Whether the solution says something else since."""
        return self.published_version not in (None, self.match.solution_version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """What a city looks at closer for one challenge, in the order that its people keep."""

    challenge_id: UUID
    items: tuple[Listed, ...]
    may_change: bool


def shortlist_of(uow: UnitOfWork, challenge_id: UUID) -> Shortlist:
    """The shortlist for a challenge.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is no member of the city.
    """
    if not uow.actor.is_known:
        raise Unauthenticated(say("Sign in to see this."))
    challenge = uow.session.get(Challenge, challenge_id)
    if challenge is None:
        raise NotFound(say(NOTHING))
    require(CAN_READ, uow.actor, challenge, see=CAN_KNOW_OF)
    return Shortlist(
        challenge_id=challenge_id,
        items=tuple(_listed(uow, challenge_id)),
        may_change=CAN_CHANGE.allows(uow.actor, challenge),
    )


def shortlist_counts(uow: UnitOfWork, city_id: UUID) -> Mapping[UUID, int]:
    """How many are on the shortlist of each challenge of the city that has one."""
    counted = (
        select(Opinion.challenge_id, func.count())
        .join(ShortlistItem, ShortlistItem.id == Opinion.id)
        .join(Challenge, Challenge.id == Opinion.challenge_id)
        .where(Challenge.city_id == city_id, CAN_READ.where(uow.actor))
        .group_by(Opinion.challenge_id)
    )
    return {challenge_id: int(count) for challenge_id, count in uow.session.execute(counted)}


def _listed(uow: UnitOfWork, challenge_id: UUID) -> Iterator[Listed]:
    said = and_(
        SolutionVersion.solution_id == Opinion.solution_id,
        SolutionVersion.number == Opinion.answer_version,
    )
    rows = uow.session.execute(
        select(ShortlistItem, Opinion, Solution, SolutionVersion, Organisation)
        .join(Opinion, Opinion.id == ShortlistItem.id)
        .join(Solution, Solution.id == Opinion.solution_id)
        .join(SolutionVersion, said)
        .join(Organisation, Organisation.id == Solution.vendor_id)
        .where(Opinion.challenge_id == challenge_id)
        .order_by(ShortlistItem.place)
    )
    for item, opinion, solution, version, vendor in rows:
        card = _card(uow, solution, version, vendor)
        yield Listed(
            id=item.id,
            match=_match(item, opinion, version, card),
            rank=opinion.rank,
            place=item.place,
            note=item.note,
            version=item.version,
            put_on_at=opinion.said_at,
            put_on_by=opinion.said_by,
            published_version=solution.published_version,
        )


def _card(
    uow: UnitOfWork, solution: Solution, version: SolutionVersion, vendor: Organisation
) -> SolutionCard:
    """The solution by what it said in that version, whatever it says now."""
    said = version.content
    return SolutionCard(
        id=solution.id,
        name=said.name,
        summary=said.summary,
        state=solution.state,
        number=version.number,
        version=solution.version,
        vendor_id=vendor.id,
        vendor_name=vendor.name,
        vendor_country=vendor.country,
        catalogue=vendor.catalogue,
        trl=said.trl,
        published_at=solution.published_at,
        confirmed_at=solution.confirmed_at,
        needs_confirmation=needs_confirmation(solution, uow.now),
    )


def _match(
    item: ShortlistItem, opinion: Opinion, version: SolutionVersion, card: SolutionCard
) -> SolutionMatch:
    kept = item.kept
    return SolutionMatch(
        rank=opinion.rank or item.place,
        score=opinion.score,
        band=kept.band,
        solution=card,
        content=version.content,
        requirements=kept.requirements,
        facts=kept.facts,
        estimated=frozenset(kept.estimated),
        factors=kept.factors,
        copies=kept.copies,
        solution_version=version.number,
        challenge_version=opinion.challenge_version,
        unknown_language=kept.unknown_language,
        made_by=MadeBy(opinion.model, opinion.engine_version, opinion.weights),
    )
