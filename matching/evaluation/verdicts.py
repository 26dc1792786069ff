"""How true the verdicts on requirements are: measured on labelled pairs, and fitted to them.

A pair is one requirement of a need and one offering, labelled by people who read both. The
weights of `ranking.weights.VERDICTS` come from `fit`; they are measured by `cross_validated` on
the pairs they were fitted to, and by `judged` on others. Where the profiles come from is not
known here.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.evaluation.judged import JudgedSetInvalid
from matching.library import Library
from matching.ranking.explanation import RequirementVerdict, requirement_verdicts
from matching.ranking.facts import Verdict
from matching.ranking.readings import asked_of, readings_of
from matching.ranking.signals import Query, query_of
from matching.ranking.weights import FOR_SUPPLIERS, VERDICTS

Floats = NDArray[np.float64]

LABELS = (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_STATED)

_FOLDS = 10
_PENALTY = 0.05
"""The inverse of how strongly large weights are held down; from 0.03 to 0.1 it measures alike."""

CAUTION = 1.5
"""How many times likelier than another verdict "met" must be: said wrongly, it misleads most. Up to
here the labels are agreed with as well as without it, and a third fewer say "met" wrongly."""

_DRAWS = 2_000
_SEED = 20261122


@dataclass(frozen=True, slots=True)
class Pair:
    """A requirement of a need and an offering, by their keys, with what a reader found.

    `span` is the exact text of the offering that decided, in the field named `field`; both are
    empty for what is not stated.
    """

    need: str
    requirement: str
    offering: str
    label: Verdict
    span: str
    field: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far verdicts agree with labels: `confusion` has labels as rows and verdicts as columns.

    Both are in the order of `LABELS`, and so is `f1`. `low` and `high` bound the mean of the
    three, `macro`, in 95 of 100 samples of the pairs.
    """

    confusion: NDArray[np.int64]
    f1: tuple[float, ...]
    macro: float
    low: float
    high: float


def load_pairs(path: Path) -> list[Pair]:
    """Read labelled pairs, one JSON object a line.

    Raises:
        JudgedSetInvalid: a line is not one.
    """
    pairs: list[Pair] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            asked = row["challenge"], row["requirement"], row["solution"]
            pairs.append(Pair(*asked, Verdict(row["label"]), row["span"], row["field"]))
        except (ValueError, KeyError, TypeError) as error:
            raise JudgedSetInvalid(f"{path.name}, line {number}: {error}") from None
    return pairs


def judged(library: Library, pairs: Sequence[Pair]) -> list[RequirementVerdict]:
    """Return the verdict of the engine on each pair, as the whole need is judged."""
    shelf = library.offering_shelf
    found: list[RequirementVerdict] = []
    for pair in pairs:
        query = _query(library, pair)
        slot = shelf.slots[pair.offering]
        verdicts = requirement_verdicts(asked_of(query, shelf), shelf, [slot])[0]
        found.append(verdicts[_place(query, pair)])
    return found


def numbers_of(library: Library, pairs: Sequence[Pair]) -> Floats:
    """Return what the engine reads of each pair, float64 (n, readings)."""
    shelf = library.offering_shelf
    rows: list[Floats] = []
    for pair in pairs:
        query = _query(library, pair)
        slots = np.array([shelf.slots[pair.offering]])
        (readings,) = readings_of(asked_of(query, shelf), shelf, slots)
        rows.append(readings.numbers[_place(query, pair)])
    return np.vstack(rows)


