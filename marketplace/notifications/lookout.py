"""Looks whether what has just become public fits somebody, and tells them.

New matches and consultations are found in `fits`, what passes saved searches is found here.

It reads the facts in their order, some at a time, behind a bookmark. What fits is found out in
a transaction that only reads, as a visitor sees it, so no confidential budget moves anything;
then it is told once, even where two workers looked at the same facts.

Each person is told in a transaction of their own. Who cannot be told keeps a bookmark of their
own where they stopped, and nobody else waits for them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.challenges.events import ChallengeChanged, ChallengeOpened
from marketplace.challenges.queries import list_challenges
from marketplace.consultations.events import ConsultationOpened
from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import Invalid
from marketplace.foundation.outbox import facts_after
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.choices import choices_of
from marketplace.notifications.content import ListPage, Occasion, Thing, Threshold
from marketplace.notifications.fits import GOOD, Fit, New, matches
from marketplace.notifications.models import Bookmark, SavedSearch
from marketplace.notifications.one_by_one import OneByOne
from marketplace.notifications.post import Post
from marketplace.notifications.searches import (
    asked_by,
    challenge_filters,
    match_filters,
    solution_filters,
)
from marketplace.notifications.telling import News, tell
from marketplace.organisations.queries import editors_of
from marketplace.recommendations.matcher import Matcher
from marketplace.solutions.events import SolutionPublished
from marketplace.solutions.models import Solution
from marketplace.solutions.queries import list_solutions

BOOKMARK = "lookout"
FACTS_AT_ONCE = 20
FOUND_AT_ONCE = 10
FACTS = (SolutionPublished, ChallengeOpened, ChallengeChanged, ConsultationOpened)

OpenWork = Callable[..., AbstractContextManager[UnitOfWork]]
"""Opens a unit of work as `Services.unit_of_work` does."""


@dataclass(frozen=True, slots=True)
class _Round:
    """The facts after a bookmark up to `last`, and the matches to tell each person by number."""

    bookmark: str
    number: int
    last: int
    taken: int
    new: New
    matches: Mapping[int, list[News]]
    searchers: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Lookout:
    """What looking out needs, and the errors of single people."""

    open_work: OpenWork
    matcher: Matcher
    post: Post
    one_by_one: OneByOne

    def go_on(self) -> int:
        """Tell everybody of the next facts; whoever it fails for is behind from here on."""
        found = self._read(BOOKMARK)
        for user_id in sorted({*found.matches, *found.searchers}):
            with self.one_by_one(user_id):
                self._tell(found, user_id)
        with self.open_work() as uow:
            if found.taken and _stands(uow.session, found):
                uow.session.merge(Bookmark(name=BOOKMARK, number=found.last))
                for user_id in self.one_by_one.failed:
                    if uow.session.get(Bookmark, _own(user_id)) is None:
                        uow.session.add(Bookmark(name=_own(user_id), number=found.number))
        return found.taken

    def catch_up(self, user_id: int) -> int:
        """Tell a person who is behind of the next facts; their bookmark goes when none are left."""
        found = self._read(_own(user_id))
        self._tell(found, user_id)
        with self.open_work() as uow:
            if _stands(uow.session, found):
                mark = uow.session.get_one(Bookmark, found.bookmark)
                mark.number = found.last
                if found.last >= _number(uow.session, BOOKMARK):
                    uow.session.delete(mark)
        return found.taken

    def _read(self, bookmark: str) -> _Round:
        with self.open_work(VISITOR, writes=False) as uow:
            number = _number(uow.session, bookmark)
            names = [fact.__name__ for fact in FACTS]
            told = facts_after(uow.session, number, names, FACTS_AT_ONCE)
            new = _new(one.fact for one in told)
            fits = list(matches(uow, self.matcher, new)) if told else []
            return _Round(
                bookmark,
                number,
                told[-1].number if told else number,
                len(told),
                new,
                _by_person(uow.session, fits),
                _searchers(uow.session) if told else frozenset(),
            )

    def _tell(self, found: _Round, user_id: int) -> None:
        with self.open_work(VISITOR, writes=False) as uow:
            alerts = list(_found(uow, self.matcher, found.new, user_id))
        news = [*found.matches.get(user_id, ()), *alerts]
        if not news:
            return
        with self.open_work() as uow:
            user = uow.session.get_one(User, user_id)
            if user.active and _stands(uow.session, found):
                for one in news:
                    tell(uow, self.post, one, [user])


def look_out(open_work: OpenWork, matcher: Matcher, post: Post) -> int:
    """Take the next facts and tell whom they concern; how many facts there were.

    Raises:
        Unavailable: the model cannot be loaded; the facts are looked at again later.
        ExceptionGroup: all facts are taken, but some people could not be told of them.
    """
    one_by_one = OneByOne("lookout")
    lookout = _Lookout(open_work, matcher, post, one_by_one)
    taken = 0
    for user_id in _behind(open_work):
        with one_by_one(user_id):
            taken += lookout.catch_up(user_id)
    taken += lookout.go_on()
    if not taken:
        one_by_one.report()
    return taken


def _own(user_id: int) -> str:
    """The bookmark of a person who is behind."""
    return f"{BOOKMARK}:{user_id}"


def _behind(open_work: OpenWork) -> list[int]:
    with open_work(writes=False) as uow:
        own = select(Bookmark.name).where(Bookmark.name.startswith(f"{BOOKMARK}:"))
        return sorted(int(name.rpartition(":")[2]) for name in uow.session.scalars(own))


def _number(session: Session, bookmark: str) -> int:
    mark = session.get(Bookmark, bookmark)
    return mark.number if mark else 0


def _stands(session: Session, found: _Round) -> bool:
    """Whether no other worker has told of these facts; if so, none does before the commit."""
    mark = session.get(Bookmark, found.bookmark, with_for_update=True, populate_existing=True)
    return (mark.number if mark else 0) == found.number


def _new(facts: Iterable[object]) -> New:
    heard = list(facts)
    solutions = {fact.solution_id for fact in heard if isinstance(fact, SolutionPublished)}
    opened = {fact.challenge_id for fact in heard if isinstance(fact, ChallengeOpened)}
    changed = {fact.challenge_id for fact in heard if isinstance(fact, ChallengeChanged)}
    return New(
        solutions=frozenset(solutions),
        challenges=frozenset(opened | changed),
        opened=frozenset(opened),
        consultations=tuple(fact for fact in heard if isinstance(fact, ConsultationOpened)),
    )


def _by_person(session: Session, fits: Sequence[Fit]) -> dict[int, list[News]]:
    """What each person is to hear of, in the order of the matches."""
    wanted: dict[int, list[News]] = defaultdict(list)
    for organisation_id, own in _by_organisation(fits).items():
        people = editors_of(session, organisation_id)
        choices = choices_of(session, [user.id for user in people])
        for user in people:
            takes_all = choices[user.id].threshold is Threshold.POSSIBLE
            for fit in own:
                if takes_all or fit.band is Threshold.STRONG:
                    wanted[user.id].append(fit.news)
    return wanted


def _by_organisation(fits: Sequence[Fit]) -> dict[UUID, list[Fit]]:
    found: dict[UUID, list[Fit]] = defaultdict(list)
    for fit in fits:
        found[fit.organisation_id].append(fit)
    return found


def _searchers(session: Session) -> frozenset[int]:
    return frozenset(session.scalars(select(SavedSearch.user_id).distinct()))


def _found(uow: UnitOfWork, matcher: Matcher, new: New, user_id: int) -> Iterator[News]:
    """What passes the person's saved searches, if it was not there when they were saved."""
    mine = select(SavedSearch).where(SavedSearch.user_id == user_id)
    for row in uow.session.scalars(mine.order_by(SavedSearch.created_at, SavedSearch.id)):
        if row.page == ListPage.CHALLENGES:
            thing, ids = Thing.CHALLENGE, _challenges_found(uow, row, new.opened)
        else:
            since = _published_since(uow.session, row, new.solutions)
            thing, ids = Thing.SOLUTION, _solutions_found(uow, matcher, row, since)
        for thing_id in ids:
            yield _alert(row, thing, thing_id)


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
