"""Rankings of judged sets: the engine as the product runs it, and the plain ways beside it.

`engine` goes through `find_suppliers` and nothing else; near copies stand right behind the text
that they were folded into, as on the page. The plain ways are what it has to be better than:
`lexical` (BM25 over stems), `dense` (cosine of whole texts), `passage` (cosine of the question and
the best passage), `rrf` (words and vectors merged by their ranks) and `weighted`, their weighted
sum with the weight that is best on the very questions it is measured on: a rival that has seen
the answers. Measuring is next door.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.encoding import Encoder
from matching.evaluation.judged import JudgedSet, JudgedText
from matching.evaluation.metrics import measure
from matching.indexing.lexical import LexicalIndex
from matching.indexing.words import language_of, stems_of, words_of
from matching.library import Library
from matching.profiles import Need, Offering, Profile, TextField
from matching.ranking.filters import Filters
from matching.ranking.ingredients import ALL, Ingredients
from matching.suppliers import find_suppliers

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]

_TODAY = date(2025, 1, 1)
"""No judged text has dates; a fixed day makes that plain."""

_RANK_OFFSET = 60
"""The usual constant of reciprocal-rank fusion (Cormack, Clarke and Büttcher, 2009)."""

_WEIGHTS = np.linspace(0.0, 1.0, 21)
"""Of the vectors in a weighted sum; words have the rest."""

_TUNED_ON = "nDCG@10"
_SMALLEST = 1e-12


@dataclass(frozen=True)
class Setting:
    """A judged set with an encoder; what several systems need is worked out once."""

    judged: JudgedSet
    encoder: Encoder
    depth: int
    notes: dict[str, str] = field(default_factory=dict)
    """What a system found out while it ranked, by its name."""

    given: tuple[Profile, ...] = ()
    """Profiles to rank in place of the plain texts: of the texts, of the questions, and others."""

    @cached_property
    def library(self) -> Library:
        """Every text as an offering and every question as a need, encoded together."""
        return self.library_of(ALL)

    def library_of(self, ingredients: Ingredients) -> Library:
        """The same library, ranked with some ingredients only."""
        library = Library(self.encoder, ingredients=ingredients)
        for profile, rows in zip(self._profiles, self._vectors, strict=True):
            if isinstance(profile, Need):
                library.put_need(profile, rows)
            else:
                library.put_offering(profile, rows)
        return library

    @cached_property
    def _profiles(self) -> list[Profile]:
        if self.given:
            return list(self.given)
        offerings = [_offering(text) for text in self.judged.corpus]
        return [*offerings, *(need_of(query) for query in self.judged.queries)]

    @cached_property
    def _vectors(self) -> list[Vectors]:
        return Library(self.encoder).encode_many(self._profiles)

    @cached_property
    def cosines(self) -> Floats:
        """Cosines of whole texts, (questions, texts)."""
        texts = np.stack([rows[0] for rows in self._vectors[: len(self.judged.corpus)]])
        return np.asarray(self._questions @ texts.T, dtype=np.float64)

    @cached_property
    def passages(self) -> Floats:
        """Cosines of whole questions and the best passage of each text, (questions, texts)."""
        best = [(self._questions @ rows[1:].T).max(axis=1)
                for rows in self._vectors[: len(self.judged.corpus)]]  # fmt: skip
        return np.stack(best, axis=1).astype(np.float64)

    @cached_property
    def _questions(self) -> Vectors:
        texts, questions = len(self.judged.corpus), len(self.judged.queries)
        return np.stack([rows[0] for rows in self._vectors[texts : texts + questions]])

    @cached_property
    def words(self) -> Floats:
        """BM25 of whole texts, each stemmed in its own language, (questions, texts)."""
        index = LexicalIndex()
        for slot, text in enumerate(self.judged.corpus):
            index.put(slot, _stems(text))
        size = len(self.judged.corpus)
        return np.array([index.scores(_stems(query))[:size] for query in self.judged.queries])

    def best(self, query: JudgedText, scores: Floats) -> list[str]:
        """Keys of the best texts for a question, ties in the order of the collection."""
        order = np.argsort(-scores, kind="stable")
        keys = (self.judged.corpus[row].key for row in order)
        return [key for key in keys if key not in query.exclude][: self.depth]


Rankings = Iterator[tuple[str, list[str]]]
System = Callable[[Setting], Rankings]


def rank_lexical(setting: Setting) -> Rankings:
    """By words alone; texts that share none are no answer."""
    for query, scores in zip(setting.judged.queries, setting.words, strict=True):
        shared = int((scores > 0).sum())
        yield query.key, setting.best(query, scores)[:shared]


def rank_dense(setting: Setting) -> Rankings:
    """By the cosine of whole texts alone."""
    for query, scores in zip(setting.judged.queries, setting.cosines, strict=True):
        yield query.key, setting.best(query, scores)


def rank_rrf(setting: Setting) -> Rankings:
    """By the sum of reciprocal ranks among words and among vectors."""
    both = zip(setting.judged.queries, setting.words, setting.cosines, strict=True)
    for query, words, cosines in both:
        yield query.key, setting.best(query, _reciprocal(words) + _reciprocal(cosines))


def rank_passage(setting: Setting) -> Rankings:
    """By the cosine of the best passage alone."""
    for query, scores in zip(setting.judged.queries, setting.passages, strict=True):
        yield query.key, setting.best(query, scores)


def rank_weighted(setting: Setting) -> Rankings:
    """By the weighted sum of words and vectors, each spread over 0..1 for every question.

    The weight is the one that measures best on this very set: nobody can know it beforehand.
    """
    words, cosines = _spread(setting.words), _spread(setting.cosines)
    best: tuple[float, float, dict[str, list[str]]] = (-1.0, 0.0, {})
    for weight in _WEIGHTS.tolist():
        mixed = weight * cosines + (1.0 - weight) * words
        ranked = {query.key: setting.best(query, scores)
                  for query, scores in zip(setting.judged.queries, mixed, strict=True)}  # fmt: skip
        worth = float(measure(ranked, setting.judged.judgements)[_TUNED_ON].mean())
        best = max(best, (worth, weight, ranked), key=lambda found: found[0])
    setting.notes["weighted"] = f"{best[1]:.2f} on vectors"
    yield from best[2].items()


def rank_engine(setting: Setting) -> Rankings:
    """By the product's own engine, as a city would see it."""
    needs = setting.library.needs
    for query in setting.judged.queries:
        filters = Filters(keys_excluded=query.exclude)
        found = find_suppliers(
            setting.library, needs[query.key], filters=filters, limit=setting.depth, today=_TODAY
        )
        keys = [key for match in found for key in (match.key, *match.folded)]
        yield query.key, keys[: setting.depth]


