"""What happened to the demand of a group and to what its members commit; ids only."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class CommitmentMade(Fact):
    """A member committed an amount, or another one than before."""

    procurement_id: UUID
    organisation_id: UUID
    commitment_id: UUID


@dataclass(frozen=True, slots=True)
class CommitmentTakenBack(Fact):
    """A member took back what it had committed."""

    procurement_id: UUID
    organisation_id: UUID
    commitment_id: UUID


@dataclass(frozen=True, slots=True)
class CommitmentsReleased(Fact):
    """A member buys no longer, so what it had committed counts no more."""

    procurement_id: UUID
    organisation_id: UUID
