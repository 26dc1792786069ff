"""What is kept of a match on a shortlist, and what a city says when it has decided."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from marketplace.recommendations.results import (
    Band,
    Factor,
    FactVerdict,
    RequirementVerdict,
    SolutionMatch,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The reasons of a match as they were shown.

    Versions, score, place, model and engine stand in the opinion that put it on the shortlist;
    the texts are versions of the solution and of the challenge, which are never changed.
    """

    band: Band
    requirements: tuple[RequirementVerdict, ...] = ()
    facts: tuple[FactVerdict, ...] = ()
    estimated: tuple[str, ...] = ()
    factors: tuple[Factor, ...] = ()
    copies: int = 0
    unknown_language: str | None = None


class Outcome(StrEnum):
    """How a city's search ended."""

    CHOSEN = "chosen"
    NONE = "none"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What the vendor of one solution is told, and whether the city goes on with it."""

    solution_id: UUID
    text: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionContent:
    """What a city decided: to everybody who took part `message`, then to each its own reason."""

    outcome: Outcome
    message: str = ""
    reasons: tuple[Reason, ...] = ()


def kept_of(match: SolutionMatch) -> Kept:
    """What is kept of a match."""
    return Kept(
        band=match.band,
        requirements=match.requirements,
        facts=match.facts,
        estimated=tuple(sorted(match.estimated)),
        factors=match.factors,
        copies=match.copies,
        unknown_language=match.unknown_language,
    )
