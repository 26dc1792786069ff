"""Looks whether what has just become public fits somebody: new matches and saved searches.

It reads the facts in their order, some at a time, behind a bookmark. What fits is found out in
a transaction that only reads, as a visitor sees it, so no confidential budget moves anything;
then it is told once, even where two workers looked at the same facts.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.challenges.content import Nature
from marketplace.challenges.events import ChallengeChanged, ChallengeOpened
from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.models import Challenge
from marketplace.challenges.queries import list_challenges
from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import Invalid, NotFound
from marketplace.foundation.outbox import facts_after
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.choices import choices_of
from marketplace.notifications.content import ListPage, Occasion, Thing, Threshold
from marketplace.notifications.models import Bookmark, SavedSearch
from marketplace.notifications.post import Post
from marketplace.notifications.searches import (
    asked_by,
    challenge_filters,
    match_filters,
    solution_filters,
)
from marketplace.notifications.telling import News, tell
from marketplace.organisations.models import Membership
from marketplace.organisations.queries import editors_of
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.results import Band, SolutionMatch
from marketplace.solutions.events import SolutionPublished
from marketplace.solutions.models import Solution
from marketplace.solutions.queries import list_solutions

BOOKMARK = "lookout"
FACTS_AT_ONCE = 20
MOST_FITS, MOST_CALLS = 50, 200
FOUND_AT_ONCE = 10
GOOD = {Band.STRONG: Threshold.STRONG, Band.POSSIBLE: Threshold.POSSIBLE}
INHABITED = select(Membership.organisation_id)
"""The organisations that somebody acts for: for nobody else anything is ranked."""
FACTS = (SolutionPublished, ChallengeOpened, ChallengeChanged)

OpenWork = Callable[..., AbstractContextManager[UnitOfWork]]
"""Opens a unit of work as `Services.unit_of_work` does."""


@dataclass(frozen=True, slots=True)
class _New:
    """What the facts point at; `opened` are the challenges that were not open before."""

    solutions: frozenset[UUID]
    challenges: frozenset[UUID]
    opened: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class _Find:
    """Something to tell: to one person, or to those of an organisation who want to hear of it."""

    news: News
    user_id: int | None = None
    band: Threshold | None = None


def look_out(open_work: OpenWork, matcher: Matcher, post: Post) -> int:
    """Take the next facts and tell whom they concern; how many facts there were.

    Raises:
        Unavailable: the model cannot be loaded; the facts are looked at again later.
    """
    with open_work(VISITOR, writes=False) as uow:
        number = _number(uow.session)
        told = facts_after(uow.session, number, [fact.__name__ for fact in FACTS], FACTS_AT_ONCE)
        if not told:
            return 0
        new = _new([one.fact for one in told])
        finds = [*_matches(uow, matcher, new), *_found(uow, matcher, new)]
    with open_work() as uow:
        mark = uow.session.get(Bookmark, BOOKMARK, with_for_update=True, populate_existing=True)
        if (mark.number if mark else 0) == number:
            uow.session.merge(Bookmark(name=BOOKMARK, number=told[-1].number))
            for find in finds:
                tell(uow, post, find.news, _people(uow.session, find))
    return len(told)


def _number(session: Session) -> int:
    mark = session.get(Bookmark, BOOKMARK)
    return mark.number if mark else 0


def _new(facts: Iterable[object]) -> _New:
    heard = list(facts)
    solutions = {fact.solution_id for fact in heard if isinstance(fact, SolutionPublished)}
    opened = {fact.challenge_id for fact in heard if isinstance(fact, ChallengeOpened)}
    changed = {fact.challenge_id for fact in heard if isinstance(fact, ChallengeChanged)}
    return _New(frozenset(solutions), frozenset(opened | changed), frozenset(opened))


def _people(session: Session, find: _Find) -> list[User]:
    if find.user_id is not None:
        user = session.get(User, find.user_id)
        return [user] if user is not None and user.active else []
    assert find.news.member_of is not None  # noqa: S101 - so it is made below.
    people = editors_of(session, find.news.member_of)
    choices = choices_of(session, [user.id for user in people])
    return [
        user
        for user in people
        if find.band is Threshold.STRONG or choices[user.id].threshold is Threshold.POSSIBLE
    ]


def _matches(uow: UnitOfWork, matcher: Matcher, new: _New) -> Iterator[_Find]:
    """New challenges for the vendors that are here, and new solutions for such cities."""
    opened = _calls(uow.session, Challenge.id.in_(new.challenges))
    vendors = _vendors(uow.session) if opened else set()
    for challenge_id, city_id in opened.items() if vendors else ():
        for match in _fits(uow, matcher, challenge_id):
            if match.solution.vendor_id in vendors - {city_id}:
                yield _for_vendor(match, challenge_id)
    calls = _calls(uow.session, Challenge.city_id.in_(INHABITED)) if new.solutions else {}
    best: dict[tuple[UUID, UUID], tuple[float, _Find]] = {}
    for challenge_id in calls.keys() - opened.keys():
        city_id = calls[challenge_id]
        for match in _fits(uow, matcher, challenge_id):
            place = match.solution.id, city_id
            if match.solution.id not in new.solutions or match.solution.vendor_id == city_id:
                continue
            if place not in best or best[place][0] < match.score:
                best[place] = match.score, _for_city(match, challenge_id, city_id)
    yield from (find for _, find in best.values())


def _fits(uow: UnitOfWork, matcher: Matcher, challenge_id: UUID) -> list[SolutionMatch]:
    """What fits the challenge possibly or strongly, best first."""
    try:
        found = matcher.suppliers(uow, challenge_id, limit=MOST_FITS)
    except NotFound:
        # It was withdrawn after it became public: nobody need hear of it.
        return []
    return [match for match in found if match.band in GOOD]


def _for_vendor(match: SolutionMatch, challenge_id: UUID) -> _Find:
    """Matches come best first, and each person is told of a challenge once: of the best."""
    news = News(
        occasion=Occasion.CHALLENGE_FITS,
        thing=Thing.CHALLENGE,
        thing_id=challenge_id,
        about_id=match.solution.id,
        member_of=match.solution.vendor_id,
        key=f"{Occasion.CHALLENGE_FITS}:{challenge_id}",
    )
    return _Find(news, band=GOOD[match.band])


def _for_city(match: SolutionMatch, challenge_id: UUID, city_id: UUID) -> _Find:
    news = News(
        occasion=Occasion.SOLUTION_FITS,
        thing=Thing.SOLUTION,
        thing_id=match.solution.id,
        about_id=challenge_id,
        member_of=city_id,
        key=f"{Occasion.SOLUTION_FITS}:{match.solution.id}",
    )
    return _Find(news, band=GOOD[match.band])


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


def _found(uow: UnitOfWork, matcher: Matcher, new: _New) -> Iterator[_Find]:
    """What passes the saved searches of people, if it was not there when they were saved."""
    for row in uow.session.scalars(
        select(SavedSearch)
        .join(User, and_(User.id == SavedSearch.user_id, User.active.is_(True)))
        .order_by(SavedSearch.created_at, SavedSearch.id)
    ):
        if row.page == ListPage.CHALLENGES:
            thing, ids = Thing.CHALLENGE, _challenges_found(uow, row, new.opened)
        else:
            since = _published_since(uow.session, row, new.solutions)
            thing, ids = Thing.SOLUTION, _solutions_found(uow, matcher, row, since)
        for thing_id in ids:
            yield _Find(_alert(row, thing, thing_id), user_id=row.user_id)


def _alert(row: SavedSearch, thing: Thing, thing_id: UUID) -> News:
    return News(
        occasion=Occasion.FOUND,
        thing=thing,
        thing_id=thing_id,
        about_id=row.id,
        key=f"{Occasion.FOUND}:{row.id}:{thing_id}",
    )


def _challenges_found(uow: UnitOfWork, row: SavedSearch, ids: frozenset[UUID]) -> Sequence[UUID]:
    if not ids:
        return ()
    asked = replace(challenge_filters(asked_by(row)), among=ids)
    return [card.id for card in list_challenges(uow, asked, PageRequest(1, FACTS_AT_ONCE))]


def _solutions_found(
    uow: UnitOfWork, matcher: Matcher, row: SavedSearch, ids: frozenset[UUID]
) -> Sequence[UUID]:
    if not ids:
        return ()
    asked = asked_by(row)
    if row.page == ListPage.SOLUTIONS:
        filters = replace(solution_filters(asked), among=ids)
        return [card.id for card in list_solutions(uow, filters, PageRequest(1, FACTS_AT_ONCE))]
    try:
        found = matcher.suppliers_for_text(
            uow, asked.get("need", ""), filters=match_filters(asked), limit=FOUND_AT_ONCE
        )
    except Invalid:
        # What may be asked has become less since it was saved.
        return ()
    return [match.solution.id for match in found if match.solution.id in ids and match.band in GOOD]


def _published_since(session: Session, row: SavedSearch, ids: frozenset[UUID]) -> frozenset[UUID]:
    first = Solution.first_published_at >= row.created_at
    return frozenset(session.scalars(select(Solution.id).where(Solution.id.in_(ids), first)))
