"""What offerings say to each want of a need, as the few numbers that a verdict rests on.

One sentence is read for a want, and one against it. Many offerings are read at once, alone:
no number depends on the others. What the numbers are worth, and the verdict they make, is said in
`weights` and `explanation`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.indexing.lexical import LexicalIndex
from matching.indexing.words import FALLBACK, roots_of, stems_of, words_of
from matching.passages import Passage, passages_of, wants_of
from matching.profiles import NO_PROOF, NOT_SUITED, Offering, Requirement
from matching.ranking.centring import centred
from matching.ranking.opposites import leanings, sets_a_limit
from matching.ranking.shelf import Shelf
from matching.ranking.signals import Query, same_words
from matching.ranking.weights import REUSE_WORTH

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Slots = NDArray[np.int64]

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

    `places` are those of the words, `shares` float64 (n, terms) the part of each in its want,
    weighed by rarity; `counts` float64 (n,), how many words each want has.
    """

    places: Mapping[str, int]
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
    asks for the promise of each, float64 (n, k); `general` the most of it, (n,).
    """

    query: Query
    wants: tuple[Requirement, ...]
    negated: Mask
    stems: Worths
    roots: Worths
    kinds: Vectors
    promised: Floats
    general: Floats


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
    promised, _ = leanings(query.wants, kinds)
    return Asked(
        query,
        wants,
        _negated(texts),
        _worths(stems, shelf.stems),
        _worths(roots, shelf.roots),
        kinds,
        promised,
        promised.max(axis=1, initial=0.0),
    )


def readings_of(asked: Asked, shelf: Shelf[Offering], slots: Slots) -> list[Readings]:
    """Read offerings in slots (n,) for every want, each by itself, in the order of the slots.

    No sentence is read for or against more than it says.
    """
    cut = [passages_of(shelf.profiles[shelf.keys[slot]].fields) for slot in slots.tolist()]
    borders = np.cumsum([0, *map(len, cut)])
    near, promised, opposed = _meant(asked, shelf, slots)
    whole = _whole(asked, shelf, slots)
    found = []
    for place, slot in enumerate(slots.tolist()):
        own = slice(borders[place], borders[place + 1])
        traits, worths, said = _traits(cut[place]), *_words_said(asked, shelf, slot, cut[place])
        held = worths.shares @ said
        for_it, proofs = _read_for(asked, traits, (near[:, own], held, promised[:, own]))
        against_it, against = _read_against(traits, near[:, own], held, opposed[:, own])
        wide = [
            whole[:, place],
            worths.shares @ said[:, traits.telling].any(axis=1),
            worths.counts,
            asked.general,
        ]
        numbers = np.hstack([for_it, np.array(wide).T, against_it])
        found.append(Readings(cut[place], numbers, proofs, against))
    return found


def _meant(asked: Asked, shelf: Shelf[Offering], slots: Slots) -> tuple[Floats, Floats, Floats]:
    """How near each passage is to each want, and how far it promises it or limits it, (n, m) each.

    In double precision: in single, a passage would have other last digits in other company.
    """
    told = shelf.parts_of(slots)
    codes, centres = shelf.spoken_in(np.repeat(slots, told.counts))
    vectors = centred(told.rows, centres[codes]).astype(np.float64)
    promises, limits = leanings(vectors, asked.kinds)
    sides = [(asked.promised[:, None] * side[None]).max(axis=2) for side in (promises, limits)]
    return np.maximum(asked.query.wants @ vectors.T, 0.0), np.sqrt(sides[0]), np.sqrt(sides[1])


def _whole(asked: Asked, shelf: Shelf[Offering], slots: Slots) -> Floats:
    """How near the whole text in each slot is to each want, (n, slots)."""
    codes, centres = shelf.spoken_in(slots)
    wholes = centred(shelf.vectors.rows[slots], centres[codes]).astype(np.float64)
    return np.maximum(asked.query.wants @ wholes.T, 0.0)


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


def _worths(wants: Sequence[frozenset[str]], index: LexicalIndex) -> Worths:
    terms = sorted(frozenset[str]().union(*wants))
    rarity = np.array([index.idf(term) for term in terms])
    has = np.array([[term in want for term in terms] for want in wants], dtype=np.float64)
    worth = has.reshape(len(wants), len(terms)) * rarity
    total = _DAMPING + worth.sum(axis=1, keepdims=True)
    places = {term: place for place, term in enumerate(terms)}
    return Worths(places, worth / total, has.sum(axis=1))


def _words_said(
    asked: Asked, shelf: Shelf[Offering], slot: int, passages: tuple[Passage, ...]
) -> tuple[Worths, Mask]:
    """The words that count against this offering, and which each passage has, bool (terms, m)."""
    language = shelf.languages[slot]
    same = same_words(asked.query, language)
    worths = asked.stems if same else asked.roots
    said = np.zeros((len(worths.places), len(passages)), dtype=bool)
    held = [
        (worths.places[word], place)
        for place, item in enumerate(passages)
        for word in _terms(item.text, language, stemmed=same) & worths.places.keys()
    ]
    if held:
        said[tuple(zip(*held, strict=True))] = True
    return worths, said


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
    for pair in np.argsort(-strengths, axis=None, kind="stable").tolist():
        row, column = divmod(pair, strengths.shape[1])
        strength = float(strengths[row, column])
        if strength <= min(reached):
            break
        used = uses.get(column, 0)
        worth = REUSE_WORTH**used
        if used < _USES and strength * worth > reached[row]:
            if proofs[row][0] >= 0:
                uses[proofs[row][0]] -= 1
            proofs[row], reached[row] = (column, worth), strength * worth
            uses[column] = used + 1
    return proofs
