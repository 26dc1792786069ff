"""What cities decided; ids only, and no reason."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class DecisionSent(Fact):
    """A city ended its search, and told everybody who took part why."""

    decision_id: UUID
    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class SolutionChosen(Fact):
    """A city goes on with this solution, and told its vendor why."""

    decision_id: UUID
    challenge_id: UUID
    solution_id: UUID
