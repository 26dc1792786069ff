"""Reads of solutions: one, many, those waiting for review, and what the index is made of."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from marketplace.foundation.access import require
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
from marketplace.solutions.content import Sign, SolutionContent
from marketplace.solutions.desk import DESK
from marketplace.solutions.holding import signs_of
from marketplace.solutions.lifecycle import PUBLISHED
from marketplace.solutions.models import Reference, Solution, SolutionFacet, SolutionVersion
from marketplace.solutions.policy import CAN_EDIT, CAN_SEE, CAN_SEE_WORKING, IS_PUBLIC
from marketplace.solutions.rules import reference_key
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import facets_with_themes_above, with_children

CONFIRMED_FOR = timedelta(days=90)
NEWEST, BY_NAME = "newest", "name"
SORTS = ("fresh", NEWEST, BY_NAME)
IS_PUBLISHED = and_(
    SolutionVersion.solution_id == Solution.id, SolutionVersion.number == Solution.published_version
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionFilters:
    """What a list is narrowed to; everything given has to hold.

    `country` is a country served, `place` a code of `rules.place_code`, `price_max` an
    amount in EUR for a year or once. A fact that is not stated does not pass a filter on it.
    `state` other than published finds only what the actor may see the drafts of. `stale`
    asks for those to be confirmed, `among` for none but these.
    """

    q: str = ""
    theme: str | None = None
    technology: str | None = None
    standard: str | None = None
    country: str | None = None
    language: str | None = None
    stage: str | None = None
    place: str | None = None
    vendor: UUID | None = None
    price_max: Decimal | None = None
    trl_min: int | None = None
    state: str = PUBLISHED
    stale: bool | None = None
    among: frozenset[UUID] | None = None
    sort: str = SORTS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionCard:
    """What a list shows of one solution; `codes` are its codes by facet."""

    id: UUID
    name: str
    summary: str
    state: str
    number: int | None
    version: int
    vendor_id: UUID
    vendor_name: str
    vendor_country: str
    catalogue: bool
    trl: int | None
    published_at: datetime | None
    confirmed_at: datetime | None
    needs_confirmation: bool
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionView:
    """One solution as this actor may see it.

    `number` and `content` are those of the version shown; `references` stand beside
    `content.deployments`, None where no reference is kept yet. `moves` are the names of
    the moves that the actor can make now. `review` holds what staff want mended, and `signs`
    why the version is held, for the vendor and staff. `unfinished` is what its authors typed
    and what cannot be taken yet, by field; for owners and editors only.
    """

    id: UUID
    version: int
    state: str
    number: int
    content: SolutionContent
    vendor_id: UUID
    vendor_name: str
    vendor_country: str
    catalogue: bool
    published_version: int | None
    working_version: int | None
    published_at: datetime | None
    confirmed_at: datetime | None
    needs_confirmation: bool
    references: tuple[Reference | None, ...]
    moves: tuple[str, ...]
    review: Mapping[str, str]
    unfinished: Mapping[str, Any]
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSolution:
    """What the index is made of: the published version and whose it is."""

    id: UUID
    vendor_id: UUID
    number: int
    content: SolutionContent
    confirmed_at: datetime | None
    first_published_at: datetime | None
    vendor_name: str
    vendor_country: str
    catalogue: bool


def needs_confirmation(solution: Solution, now: datetime) -> bool:
    """Whether nobody has confirmed the published version for 90 days."""
    confirmed = solution.confirmed_at
    return (
        solution.published_version is not None
        and confirmed is not None
        and confirmed < now - CONFIRMED_FOR
    )


def get_solution(uow: UnitOfWork, solution_id: UUID, *, working: bool = False) -> SolutionView:
    """The solution with its published version, or with the working one if asked or alone.

    Raises:
        NotFound: there is none, or none that the actor may see.
        Forbidden: the working version is for the vendor and staff.
    """
    key = (Solution, solution_id, working)
    row = once(uow.session, key, lambda: _row(uow.session, solution_id, working=working))
    if row is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE, uow.actor, row[0], see=CAN_SEE)
    if working:
        require(CAN_SEE_WORKING, uow.actor, row[0])
    return _view(uow, row)


def list_solutions(
    uow: UnitOfWork, filters: SolutionFilters, page: PageRequest
) -> Page[SolutionCard]:
    """The solutions that pass the filters: published ones, unless another state is asked for."""
    chosen = card_rows().where(*_conditions(uow, filters))
    return _page(uow, chosen, _order(uow, filters.sort), page)


def own_solutions(uow: UnitOfWork, vendor_id: UUID, page: PageRequest) -> Page[SolutionCard]:
    """Everything of one vendor in any state, for its members and staff; others see nothing."""
    chosen = card_rows().where(Solution.vendor_id == vendor_id, CAN_SEE_WORKING.where(uow.actor))
    return _page(uow, chosen, (Solution.changed_at.desc(), Solution.id), page)


def cards(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, SolutionCard]:
    """The published ones among `ids` as lists show them, in one query."""
    chosen = card_rows().where(Solution.id.in_(list(ids)), IS_PUBLIC.where(uow.actor))
    return {card.id: card for card in cards_of(uow, uow.session.execute(chosen).all())}


def cards_with_contents(
    uow: UnitOfWork, ids: Collection[UUID]
) -> dict[UUID, tuple[SolutionCard, SolutionContent]]:
    """The same, each with what its published version says, also in one query."""
    chosen = card_rows().add_columns(SolutionVersion.content).join(SolutionVersion, IS_PUBLISHED)
    chosen = chosen.where(Solution.id.in_(list(ids)), IS_PUBLIC.where(uow.actor))
    rows = uow.session.execute(chosen).all()
    made = cards_of(uow, [row[:-1] for row in rows])
    return {card.id: (card, row[-1]) for card, row in zip(made, rows, strict=True)}


def versions_of(uow: UnitOfWork, solution_id: UUID) -> Sequence[SolutionVersion]:
    """All versions that are kept, the newest first, for the vendor and staff."""
    solution = uow.session.get(Solution, solution_id)
    if solution is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE_WORKING, uow.actor, solution, see=CAN_SEE)
    return uow.session.scalars(
        select(SolutionVersion)
        .where(SolutionVersion.solution_id == solution_id)
        .order_by(SolutionVersion.number.desc())
    ).all()


def published_contents(
    session: Session, ids: Collection[UUID] | None = None
) -> Iterator[PublishedSolution]:
    """The published versions, of `ids` or of all, in order of id, read in batches."""
    for row in in_batches(session, _contents(), Solution.id, ids):
        yield PublishedSolution(**row._asdict())


def facet_counts(
    uow: UnitOfWork, filters: SolutionFilters, kinds: Collection[str]
) -> dict[str, dict[str, int]]:
    """How many solutions have each code of these facets, by facet; as few queries as can be.

    Each facet is counted among those that pass all filters but its own: what else could be
    chosen in its place.
    """
    counted: dict[str, dict[str, int]] = {kind: {} for kind in kinds}
    chosen = [kind for kind in kinds if getattr(filters, kind) is not None]
    for some in ([kind for kind in kinds if kind not in chosen], *([kind] for kind in chosen)):
        cleared: dict[str, Any] = dict.fromkeys(some)
        without = replace(filters, **cleared)
        passing = select(Solution.id).join(Organisation).where(*_conditions(uow, without))
        held = facets_with_themes_above(SolutionFacet).c
        for kind, code, count in uow.session.execute(
            select(held.kind, held.code, func.count())
            .where(held.kind.in_(some), held.of_id.in_(passing))
            .group_by(held.kind, held.code)
        ):
            counted[kind][code] = int(count)
    return counted


def _contents() -> AnySelect:
    return (
        select(
            Solution.id,
            Solution.vendor_id,
            SolutionVersion.number,
            SolutionVersion.content,
            Solution.confirmed_at,
            Solution.first_published_at,
            Organisation.name.label("vendor_name"),
            Organisation.country.label("vendor_country"),
            Organisation.catalogue,
        )
        .join(SolutionVersion, IS_PUBLISHED)
        .join(Organisation, Organisation.id == Solution.vendor_id)
    )


def card_rows() -> AnySelect:
    """What `cards_of` makes cards of, to be narrowed down."""
    vendor = (Organisation.name, Organisation.country, Organisation.catalogue)
    chosen = select(Solution, *vendor, all_codes(Solution, SolutionFacet))
    return chosen.join(Organisation, Organisation.id == Solution.vendor_id)


def _conditions(uow: UnitOfWork, filters: SolutionFilters) -> Iterator[ColumnElement[bool]]:
    if not can_match(filters):
        yield false()
        return
    if filters.state == PUBLISHED:
        yield IS_PUBLIC.where(uow.actor)
    else:
        yield and_(Solution.state == filters.state, CAN_SEE_WORKING.where(uow.actor))
    yield from has_words(Solution.search_text, folded(filters.q))
    if filters.among is not None:
        yield Solution.id.in_(filters.among)
    if filters.vendor is not None:
        yield Solution.vendor_id == filters.vendor
    if filters.trl_min is not None:
        yield Solution.trl >= filters.trl_min
    if filters.price_max is not None:
        yield Solution.price_from <= int(filters.price_max * 100)
        yield or_(Solution.price_currency == "EUR", Solution.price_from == 0)
    if filters.stale is not None:
        is_stale = Solution.confirmed_at < uow.now - CONFIRMED_FOR
        yield is_stale if filters.stale else ~is_stale
    yield from _facet_conditions(uow, filters)


def _facet_conditions(uow: UnitOfWork, filters: SolutionFilters) -> Iterator[ColumnElement[bool]]:
    if filters.theme is not None:
        themes = with_children(uow.session, TermList.THEMES, filters.theme)
        yield has_code(Solution, SolutionFacet, "theme", [filters.theme, *themes])
    for kind in ("technology", "standard", "country", "language", "stage", "place"):
        code = getattr(filters, kind)
        if code is not None:
            yield has_code(Solution, SolutionFacet, kind, [code])


def _order(uow: UnitOfWork, sort: str) -> tuple[ColumnElement[Any], ...]:
    newest = Solution.published_at.desc()
    if sort == BY_NAME:
        return (func.lower(Solution.name), Solution.id)  # type: ignore[return-value]
    if sort == NEWEST:
        return (newest, Solution.id)  # type: ignore[return-value]
    sunk = func.coalesce(Solution.confirmed_at < uow.now - CONFIRMED_FOR, False)
    return (sunk, newest, Solution.id)  # type: ignore[return-value]


def _page(
    uow: UnitOfWork, chosen: AnySelect, order: tuple[Any, ...], page: PageRequest
) -> Page[SolutionCard]:
    return page_of(uow.session, chosen.order_by(*order), page, lambda rows: cards_of(uow, rows))


def cards_of(uow: UnitOfWork, rows: Sequence[Any]) -> list[SolutionCard]:
    """The rows as lists show them."""
    return [
        SolutionCard(
            id=solution.id,
            name=solution.name,
            summary=solution.summary,
            state=_state_for(uow, solution),
            number=solution.published_version,
            version=solution.version,
            vendor_id=solution.vendor_id,
            vendor_name=vendor_name,
            vendor_country=country,
            catalogue=catalogue,
            trl=solution.trl,
            published_at=solution.published_at,
            confirmed_at=solution.confirmed_at,
            needs_confirmation=needs_confirmation(solution, uow.now),
            codes=codes_in(codes),
        )
        for solution, vendor_name, country, catalogue, codes in rows
    ]


def _state_for(uow: UnitOfWork, solution: Solution) -> str:
    """Strangers are not told that a newer version is in the making."""
    return solution.state if CAN_SEE_WORKING.allows(uow.actor, solution) else PUBLISHED


def _row(session: Session, solution_id: UUID, *, working: bool) -> Any:
    """The solution, its vendor and the version that is asked for."""
    chosen = (
        select(Solution, Organisation, SolutionVersion)
        .join(Organisation, Organisation.id == Solution.vendor_id)
        .join(SolutionVersion, is_asked_for(Solution, SolutionVersion, working=working))
        .where(Solution.id == solution_id)
    )
    return session.execute(chosen).one_or_none()


def _view(uow: UnitOfWork, row: Any) -> SolutionView:
    solution, vendor, version = row
    content: SolutionContent = version.content
    inside = CAN_SEE_WORKING.allows(uow.actor, solution)
    return SolutionView(
        id=solution.id,
        # Strangers are not told that, and how often, a newer version was written either.
        version=solution.version if inside else version.number,
        state=_state_for(uow, solution),
        number=version.number,
        content=content,
        vendor_id=vendor.id,
        vendor_name=vendor.name,
        vendor_country=vendor.country,
        catalogue=vendor.catalogue,
        published_version=solution.published_version,
        working_version=solution.working_version if inside else None,
        published_at=solution.published_at,
        confirmed_at=solution.confirmed_at,
        needs_confirmation=needs_confirmation(solution, uow.now),
        references=_references(uow.session, solution, content),
        moves=DESK.moves_for(uow, solution),
        review=version.review if inside else {},
        unfinished=version.unfinished if CAN_EDIT.allows(uow.actor, solution) else {},
        signs=signs_of(version) if inside else (),
    )


def _references(
    session: Session, solution: Solution, content: SolutionContent
) -> tuple[Reference | None, ...]:
    if not content.deployments:
        return ()
    chosen = select(Reference).where(Reference.solution_id == solution.id)
    rows = once(session, (Reference, solution.id), lambda: session.scalars(chosen).all())
    known = {row.key: row for row in rows}
    return tuple(known.get(reference_key(deployment)) for deployment in content.deployments)