def fit(numbers: Floats, labels: Sequence[Verdict]) -> dict[str, tuple[float, float]]:
    """Return what each number, and the constant, says for "met" and for "not met".

    A logistic regression over the three labels, each counting alike however many pairs have it;
    "not stated" is the zero that the two are compared with, and "met" is said with `CAUTION`.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only to fit

    middle, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-9
    model = LogisticRegression(C=_PENALTY, class_weight="balanced", max_iter=5_000)
    model.fit((numbers - middle) / spread, [LABELS.index(label) for label in labels])
    slopes = model.coef_ / spread
    constants = model.intercept_ - slopes @ middle
    constants[LABELS.index(Verdict.MET)] -= np.log(CAUTION)
    table = np.column_stack([constants, slopes])
    return {
        name: (round(float(met), 3), round(float(against), 3))
        for name, met, against in zip(VERDICTS, *(table[:2] - table[2]), strict=True)
    }


def cross_validated(
    numbers: Floats, labels: Sequence[Verdict], owners: Sequence[str]
) -> list[Verdict]:
    """Return the verdict on each pair by weights fitted without any pair of its offering."""
    names = sorted(set(owners))
    order = np.random.default_rng(_SEED).permutation(len(names))
    folds = {names[place]: rank % _FOLDS for rank, place in enumerate(order.tolist())}
    fold = np.array([folds[owner] for owner in owners])
    found = np.empty(len(labels), dtype=np.int64)
    for out in range(_FOLDS):
        inside = [label for label, here in zip(labels, fold, strict=True) if here != out]
        weights = fit(numbers[fold != out], inside)
        found[fold == out] = verdict_places(numbers[fold == out], weights)
    return [LABELS[place] for place in found.tolist()]


def verdict_places(numbers: Floats, weights: dict[str, tuple[float, float]]) -> NDArray[np.int64]:
    """Return the place in `LABELS` of the likeliest verdict of each row, (n,)."""
    table = np.array(list(weights.values()))
    sums = np.hstack([np.ones((len(numbers), 1)), numbers]) @ table
    return np.asarray(np.hstack([sums, np.zeros((len(numbers), 1))]).argmax(axis=1))


def agreement(labels: Sequence[Verdict], found: Sequence[Verdict]) -> Agreement:
    """Compare verdicts with labels."""
    true = np.array([LABELS.index(label) for label in labels])
    said = np.array([LABELS.index(verdict) for verdict in found])
    confusion = _confusion(true, said)
    draws = np.random.default_rng(_SEED).integers(0, len(true), (_DRAWS, len(true)))
    means = [float(np.mean(_f1(_confusion(true[draw], said[draw])))) for draw in draws]
    f1 = _f1(confusion)
    low, high = np.percentile(means, [2.5, 97.5])
    return Agreement(confusion, tuple(f1.tolist()), float(f1.mean()), float(low), float(high))


def as_markdown(title: str, measured: Agreement) -> str:
    """Return the confusion table and the figures, for the report of the engine."""
    words = [label.replace("_", " ") for label in LABELS]
    pairs = int(measured.confusion.sum())
    bounds = f"{measured.low:.3f} to {measured.high:.3f}"
    lines = [
        f"**{title}**: macro F1 **{measured.macro:.3f}** ({bounds}), {pairs} pairs.",
        "",
        "| a reader says | " + " | ".join(f"engine: {word}" for word in words) + " | F1 |",
        "|---|" + "---:|" * (len(LABELS) + 1),
    ]
    for word, row, f1 in zip(words, measured.confusion.tolist(), measured.f1, strict=True):
        lines.append(f"| {word} | " + " | ".join(map(str, row)) + f" | {f1:.3f} |")
    return "\n".join(lines) + "\n"


def as_sentence(labels: Sequence[Verdict], found: Sequence[Verdict]) -> str:
    """Return how often "met" and "not met" are right, for pairs of which few are either."""
    both = list(zip(labels, found, strict=True))
    said = [
        f"“{verdict.replace('_', ' ')}” for {sum(said is verdict for _, said in both)} "
        f"(right: {sum(label is said is verdict for label, said in both)}, "
        f"true of {sum(label is verdict for label, _ in both)})"
        for verdict in (Verdict.MET, Verdict.NOT_MET)
    ]
    return f"Of {len(both)} pairs that a city is shown the engine says {' and '.join(said)}.\n"


def _query(library: Library, pair: Pair) -> Query:
    need, shelf = library.needs[pair.need], library.offering_shelf
    vectors = library.vectors_of(need)
    return query_of(need, vectors, shelf, library.encoder.languages, FOR_SUPPLIERS)


def _place(query: Query, pair: Pair) -> int:
    return [want.text for want in query.need.requirements].index(pair.requirement)


def _confusion(true: NDArray[np.int64], said: NDArray[np.int64]) -> NDArray[np.int64]:
    table = np.zeros((len(LABELS), len(LABELS)), dtype=np.int64)
    np.add.at(table, (true, said), 1)
    return table


def _f1(confusion: NDArray[np.int64]) -> Floats:
    """F1 of each label; 0 for one that nobody has and nobody says."""
    both = confusion.sum(axis=0) + confusion.sum(axis=1)
    return np.asarray(2.0 * np.diag(confusion) / np.maximum(both, 1))
