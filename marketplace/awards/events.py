"""What happened in an evaluation and after it; ids only."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class EvaluatorNamed(Fact):
    """A city named one of its people as an evaluator."""

    procurement_id: UUID
    evaluator_id: UUID


@dataclass(frozen=True, slots=True)
class ConsensusOpened(Fact):
    """The evaluators read each other's points now, and agree on those that count."""

    procurement_id: UUID


@dataclass(frozen=True, slots=True)
class OutcomeRecorded(Fact):
    """It is on record what came of a joint procurement; `number` is above 1 for a correction."""

    procurement_id: UUID
    outcome_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class SupplierTold(Fact):
    """A supplier that took part can read why it was decided so."""

    procurement_id: UUID
    tenderer_id: UUID


@dataclass(frozen=True, slots=True)
class SavingClaimed(Fact):
    """Somebody else said for a member what it saved, and the member has to confirm it."""

    procurement_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class SavingConfirmed(Fact):
    """A member confirmed what it saved."""

    procurement_id: UUID
    organisation_id: UUID
