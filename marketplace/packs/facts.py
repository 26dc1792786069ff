"""What the papers are drawn up from: everything that the group has filled in, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationContent
from marketplace.organisations.queries import organisations_by_id
from marketplace.procurements.queries import (
    GroupDecisionView,
    MemberView,
    ProcurementView,
    decisions_of,
    get_procurement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A joint procurement with all that belongs to it, as its inside sees it at `now`."""

    view: ProcurementView
    cities: Mapping[UUID, OrganisationContent]
    decisions: tuple[GroupDecisionView, ...]
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
    decisions = decisions_of(uow, procurement_id)
    view = get_procurement(uow, procurement_id)
    ids = {member.organisation_id for member in view.taking_part}
    return Facts(
        view=view,
        cities={id_: row.content for id_, row in organisations_by_id(uow.session, ids).items()},
        decisions=tuple(reversed(decisions)),
        now=uow.now,
    )
