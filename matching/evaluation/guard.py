"""A guard on the ranking: what it answered once is kept, and what it answers now is held to it.

A `Run` is what one ranking answered on one set: how good each question's answers were, and
the first ten of some questions with what each factor added. Two runs are compared question
by question, so a change of model, weights or code shows which pairs moved, and why. Where the
texts are somebody else's, a run holds digests of their ids and nothing of the texts.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from matching.evaluation.judged import JudgedSetInvalid
from matching.evaluation.metrics import Interval, Values, interval, measure
from matching.ranking.scoring import Factor
from matching.suppliers import Match

MEASURE = "nDCG@10"
KEPT = 10
"""Places of a ranking that are kept."""

SHOWN_QUESTIONS = 40
"""Questions of a set whose places are kept: of a large set those with the lowest digests."""

SEEN = 20
"""Places that are asked for, so that most of what leaves the ten can still be explained."""

_STILL = 5e-4
"""Scores are kept with four decimals; what moved by less has not moved."""


class Found(Protocol):
    """What a ranking answers: a match with a supplier or with a partner."""

    @property
    def key(self) -> str:
        """Whom it is about."""
        ...

    @property
    def score(self) -> float:
        """The sum of its factors."""
        ...

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What the score is the sum of."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """One place of a ranking; `points` is what each factor added to the score.

    `band` is None where the ranking has none.
    """

    key: str
    score: float
    points: Mapping[str, float]
    band: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One ranking of one set: its measure and its first answers, by question."""

    name: str
    made_by: str
    values: Mapping[str, float]
    answers: Mapping[str, tuple[Answer, ...]]

    @property
    def figure(self) -> Interval:
        """The mean over the questions, with its interval."""
        return interval(np.array(list(self.values.values())))


@dataclass(frozen=True, slots=True)
class Move:
    """A pair whose score or place is another; `points` is what each factor adds more or less.

    Places count from 1; None is beyond what was looked at. Without a score on both sides
    `points` is empty.
    """

    question: str
    key: str
    was: int | None
    now: int | None
    points: Mapping[str, float]

    @property
    def by(self) -> float:
        """How much higher the score is."""
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside an earlier one: the paired difference of the measure, and what moved."""

    now: Run
    before: Run
    difference: Interval
    moves: tuple[Move, ...]

    @property
    def has_fallen(self) -> bool:
        """Whether the measure is lower than before, beyond chance."""
        return self.difference.high < 0


def run_of(
    name: str,
    made_by: str,
    grades: Mapping[str, Mapping[str, int]],
    find: Callable[[str], Sequence[Found]],
    *,
    secret: bool = False,
) -> Run:
    """Ask every question and measure the answers.

    Args:
        name: of the set.
        made_by: the model.
        grades: by question and key. A question without any is asked and not measured.
        find: the first `SEEN` answers to a question.
        secret: whether ids are replaced by digests.
    """
    label = _digest if secret else _as_it_is
    asked = sorted(grades, key=_digest)
    found = {question: find(question) for question in asked}
    judged = {question: grades[question] for question in sorted(grades) if grades[question]}
    ranked = {question: list(_keys(found[question])) for question in judged}
    values: Values = measure(ranked, judged)[MEASURE]
    return Run(
        name,
        made_by,
        {label(question): round(float(v), 4) for question, v in zip(judged, values, strict=True)},
        {label(q): tuple(_answers(found[q], label)) for q in asked[:SHOWN_QUESTIONS]},
    )


def compared(now: Run, before: Run) -> Comparison:
    """Put a run beside an earlier one of the same set.

    Raises:
        JudgedSetInvalid: the questions are others; accept a new baseline.
    """
    if now.values.keys() != before.values.keys():
        raise JudgedSetInvalid(f"{now.name}: the questions are not those of the baseline")
    change = np.array([now.values[question] - before.values[question] for question in now.values])
    moves = [
        move
        for question, answers in before.answers.items()
        if question in now.answers
        for move in _moves(question, answers, now.answers[question])
    ]
    moves.sort(key=lambda move: (-abs(move.by), move.question, move.key))
    return Comparison(now, before, interval(change), tuple(moves))


def save(run: Run, path: Path) -> None:
    """Write a run as a baseline: a line for the set, and one for each question."""
    lines: list[dict[str, Any]] = [{"set": run.name, "model": run.made_by}]
    for question in sorted(run.values.keys() | run.answers.keys()):
        row: dict[str, Any] = {"question": question}
        if question in run.values:
            row[MEASURE] = run.values[question]
        if question in run.answers:
            row["first"] = [
                [answer.key, answer.score, answer.points, answer.band]
                for answer in run.answers[question][:KEPT]
            ]
        lines.append(row)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def load(path: Path) -> Run:
    """Read a baseline.

    Raises:
        JudgedSetInvalid: there is none, or it cannot be understood.
    """
    try:
        head, *rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        values = {row["question"]: row[MEASURE] for row in rows if MEASURE in row}
        first = {row["question"]: row["first"] for row in rows if "first" in row}
        answers = {q: tuple(Answer(*answer) for answer in found) for q, found in first.items()}
        return Run(head["set"], head["model"], values, answers)
    except OSError as error:
        raise JudgedSetInvalid(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise JudgedSetInvalid(f"{path}: is no baseline ({error!r})") from error


def _keys(found: Sequence[Found]) -> Iterator[str]:
    """The keys in their order; near copies stand right behind the one that stands for them."""
    for match in found:
        yield match.key
        if isinstance(match, Match):
            yield from match.folded


def _answers(found: Sequence[Found], label: Callable[[str], str]) -> Iterator[Answer]:
    for match in found:
        points = {f.name: round(f.value * f.weight, 4) for f in match.factors}
        band = match.band.value if isinstance(match, Match) else None
        yield Answer(label(match.key), round(match.score, 4), points, band)


def _moves(question: str, before: Sequence[Answer], now: Sequence[Answer]) -> Iterator[Move]:
    was = {answer.key: (place, answer) for place, answer in enumerate(before[:KEPT], 1)}
    became = {answer.key: (place, answer) for place, answer in enumerate(now, 1)}
    shown = {key for key, (place, _) in became.items() if place <= KEPT}
    for key in sorted(was.keys() | shown):
        old_place, old = was.get(key, (None, None))
        new_place, new = became.get(key, (None, None))
        points = _differences(old, new) if old and new else {}
        if old_place != new_place or points:
            yield Move(question, key, old_place, new_place, points)


def _differences(old: Answer, new: Answer) -> dict[str, float]:
    names = dict.fromkeys([*old.points, *new.points])
    changed = {name: new.points.get(name, 0.0) - old.points.get(name, 0.0) for name in names}
    return {name: by for name, by in changed.items() if abs(by) > _STILL}


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()


def _as_it_is(text: str) -> str:
    return text
