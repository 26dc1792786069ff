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

from matching.indexing.lexical import LexicalIndex
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
    r"nicht|kein|keine|keinen|pas|jamais|niet|geen)\b"
)
"""Of a text in small letters: to look for both sizes takes twice as long."""


@dataclass(frozen=True, slots=True)
class Worths:
    """The words of n wants together, by the alphabet.

    `shares` is float64 (n, terms), the part of each in its want, weighed by rarity; `counts`
    float64 (n,), how many words each want has.
    """

    terms: tuple[str, ...]
    shares: Floats
    counts: Floats


@dataclass(frozen=True, slots=True)
class _Traits:
    """Of each passage, bool (m,): what it can prove, and how it says what it says."""

    telling: Mask
    unsuited: Mask
    limiting: Mask
    negated: Mask


@dataclass(frozen=True, slots=True)
class Asked:
    """What a need asks for: words by what they are worth as stems and as roots, and promises.

    `kinds` are the sentences of `opposites`, float32 (2k, d), and `promised` how far each want
    asks for the promise of each, float64 (n, k).
    """

    query: Query
    wants: tuple[Requirement, ...]
    negated: Mask
    stems: Worths
    roots: Worths
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
        _worths(stems, shelf.stems),
        _worths(roots, shelf.roots),
        kinds,
        leanings(query.wants, kinds)[0],
    )


def readings_of(asked: Asked, shelf: Shelf[Offering], slot: int) -> Readings:
    """Read one offering for every want; no sentence is read for or against more than it says."""
    passages = passages_of(shelf.profiles[shelf.keys[slot]].fields)
    traits, vectors = _traits(passages), passage_vectors(shelf, slot)
    same = same_words(asked.query, shelf.languages[slot])
    worths = asked.stems if same else asked.roots
    said = _words_said(worths, passages, shelf.languages[slot], stemmed=same)
    near, held = _nearness(asked, vectors), worths.shares @ said
    promised, opposed = _by_kind(asked, vectors)
    for_it, proofs = _read_for(asked, traits, (near, held, promised))
    against_it, against = _read_against(traits, near, held, opposed)
    wide = [
        _nearness(asked, whole_vector(shelf, slot)[None])[:, 0],
        worths.shares @ said[:, traits.telling].any(axis=1),
        worths.counts,
        asked.promised.max(axis=1, initial=0.0),
    ]
    return Readings(passages, np.hstack([for_it, np.array(wide).T, against_it]), proofs, against)


def _read_for(
    asked: Asked, traits: _Traits, said: tuple[Floats, Floats, Floats]
) -> tuple[Floats, list[int]]:
    """What the sentence read for each want is worth, (n, 3), and its place."""
    # "Does not need X" is no evidence for "needs X": both are negated, or neither.
    alike = asked.negated[:, None] == traits.negated[None, :]
    proofs = _assigned(np.where(traits.telling & alike, sum(said), 0.0))
    numbers = np.zeros((len(asked.wants), len(said)))
    for row, (place, worth) in enumerate(proofs):
        if place >= 0:
            numbers[row] = [worth * part[row, place] for part in said]
    return numbers, [place for place, _ in proofs]


def _read_against(
    traits: _Traits, near: Floats, held: Floats, opposed: Floats
) -> tuple[Floats, list[int]]:
    """What the sentence read against each want is worth, (n, 3), and its place.

    Being near counts only for what the offering itself says that it does not suit.
    """
    said = [near * traits.unsuited, held * traits.unsuited, opposed]
    strengths = sum(said) * traits.limiting
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


def _worths(wants: Sequence[frozenset[str]], index: LexicalIndex) -> Worths:
    terms = sorted(frozenset[str]().union(*wants))
    rarity = np.array([index.idf(term) for term in terms])
    has = np.array([[term in want for term in terms] for want in wants], dtype=np.float64)
    worth = has.reshape(len(wants), len(terms)) * rarity
    total = _DAMPING + worth.sum(axis=1, keepdims=True)
    return Worths(tuple(terms), worth / total, has.sum(axis=1))


def _words_said(
    worths: Worths, passages: tuple[Passage, ...], language: str, *, stemmed: bool
) -> Mask:
    """Which of the words each passage has, bool (terms, m)."""
    held = [_terms(item.text, language, stemmed=stemmed) for item in passages]
    return np.array(
        [[term in words for words in held] for term in worths.terms], dtype=bool
    ).reshape(len(worths.terms), len(passages))


@lru_cache(maxsize=20_000)
def _terms(text: str, language: str, *, stemmed: bool) -> frozenset[str]:
    words = words_of(text, language)
    return frozenset(stems_of(words, language) if stemmed else roots_of(words))


@lru_cache(maxsize=2048)
def _traits(passages: tuple[Passage, ...]) -> _Traits:
    """A name or a problem tells something only where nothing else is said."""
    unsuited = np.array([item.field == NOT_SUITED for item in passages], dtype=bool)
    tells = np.array([item.tells for item in passages], dtype=bool) & ~unsuited
    sentences = tells & np.array([item.field not in NO_PROOF for item in passages], dtype=bool)
    return _Traits(
        sentences if sentences.any() else tells,
        unsuited,
        np.array([sets_a_limit(item) for item in passages], dtype=bool),
        _negated([item.text for item in passages]),
    )


def _negated(texts: Sequence[str]) -> Mask:
    return np.array([_says_not(text) for text in texts], dtype=bool)


@lru_cache(maxsize=20_000)
def _says_not(text: str) -> bool:
    return _NEGATION.search(text.lower()) is not None


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
