"""What the bands of `matching.ranking.calibration` promise, counted on what people judged.

How many of the first ten in each band are right; and how often a question is told that nothing
fits when something does, and when (by the look of it) nothing does. Tables are made in `sections`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.evaluation.ablations import text_scores
from matching.evaluation.judged import JudgedSet
from matching.evaluation.runs import Setting, need_of
from matching.indexing.words import language_of
from matching.library import Library
from matching.profiles import Need, text_of
from matching.ranking.calibration import Band, band_of, nothing_fits

SHOWN = 10
"""Answers of a question that are counted, as on a page."""

STRANGERS = 40
"""Questions of each other set that are asked of a collection, evenly over that set."""

Placed = tuple[Band, bool]
"""The band of one answer, and whether people judged it right."""


@dataclass(frozen=True, slots=True)
class BandCount:
    """How many answers were in a band, and how many of them were right."""

    band: Band
    answers: int
    right: int

    @property
    def precision(self) -> float | None:
        """The share that was right; None without answers."""
        return self.right / self.answers if self.answers else None


@dataclass(frozen=True, slots=True)
class SetBands:
    """The bands of one set in one group of languages; `silent` were told that nothing fits."""

    name: str
    language_known: bool
    questions: int
    silent: int
    counts: tuple[BandCount, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Questions of one set asked of the collection of another, and how many were told so."""

    asked: str
    collection: str
    questions: int
    silent: int


def counted(rows: Iterable[Placed]) -> tuple[BandCount, ...]:
    """Return answers and right answers of each band, the best band first."""
    found = list(rows)
    return tuple(
        BandCount(band, sum(b is band for b, _ in found), sum(r for b, r in found if b is band))
        for band in Band
    )


def bands_of(setting: Setting, *, right_from: int = 1) -> list[SetBands]:
    """Return the bands of a judged set, by whether the model knows the language of the question.

    Answers are right from the grade `right_from` on.
    """
    groups: dict[bool, list[list[Placed]]] = {True: [], False: []}
    for query in setting.judged.queries:
        need = setting.library.needs[query.key]
        known = _known(setting.library, need)
        grades = setting.judged.judgements[query.key]
        keys = [text.key for text in setting.judged.corpus]
        left_out = np.array([key in query.exclude for key in keys])
        scores = np.where(left_out, -1.0, text_scores(setting.library, need))
        best = np.argsort(-scores, kind="stable")[:SHOWN]
        groups[known].append(
            [
                (band_of(scores[row], language_known=known), grades.get(keys[row], 0) >= right_from)
                for row in best
            ]
        )
    return [
        SetBands(
            setting.judged.name,
            known,
            len(answers),
            sum(nothing_fits(band for band, _ in rows) for rows in answers),
            counted(row for rows in answers for row in rows),
        )
        for known, answers in groups.items()
        if answers
    ]


def silences(setting: Setting, others: Sequence[JudgedSet]) -> list[Silence]:
    """Ask questions of other sets of this collection, which was not made to answer them."""
    found = []
    for other in others:
        if other.name == setting.judged.name:
            continue
        step = max(1, len(other.queries) // STRANGERS)
        asked = other.queries[::step][:STRANGERS]
        # Two sets may use the same ids, and a library takes those for the same need.
        needs = [replace(need_of(query), key=f"{other.name}/{query.key}") for query in asked]
        silent = sum(_silent(setting.library, need) for need in needs)
        found.append(Silence(other.name, setting.judged.name, len(needs), silent))
    return found


def _silent(library: Library, need: Need) -> bool:
    known = _known(library, need)
    best = float(text_scores(library, need).max())
    return nothing_fits([band_of(best, language_known=known)])


def _known(library: Library, need: Need) -> bool:
    languages = library.encoder.languages
    return languages is None or language_of(text_of(need)) in languages
