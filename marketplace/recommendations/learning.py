"""Weights learned from what people said, as a report; nothing is changed by it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from marketplace.recommendations.demonstration import demonstration, fill
from marketplace.recommendations.guarding import Run, golden_runs
from marketplace.recommendations.weighing import DOCUMENTED
from marketplace.recommendations.weight_report import Ranking, Reordered, WeightReport
from matching import ENGINE_VERSION
from matching.encoding import load_encoder
from matching.evaluation.learning import (
    LEAST_CITIES,
    LEAST_VERDICTS,
    Judgement,
    Learned,
    learn,
)
from matching.library import Library
from matching.profiles import Need, Offering

__all__ = [
    "LEAST_CITIES",
    "LEAST_VERDICTS",
    "Judgement",
    "Lesson",
    "lesson_of",
    "with_golden_set",
]

_FIRST = 10


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


def with_golden_set(lesson: Lesson, *, encoder: str) -> Lesson:
    """The same with what the learned weights do to the needs that were judged by hand.

    Raises:
        EncoderUnavailable: the model of that name cannot be loaded.
    """
    if lesson.report is None:
        return lesson
    library, data = Library(load_encoder(encoder)), demonstration()
    fill(library, data)
    documented = dict(DOCUMENTED)
    learned = documented | {
        lesson.ranking: documented[lesson.ranking].learned(lesson.report.learned)
    }
    place = list(Ranking).index(lesson.ranking)
    before, after = (golden_runs(library, data, *weights.values())[place]
                     for weights in (documented, learned))  # fmt: skip
    profiles: list[Need | Offering] = [*data.offerings, *data.needs]
    names = {profile.key: profile.fields[0].text for profile in profiles}
    report = replace(
        lesson.report,
        needs=len(before.answers),
        golden_before=before.figure.mean,
        golden_after=after.figure.mean,
        reordered=tuple(_reordered(before, after, names)),
    )
    return replace(lesson, report=report)


def _reordered(before: Run, after: Run, names: Mapping[str, str]) -> Iterator[Reordered]:
    """The needs whose first ten are others."""
    for need, answers in before.answers.items():
        was = [answer.key for answer in answers[:_FIRST]]
        now = [answer.key for answer in after.answers[need][:_FIRST]]
        enter = tuple(names[key] for key in now if key not in was)
        leave = tuple(names[key] for key in was if key not in now)
        if enter or leave:
            yield Reordered(need=names[need], enter=enter, leave=leave)


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
