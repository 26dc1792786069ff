"""Which two things are brought together, and what can come of it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Pair:
    """A challenge beside what goes with it: a solution, or another city's challenge.

    Exactly one of `solution_id` and `partner_id` is given.
    """

    challenge_id: UUID
    solution_id: UUID | None = None
    partner_id: UUID | None = None

    def __post_init__(self) -> None:
        if (self.solution_id is None) == (self.partner_id is None):
            raise ValueError("A pair has either a solution or a partner.")

    @property
    def key(self) -> str:
        """The same for a pair of challenges whichever stands first."""
        if self.solution_id is not None:
            return f"{self.challenge_id}/{self.solution_id}"
        return "/".join(sorted((str(self.challenge_id), str(self.partner_id))))


class Outcome(StrEnum):
    """What came of an introduction."""

    TOGETHER = "together"
    TALKING = "talking"
    NO_FIT = "no_fit"
    NO_ANSWER = "no_answer"
    LEFT = "left"


class Waiting(StrEnum):
    """What somebody can wait for, so that whoever owes it can be reminded.

    A question is asked by a vendor about a challenge, an enquiry by a city about a solution.
    """

    QUESTION = "question"
    ENQUIRY = "enquiry"
    INTEREST = "interest"
    INTRODUCTION = "introduction"
    CONFIRMATION = "confirmation"
