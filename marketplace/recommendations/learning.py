"""Weights learned from what people said, as a report; nothing is changed by it."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.recommendations.weighing import DOCUMENTED
from marketplace.recommendations.weight_report import Ranking, WeightReport
from matching import ENGINE_VERSION
from matching.evaluation.learning import (
    LEAST_CITIES,
    LEAST_VERDICTS,
    MOST_PER_CITY,
    Judgement,
    Learned,
    learn,
)

__all__ = ["LEAST_CITIES", "LEAST_VERDICTS", "MOST_PER_CITY", "Judgement", "Lesson", "lesson_of"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the verdicts on one ranking say; `report` is None where they say too little.

    A report is worth a decision only if it `helps`: needs that had no part in the learning are
    ordered better by it.
    """

    ranking: Ranking
    verdicts: int
    cities: int
    report: WeightReport | None

    @property
    def helps(self) -> bool:
        """Whether other needs are ordered better by the learned weights."""
        report = self.report
        return report is not None and report.agreement_after > report.agreement_before


def lesson_of(ranking: Ranking, judgements: Sequence[Judgement]) -> Lesson:
    """Fit the weights of a ranking to judgements, the newest first."""
    learned = learn(judgements, DOCUMENTED[ranking])
    report = _report(ranking, learned) if learned.enough else None
    return Lesson(ranking, learned.verdicts, learned.cities, report)


def _report(ranking: Ranking, learned: Learned) -> WeightReport:
    return WeightReport(
        documented=DOCUMENTED[ranking].by_name,
        learned=learned.weights.by_name,
        intervals=learned.intervals,
        engine_version=ENGINE_VERSION,
        verdicts=learned.verdicts,
        cities=learned.cities,
        pairs=learned.pairs,
        agreement_before=learned.agreement_before or 0.0,
        agreement_after=learned.agreement_after or 0.0,
    )
