"""One need against offerings, as numbers: closeness of meaning, words in common.

What the numbers are worth is said in `fusion` and `weights`. A number of one need and one
offering depends on those two and on the library as a whole, never on the other candidates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.indexing.words import has_stemmer, language_of, roots_of, stems_of, words_of
from matching.passages import wants_of
from matching.profiles import Need, text_of
from matching.ranking.centring import centred
from matching.ranking.fusion import Parts, QueryStatistics, TextFit, meaning, parts
from matching.ranking.shelf import P, Shelf
from matching.ranking.weights import Weights

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]
Numbers = NDArray[Any]
"""In single or in double precision."""

Slots = NDArray[np.int64]

_FEW = 4
_SMALLEST = 1e-18

DECIMALS = 9
"""Numbers are rounded before they are compared: the last digits depend on the machine."""


@dataclass(frozen=True, slots=True)
class Query:
    """A need as it is compared: centred vectors, its language, its words.

    `whole` is float32 (d,); `passages` are those of its fields, none where suppliers are looked
    for; `wants` what it asks for one by one, float32 (n, d) each. `weights` are those it is
    answered with.
    """

    need: Need
    language: str
    known: bool
    whole: Vectors
    passages: Vectors
    wants: Vectors
    stems: tuple[str, ...]
    roots: tuple[str, ...]
    weights: Weights


def query_of(
    need: Need,
    vectors: Vectors,
    shelf: Shelf[P],
    languages: frozenset[str] | None,
    weights: Weights,
) -> Query:
    """Prepare a need for comparison with what is on a shelf.

    Args:
        need: what is asked for.
        vectors: of the whole, its passages and its wants as the library encodes them, float32
            (`rows_of(need)`, d); suppliers are found without those of the passages.
        shelf: what it will be compared with.
        languages: those the encoder knows; None for all.
        weights: what the factors of the ranking weigh.
    """
    language, stems, roots = _spoken(text_of(need))
    moved = centred(vectors, shelf.centres.of(language))
    whole = centred(vectors[0], shelf.centre_for(need, language))
    border = len(vectors) - len(wants_of(need))
    return Query(
        need,
        language,
        languages is None or language in languages or not shelf.ingredients.trust,
        whole,
        moved[1:border],
        moved[border:],
        _said(stems, shelf),
        _said(roots, shelf),
        weights,
    )


def text_ceilings(query: Query, shelf: Shelf[P], slots: Slots) -> Parts:
    """Return what the parts of a text fit cannot exceed, float64 (slots,), and hardly are below."""
    whole = shelf.closest(query.whole, slots)
    # Without a passage that speaks for it, the whole text counts in its place.
    passage = np.maximum(whole, shelf.closest_passages(query.whole, slots))
    bm25, statistics = _words(query, shelf, slots)
    return parts(statistics, meaning(whole, passage), bm25)


def text_bounds(query: Query, shelf: Shelf[P], slots: Slots) -> Parts:
    """Return the same with all passages read: below it by no more than single precision errs."""
    views = (np.clip(view, 0.0, 1.0) for view in _views(query, shelf, slots, shelf.doubt))
    bm25, statistics = _words(query, shelf, slots)
    return parts(statistics, meaning(*views), bm25)


def text_parts(query: Query, shelf: Shelf[P], slots: Slots) -> Parts:
    """Return how each text fits with its best passage read, float64 (slots,)."""
    whole, passage = _views(query, shelf, slots)
    bm25, statistics = _words(query, shelf, slots)
    close, common = parts(statistics, meaning(whole, passage), bm25)
    return Parts(np.round(close, DECIMALS), np.round(common, DECIMALS))


def close_look(query: Query, shelf: Shelf[P], slots: Slots) -> list[TextFit]:
    """Return the same as one fit for each slot, in their order."""
    close, common = text_parts(query, shelf, slots)
    pairs = zip(close.tolist(), common.tolist(), strict=True)
    return [TextFit(*pair, query.known) for pair in pairs]


def first_look(queries: Sequence[Query], shelf: Shelf[P], slot: int) -> list[TextFit]:
    """Return how one text fits each of many needs: as `close_look`, but for the last digits."""
    if not queries:
        return []
    slots = np.array([slot])
    told = shelf.telling(slots if shelf.ingredients.passages else slots[:0])
    rows = np.vstack([shelf.whole(slot), told.rows]).astype(np.float64)
    moved = rows - shelf.centres.of(shelf.languages[slot])
    lengths = np.maximum(np.linalg.norm(moved, axis=1), _SMALLEST)
    near = np.array([query.whole for query in queries]) @ (moved.T / lengths)
    # Without a passage that speaks for it, the whole text counts in its place.
    meant = meaning(near[:, 0], near[:, min(1, len(told.rows)) :].max(axis=1))
    fits = []
    for place, query in enumerate(queries):
        bm25, statistics = _words(query, shelf, slots)
        found = parts(statistics, meant[place : place + 1], bm25)
        fits.append(TextFit(float(found.meaning[0]), float(found.words[0]), query.known))
    return fits


def passage_closeness(vectors: Vectors, shelf: Shelf[P], slot: int) -> Vectors:
    """Return centred cosines of vectors and one profile's passages, float32 (n, passages)."""
    passages = centred(shelf.passages(slot), shelf.centres.of(shelf.languages[slot]))
    return np.asarray(vectors @ passages.T)


