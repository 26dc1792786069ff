"""Verdicts of people move the weights of a ranking, a little; clicks never do.

Of two answers to one need, the one that its city found better should have the higher score. The
weights are moved towards that as far as the verdicts carry, and are held back three ways: each
stays within `MOST_LEARNED` of what is documented, together they stay 1, and a ridge pulls them
back to where they were. The ridge is so strong that what one city says moves no weight by more
than `MOST_OF_ONE_CITY` of itself, whatever it says: that is proved below and tested. No text is
read, and nothing is learned about a single vendor or city.

The proof: a city counts with `MOST_PER_CITY` verdicts at most, and its pairs weigh as much
together. A pair pulls by its difference over `SOFTNESS`, and differences are cut at
`MOST_DIFFERENCE`. The sum of convex losses and the ridge is strongly convex, so leaving one city
out moves the lowest point by no more than its greatest pull divided by `RIDGE`.

What becomes of learned weights is not decided here.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matching.ranking.scoring import Factor
from matching.ranking.weights import MEANING, MOST_LEARNED, WORDS, Weights

Floats = NDArray[np.float64]

LEAST_VERDICTS = 50
"""With fewer verdicts nothing is learned."""

LEAST_CITIES = 5
"""With fewer cities nothing is learned: what helps two may harm the others."""

MOST_PER_CITY = 20
"""So many verdicts of one city count, the newest."""

MOST_DIFFERENCE = 0.1
"""Longer differences of two answers are cut to this: a striking pair is no stronger witness."""

SOFTNESS = 0.05
"""The difference of two scores that is told apart clearly."""

MOST_OF_ONE_CITY = 0.05
RIDGE = MOST_PER_CITY * MOST_DIFFERENCE / SOFTNESS / MOST_OF_ONE_CITY

_FOLDS = 5
_DRAWS = 100
_STEPS = 300
_STILL = 1e-10
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a city said of one answer to one of its needs; a higher `grade` is better.

    `factors` are those of the pair by the documented weights.
    """

    city: str
    need: str
    factors: tuple[Factor, ...]
    grade: int


