"""How good rankings are: measures for each question, and how sure one can be of their means.

The measures come from ir-measures; the intervals are seeded bootstraps over questions. Reading
judged sets and making rankings are next door.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
import numpy.typing as npt
from ir_measures import RR, R, nDCG

MEASURES = {"nDCG@10": nDCG @ 10, "Recall@10": R @ 10, "Recall@50": R @ 50, "MRR@10": RR @ 10}
"""Names as they are shown, with what ir-measures calls them."""

DEPTH = 50
"""How many places of a ranking the measures look at."""

_RESAMPLES = 2000
_SEED = 20240229

Ranking = Sequence[str]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over questions with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


def measure(
    rankings: Mapping[str, Ranking], judgements: Mapping[str, Mapping[str, int]]
) -> dict[str, Values]:
    """Each measure by name: one value in 0..1 for every judged question, in their order.

    `rankings` holds keys of texts, best first; a question without a ranking counts as 0.
    """
    # Falling scores state the order outright: the measures would break ties their own way.
    run = {query: {key: -float(place) for place, key in enumerate(ranking)}
           for query, ranking in rankings.items() if ranking and query in judgements}  # fmt: skip
    rows = {query: row for row, query in enumerate(judgements)}
    values = {name: np.zeros(len(rows)) for name in MEASURES}
    names = {str(measure): name for name, measure in MEASURES.items()}
    grades = {query: dict(texts) for query, texts in judgements.items()}
    for found in ir_measures.iter_calc(list(MEASURES.values()), grades, run):
        values[names[str(found.measure)]][rows[found.query_id]] = found.value
    return values


def interval(values: Values) -> Interval:
    """The mean of `values` (questions,) and where it lies in 95 of 100 resamples.

    Called with the differences of two systems question by question, it is the paired interval.
    The seed is fixed, so the same values give the same interval everywhere.
    """
    generator = np.random.default_rng(_SEED)
    size = len(values)
    means = [values[generator.integers(0, size, size)].mean() for _ in range(_RESAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(values.mean()), float(low), float(high))
