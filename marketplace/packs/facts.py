"""What the papers are drawn up from: everything that the group has filled in, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.awards.content import Criteria
from marketplace.awards.models import Evaluation
from marketplace.common_needs.lots import LotsView, lots_of
from marketplace.common_needs.queries import NeedView, need_of
from marketplace.consultations.queries import (
    ConsultationFigures,
    ConsultationView,
    LogEntry,
    consultation_of,
    figures_of,
    log_of,
)
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationContent
from marketplace.organisations.queries import organisations_by_id
from marketplace.pooled_demand.queries import (
    Commitments,
    PooledDemand,
    commitments_of,
    demand_of,
)
from marketplace.procurements.queries import (
    GroupDecisionView,
    MemberView,
    ProcurementView,
    decisions_of,
)
from marketplace.steps.queries import Passage, way_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A joint procurement with all that belongs to it, as its inside sees it at `now`.

    `need`, `consultation` and its `figures`, and `criteria` are None as long as there are none.
    """

    view: ProcurementView
    cities: Mapping[UUID, OrganisationContent]
    decisions: tuple[GroupDecisionView, ...]
    passages: tuple[Passage, ...]
    need: NeedView | None
    lots: LotsView
    demand: PooledDemand
    commitments: Commitments
    consultation: ConsultationView | None
    figures: ConsultationFigures | None
    log: tuple[LogEntry, ...]
    criteria: Criteria | None
    now: datetime

    def member(self, organisation_id: UUID) -> MemberView | None:
        """The city among those that take part, if it is one."""
        found = (one for one in self.view.taking_part if one.organisation_id == organisation_id)
        return next(found, None)

    def own_text(self, member: MemberView) -> OrganisationContent:
        """What a member says of itself."""
        return self.cities[member.organisation_id]


def facts_of(uow: UnitOfWork, procurement_id: UUID) -> Facts:
    """Everything that the papers of one joint procurement are drawn up from.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not see its inside.
    """
    way = way_of(uow, procurement_id)
    ids = {member.organisation_id for member in way.view.taking_part}
    evaluation = uow.session.get(Evaluation, procurement_id)
    return Facts(
        view=way.view,
        cities={id_: row.content for id_, row in organisations_by_id(uow.session, ids).items()},
        decisions=tuple(reversed(decisions_of(uow, procurement_id))),
        passages=way.passages,
        need=need_of(uow, procurement_id),
        lots=lots_of(uow, procurement_id),
        demand=demand_of(uow, procurement_id),
        commitments=commitments_of(uow, procurement_id),
        consultation=consultation_of(uow, procurement_id),
        figures=figures_of(uow, procurement_id),
        log=tuple(log_of(uow, procurement_id)),
        criteria=evaluation.criteria if evaluation is not None else None,
        now=uow.now,
    )
