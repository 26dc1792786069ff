"""Reads of challenges: one, many, those waiting for review, and what the index is made of.

Contents leave this room only through `visible_content`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, false, func, select
from sqlalchemy.orm import Session

from marketplace.challenges.content import ChallengeContent
from marketplace.challenges.desk import DESK
from marketplace.challenges.lifecycle import ENDED, OPEN, public_state
from marketplace.challenges.models import Challenge, ChallengeFacet, ChallengeVersion
from marketplace.challenges.policy import (
    CAN_EDIT,
    CAN_SEE,
    CAN_SEE_WORKING,
    IS_OF_THE_CITY,
    IS_PUBLIC,
    visible_content,
)
from marketplace.foundation.access import VISITOR, Actor, require
from marketplace.foundation.errors import NotFound
from marketplace.foundation.lists import (
    AnySelect,
    all_codes,
    can_match,
    codes_in,
    has_code,
    has_words,
    in_batches,
    is_asked_for,
    page_of,
)
from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork, once
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import folded
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import facets_with_themes_above, with_children

NEWEST, BY_TITLE = "newest", "title"
SORTS = (NEWEST, BY_TITLE)
IS_PUBLISHED = and_(
    ChallengeVersion.challenge_id == Challenge.id,
    ChallengeVersion.number == Challenge.published_version,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeFilters:
    """What a list is narrowed to; everything given has to hold.

    `country` is the city's, `nature` a call or an example. No `state` means everything that
    is public; open, closed, awarded and cancelled narrow that; the other states find only
    what the actor may see the drafts of. `among` asks for none but these. There is no filter
    on money.
    """

    q: str = ""
    theme: str | None = None
    themes: tuple[str, ...] = ()
    standard: str | None = None
    language: str | None = None
    country: str | None = None
    city: UUID | None = None
    nature: str | None = None
    joint: bool | None = None
    state: str | None = None
    among: frozenset[UUID] | None = None
    sort: str = NEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeCard:
    """What a list shows of one challenge; `codes` are its codes by facet."""

    id: UUID
    title: str
    summary: str
    state: str
    number: int | None
    version: int
    nature: str
    joint_procurement: bool
    published_year: int | None
    programme: str
    city_id: UUID
    city_name: str
    city_country: str
    catalogue: bool
    published_at: datetime | None
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeView:
    """One challenge as this actor may see it.

    `number` and `content` are those of the version shown. `moves` are the names of the
    moves that the actor can make now, `review` what staff want mended, `internal_note` is
    None for everybody outside the city. `unfinished` is what its authors typed and what
    cannot be taken yet, by field; for owners and editors only.
    """

    id: UUID
    version: int
    state: str
    number: int
    content: ChallengeContent
    city_id: UUID
    city_name: str
    city_country: str
    catalogue: bool
    published_version: int | None
    working_version: int | None
    published_at: datetime | None
    internal_note: str | None
    moves: tuple[str, ...]
    review: Mapping[str, str]
    unfinished: Mapping[str, Any]


class OpenRow(NamedTuple):
    """An open challenge with its whole content, which only the rules let anybody see, and its city.

    `content` is the published version.
    """

    card: ChallengeCard
    challenge: Challenge
    content: ChallengeContent
    city: Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChallenge:
    """What the index is made of: what a visitor may see of an open challenge, and whose it is."""

    id: UUID
    city_id: UUID
    number: int
    content: ChallengeContent
    city: Organisation


def get_challenge(uow: UnitOfWork, challenge_id: UUID, *, working: bool = False) -> ChallengeView:
    """The challenge with its published version, or with the working one if asked or alone.

    Raises:
        NotFound: there is none, or none that the actor may see.
        Forbidden: the working version is for the city and staff.
    """
    row = _row(uow, challenge_id, working=working)
    if row is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE, uow.actor, row[0], see=CAN_SEE)
    if working:
        require(CAN_SEE_WORKING, uow.actor, row[0])
    return _view(uow, row)


def newest_open(uow: UnitOfWork, city_id: UUID) -> ChallengeView | None:
    """The open challenge that a city published last, if it has one."""
    chosen = _rows(uow, working=False).where(Challenge.city_id == city_id, _is_public_as(OPEN))
    newest = chosen.order_by(Challenge.published_at.desc(), Challenge.title, Challenge.id)
    row = uow.session.execute(newest.limit(1)).one_or_none()
    return None if row is None else _view(uow, _once(uow, (row[0].id, False), lambda: row))


def list_challenges(
    uow: UnitOfWork, filters: ChallengeFilters, page: PageRequest
) -> Page[ChallengeCard]:
    """The challenges that pass the filters: public ones, unless another state is asked for."""
    chosen = _cards().where(*_conditions(uow, filters))
    newest = (Challenge.published_at.desc(), Challenge.title, Challenge.id)
    by_title = (func.lower(Challenge.title), Challenge.id)
    return _page(uow, chosen, by_title if filters.sort == BY_TITLE else newest, page)


def own_challenges(uow: UnitOfWork, city_id: UUID, page: PageRequest) -> Page[ChallengeCard]:
    """Everything of one city in any state, for its members and staff; others see nothing."""
    chosen = _cards().where(Challenge.city_id == city_id, CAN_SEE_WORKING.where(uow.actor))
    return _page(uow, chosen, (Challenge.changed_at.desc(), Challenge.id), page)


def cards(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, ChallengeCard]:
    """The public ones among `ids` as lists show them, in one query."""
    chosen = _cards().where(Challenge.id.in_(list(ids)), IS_PUBLIC.where(uow.actor))
    return {card.id: card for card in _made(uow, uow.session.execute(chosen).all())}


def open_rows(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, OpenRow]:
    """The open ones among `ids`, in one query; in a transaction that only reads, asked once.

    Their contents are whole: they go out through the rules only.
    """

    def read() -> dict[UUID, OpenRow]:
        more = (ChallengeVersion.content, Organisation)
        chosen = _cards().add_columns(*more).join(ChallengeVersion, IS_PUBLISHED)
        open_ones = (IS_PUBLIC.where(uow.actor), _is_public_as(OPEN))
        rows = uow.session.execute(chosen.where(Challenge.id.in_(list(ids)), *open_ones)).all()
        cards = _made(uow, [row[:-2] for row in rows])
        pairs = zip(rows, cards, strict=True)
        return {card.id: OpenRow(card, row[0], row[-2], row[-1]) for row, card in pairs}

    return once(uow.session, (OpenRow, frozenset(ids)), read)


def open_cards(
    uow: UnitOfWork, ids: Collection[UUID]
) -> dict[UUID, tuple[ChallengeCard, ChallengeContent]]:
    """The same, each with what a visitor reads in it."""
    return {
        id_: (row.card, visible_content(VISITOR, row.challenge, row.content))
        for id_, row in open_rows(uow, ids).items()
    }


def open_contents(
    session: Session, ids: Collection[UUID] | None = None, actor: Actor = VISITOR
) -> Iterator[OpenChallenge]:
    """The published versions of open challenges, of `ids` or of all, in order of id.

    They are what the actor may see. For a visitor no budget that is not public is among them:
    that is what the index is made of.
    """
    chosen = (
        select(Challenge.id, Challenge, ChallengeVersion, Organisation)
        .join(ChallengeVersion, IS_PUBLISHED)
        .join(Organisation, Organisation.id == Challenge.city_id)
        .where(_is_public_as(OPEN))
    )
    for _, challenge, version, city in in_batches(session, chosen, Challenge.id, ids):
        yield OpenChallenge(
            id=challenge.id,
            city_id=challenge.city_id,
            number=version.number,
            content=visible_content(actor, challenge, version.content),
            city=city,
        )


def facet_counts(uow: UnitOfWork, filters: ChallengeFilters, kind: str) -> dict[str, int]:
    """How many challenges that pass the filters have each code of a facet."""
    passing = select(Challenge.id).join(Organisation).where(*_conditions(uow, filters))
    held = facets_with_themes_above(ChallengeFacet).c
    counted = uow.session.execute(
        select(held.code, func.count())
        .where(held.kind == kind, held.of_id.in_(passing))
        .group_by(held.code)
    )
    return {code: int(count) for code, count in counted}


def _cards() -> AnySelect:
    city = (Organisation.name, Organisation.country, Organisation.catalogue)
    chosen = select(Challenge, *city, all_codes(Challenge, ChallengeFacet))
    return chosen.join(Organisation, Organisation.id == Challenge.city_id)


def _is_public_as(state: str) -> ColumnElement[bool]:
    there = Challenge.published_version.is_not(None)
    as_said = Challenge.state.not_in(ENDED) if state == OPEN else Challenge.state == state
    return and_(there, as_said)


def _conditions(uow: UnitOfWork, filters: ChallengeFilters) -> Iterator[ColumnElement[bool]]:
    if not can_match(filters):
        yield false()
        return
    if filters.state is None:
        yield IS_PUBLIC.where(uow.actor)
    elif filters.state in (OPEN, *ENDED):
        yield _is_public_as(filters.state)
    else:
        yield and_(Challenge.state == filters.state, CAN_SEE_WORKING.where(uow.actor))
    yield from has_words(Challenge.search_text, folded(filters.q))
    if filters.among is not None:
        yield Challenge.id.in_(filters.among)
    equal = {
        Challenge.city_id: filters.city,
        Challenge.nature: filters.nature,
        Challenge.joint_procurement: filters.joint,
        Organisation.country: filters.country,
    }
    for column, value in equal.items():
        if value is not None:
            yield column == value
    yield from _facet_conditions(uow, filters)


def _facet_conditions(uow: UnitOfWork, filters: ChallengeFilters) -> Iterator[ColumnElement[bool]]:
    themes = filters.themes if filters.theme is None else (filters.theme,)
    if themes:
        below = (with_children(uow.session, TermList.THEMES, theme) for theme in themes)
        yield has_code(Challenge, ChallengeFacet, "theme", [*themes, *chain(*below)])
    for kind, code in (("standard", filters.standard), ("language", filters.language)):
        if code is not None:
            yield has_code(Challenge, ChallengeFacet, kind, [code])


def _page(
    uow: UnitOfWork, chosen: AnySelect, order: tuple[Any, ...], page: PageRequest
) -> Page[ChallengeCard]:
    return page_of(uow.session, chosen.order_by(*order), page, lambda rows: _made(uow, rows))


def _made(uow: UnitOfWork, rows: Sequence[Any]) -> list[ChallengeCard]:
    return [
        ChallengeCard(
            id=challenge.id,
            title=challenge.title,
            summary=challenge.summary,
            state=_state_for(uow, challenge),
            number=challenge.published_version,
            version=challenge.version,
            nature=challenge.nature,
            joint_procurement=challenge.joint_procurement,
            published_year=challenge.published_year,
            programme=challenge.programme,
            city_id=challenge.city_id,
            city_name=city_name,
            city_country=country,
            catalogue=catalogue,
            published_at=challenge.published_at,
            codes=codes_in(codes),
        )
        for challenge, city_name, country, catalogue, codes in rows
    ]


def _state_for(uow: UnitOfWork, challenge: Challenge) -> str:
    """Strangers are not told that a newer version is in the making."""
    told = public_state(challenge.state, challenge.published_version)
    inside = CAN_SEE_WORKING.allows(uow.actor, challenge)
    return challenge.state if inside or told is None else told


def _row(uow: UnitOfWork, challenge_id: UUID, *, working: bool) -> Any:
    chosen = _rows(uow, working=working).where(Challenge.id == challenge_id)
    which = (challenge_id, working)
    return _once(uow, which, lambda: uow.session.execute(chosen).one_or_none())


def _once(uow: UnitOfWork, which: tuple[UUID, bool], read: Callable[[], Any]) -> Any:
    return once(uow.session, (Challenge, which, uow.actor.kind, uow.actor.user_id), read)


def _rows(uow: UnitOfWork, *, working: bool) -> AnySelect:
    """The challenges, their cities, the versions asked for, and the notes for those entitled."""
    note = case((IS_OF_THE_CITY.where(uow.actor), Challenge.internal_note))
    return (
        select(Challenge, Organisation, ChallengeVersion, note)
        .join(Organisation, Organisation.id == Challenge.city_id)
        .join(ChallengeVersion, is_asked_for(Challenge, ChallengeVersion, working=working))
    )


def _view(uow: UnitOfWork, row: Any) -> ChallengeView:
    challenge, city, version, note = row
    inside = CAN_SEE_WORKING.allows(uow.actor, challenge)
    return ChallengeView(
        id=challenge.id,
        # Strangers are not told that, and how often, a newer version was written either.
        version=challenge.version if inside else version.number,
        state=_state_for(uow, challenge),
        number=version.number,
        content=visible_content(uow.actor, challenge, version.content),
        city_id=city.id,
        city_name=city.name,
        city_country=city.country,
        catalogue=city.catalogue,
        published_version=challenge.published_version,
        working_version=challenge.working_version if inside else None,
        published_at=challenge.published_at,
        internal_note=note,
        moves=DESK.moves_for(uow, challenge),
        review=version.review if inside else {},
        unfinished=version.unfinished if CAN_EDIT.allows(uow.actor, challenge) else {},
    )
