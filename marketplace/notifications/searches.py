"""Saved searches: kept as the address asked them, and what each of them asks of a list.

What a list understands is said here once more than on its page, since the clock asks too: a
test holds the two together.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from sqlalchemy import func, select, update

from marketplace.challenges.content import Nature
from marketplace.challenges.lifecycle import ENDED, OPEN
from marketplace.challenges.queries import ChallengeFilters
from marketplace.foundation.errors import Conflict, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.notifications.choices import signed_in
from marketplace.notifications.content import SEARCH_NAMES, ListPage
from marketplace.notifications.models import Notice, SavedSearch
from marketplace.recommendations.results import Filters
from marketplace.solutions.queries import NEWEST, SolutionFilters
from marketplace.taxonomy.codes import DataLocation

MOST_SEARCHES = 50
LONGEST_NAME, LONGEST_QUERY = 120, 4000
HIGHEST_TRL = 9
DEAREST = Decimal(10) ** 12
"""More than this is no amount to any list, nor to a database."""

Asked = Mapping[str, str]


def save_search(
    uow: UnitOfWork, page: str, asked: Iterable[tuple[str, str]], name: str
) -> SavedSearch:
    """Keep a search of the actor; the same one is kept once.

    Raises:
        Unauthenticated: nobody is signed in.
        Invalid: there is no such list, it does not know these names, or they say too much.
        Conflict: there are too many already.
    """
    user_id = signed_in(uow)
    listed, query = _page(page), _query(_page(page), asked)
    name = _tidy(name)
    mine = SavedSearch.user_id == user_id
    known = uow.session.scalar(
        select(SavedSearch).where(mine, SavedSearch.page == listed, SavedSearch.query == query)
    )
    if known is not None:
        return known
    if (uow.session.scalar(select(func.count()).where(mine)) or 0) >= MOST_SEARCHES:
        raise Conflict(
            say("You keep %(most)s searches already; delete one first.", most=MOST_SEARCHES)
        )
    row = SavedSearch(
        user_id=user_id, name=name, page=listed.value, query=query, created_at=uow.now
    )
    uow.session.add(row)
    uow.record("search.save", row, after={"page": listed.value})
    return row


def rename_search(
    uow: UnitOfWork, search_id: UUID, name: str, *, expected_version: int
) -> SavedSearch:
    """Call a search of the actor something else.

    Raises:
        NotFound: the actor has no such search.
        Stale: it was renamed meanwhile, in another window.
    """
    row = _mine(uow, search_id)
    if row.version != expected_version:
        raise Stale(say("You renamed it in another window. Look at it again."))
    row.name = _tidy(name)
    uow.record("search.rename", row)
    return row


def delete_search(uow: UnitOfWork, search_id: UUID) -> None:
    """Forget a search of the actor; what it found and was not read is not told any more."""
    row = _mine(uow, search_id)
    uow.record("search.delete", row)
    uow.session.execute(
        update(Notice)
        .where(Notice.about_id == row.id, Notice.read_at.is_(None))
        .values(read_at=uow.now, waits_for="")
    )
    uow.session.delete(row)


def my_searches(uow: UnitOfWork) -> list[SavedSearch]:
    """What the actor keeps, the newest first."""
    rows = uow.session.scalars(
        select(SavedSearch)
        .where(SavedSearch.user_id == signed_in(uow))
        .order_by(SavedSearch.created_at.desc(), SavedSearch.id)
    )
    return list(rows)


def asked_by(row: SavedSearch) -> Asked:
    """What the address asked; of a name that stands twice the first counts, as on the page."""
    asked: dict[str, str] = {}
    for name, value in parse_qsl(row.query):
        asked.setdefault(name, value.strip())
    return asked


def solution_filters(asked: Asked) -> SolutionFilters:
    """What the list of solutions is narrowed to; what cannot be read narrows nothing."""
    return SolutionFilters(
        q=asked.get("q", ""),
        theme=asked.get("theme"),
        technology=asked.get("technology"),
        standard=asked.get("standard"),
        country=asked.get("country"),
        language=asked.get("language"),
        trl_min=_trl(asked.get("trl_min", "")),
        price_max=_amount(asked.get("price_max", "")),
        sort=NEWEST,
    )


def challenge_filters(asked: Asked) -> ChallengeFilters:
    """The same for the list of challenges."""
    state, nature = asked.get("state"), asked.get("nature")
    return ChallengeFilters(
        q=asked.get("q", ""),
        theme=asked.get("theme"),
        country=asked.get("country"),
        nature=nature if nature in set(Nature) else None,
        joint=True if asked.get("joint") in {"yes", "true", "1", "on"} else None,
        state=state if state in (OPEN, *ENDED) else None,
    )


def match_filters(asked: Asked) -> Filters:
    """The same for the ranked answers to a need in words."""
    location = asked.get("data_location")
    return Filters(
        themes=_one(asked.get("theme")),
        technologies=_one(asked.get("technology")),
        countries=_one(asked.get("country")),
        languages=_one(asked.get("language")),
        standards=_one(asked.get("standard")),
        price_max=_amount(asked.get("price_max", "")),
        trl_min=_trl(asked.get("trl_min", "")),
        data_location=location if location in set(DataLocation) else None,
    )


def _mine(uow: UnitOfWork, search_id: UUID) -> SavedSearch:
    row = uow.session.get(SavedSearch, search_id)
    if row is None or row.user_id != signed_in(uow):
        raise NotFound(say(NOTHING))
    return row


def _page(text: str) -> ListPage:
    try:
        return ListPage(text)
    except ValueError:
        raise Invalid.of("page", say("Choose a list whose searches can be kept."), text) from None


def _query(page: ListPage, asked: Iterable[tuple[str, str]]) -> str:
    pairs = [(name, value) for name, value in asked if value.strip() and name != "page"]
    for name, value in pairs:
        if name not in SEARCH_NAMES[page] or "\0" in value:
            raise Invalid.of("query", say("Search anew, then save that search."), name)
    query = urlencode(pairs)
    if len(query) > LONGEST_QUERY:
        raise Invalid.of("query", say("Search with fewer words, then save that search."))
    if page is ListPage.SEARCH and "need" not in dict(pairs):
        raise Invalid.of("query", say("Describe the need first, then save that search."))
    return query


def _tidy(name: str) -> str:
    remedy = say("Give a name of at most %(most)s characters.", most=LONGEST_NAME)
    return " ".join(require_text("name", name, LONGEST_NAME, remedy=remedy).split())


def _trl(text: str) -> int | None:
    level = int(text) if text.isascii() and text.isdecimal() and len(text) == 1 else 0
    return level if 1 <= level <= HIGHEST_TRL else None


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(" ", "").replace(",", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount <= DEAREST else None


def _one(code: str | None) -> frozenset[str]:
    return frozenset({code}) if code else frozenset()
