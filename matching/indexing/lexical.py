"""Words to candidates: BM25 over stems, kept in memory and changed one text at a time.

Scores depend on the texts alone, never on the order in which they came or on what was removed.
Slots are small whole numbers that the caller gives to its texts and may give again.
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log1p
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.indexing.best import Found, best

K1, B = 1.5, 0.75
"""The usual saturation of a repeated word, and discount of a long text."""

_MOST = 65_535
"""A word is counted so often at most: two bytes hold it."""


@dataclass(slots=True)
class _Postings:
    """The slots that hold a term, and how often each does; in no particular order."""

    slots: "array[int]" = field(default_factory=lambda: array("I"))
    counts: "array[int]" = field(default_factory=lambda: array("H"))

    def remove(self, slot: int) -> None:
        """Move the last into the place of the removed: cheap, and the order means nothing."""
        view = np.frombuffer(self.slots, dtype=np.uint32)
        place = int(np.flatnonzero(view == slot)[0])
        del view  # An array that is being looked at cannot shrink.
        last_slot, last_count = self.slots.pop(), self.counts.pop()
        if place < len(self.slots):
            self.slots[place], self.counts[place] = last_slot, last_count


class Saved(NamedTuple):
    """An index as arrays: terms by the alphabet, and slots in the order the caller gave.

    `holders` is how many slots hold each term; `slots` and `counts` follow one term after the
    other; `lengths` is by slot.
    """

    terms: list[str]
    holders: NDArray[np.int64]
    slots: NDArray[np.uint32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int64]


class LexicalIndex:
    """BM25 with idf = ln(1 + (N - df + 0.5) / (df + 0.5)) over everything that is in it.

    A term weighs its idf, as often as the query has it.
    """

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._postings: list[_Postings] = []
        self._terms: dict[int, array[int]] = {}
        self._lengths = np.zeros(0)
        self._total_length = 0
        self._last: tuple[tuple[str, ...], NDArray[np.float64]] | None = None
        self._sums: tuple[tuple[str, ...], tuple[float, float]] | None = None
        self._weighed: tuple[tuple[str, ...], dict[str, float]] | None = None
        self._idfs: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._terms)

    def put(self, slot: int, terms: Sequence[str]) -> None:
        """Index the terms of a text under `slot`, in place of what was there."""
        self.drop(slot)
        if slot >= len(self._lengths):
            self._lengths = np.concatenate([self._lengths, np.zeros(slot + 64)])
        self._forget_answers()
        counts = Counter(terms)
        ids = array("I", (self._id(term) for term in counts))
        for term_id, count in zip(ids, counts.values(), strict=True):
            postings = self._postings[term_id]
            postings.slots.append(slot)
            postings.counts.append(min(count, _MOST))
        self._terms[slot] = ids
        self._lengths[slot] = len(terms)
        self._total_length += len(terms)

    def drop(self, slot: int) -> None:
        """Forget what is under `slot`; nothing of it weighs on any score afterwards."""
        ids = self._terms.pop(slot, None)
        if ids is None:
            return
        self._forget_answers()
        for term_id in ids:
            self._postings[term_id].remove(slot)
        self._total_length -= int(self._lengths[slot])
        self._lengths[slot] = 0.0

    def idf(self, term: str) -> float:
        """Return how telling a term is; a term nobody uses is the most telling of all."""
        known = self._idfs.get(term)
        if known is not None:
            return known
        term_id = self._ids.get(term)
        holders = 0 if term_id is None else len(self._postings[term_id].slots)
        rarity = log1p((len(self) - holders + 0.5) / (holders + 0.5))
        if term_id is not None:
            self._idfs[term] = rarity
        return rarity

    def idf_sums(self, terms: Sequence[str]) -> tuple[float, float]:
        """Return the sum of what the terms weigh, and of those that are found at all."""
        query = tuple(terms)
        if self._sums is None or self._sums[0] != query:
            weights, ids, postings = self._weights(terms), self._ids, self._postings
            held = [w for t, w in weights.items() if t in ids and postings[ids[t]].slots]
            self._sums = query, (sum(weights.values()), sum(held))
        return self._sums[1]

    def scores(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """Return the score of every slot, float64 (slots,), for the `terms`.

        The answer to the last query is kept: a ranking asks for it at every stage.
        """
        query = tuple(sorted(terms))
        if self._last is None or self._last[0] != query:
            self._last = query, self._scores(query)
        return self._last[1]

    def score_of(self, terms: Sequence[str], text_terms: Sequence[str]) -> float:
        """Return what one text would score, whether it is in the index or not."""
        counts = Counter(text_terms)
        norm = float(self._norm(np.array([float(len(text_terms))]))[0])
        total = 0.0
        for term, weight in self._weights(terms).items():
            if term in counts:
                count = float(min(counts[term], _MOST))
                total += weight * (count * (K1 + 1) / (count + norm))
        return total

    def holding(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return which slots hold each of the terms, bool (terms, slots)."""
        held = np.zeros((len(terms), len(self._lengths)), dtype=bool)
        for row, term in enumerate(terms):
            if self._holds(term):
                postings = self._postings[self._ids[term]]
                held[row, np.frombuffer(postings.slots, dtype=np.uint32)] = True
        return held

    def search(
        self, terms: Sequence[str], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> Found:
        """Return the best `k` of the allowed slots that share a term with the query.

        Args:
            terms: the terms of the query.
            k: how many at most.
            allowed: bool (slots,), or None for all.
        """
        scores = self.scores(terms)
        candidates = scores > 0.0
        if allowed is not None:
            size = min(len(allowed), len(scores))
            candidates[:size] &= allowed[:size]
            candidates[size:] = False
        return best(np.flatnonzero(candidates), scores[candidates], k)

    def saved(self, order: Sequence[int]) -> Saved:
        """Return the whole index, its slots numbered anew in the given order."""
        renumbered = np.zeros(len(self._lengths), dtype=np.uint32)
        renumbered[np.asarray(order, dtype=np.int64)] = np.arange(len(order), dtype=np.uint32)
        used = sorted(term for term in self._ids if self._holds(term))
        postings = [self._postings[self._ids[term]] for term in used]
        slots = [renumbered[np.frombuffer(item.slots, dtype=np.uint32)] for item in postings]
        sorting = [np.argsort(part) for part in slots]
        counts = [np.frombuffer(item.counts, dtype=np.uint16) for item in postings]
        return Saved(
            used,
            np.array([len(part) for part in slots], dtype=np.int64),
            _joined([part[order] for part, order in zip(slots, sorting, strict=True)], np.uint32),
            _joined([part[order] for part, order in zip(counts, sorting, strict=True)], np.uint16),
            self._lengths[np.asarray(order, dtype=np.int64)].astype(np.int64),
        )

    @classmethod
    def restored(cls, saved: Saved) -> "LexicalIndex":
        """Return the index that was saved, slots numbered from 0."""
        index = cls()
        index._ids = {term: place for place, term in enumerate(saved.terms)}
        borders = np.cumsum(saved.holders)[:-1]
        parts = zip(np.split(saved.slots, borders), np.split(saved.counts, borders), strict=True)
        if saved.terms:
            index._postings = [
                _Postings(array("I", slots.tobytes()), array("H", counts.tobytes()))
                for slots, counts in parts
            ]
        index._lengths = saved.lengths.astype(np.float64)
        index._total_length = int(saved.lengths.sum())
        ids = np.repeat(np.arange(len(saved.terms), dtype=np.uint32), saved.holders)
        sorting = np.argsort(saved.slots, kind="stable")
        per_slot = np.bincount(saved.slots, minlength=len(saved.lengths))
        by_slot = np.split(ids[sorting], np.cumsum(per_slot)[:-1])
        index._terms = {
            slot: array("I", by_slot[slot].tobytes()) for slot in range(len(saved.lengths))
        }
        return index

    def _scores(self, terms: tuple[str, ...]) -> NDArray[np.float64]:
        total = np.zeros(len(self._lengths))
        norms = self._norm(self._lengths)
        for term, weight in self._weights(terms).items():
            term_id = self._ids.get(term)
            if term_id is None or not self._postings[term_id].slots:
                continue
            postings = self._postings[term_id]
            slots = np.frombuffer(postings.slots, dtype=np.uint32)
            counts = np.frombuffer(postings.counts, dtype=np.uint16).astype(np.float64)
            total[slots] += weight * (counts * (K1 + 1) / (counts + norms[slots]))
        return total

    def _weights(self, terms: Sequence[str]) -> dict[str, float]:
        """What each term weighs, by the alphabet: sums of floats depend on their order."""
        query = tuple(terms)
        if self._weighed is None or self._weighed[0] != query:
            counts, known = Counter(query), self._idfs
            # Most terms were looked up before: a call for each takes twice as long.
            weights = {t: counts[t] * (known.get(t) or self.idf(t)) for t in sorted(counts)}
            self._weighed = query, weights
        return self._weighed[1]

    def _forget_answers(self) -> None:
        """Whatever is kept of answers is wrong as soon as a text comes or goes."""
        self._last = self._sums = self._weighed = None
        self._idfs = {}

    def _holds(self, term: str) -> bool:
        term_id = self._ids.get(term)
        return term_id is not None and len(self._postings[term_id].slots) > 0

    def _norm(self, lengths: NDArray[np.float64]) -> NDArray[np.float64]:
        average = self._total_length / len(self) if self._total_length else 1.0
        return K1 * (1.0 - B + B * lengths / average)

    def _id(self, term: str) -> int:
        known = self._ids.setdefault(term, len(self._postings))
        if known == len(self._postings):
            self._postings.append(_Postings())
        return known


def _joined(parts: Sequence[NDArray[np.generic]], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
