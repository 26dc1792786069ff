"""Requirement by requirement: what the offering says to it, and the sentence that says so.

Evidence is a literal span of the very text that was ranked. A requirement that names a fact and
nothing else is decided by that fact, where it is stated. Whether any other is met is a sum of the
few numbers of `readings`, weighed as `weights` says; the likeliest verdict is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.passages import Passage
from matching.profiles import Offering, OfferingFacts, Requirement
from matching.ranking.facts import FactVerdict, Verdict, fact_verdicts
from matching.ranking.named_facts import named_facts
from matching.ranking.readings import Asked, Readings, readings_of
from matching.ranking.shelf import Shelf
from matching.ranking.signals import DECIMALS
from matching.ranking.weights import CLOSEST_FROM, ESSENTIAL_COUNTS, NOT_STATED_WORTH, VERDICTS

Floats = NDArray[np.float64]

_WEIGHTS = np.array(list(VERDICTS.values()))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that decided a verdict, or the closest one where nothing is stated.

    A span: `text` is characters `start` to `end` of the field; `strength` is in 0..1.
    """

    text: str
    field: str
    start: int
    end: int
    strength: float


@dataclass(frozen=True, slots=True)
class RequirementVerdict:
    """What an offering says to one requirement, with the sentence that says it.

    `fact` is what decided instead of a sentence, where the requirement names a fact. `strength` is
    how likely "met" is, or "not met" where that is the verdict; `worth` is what the
    requirement counts in the score. Both are in 0..1.
    """

    requirement: str
    essential: bool
    stated: bool
    verdict: Verdict
    evidence: Evidence | None
    strength: float
    worth: float
    fact: FactVerdict | None = None


def requirement_verdicts(
    asked: Asked, shelf: Shelf[Offering], slots: Sequence[int]
) -> list[tuple[RequirementVerdict, ...]]:
    """Judge all wants of a need, in their order, against the passages of each offering."""
    if not asked.wants or not slots:
        return [()] * len(slots)
    readings = readings_of(asked, shelf, np.array(slots))
    likely = np.split(likelihoods(np.vstack([one.numbers for one in readings])), len(slots))
    stated = [shelf.profiles[shelf.keys[slot]].facts for slot in slots]
    return [
        tuple(
            _by_fact(want, facts) or _verdict(want, read, row, sure[row])
            for row, want in enumerate(asked.wants)
        )
        for read, sure, facts in zip(readings, likely, stated, strict=True)
    ]


def likelihoods(numbers: Floats) -> Floats:
    """Return how likely "met", "not met" and "not stated" are, (n, 3), rows adding up to 1."""
    sums = _WEIGHTS[0] + numbers @ _WEIGHTS[1:]
    powers = np.exp(np.hstack([sums, np.zeros((len(sums), 1))]))
    return np.asarray(np.round(powers / powers.sum(axis=1, keepdims=True), DECIMALS))


def coverage_of(verdicts: tuple[RequirementVerdict, ...]) -> float:
    """Return how far the requirements are met, 0..1: the mean of what each is worth.

    Essential ones count double. A verdict is one of three words; its worth is as fine as the
    likelihoods behind it, so that a hair's breadth in a text moves no place.
    """
    weights = [ESSENTIAL_COUNTS if item.essential else 1.0 for item in verdicts]
    worth = sum(w * v.worth for w, v in zip(weights, verdicts, strict=True))
    return round(float(worth / sum(weights)), DECIMALS) if weights else 0.0


def _by_fact(want: Requirement, stated: OfferingFacts) -> RequirementVerdict | None:
    """What a stated fact says to a want that names it; None where nothing is stated."""
    named = named_facts(want.text)
    if named is None:
        return None
    # None of the facts that are named in words depends on the day.
    (fact,) = fact_verdicts(named, stated, date.min)
    if fact.verdict is Verdict.NOT_STATED:
        return None
    worth = float(fact.verdict is Verdict.MET)
    return RequirementVerdict(
        want.text, want.essential, want.stated, fact.verdict, None, 1.0, worth, fact
    )


def _verdict(want: Requirement, readings: Readings, row: int, likely: Floats) -> RequirementVerdict:
    met, not_met, not_stated = likely.tolist()
    proof, limit = readings.places[row], readings.against[row]
    verdict, place, strength = Verdict.NOT_STATED, proof, met
    if limit >= 0 and not_met > max(met, not_stated):
        verdict, place, strength = Verdict.NOT_MET, limit, not_met
    elif proof >= 0 and met > not_stated:
        verdict = Verdict.MET
    shown = place >= 0 and (verdict is not Verdict.NOT_STATED or strength >= CLOSEST_FROM)
    evidence = _evidence(readings.passages[place], strength) if shown else None
    worth = round(met + NOT_STATED_WORTH * not_stated, DECIMALS)
    return RequirementVerdict(
        want.text, want.essential, want.stated, verdict, evidence, strength, worth
    )


def _evidence(passage: Passage, strength: float) -> Evidence:
    return Evidence(passage.text, passage.field, passage.start, passage.end, strength)
