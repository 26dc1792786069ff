"""What can be said of an answer, and about which answer it is said."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Answer(StrEnum):
    """What the engine proposed: a solution, or another city's challenge as the same need."""

    SOLUTION = "solution"
    PARTNER = "partner"


class Aspect(StrEnum):
    """What a city says of an answer; of each it may say one thing, and take it back."""

    VERDICT = "verdict"
    SHORTLIST = "shortlist"
    OUTCOME = "outcome"


class Reason(StrEnum):
    """Why an answer is of no use."""

    NEED = "need"
    PLACE = "place"
    PRICE = "price"
    MATURITY = "maturity"
    KNOWN = "known"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """An answer as the city saw it: which one, at which versions, and at which place of the list.

    `rank` is None where there was no list.
    """

    challenge_id: UUID
    answer: Answer
    answer_id: UUID
    challenge_version: int
    answer_version: int
    rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said; `reasons` and `note` explain why something is of no use, or is wanted."""

    aspect: Aspect
    useful: bool = True
    reasons: tuple[Reason, ...] = ()
    note: str = ""
