"""What coverage of the requirements cannot exceed, for many offerings in a few array operations.

The worth of a verdict rises with its sum for "met" and falls with its sum for "not met", so it is
highest where each reading is at the end of its range that helps most. Verdicts themselves are made
in `explanation`, from the readings of `readings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.indexing.lexical import LexicalIndex
from matching.profiles import Offering
from matching.ranking.centring import centred
from matching.ranking.named_facts import named_facts
from matching.ranking.opposites import leanings
from matching.ranking.readings import Asked, Worths
from matching.ranking.shelf import Shelf
from matching.ranking.signals import same_words
from matching.ranking.weights import ESSENTIAL_COUNTS, NOT_STATED_WORTH, VERDICTS

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]
Slots = NDArray[np.int64]
Ranges = Mapping[str, tuple[Floats, Floats]]

_ROUNDING = 1e-4
"""More than single precision may take from a reading."""


@dataclass(frozen=True, slots=True)
class CoverageCeilings:
    """What one need asks of a shelf: `stems` and `roots` are what each want shares, (wants, slots).

    By the words of whole texts, of which no sentence has more.
    """

    asked: Asked
    shelf: Shelf[Offering]
    stems: Vectors
    roots: Vectors

    @classmethod
    def of(cls, asked: Asked, shelf: Shelf[Offering]) -> "CoverageCeilings":
        """Prepare the ceilings of a need; they hold until the shelf changes."""
        ways = {same_words(asked.query, language) for language in shelf.centres.languages()}
        stems = _shared(asked.stems, shelf.stems, needed=True in ways)
        return cls(asked, shelf, stems, _shared(asked.roots, shelf.roots, needed=False in ways))

    def __call__(self, slots: Slots) -> Floats:
        """Return what `coverage_of` the verdicts of each slot cannot exceed, (n,) in 0..1."""
        wants = self.asked.wants
        worth = _worth(self._ranges(slots), (len(wants), len(slots)))
        worth[[named_facts(want.text) is not None for want in wants]] = 1.0
        weights = np.array([ESSENTIAL_COUNTS if want.essential else 1.0 for want in wants])
        return np.asarray(weights @ worth / weights.sum())

    def _ranges(self, slots: Slots) -> Ranges:
        """The least and most that each reading can be, (wants, n) or (wants, 1); of others 0..1."""
        asked, shelf = self.asked, self.shelf
        told, wants = shelf.telling(slots), asked.query.wants
        codes, centres = shelf.spoken_in(np.repeat(slots, told.counts))
        vectors = centred(told.rows, centres[codes])
        promises, _ = leanings(vectors, asked.kinds)
        promised = (asked.promised[:, None] * promises[None]).max(axis=2, initial=0.0)
        codes, centres = shelf.spoken_in(slots)
        whole = np.maximum(wants @ centred(shelf.vectors.rows[slots], centres[codes]).T, 0.0)
        same = [same_words(asked.query, shelf.languages[slot]) for slot in slots.tolist()]
        said = np.where(same, self.stems[:, slots], self.roots[:, slots])
        none = np.zeros_like(said)
        counts = np.where(same, asked.stems.counts[:, None], asked.roots.counts[:, None])
        return {
            "near": (none, _highest(wants @ vectors.T, told.counts)),
            "held": (none, said),
            "promised": (none, np.sqrt(_highest(promised, told.counts))),
            "whole": (whole, whole),
            "said": (none, said),
            "words": (counts, counts),
            "general": (asked.general[:, None], asked.general[:, None]),
        }


def _shared(words: Worths, index: LexicalIndex, *, needed: bool) -> Vectors:
    """What each want shares with every text of an index, (wants, slots); 0 where not needed."""
    terms = list(words.places) if needed else []
    shares = words.shares[:, : len(terms)].astype(np.float32)
    return np.asarray(shares @ index.holding(terms).astype(np.float32))


def _worth(ranges: Ranges, shape: tuple[int, int]) -> Floats:
    """What verdicts can be worth at most, (wants, n)."""
    met, not_met = (np.full(shape, constant) for constant in VERDICTS["constant"])
    for name, (for_met, for_not) in VERDICTS.items():
        if name != "constant":
            least, most = ranges.get(name, (np.zeros((1, 1)), np.ones((1, 1))))
            least, most = least - _ROUNDING, most + _ROUNDING
            met += for_met * (most if for_met > 0 else least)
            not_met += for_not * (least if for_not > 0 else most)
    likely = np.exp(met)
    return np.asarray((likely + NOT_STATED_WORTH) / (likely + np.exp(not_met) + 1.0))


def _highest(numbers: Floats | Vectors, counts: Slots) -> Floats:
    """The highest of each run of `counts` (n,) columns, at least 0, (wants, n)."""
    result = np.zeros((len(numbers), len(counts)))
    some = np.flatnonzero(counts)
    if len(some):
        starts = (np.cumsum(counts) - counts)[some]
        result[:, some] = np.maximum(np.maximum.reduceat(numbers, starts, axis=1), 0.0)
    return result
