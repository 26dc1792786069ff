"""How joint procurements stand on the floors below, read for many of them at once.

What is read decides nothing; the conditions do. Nobody's right to see it is asked for here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from marketplace.awards.content import Result
from marketplace.awards.models import Evaluation
from marketplace.awards.queries import latest_outcomes
from marketplace.common_needs.queries import aligned
from marketplace.consultations.content import DocumentKind
from marketplace.consultations.lifecycle import SETTLES, Phase, phase_at
from marketplace.consultations.models import Consultation, GroupDocument, GroupDocumentVersion
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.procurements.queries import ProcurementView


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one joint procurement stands.

    `needs_settled`: the common need says what the members say now, and no contradiction in it is
    open. `papers` are the kinds of documents of which a version is agreed or signed.
    `consultation` is None where none is prepared, `outcome` where none is recorded.
    """

    view: ProcurementView
    needs_settled: bool
    papers: frozenset[DocumentKind]
    consultation: Phase | None
    has_criteria: bool
    outcome: Result | None


def standings(uow: UnitOfWork, views: Sequence[ProcurementView]) -> dict[UUID, Standing]:
    """How each of these stands; a handful of queries, however many they are."""
    ids = [view.id for view in views]
    settled, papers = aligned(uow.session, views), _papers(uow, ids)
    phases, judged = _phases(uow, ids), _judged(uow, ids)
    outcomes = latest_outcomes(uow, ids)
    return {
        view.id: Standing(
            view=view,
            needs_settled=view.id in settled,
            papers=frozenset(papers.get(view.id, ())),
            consultation=phases.get(view.id),
            has_criteria=view.id in judged,
            outcome=outcomes[view.id].content.result if view.id in outcomes else None,
        )
        for view in views
    }


def _papers(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, set[DocumentKind]]:
    chosen = (
        select(GroupDocument.procurement_id, GroupDocument.kind)
        .join(GroupDocumentVersion, GroupDocumentVersion.document_id == GroupDocument.id)
        .where(GroupDocument.procurement_id.in_(ids), GroupDocumentVersion.state.in_(SETTLES))
    )
    found: dict[UUID, set[DocumentKind]] = {}
    for id_, kind in uow.session.execute(chosen):
        found.setdefault(id_, set()).add(DocumentKind(kind))
    return found


def _phases(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, Phase]:
    rows = uow.session.scalars(select(Consultation).where(Consultation.procurement_id.in_(ids)))
    return {
        row.procurement_id: phase_at(
            uow.now, opened=row.opened_at, deadline=row.deadline, closed=row.closed_at
        )
        for row in rows
    }


def _judged(uow: UnitOfWork, ids: Collection[UUID]) -> set[UUID]:
    chosen = select(Evaluation.procurement_id).where(Evaluation.procurement_id.in_(ids))
    return set(uow.session.scalars(chosen))
