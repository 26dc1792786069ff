"""Where solutions run, asked from the place: what is deployed in one city."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.solutions.content import Deployment, ReferenceState, SolutionContent
from marketplace.solutions.models import Reference, Solution, SolutionFacet, SolutionVersion
from marketplace.solutions.policy import IS_PUBLIC
from marketplace.solutions.queries import (
    BY_NAME,
    IS_PUBLISHED,
    SolutionCard,
    SolutionFilters,
    card_rows,
    cards_of,
    list_solutions,
)
from marketplace.solutions.rules import place_code, reference_key


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionThere:
    """A published solution with its deployments in one place.

    `external_key` is the key of the file row that the solution came from; each deployment
    has the reference kept for it, if there is one.
    """

    card: SolutionCard
    external_key: str | None
    deployments: tuple[tuple[Deployment, Reference | None], ...]


def deployments_at(
    uow: UnitOfWork, name: str, country: str, page: PageRequest
) -> Page[SolutionThere]:
    """The published solutions said to run in this place, by name.

    What the city named has disputed is left out.
    """
    code = place_code(name, country)
    found = list_solutions(uow, SolutionFilters(place=code, sort=BY_NAME), page)
    ids = [card.id for card in found]
    references = references_of(uow.session, ids)
    texts = _texts(uow.session, ids)

    def told(card: SolutionCard) -> SolutionThere:
        key, content = texts[card.id]
        there = (d for d in content.deployments if place_code(d.place, d.country) == code)
        pairs = ((d, references.get((card.id, reference_key(d)))) for d in there)
        return SolutionThere(
            card=card,
            external_key=key,
            deployments=tuple(_undisputed(pairs)),
        )

    return found.map(told)


def solutions_in(
    uow: UnitOfWork, places: Sequence[tuple[str, str]], most: int
) -> list[list[SolutionCard]]:
    """For each place by name and country the first published solutions said to run there."""
    codes = [place_code(name, country) for name, country in places]
    there = and_(SolutionFacet.kind == "place", SolutionFacet.code.in_(codes))
    by_name = (func.lower(Solution.name), Solution.id)
    number = func.row_number().over(partition_by=SolutionFacet.code, order_by=by_name)
    counted = (
        select(SolutionFacet.code, Solution.id, number.label("number"))
        .join(Solution, Solution.id == SolutionFacet.solution_id)
        .where(there, IS_PUBLIC.where(uow.actor))
        .subquery()
    )
    first = card_rows().add_columns(counted.c.code).join(counted, counted.c.id == Solution.id)
    first = first.where(counted.c.number <= most).order_by(counted.c.number)
    rows = uow.session.execute(first).all()
    found = list(zip(rows, cards_of(uow, [row[:-1] for row in rows]), strict=True))
    return [[card for row, card in found if row.code == code] for code in codes]


def _undisputed(
    pairs: Iterator[tuple[Deployment, Reference | None]],
) -> Iterator[tuple[Deployment, Reference | None]]:
    for deployment, reference in pairs:
        if reference is None or reference.state != ReferenceState.DISPUTED:
            yield deployment, reference


def _texts(
    session: Session, ids: Collection[UUID]
) -> dict[UUID, tuple[str | None, SolutionContent]]:
    rows = session.execute(
        select(Solution.id, Solution.external_key, SolutionVersion.content)
        .join(SolutionVersion, IS_PUBLISHED)
        .where(Solution.id.in_(ids))
    )
    return {id_: (key, content) for id_, key, content in rows}


def references_of(session: Session, ids: Collection[UUID]) -> dict[tuple[UUID, str], Reference]:
    """The references of these solutions, by solution and key of the deployment."""
    rows = session.scalars(select(Reference).where(Reference.solution_id.in_(ids)))
    return {(row.solution_id, row.key): row for row in rows}
