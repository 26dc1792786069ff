"""What happened to solutions, their references and questions about them; ids only."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class SolutionSubmitted(Fact):
    """A vendor handed a version in for review."""

    solution_id: UUID


@dataclass(frozen=True, slots=True)
class SolutionHeld(Fact):
    """Version `number` has signs that staff have to look at before anybody else sees it."""

    solution_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class SolutionReturned(Fact):
    """Staff sent a version back with the fields to mend."""

    solution_id: UUID


@dataclass(frozen=True, slots=True)
class SolutionPublished(Fact):
    """Version `number` is what everybody sees from now on."""

    solution_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class SolutionWithdrawn(Fact):
    """The solution is gone from every list until it is published again."""

    solution_id: UUID


@dataclass(frozen=True, slots=True)
class SolutionArchived(Fact):
    """The solution is no longer offered."""

    solution_id: UUID


@dataclass(frozen=True, slots=True)
class SolutionConfirmed(Fact):
    """The vendor said that what is published is still true."""

    solution_id: UUID


@dataclass(frozen=True, slots=True)
class ReferenceInvited(Fact):
    """A city was asked whether the solution really runs there."""

    reference_id: UUID
    solution_id: UUID
    buyer_id: UUID


@dataclass(frozen=True, slots=True)
class ReferenceConfirmed(Fact):
    """The city named says that it is so."""

    reference_id: UUID
    solution_id: UUID


@dataclass(frozen=True, slots=True)
class ReferenceDisputed(Fact):
    """The city named says that it is not so."""

    reference_id: UUID
    solution_id: UUID


@dataclass(frozen=True, slots=True)
class ReferenceExpired(Fact):
    """An invitation was not answered in time, or a confirmation has grown old."""

    reference_id: UUID
    solution_id: UUID


@dataclass(frozen=True, slots=True)
class SolutionQuestionAsked(Fact):
    """A city wants to know something about a solution."""

    question_id: UUID
    solution_id: UUID


@dataclass(frozen=True, slots=True)
class SolutionQuestionAnswered(Fact):
    """The vendor answered, to everybody."""

    question_id: UUID
    solution_id: UUID


INDEXED_FACTS = (
    "SolutionPublished",
    "SolutionWithdrawn",
    "SolutionArchived",
    "SolutionConfirmed",
)
"""The facts after which the index has to look at the row again."""
