"""What happened on the way; ids only."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class StepTaken(Fact):
    """A joint procurement moved on, went back, or was dissolved."""

    procurement_id: UUID
    move_id: UUID