@lru_cache(maxsize=2048)
def _spoken(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The language of a need, and its words by the alphabet, as stems and as roots."""
    language = language_of(text)
    words = words_of(text, language)
    return language, tuple(sorted(stems_of(words, language))), tuple(sorted(roots_of(words)))


def _said(terms: tuple[str, ...], shelf: Shelf[P]) -> tuple[str, ...]:
    """The terms of a need in their order, each as often as the need has it."""
    return terms if shelf.ingredients.repeated else tuple(dict.fromkeys(terms))


def same_words(query: Query, language: str) -> bool:
    """Tell whether stems can be compared; otherwise the first letters of words are."""
    return query.language == language and has_stemmer(language)


def _views(
    query: Query, shelf: Shelf[P], slots: Slots, doubt: float = 0.0
) -> tuple[Floats, Floats]:
    """How near the need is to the whole text in each slot, and to its best passage.

    With a doubt, what that cannot exceed, in single precision; else in double: in single, a text
    would have other last digits in other company.
    """
    kind = np.dtype(np.float32 if doubt else np.float64)
    rows: Numbers = shelf.vectors.rows[slots].astype(kind)
    vector: Numbers = query.whole.astype(kind)
    squares = np.einsum("ij,ij->i", rows, rows)
    whole = _cosines(vector, rows, squares, shelf.spoken_in(slots), doubt)
    told = shelf.telling(slots if shelf.ingredients.passages else slots[:0])
    passage, some = whole.copy(), np.flatnonzero(told.counts)
    if len(some):
        spoken = shelf.spoken_in(np.repeat(slots, told.counts))
        near = _cosines(vector, told.rows.astype(kind, copy=False), told.squares, spoken, doubt)
        starts = np.cumsum(told.counts) - told.counts
        passage[some] = np.maximum.reduceat(near, starts[some])
    return whole, passage


def _cosines(
    vector: Numbers,
    rows: Numbers,
    squares: Numbers,
    spoken: tuple[NDArray[np.int16], Vectors],
    doubt: float,
) -> Floats:
    """Centred cosines (n,) of a vector (d,) and `rows` (n, d), of which the squares are known.

    With a doubt, not below where they are above 0, by as much as each product may be wrong.
    """
    codes = spoken[0]
    centres: Numbers = spoken[1].astype(rows.dtype)
    own = np.einsum("ij,ij->i", centres, centres)[codes]
    products = rows @ np.vstack([vector, centres]).T
    lengths = squares + own - 2.0 * products[np.arange(len(rows)), codes + 1] - 4.0 * doubt
    near = products[:, 0] - (centres @ vector)[codes] + 2.0 * doubt
    return np.asarray(near / np.sqrt(np.maximum(lengths, _SMALLEST)), dtype=np.float64)


def _words(query: Query, shelf: Shelf[P], slots: Slots) -> tuple[Floats, QueryStatistics]:
    """BM25 of the slots, by stems within a language and by first letters between languages."""
    same = shelf.speaks(query.language)[slots] & has_stemmer(query.language)
    same |= not shelf.ingredients.roots
    bm25, sums, found = np.zeros(len(slots)), np.zeros(len(slots)), np.zeros(len(slots))
    for index, terms, mask in (
        (shelf.stems, query.stems, same),
        (shelf.roots, query.roots, ~same),
    ):
        if mask.any():
            bm25[mask] = _bm25(query, shelf, slots[mask], stemmed=index is shelf.stems)
            sums[mask], found[mask] = index.idf_sums(terms)
    believed = found if shelf.ingredients.coverage else sums
    return bm25, QueryStatistics(sums, believed, query.known)


def _bm25(query: Query, shelf: Shelf[P], slots: Slots, *, stemmed: bool) -> Floats:
    """The scores of slots. Of a few, each by its own text: the same numbers, to the last digit."""
    index, terms = (shelf.stems, query.stems) if stemmed else (shelf.roots, query.roots)
    if len(slots) > _FEW:
        return index.scores(terms)[slots]
    scores = np.zeros(len(slots))
    for place, slot in enumerate(slots.tolist()):
        text, language = text_of(shelf.profiles[shelf.keys[slot]]), shelf.languages[slot]
        scores[place] = index.score_of(terms, _text_terms(text, language, stemmed=stemmed))
    return scores


@lru_cache(maxsize=64)
def _text_terms(text: str, language: str, *, stemmed: bool) -> list[str]:
    words = words_of(text, language)
    return stems_of(words, language) if stemmed else roots_of(words)
