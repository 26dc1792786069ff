"""Where solutions run, asked from the place: what is deployed in one city."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.solutions.content import Deployment, ReferenceState
from marketplace.solutions.models import Reference, Solution
from marketplace.solutions.queries import (
    BY_NAME,
    SolutionCard,
    SolutionFilters,
    list_solutions,
    published_contents,
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
    keys = _keys(uow.session, ids)
    references = references_of(uow.session, ids)
    contents = {said.id: said.content for said in published_contents(uow.session, ids)}

    def told(card: SolutionCard) -> SolutionThere:
        there = (d for d in contents[card.id].deployments if place_code(d.place, d.country) == code)
        pairs = ((d, references.get((card.id, reference_key(d)))) for d in there)
        return SolutionThere(
            card=card,
            external_key=keys.get(card.id),
            deployments=tuple(_undisputed(pairs)),
        )

    return found.map(told)


def _undisputed(
    pairs: Iterator[tuple[Deployment, Reference | None]],
) -> Iterator[tuple[Deployment, Reference | None]]:
    for deployment, reference in pairs:
        if reference is None or reference.state != ReferenceState.DISPUTED:
            yield deployment, reference


def _keys(session: Session, ids: Collection[UUID]) -> dict[UUID, str | None]:
    rows = session.execute(select(Solution.id, Solution.external_key).where(Solution.id.in_(ids)))
    return dict(rows.all())


def references_of(session: Session, ids: Collection[UUID]) -> dict[tuple[UUID, str], Reference]:
    """The references of these solutions, by solution and key of the deployment."""
    rows = session.scalars(select(Reference).where(Reference.solution_id.in_(ids)))
    return {(row.solution_id, row.key): row for row in rows}
