"""Requirement by requirement: the sentence of the offering that speaks to it, and how strongly.

Evidence is a literal span of the very text that was ranked. A sentence serves one requirement
fully, a second one at half its worth, and no third: one sentence of praise proves nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.indexing.words import roots_of, stems_of, words_of
from matching.passages import Passage, passages_of, wants_of
from matching.profiles import NO_PROOF, NOT_SUITED, Offering, Requirement
from matching.ranking.facts import Verdict
from matching.ranking.shelf import Shelf
from matching.ranking.signals import DECIMALS, Query, passage_closeness, same_words
from matching.ranking.weights import (
    CLOSEST_FROM,
    ESSENTIAL_COUNTS,
    MEANING_SHARE,
    MET_FROM,
    NOT_STATED_WORTH,
    REUSE_WORTH,
)

Floats = NDArray[np.float64]

_USES = 2
_DAMPING = 4.0
"""About one rare word: two words in common with a want of three are no proof yet."""

_NEGATION = re.compile(
    r"\b(?:not|cannot|can't|doesn't|don't|isn't|aren't|won't|neither|nor|unsupported|"
    r"nicht|kein|keine|keinen|pas|jamais|niet|geen)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that decided a verdict, or the closest one where nothing is stated.

    A span: `text` is characters `start` to `end` of the field; `strength` is in 0..1.
    """

    text: str
    field: str
    start: int
    end: int
    strength: float


@dataclass(frozen=True, slots=True)
class RequirementVerdict:
    """What an offering says to one requirement, with the sentence that says it."""

    requirement: str
    essential: bool
    stated: bool
    verdict: Verdict
    evidence: Evidence | None
    strength: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a need asks for, and what the words of each want are worth as stems and as roots."""

    query: Query
    wants: tuple[Requirement, ...]
    negated: NDArray[np.bool_]
    stems: list[dict[str, float]]
    roots: list[dict[str, float]]


def requirement_verdicts(
    query: Query, shelf: Shelf[Offering], slots: Sequence[int]
) -> list[tuple[RequirementVerdict, ...]]:
    """Judge all wants of a need, in their order, against the passages of each offering."""
    asked = _asked(query, shelf)
    return [_verdicts(asked, shelf, slot) if asked.wants else () for slot in slots]


def _asked(query: Query, shelf: Shelf[Offering]) -> _Asked:
    wants = wants_of(query.need)
    texts = [want.text for want in wants]
    stems = [_terms(text, query.language, stemmed=True) for text in texts]
    roots = [_terms(text, query.language, stemmed=False) for text in texts]
    return _Asked(
        query,
        wants,
        _negated(texts),
        [{term: shelf.stems.idf(term) for term in sorted(terms)} for terms in stems],
        [{term: shelf.roots.idf(term) for term in sorted(terms)} for terms in roots],
    )


def _verdicts(asked: _Asked, shelf: Shelf[Offering], slot: int) -> tuple[RequirementVerdict, ...]:
    passages = passages_of(shelf.profiles[shelf.keys[slot]].fields)
    near = np.asarray(passage_closeness(asked.query.wants, shelf, slot), dtype=np.float64)
    strengths = _shares(asked, shelf.languages[slot], passages) * (1.0 - MEANING_SHARE)
    strengths += MEANING_SHARE * np.clip(near, 0.0, 1.0)
    against = np.array([item.field == NOT_SUITED for item in passages], dtype=bool)
    # "Does not need X" is no evidence for "needs X": both are negated, or neither.
    alike = asked.negated[:, None] == _negated([item.text for item in passages])[None, :]
    proofs = _assigned(np.where(~against & _telling(passages) & alike, strengths, 0.0))
    return tuple(
        _verdict(want, passages, proofs[row], np.where(against, strengths[row], 0.0))
        for row, want in enumerate(asked.wants)
    )


def coverage_of(verdicts: tuple[RequirementVerdict, ...]) -> float:
    """Return the share of requirements that an offering speaks to, 0..1.

    Met counts fully; one that is not stated counts by its best sentence, up to half.
    """
    weights = [ESSENTIAL_COUNTS if item.essential else 1.0 for item in verdicts]
    worth = sum(w * _worth(v) for w, v in zip(weights, verdicts, strict=True))
    return round(float(worth / sum(weights)), DECIMALS) if weights else 0.0


def _worth(verdict: RequirementVerdict) -> float:
    if verdict.verdict is Verdict.MET:
        return 1.0
    if verdict.verdict is Verdict.NOT_MET:
        return 0.0
    return NOT_STATED_WORTH * min(1.0, verdict.strength / MET_FROM)


def _shares(asked: _Asked, language: str, passages: tuple[Passage, ...]) -> Floats:
    """The share of each want's words, weighed by rarity, that each passage holds, (n, m)."""
    same = same_words(asked.query, language)
    worths = asked.stems if same else asked.roots
    held = [_terms(item.text, language, stemmed=same) for item in passages]
    shares = np.zeros((len(worths), len(passages)))
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


def _telling(passages: tuple[Passage, ...]) -> NDArray[np.bool_]:
    """Which passages can prove anything; a name or a problem only where nothing else is said."""
    tells = np.array([item.tells for item in passages], dtype=bool)
    sentences = tells & np.array([item.field not in NO_PROOF for item in passages], dtype=bool)
    return sentences if sentences.any() else tells


def _negated(texts: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([_says_not(text) for text in texts], dtype=bool)


@lru_cache(maxsize=20_000)
def _says_not(text: str) -> bool:
    return _NEGATION.search(text) is not None


def _assigned(strengths: Floats) -> list[tuple[int, float]]:
    """For each want its passage and what that is worth, the strongest pairs first."""
    proofs = [(-1, 0.0)] * len(strengths)
    uses: dict[int, int] = {}
    pairs = np.argwhere(strengths > 0.0)
    queue = sorted((-strengths[row, column], row, column) for row, column in pairs.tolist())
    for minus, row, column in queue:
        used = uses.get(column, 0)
        worth = -minus * REUSE_WORTH**used
        if used < _USES and worth > proofs[row][1]:
            if proofs[row][0] >= 0:
                uses[proofs[row][0]] -= 1
            proofs[row] = (column, worth)
            uses[column] = used + 1
    return proofs


def _verdict(
    want: Requirement,
    passages: tuple[Passage, ...],
    proof: tuple[int, float],
    against: Floats,
) -> RequirementVerdict:
    place, strength = proof
    verdict = Verdict.MET if strength >= MET_FROM else Verdict.NOT_STATED
    if against.size and against.max() >= max(MET_FROM, strength):
        place, strength = int(against.argmax()), float(against.max())
        verdict = Verdict.NOT_MET
    strength = round(min(float(strength), 1.0), DECIMALS)
    shown = place >= 0 and (verdict is not Verdict.NOT_STATED or strength >= CLOSEST_FROM)
    evidence = _evidence(passages[place], strength) if shown else None
    return RequirementVerdict(want.text, want.essential, want.stated, verdict, evidence, strength)


def _evidence(passage: Passage, strength: float) -> Evidence:
    return Evidence(passage.text, passage.field, passage.start, passage.end, strength)
