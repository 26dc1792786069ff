"""Everything that the page on ranking says, read from the engine that ranks.

Nothing is written down twice: a weight that changes changes the page. The words of the page
are in its template.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from marketplace.recommendations import guarding
from marketplace.recommendations.demonstration import demonstration
from marketplace.recommendations.weighing import InUse, in_use
from marketplace.recommendations.weight_report import Ranking
from matching.evaluation.golden import Golden, load_golden
from matching.evaluation.guard import KEPT, Run, load
from matching.evaluation.learning import LEAST_CITIES, LEAST_VERDICTS, MOST_OF_ONE_CITY
from matching.evaluation.metrics import Interval
from matching.ranking.calibration import Band, nothing_fits
from matching.ranking.fusion import shares
from matching.ranking.history import CHANGES, Change
from matching.ranking.weights import MOST_LEARNED, PER_OWNER, STALE_AFTER_DAYS

FITS = 2
"""The grade from which an answer fits a substantial part of a need."""


@dataclass(frozen=True, slots=True)
class BandFigure:
    """Of the places that were given a band, how many fit, and how many touch the need at least."""

    band: Band
    places: int
    fit: int
    touch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenFigures:
    """How good the ranking was on the golden set when its baseline was last accepted.

    `nothing` counts the needs that nothing fits, `said` those of which it was said, and
    `rightly` those of which it was said and true.
    """

    suppliers: Interval
    partners: Interval
    needs: int
    offerings: int
    bands: tuple[BandFigure, ...]
    nothing: int
    said: int
    rightly: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """The bounds of what verdicts of people may move, as shares in 0..1 and counts."""

    most: float
    most_of_one_city: float
    least_verdicts: int
    least_cities: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HowItRanks:
    """What the page says. `known` and `unknown` are the shares of meaning and words in a text."""

    suppliers: InUse
    partners: InUse
    known: tuple[float, float]
    unknown: tuple[float, float]
    per_owner: int
    stale_after_days: int
    learning: Learning
    golden: GoldenFigures
    changes: tuple[Change, ...]


def how_it_ranks(session: Session) -> HowItRanks:
    """Read what ranks now."""
    return HowItRanks(
        suppliers=in_use(session, Ranking.SUPPLIERS),
        partners=in_use(session, Ranking.PARTNERS),
        known=shares(language_known=True),
        unknown=shares(language_known=False),
        per_owner=PER_OWNER,
        stale_after_days=STALE_AFTER_DAYS,
        learning=Learning(
            most=MOST_LEARNED,
            most_of_one_city=MOST_OF_ONE_CITY,
            least_verdicts=LEAST_VERDICTS,
            least_cities=LEAST_CITIES,
        ),
        golden=golden_figures(),
        changes=CHANGES,
    )


@cache
def golden_figures() -> GoldenFigures:
    """The figures of the golden set, from its baseline."""
    golden = load_golden(guarding.GOLDEN / "suppliers.jsonl")
    suppliers = load(guarding.BASELINES / "golden_suppliers.jsonl")
    said = {
        need
        for need, answers in suppliers.answers.items()
        if nothing_fits(Band(answer.band) for answer in answers[:KEPT] if answer.band)
    }
    return GoldenFigures(
        suppliers=suppliers.figure,
        partners=load(guarding.BASELINES / "golden_partners.jsonl").figure,
        needs=len(golden.grades),
        offerings=len(demonstration().offerings),
        bands=tuple(_band_figure(band, suppliers, golden) for band in Band),
        nothing=len(golden.nothing),
        said=len(said),
        rightly=len(said & golden.nothing),
    )


def _band_figure(band: Band, run: Run, golden: Golden) -> BandFigure:
    grades = [
        _grade(golden.grades, need, answer.key)
        for need, answers in run.answers.items()
        for answer in answers[:KEPT]
        if answer.band == band
    ]
    return BandFigure(band, len(grades), sum(g >= FITS for g in grades), sum(g > 0 for g in grades))


def _grade(grades: Mapping[str, Mapping[str, int]], need: str, key: str) -> int:
    return grades[need].get(key, 0)
