"""What an offering says to each want of a need, as the few numbers that a verdict rests on.

One sentence is read for a want, and one against it. Everything here is of one need and one
offering; what the numbers are worth, and the verdict they make, is said in `weights` and
`explanation`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.indexing.words import FALLBACK, roots_of, stems_of, words_of
from matching.passages import Passage, passages_of, wants_of
from matching.profiles import NO_PROOF, NOT_SUITED, Offering, Requirement
from matching.ranking.opposites import leanings, sets_a_limit
from matching.ranking.shelf import Shelf
from matching.ranking.signals import Query, passage_vectors, same_words, whole_vector
from matching.ranking.weights import REUSE_WORTH

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_USES = 2
_DAMPING = 4.0
"""About one rare word: two words in common with a want of three are no proof yet."""

_NEGATION = re.compile(
    r"\b(?:not|cannot|can't|doesn't|don't|isn't|aren't|won't|neither|nor|unsupported|"
    r"nicht|kein|keine|keinen|pas|jamais|niet|geen)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a need asks for: words by what they are worth as stems and roots, and promises.

    `kinds` are the sentences of `opposites`, float32 (2k, d), and `promised` how far each want
    asks for the promise of each, float64 (n, k).
    """

    query: Query
    wants: tuple[Requirement, ...]
    negated: Mask
    stems: list[dict[str, float]]
    roots: list[dict[str, float]]
    kinds: Vectors
    promised: Floats


@dataclass(frozen=True, slots=True)
class Readings:
    """What one offering says to n wants: `numbers` float64 (n, readings), as in `VERDICTS`.

    `places` and `against` are the passages read for and against each want; -1 for none.
    """

    passages: tuple[Passage, ...]
    numbers: Floats
    places: list[int]
    against: list[int]


def asked_of(query: Query, shelf: Shelf[Offering]) -> Asked:
    """Prepare what a need asks for to be read against any offering of the shelf."""
    wants = wants_of(query.need)
    texts = [want.text for want in wants]
    stems = [_terms(text, query.language, stemmed=True) for text in texts]
    roots = [_terms(text, query.language, stemmed=False) for text in texts]
    kinds = shelf.opposites.kinds(shelf.centres.of(FALLBACK))
    return Asked(
        query,
        wants,
        _negated(texts),
        [{term: shelf.stems.idf(term) for term in sorted(terms)} for terms in stems],
        [{term: shelf.roots.idf(term) for term in sorted(terms)} for terms in roots],
        kinds,
        leanings(query.wants, kinds)[0],
    )


def readings_of(asked: Asked, shelf: Shelf[Offering], slot: int) -> Readings:
    """Read one offering for every want; no sentence is read for or against more than it says."""
    passages = passages_of(shelf.profiles[shelf.keys[slot]].fields)
    same = same_words(asked.query, shelf.languages[slot])
    worths = asked.stems if same else asked.roots
    terms = [_terms(item.text, shelf.languages[slot], stemmed=same) for item in passages]
    telling = _telling(passages)
    spoken = frozenset[str]().union(*(terms[place] for place in np.flatnonzero(telling)))
    vectors = passage_vectors(shelf, slot)
    near = _nearness(asked, vectors)
    held = _shares(worths, terms)
    alike, opposed = _by_kind(asked, vectors)
    for_it, proofs = _read_for(asked, passages, telling, (near, held, alike))
    against_it, against = _read_against(passages, near, held, opposed)
    wide = np.column_stack(
        [
            _nearness(asked, whole_vector(shelf, slot)[None])[:, 0],
            _shares(worths, [spoken])[:, 0],
            [len(worth) for worth in worths],
            asked.promised.max(axis=1, initial=0.0),
        ]
    )
    return Readings(passages, np.hstack([for_it, wide, against_it]), proofs, against)