SYSTEMS: Mapping[str, System] = {
    "engine": rank_engine,
    "lexical": rank_lexical,
    "dense": rank_dense,
    "passage": rank_passage,
    "rrf": rank_rrf,
    "weighted": rank_weighted,
}
"""Ways to rank, by the names they are asked for."""


def _stems(text: JudgedText) -> list[str]:
    language = language_of(text.whole)
    return stems_of(words_of(text.whole, language), language)


def _reciprocal(scores: Floats) -> Floats:
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return np.asarray(1 / (_RANK_OFFSET + ranks))


def _spread(scores: Floats) -> Floats:
    """Each row from its least, 0, to its greatest, 1."""
    least, most = scores.min(axis=1, keepdims=True), scores.max(axis=1, keepdims=True)
    return np.asarray((scores - least) / np.maximum(most - least, _SMALLEST))


def _fields(text: JudgedText) -> tuple[TextField, ...]:
    named = (("title", text.title), ("text", text.text))
    return tuple(TextField(name, content) for name, content in named if content)


def _offering(text: JudgedText) -> Offering:
    # Each is its own owner: nothing is known of vendors, so none may crowd out another.
    return Offering(key=text.key, owner=text.key, fields=_fields(text))


def need_of(query: JudgedText) -> Need:
    """A question as the need of a city that states nothing but its text."""
    return Need(key=query.key, owner=query.key, fields=_fields(query))
