"""What would move a score most: the one thing whose being met would raise it furthest.

Nothing is estimated: the sum of a score is made again with that one verdict changed. What a
vendor could write, and what it would do to the place, is found out in `matching.what_if`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from matching.ranking.agreement import Agreement, agreements_value
from matching.ranking.explanation import RequirementVerdict, coverage_of
from matching.ranking.facts import FactVerdict, Verdict
from matching.ranking.scoring import Factor, facts_value, total
from matching.ranking.weights import FACTS, PARTNER_FACTS, REQUIREMENTS

_LEAST = 1e-9
"""A score that rises by less is the same."""


class Mover(StrEnum):
    """What kind of thing would move a score."""

    REQUIREMENT = "requirement"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Movement:
    """One thing that is not met, and the score if it were met in full, 0..1.

    `subject` is the text of the requirement, or the name of the fact.
    """

    mover: Mover
    subject: str
    score: float


def moves_most(
    requirements: Sequence[RequirementVerdict],
    facts: Sequence[FactVerdict],
    factors: Sequence[Factor],
) -> Movement | None:
    """Return what would raise the score of an offering most; None if everything asked is met."""
    return _best([*_requirements(requirements, factors), *_facts(facts, factors)], factors)


def agreement_moves_most(
    agreements: Sequence[Agreement], factors: Sequence[Factor]
) -> Movement | None:
    """Return the fact whose agreeing would raise the score of a partner most; None if all agree."""
    found: list[Movement] = []
    for place, item in enumerate(agreements):
        if item.side != "agrees":
            agreed = replace(item, side="agrees")
            changed = [*agreements[:place], agreed, *agreements[place + 1 :]]
            score = _score(factors, PARTNER_FACTS.name, agreements_value(changed))
            found.append(Movement(Mover.FACT, item.name, score))
    return _best(found, factors)


def _requirements(
    verdicts: Sequence[RequirementVerdict], factors: Sequence[Factor]
) -> Iterator[Movement]:
    for place, item in enumerate(verdicts):
        if item.stated and item.verdict is not Verdict.MET:
            met = replace(item, verdict=Verdict.MET, worth=1.0)
            value = coverage_of((*verdicts[:place], met, *verdicts[place + 1 :]))
            score = _score(factors, REQUIREMENTS.name, value)
            yield Movement(Mover.REQUIREMENT, item.requirement, score)


def _facts(verdicts: Sequence[FactVerdict], factors: Sequence[Factor]) -> Iterator[Movement]:
    for place, item in enumerate(verdicts):
        if item.verdict is not Verdict.MET:
            met = replace(item, verdict=Verdict.MET)
            value = facts_value((*verdicts[:place], met, *verdicts[place + 1 :]))
            yield Movement(Mover.FACT, item.name, _score(factors, FACTS.name, value))


def _score(factors: Sequence[Factor], name: str, value: float) -> float:
    """The score with another value of one factor."""
    return total([replace(item, value=value) if item.name == name else item for item in factors])


def _best(found: list[Movement], factors: Sequence[Factor]) -> Movement | None:
    """The one that raises the score most, the first of equals."""
    best = max(found, key=lambda item: item.score, default=None)
    return best if best is not None and best.score > total(factors) + _LEAST else None
