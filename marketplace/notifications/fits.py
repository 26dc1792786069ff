"""Which solutions fit what has just become public, for whoever is to hear of it.

Everything is read as a visitor sees it; who is told of it, and how, is decided in `lookout`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from marketplace.challenges.content import Nature
from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.models import Challenge
from marketplace.consultations.events import ConsultationOpened
from marketplace.consultations.lifecycle import Phase
from marketplace.consultations.models import Consultation
from marketplace.consultations.operations import phase_of
from marketplace.foundation.errors import NotFound
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.consultations import news_of, taking_part
from marketplace.notifications.content import Occasion, Thing, Threshold
from marketplace.notifications.telling import News
from marketplace.organisations.models import Membership
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.results import Band, SolutionMatch
from marketplace.solutions.models import Solution

MOST_FITS, MOST_CALLS = 50, 200
GOOD = {Band.STRONG: Threshold.STRONG, Band.POSSIBLE: Threshold.POSSIBLE}
INHABITED = select(Membership.organisation_id)
"""The organisations that somebody acts for: for nobody else anything is ranked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """What the facts point at; `opened` are the challenges that were not open before."""

    solutions: frozenset[UUID]
    challenges: frozenset[UUID]
    opened: frozenset[UUID]
    consultations: tuple[ConsultationOpened, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A match to tell to those of an organisation who want to hear of such a band."""

    news: News
    organisation_id: UUID
    band: Threshold


def matches(uow: UnitOfWork, matcher: Matcher, new: New) -> Iterator[Fit]:
    """New challenges and consultations for vendors that are here, new solutions for such cities.

    Of what concerns one organisation the best comes first.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    opened = _calls(uow.session, Challenge.id.in_(new.challenges))
    vendors = _vendors(uow.session) if opened or new.consultations else set()
    for challenge_id, city_id in opened.items() if vendors else ():
        for match in _fits(uow, matcher, challenge_id):
            if match.solution.vendor_id in vendors - {city_id}:
                yield _for_vendor(match, challenge_id)
    for fact in new.consultations if vendors else ():
        yield from _asked_in(uow, matcher, fact, vendors)
    if new.solutions:
        yield from _answered_by(uow, matcher, new, opened)


def _answered_by(
    uow: UnitOfWork, matcher: Matcher, new: New, opened: Collection[UUID]
) -> Iterator[Fit]:
    """New solutions for the cities that are here: each for the challenge that it fits best."""
    calls = _calls(uow.session, Challenge.city_id.in_(INHABITED))
    best: dict[tuple[UUID, UUID], tuple[float, Fit]] = {}
    for challenge_id in calls.keys() - set(opened):
        city_id = calls[challenge_id]
        for match in _fits(uow, matcher, challenge_id):
            place = match.solution.id, city_id
            if match.solution.id not in new.solutions or match.solution.vendor_id == city_id:
                continue
            if place not in best or best[place][0] < match.score:
                best[place] = match.score, _for_city(match, challenge_id, city_id)
    yield from (fit for _, fit in best.values())


def _asked_in(
    uow: UnitOfWork, matcher: Matcher, fact: ConsultationOpened, vendors: set[UUID]
) -> Iterator[Fit]:
    """A consultation for the vendors with a solution for one of its cities: each its best fit."""
    row = uow.session.get_one(Consultation, fact.procurement_id)
    if phase_of(uow, row) is not Phase.OPEN:
        return
    members = taking_part(uow, fact.procurement_id)
    vendors = vendors - {member.organisation_id for member in members}
    key = f"{Occasion.CONSULTATION_OPENED}:{row.id}:{fact.place}"
    best: dict[UUID, tuple[tuple[bool, float], Fit]] = {}
    for member in members:
        for match in _fits(uow, matcher, member.challenge_id):
            vendor_id = match.solution.vendor_id
            how_well = (match.band is Band.STRONG, match.score)
            if vendor_id in vendors and (vendor_id not in best or best[vendor_id][0] < how_well):
                news = news_of(Occasion.CONSULTATION_FITS, member, key, vendor_id)
                best[vendor_id] = how_well, Fit(news, vendor_id, GOOD[match.band])
    yield from (fit for _, fit in best.values())


def _fits(uow: UnitOfWork, matcher: Matcher, challenge_id: UUID) -> list[SolutionMatch]:
    """What fits the challenge possibly or strongly, best first."""
    try:
        found = matcher.suppliers(uow, challenge_id, limit=MOST_FITS)
    except NotFound:
        # It was withdrawn after it became public: nobody need hear of it.
        return []
    return [match for match in found if match.band in GOOD]


def _for_vendor(match: SolutionMatch, challenge_id: UUID) -> Fit:
    """Matches come best first, and each person is told of a challenge once: of the best."""
    news = News(
        occasion=Occasion.CHALLENGE_FITS,
        thing=Thing.CHALLENGE,
        thing_id=challenge_id,
        about_id=match.solution.id,
        member_of=match.solution.vendor_id,
        key=f"{Occasion.CHALLENGE_FITS}:{challenge_id}",
    )
    return Fit(news, match.solution.vendor_id, GOOD[match.band])


def _for_city(match: SolutionMatch, challenge_id: UUID, city_id: UUID) -> Fit:
    news = News(
        occasion=Occasion.SOLUTION_FITS,
        thing=Thing.SOLUTION,
        thing_id=match.solution.id,
        about_id=challenge_id,
        member_of=city_id,
        key=f"{Occasion.SOLUTION_FITS}:{match.solution.id}",
    )
    return Fit(news, city_id, GOOD[match.band])


def _vendors(session: Session) -> set[UUID]:
    """The vendors with something published, and with people who can be told."""
    listed = select(Solution.vendor_id).where(
        Solution.published_version.is_not(None), Solution.vendor_id.in_(INHABITED)
    )
    return set(session.scalars(listed.distinct()))


def _calls(session: Session, which: ColumnElement[bool]) -> dict[UUID, UUID]:
    """The open calls to look at, with their cities."""
    chosen = select(Challenge.id, Challenge.city_id).where(
        Challenge.published_version.is_not(None),
        Challenge.state.not_in(ENDED),
        Challenge.nature == Nature.CALL.value,
        which,
    )
    newest = chosen.order_by(Challenge.published_at.desc(), Challenge.id).limit(MOST_CALLS)
    return {row.id: row.city_id for row in session.execute(newest)}