def _read_for(
    asked: Asked, passages: tuple[Passage, ...], telling: Mask, said: tuple[Floats, Floats, Floats]
) -> tuple[Floats, list[int]]:
    """What the sentence read for each want is worth, (n, 3), and its place."""
    # "Does not need X" is no evidence for "needs X": both are negated, or neither.
    alike = asked.negated[:, None] == _negated([item.text for item in passages])[None, :]
    proofs = _assigned(np.where(telling & alike, sum(said), 0.0))
    numbers = np.zeros((len(asked.wants), len(said)))
    for row, (place, worth) in enumerate(proofs):
        if place >= 0:
            numbers[row] = [worth * part[row, place] for part in said]
    return numbers, [place for place, _ in proofs]


def _read_against(
    passages: tuple[Passage, ...], near: Floats, held: Floats, opposed: Floats
) -> tuple[Floats, list[int]]:
    """What the sentence read against each want is worth, (n, 3), and its place.

    Being near counts only for what the offering itself says that it does not suit.
    """
    unsuited = np.array([item.field == NOT_SUITED for item in passages], dtype=bool)
    limits = np.array([sets_a_limit(item) for item in passages], dtype=bool)
    said = [np.where(unsuited, near, 0.0), np.where(unsuited, held, 0.0), opposed]
    strengths = np.where(limits, sum(said), 0.0)
    numbers, places = np.zeros((len(near), len(said))), [-1] * len(near)
    for row in np.flatnonzero(strengths.any(axis=1)).tolist():
        places[row] = int(strengths[row].argmax())
        numbers[row] = [part[row, places[row]] for part in said]
    return numbers, places


def _nearness(asked: Asked, vectors: Vectors) -> Floats:
    """Centred cosines of wants and texts, (n, m), at least 0."""
    return np.maximum(np.asarray(asked.query.wants @ vectors.T, dtype=np.float64), 0.0)


def _by_kind(asked: Asked, vectors: Vectors) -> tuple[Floats, Floats]:
    """How far each passage makes the promise that a want asks for, or sets its limit, (n, m)."""
    promises, limits = leanings(vectors, asked.kinds)
    both = [np.sqrt(asked.promised[:, None] * side[None]) for side in (promises, limits)]
    return both[0].max(axis=2, initial=0.0), both[1].max(axis=2, initial=0.0)


def _shares(worths: list[dict[str, float]], held: Sequence[frozenset[str]]) -> Floats:
    """The share of each want's words, weighed by rarity, that each text holds, (n, m)."""
    shares = np.zeros((len(worths), len(held)))
    for row, worth in enumerate(worths):
        total = _DAMPING + sum(worth.values())
        for column, terms in enumerate(held):
            # In the order of the alphabet: sums of floats depend on their order.
            shares[row, column] = sum(worth[term] for term in worth if term in terms) / total
    return shares


@lru_cache(maxsize=20_000)
def _terms(text: str, language: str, *, stemmed: bool) -> frozenset[str]:
    words = words_of(text, language)
    return frozenset(stems_of(words, language) if stemmed else roots_of(words))


def _telling(passages: tuple[Passage, ...]) -> Mask:
    """Which passages can prove anything; a name or a problem only where nothing else is said."""
    tells = np.array([item.tells and item.field != NOT_SUITED for item in passages], dtype=bool)
    sentences = tells & np.array([item.field not in NO_PROOF for item in passages], dtype=bool)
    return sentences if sentences.any() else tells


def _negated(texts: Sequence[str]) -> Mask:
    return np.array([_says_not(text) for text in texts], dtype=bool)


@lru_cache(maxsize=20_000)
def _says_not(text: str) -> bool:
    return _NEGATION.search(text) is not None


def _assigned(strengths: Floats) -> list[tuple[int, float]]:
    """For each want its passage and what the passage counts, the strongest pairs first."""
    proofs, reached = [(-1, 0.0)] * len(strengths), [0.0] * len(strengths)
    uses: dict[int, int] = {}
    pairs = np.argwhere(strengths > 0.0)
    queue = sorted((-strengths[row, column], row, column) for row, column in pairs.tolist())
    for minus, row, column in queue:
        used = uses.get(column, 0)
        worth = REUSE_WORTH**used
        if used < _USES and -minus * worth > reached[row]:
            if proofs[row][0] >= 0:
                uses[proofs[row][0]] -= 1
            proofs[row], reached[row] = (column, worth), -minus * worth
            uses[column] = used + 1
    return proofs
