"""What is kept of a match that is put on a shortlist: why it ranked where it did, that day."""

from dataclasses import dataclass

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
