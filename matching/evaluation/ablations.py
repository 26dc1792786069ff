"""What each ingredient of the ranking is worth: how much worse the ranking is without it.

Only texts are ranked here, all of a collection for every question: judged sets have no facts,
requirements or vendors, and near copies are not folded. Tables of it are made in `sections`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from matching.evaluation.metrics import DEPTH, Interval, Values, interval, measure
from matching.evaluation.runs import Floats, Setting
from matching.library import Library
from matching.profiles import Need
from matching.ranking.ingredients import ALL, Ingredients
from matching.ranking.signals import query_of, text_parts
from matching.ranking.weights import FOR_SUPPLIERS, MEANING, WORDS, Weights

MEASURE = "nDCG@10"

Progress = Callable[[str, str, int, int], None]
"""Told set, ablation, how many are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """The ranking without one part, and in words which."""

    without: str
    ingredients: Ingredients = ALL
    weights: Weights = FOR_SUPPLIERS


def _weightless(name: str) -> Weights:
    kept = (replace(it, share=0.0) if it.name == name else it for it in FOR_SUPPLIERS.factors)
    return Weights(tuple(kept))


ABLATIONS = (
    Ablation("meaning", weights=_weightless(MEANING.name)),
    Ablation("words", weights=_weightless(WORDS.name)),
    Ablation("taking off the mean of the offerings", replace(ALL, centred=False)),
    Ablation("a mean of each language", replace(ALL, by_language=False)),
    Ablation("taking off the mean of the other needs", replace(ALL, needs_centred=False)),
    Ablation("the best passage", replace(ALL, passages=False)),
    Ablation("counting repeated words of the need", replace(ALL, repeated=False)),
    Ablation("first letters of words between languages", replace(ALL, roots=False)),
    Ablation("words leading in unknown languages", replace(ALL, trust=False)),
    Ablation("coverage in unknown languages", replace(ALL, coverage=False)),
)
"""Every part that can be taken out."""


@dataclass(frozen=True, slots=True)
class Ablated:
    """One set without one part: nDCG@10, and its difference to the whole, paired by question."""

    without: str
    reached: float
    difference: Interval


@dataclass(frozen=True, slots=True)
class SetAblations:
    """One set: what the whole text ranking reaches, and what it reaches without each part."""

    name: str
    whole: float
    parts: tuple[Ablated, ...]


def ablate(setting: Setting, progress: Progress | None = None) -> SetAblations:
    """Measure the text ranking of a judged set whole, and with each part left out."""
    whole = _values(setting, setting.library, FOR_SUPPLIERS)
    parts: list[Ablated] = []
    for done, ablation in enumerate(ABLATIONS, start=1):
        library = setting.library
        if ablation.ingredients is not ALL:
            library = setting.library_of(ablation.ingredients)
        values = _values(setting, library, ablation.weights)
        parts.append(Ablated(ablation.without, float(values.mean()), interval(values - whole)))
        if progress:
            progress(setting.judged.name, f"without {ablation.without}", done, len(ABLATIONS))
    return SetAblations(setting.judged.name, float(whole.mean()), tuple(parts))


def text_scores(library: Library, need: Need, weights: Weights = FOR_SUPPLIERS) -> Floats:
    """Return how well every offering's text fits a need, 0..1, in the order they were put."""
    shelf = library.offering_shelf
    query = query_of(need, library.vectors_of(need), shelf, library.encoder.languages, weights)
    slots = np.array(list(shelf.slots.values()), dtype=np.int64)
    close, common = text_parts(query, shelf, slots)
    of_meaning, of_words = weights.split(language_known=query.known)
    return np.asarray(of_meaning * close + of_words * common)


def _values(setting: Setting, library: Library, weights: Weights) -> Values:
    rankings = dict(_rankings(setting, library, weights))
    return measure(rankings, setting.judged.judgements)[MEASURE]


def _rankings(
    setting: Setting, library: Library, weights: Weights
) -> Iterator[tuple[str, list[str]]]:
    for query in setting.judged.queries:
        scores = text_scores(library, library.needs[query.key], weights)
        yield query.key, setting.best(query, scores)[:DEPTH]