@dataclass(frozen=True, slots=True)
class Learned:
    """What the verdicts say of the weights.

    `weights` are the documented ones where too little was said. `intervals` are where each
    share lies in 95 of 100 draws of cities. The agreements are the shares of pairs, 0..1, that
    stand in the order their city gave them, by the documented weights and by weights learned
    from other needs; None without a pair.
    """

    weights: Weights
    intervals: dict[str, tuple[float, float]]
    verdicts: int
    cities: int
    pairs: int
    agreement_before: float | None
    agreement_after: float | None

    @property
    def enough(self) -> bool:
        """Whether so much was said, by so many, that anything may be learned."""
        return self.verdicts >= LEAST_VERDICTS and self.cities >= LEAST_CITIES and self.pairs > 0


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Better answers and worse ones: n pairs over k factors.

    `differences` (n, k) are of what each factor adds, `counts` (n,) what a pair weighs.
    """

    better: list[Judgement]
    worse: list[Judgement]
    differences: Floats
    counts: Floats


def learn(judgements: Sequence[Judgement], documented: Weights) -> Learned:
    """Fit the weights to what people said.

    Args:
        judgements: of pairs whose texts are still those that were judged, the newest first.
        documented: the weights that the factors of the judgements were made with.
    """
    counted = _counted(judgements)
    pairs = _pairs(counted, documented)
    cities = sorted({item.city for item in counted})
    heard = Learned(documented, {}, len(counted), len(cities), len(pairs.counts), None, None)
    if not heard.enough:
        return heard
    before, after = _agreements(pairs, documented)
    return Learned(
        _moved(documented, _fit(pairs, pairs.counts, documented)),
        _intervals(pairs, cities, documented),
        heard.verdicts,
        heard.cities,
        heard.pairs,
        before,
        after,
    )


def rescored(factors: Sequence[Factor], documented: Weights, weights: Weights) -> float:
    """Return the score that a pair judged by `documented` has by other weights, 0..1."""
    shown = {factor.name: factor for factor in factors}
    meaning, words = shown.pop(MEANING.name), shown.pop(WORDS.name)
    close = meaning.weight * weights.by_name[MEANING.name] / documented.by_name[MEANING.name]
    common = words.weight * weights.by_name[WORDS.name] / documented.by_name[WORDS.name]
    text = 1.0 - sum(weights.by_name[name] for name in shown)
    told = (close * meaning.value + common * words.value) / (close + common)
    return text * told + sum(it.value * weights.by_name[it.name] for it in shown.values())


def _counted(judgements: Sequence[Judgement]) -> list[Judgement]:
    said: defaultdict[str, int] = defaultdict(int)
    counted: list[Judgement] = []
    for item in judgements:
        said[item.city] += 1
        if said[item.city] <= MOST_PER_CITY:
            counted.append(item)
    return counted


def _pairs(judgements: Sequence[Judgement], documented: Weights) -> _Pairs:
    """All pairs of one need that were judged differently; those of a need weigh as its verdicts."""
    of_need: defaultdict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for item in judgements:
        of_need[item.city, item.need].append(item)
    better: list[Judgement] = []
    worse: list[Judgement] = []
    counts: list[float] = []
    for _, items in sorted(of_need.items()):
        told = [pair for pair in combinations(items, 2) if pair[0].grade != pair[1].grade]
        for one, other in told:
            first, second = (one, other) if one.grade > other.grade else (other, one)
            better.append(first)
            worse.append(second)
        counts += [len(items) / len(told) for _ in told]
    added = [_added(one, documented) - _added(other, documented) for one, other in zip(
        better, worse, strict=True)]  # fmt: skip
    differences = np.array(added, dtype=np.float64).reshape(-1, len(documented.factors))
    lengths = np.linalg.norm(differences, axis=1, keepdims=True)
    differences *= np.minimum(1.0, MOST_DIFFERENCE / np.maximum(lengths, MOST_DIFFERENCE))
    return _Pairs(better, worse, differences, np.array(counts, dtype=np.float64))


def _added(item: Judgement, documented: Weights) -> Floats:
    """What each factor adds to the score, (k,); nothing if it does not apply."""
    adds = {factor.name: factor.value * factor.weight for factor in item.factors}
    return np.array([adds.get(name, 0.0) for name in documented.by_name], dtype=np.float64)


def _fit(pairs: _Pairs, counts: Floats, documented: Weights) -> Floats:
    """By what part of itself each weight moves, (k,): the lowest point, by projected descent."""
    shares = np.array(list(documented.by_name.values()), dtype=np.float64)
    told = pairs.differences / SOFTNESS
    at_rest = told.sum(axis=1)
    steepest = RIDGE + float((counts * (told**2).sum(axis=1)).sum()) / 4.0
    moves = np.zeros(len(shares))
    for _ in range(_STEPS):
        doubt = counts / (1.0 + np.exp(at_rest + told @ moves))
        slope = RIDGE * moves - doubt @ told
        following = _allowed(moves - slope / steepest, shares)
        if np.abs(following - moves).max() < _STILL:
            return following
        moves = following
    return moves


def _allowed(moves: Floats, shares: Floats) -> Floats:
    """The nearest moves within the bounds that leave the sum of the weights as it is."""
    # The sum falls in straight pieces as `taken` grows; between two ends it is read off.
    edges = np.concatenate([moves - MOST_LEARNED, moves + MOST_LEARNED])
    ends = np.sort(edges / np.tile(shares, 2))
    sums = np.clip(moves - np.outer(ends, shares), -MOST_LEARNED, MOST_LEARNED) @ shares
    taken = np.interp(0.0, sums[::-1], ends[::-1])
    return np.asarray(np.clip(moves - taken * shares, -MOST_LEARNED, MOST_LEARNED))


def _moved(documented: Weights, moves: Floats) -> Weights:
    if not moves.any():
        return documented
    shares = {
        name: round(share * (1.0 + move), _DECIMALS)
        for (name, share), move in zip(documented.by_name.items(), moves.tolist(), strict=True)
    }
    # What rounding left over goes to the largest, which feels it least.
    largest = max(shares, key=lambda name: shares[name])
    rest = 1.0 - sum(share for name, share in shares.items() if name != largest)
    return documented.learned(shares | {largest: round(rest, _DECIMALS)})


def _intervals(
    pairs: _Pairs, cities: Sequence[str], documented: Weights
) -> dict[str, tuple[float, float]]:
    """Where 95 of 100 draws of cities put each share."""
    chance = np.random.default_rng(0)
    places = {city: place for place, city in enumerate(cities)}
    whose = np.array([places[item.city] for item in pairs.better])
    drawn = []
    for _ in range(_DRAWS):
        times = np.bincount(chance.integers(0, len(cities), len(cities)), minlength=len(cities))
        drawn.append(_fit(pairs, pairs.counts * times[whose], documented))
    low, high = np.percentile(np.array(drawn), [2.5, 97.5], axis=0).tolist()
    return {
        name: (
            round(share * (1.0 + low[place]), _DECIMALS),
            round(share * (1.0 + high[place]), _DECIMALS),
        )
        for place, (name, share) in enumerate(documented.by_name.items())
    }


def _agreements(pairs: _Pairs, documented: Weights) -> tuple[float, float]:
    """How many pairs stand in the right order, before and after; no need judges itself."""
    needs = sorted({(item.city, item.need) for item in pairs.better})
    folds = {need: place % _FOLDS for place, need in enumerate(needs)}
    fold = np.array([folds[item.city, item.need] for item in pairs.better])
    before, after = np.zeros(len(fold)), np.zeros(len(fold))
    for held in range(_FOLDS):
        moves = _fit(pairs, pairs.counts * (fold != held), documented)
        weights = _moved(documented, moves)
        for place in np.flatnonzero(fold == held).tolist():
            before[place] = _in_order(pairs, place, documented, documented)
            after[place] = _in_order(pairs, place, documented, weights)
    whole = pairs.counts.sum()
    return float(pairs.counts @ before / whole), float(pairs.counts @ after / whole)


def _in_order(pairs: _Pairs, place: int, documented: Weights, weights: Weights) -> float:
    """1 if the better answer has the higher score, half if both have the same."""
    better = rescored(pairs.better[place].factors, documented, weights)
    worse = rescored(pairs.worse[place].factors, documented, weights)
    return 0.5 if better == worse else float(better > worse)
