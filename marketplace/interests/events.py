"""What happened to expressions of interest; ids only."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class InterestExpressed(Fact):
    """A vendor says that its solution answers a challenge."""

    interest_id: UUID
    solution_id: UUID
    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class InterestSeen(Fact):
    """The city has read it."""

    interest_id: UUID
    solution_id: UUID
    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class InterestAnswered(Fact):
    """The city answered, or answers otherwise than before."""

    interest_id: UUID
    solution_id: UUID
    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class InterestWithdrawn(Fact):
    """The vendor took it back."""

    interest_id: UUID
    solution_id: UUID
    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class InterestEnded(Fact):
    """The city has left."""

    interest_id: UUID
    solution_id: UUID
    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class InterestClosed(Fact):
    """The city has decided about its challenge, and told this vendor why."""

    interest_id: UUID
    solution_id: UUID
    challenge_id: UUID
