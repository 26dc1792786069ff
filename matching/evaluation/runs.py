"""Rankings of judged sets: the engine as the product runs it, and the plain ways beside it.

`engine` goes through `find_suppliers` and nothing else. `lexical`, `dense` and `rrf` (both
merged by their ranks) are what the engine has to be better than. Measuring is next door.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.encoding import Encoder
from matching.evaluation.judged import JudgedSet, JudgedText
from matching.indexing.lexical import LexicalIndex
from matching.indexing.words import language_of, stems_of, words_of
from matching.library import Library
from matching.profiles import Need, Offering, TextField
from matching.ranking.filters import Filters
from matching.suppliers import find_suppliers

Floats = npt.NDArray[np.float64]

_TODAY = date(2025, 1, 1)
"""No judged text has dates; a fixed day makes that plain."""

_RANK_OFFSET = 60
"""The usual constant of reciprocal-rank fusion (Cormack, Clarke and Büttcher, 2009)."""


@dataclass(frozen=True)
class Setting:
    """A judged set with an encoder; what several systems need is worked out once."""

    judged: JudgedSet
    encoder: Encoder
    depth: int

    @cached_property
    def library(self) -> Library:
        """Every text as an offering and every question as a need, encoded together."""
        library = Library(self.encoder)
        offerings = [_offering(text) for text in self.judged.corpus]
        needs = [_need(query) for query in self.judged.queries]
        vectors = library.encode_many([*offerings, *needs])
        for offering, rows in zip(offerings, vectors[: len(offerings)], strict=True):
            library.put_offering(offering, rows)
        for need, rows in zip(needs, vectors[len(offerings) :], strict=True):
            library.put_need(need, rows)
        return library

    @cached_property
    def cosines(self) -> Floats:
        """Cosines of whole texts, (questions, texts)."""
        offerings, needs = self.library.offerings.values(), self.library.needs.values()
        texts = np.stack([self.library.vectors_of(offering)[0] for offering in offerings])
        questions = np.stack([self.library.vectors_of(need)[0] for need in needs])
        return np.asarray(questions @ texts.T, dtype=np.float64)

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


def rank_engine(setting: Setting) -> Rankings:
    """By the product's own engine, as a city would see it."""
    needs = setting.library.needs
    for query in setting.judged.queries:
        filters = Filters(keys_excluded=query.exclude)
        found = find_suppliers(
            setting.library, needs[query.key], filters=filters, limit=setting.depth, today=_TODAY
        )
        yield query.key, [match.key for match in found]


SYSTEMS: Mapping[str, System] = {
    "engine": rank_engine,
    "lexical": rank_lexical,
    "dense": rank_dense,
    "rrf": rank_rrf,
}
"""Ways to rank, by the names they are asked for."""


def _stems(text: JudgedText) -> list[str]:
    language = language_of(text.whole)
    return stems_of(words_of(text.whole, language), language)


def _reciprocal(scores: Floats) -> Floats:
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return np.asarray(1 / (_RANK_OFFSET + ranks))


def _fields(text: JudgedText) -> tuple[TextField, ...]:
    named = (("title", text.title), ("text", text.text))
    return tuple(TextField(name, content) for name, content in named if content)


def _offering(text: JudgedText) -> Offering:
    # Each is its own owner: nothing is known of vendors, so none may crowd out another.
    return Offering(key=text.key, owner=text.key, fields=_fields(text))


def _need(query: JudgedText) -> Need:
    return Need(key=query.key, owner=query.key, fields=_fields(query))
