"""What happened to joint procurements and their members; ids only."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class CityInvited(Fact):
    """A city was asked to take part."""

    procurement_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class InvitationAnswered(Fact):
    """A city said that it takes part, or that it does not."""

    procurement_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class MemberWithdrew(Fact):
    """A city that took part does so no longer; `role` is the one it had."""

    procurement_id: UUID
    organisation_id: UUID
    role: str = ""


@dataclass(frozen=True, slots=True)
class RoleChanged(Fact):
    """A member takes part in another role."""

    procurement_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class LeadBuyerChosen(Fact):
    """A member was made the lead buyer."""

    procurement_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class GroupDecided(Fact):
    """A decision of the group was put on record."""

    procurement_id: UUID
    decision_id: UUID
