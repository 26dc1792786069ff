"""What a ranking reads: the profiles of one kind and everything that is derived from them.

A shelf does not encode, save or lock; `matching.library` does.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.errors import InvalidProfile
from matching.indexing.columns import Columns
from matching.indexing.copies import CopyIndex
from matching.indexing.lexical import LexicalIndex
from matching.indexing.rows import Gathered, Rows
from matching.indexing.vectors import VectorIndex
from matching.indexing.words import language_of, roots_of, stems_of, words_of
from matching.passages import Passage, passages_of, wants_of
from matching.profiles import NOT_SUITED, Need, Offering, Profile, text_of
from matching.ranking.centring import Centres
from matching.ranking.facts import FactColumns
from matching.ranking.ingredients import ALL, Ingredients
from matching.ranking.opposites import Opposites

P = TypeVar("P", Need, Offering)
Vectors = NDArray[np.float32]
Halves = NDArray[np.float16]
Floats = NDArray[np.float64]

_LENGTH_TOLERANCE = 1e-2
_NO_LENGTH = 1e-12
_NO_LANGUAGE = -1


def speaking(passages: tuple[Passage, ...]) -> NDArray[np.bool_]:
    """Return which passages speak for a profile: no headings, nothing it is not suited for."""
    return np.array([item.tells and item.field != NOT_SUITED for item in passages], dtype=bool)


def rows_of(profile: Profile, passages: tuple[Passage, ...] | None = None) -> int:
    """Return how many vectors a profile has: the whole, its passages, what it asks for."""
    wants = wants_of(profile) if isinstance(profile, Need) else ()
    cut = passages_of(profile.fields) if passages is None else passages
    return 1 + len(cut) + len(wants)


@dataclass(frozen=True, slots=True)
class Derived:
    """What was made of one profile: `whole` (d,), `parts` (n, d), `speaking` by passage."""

    language: str
    whole: Vectors
    parts: Halves
    speaking: NDArray[np.bool_]


class Shelf(Generic[P]):
    """Profiles by key, each in a slot of the indexes that were made from it."""

    opposites: Opposites
    """Promises and limits in the vectors of the shelf's encoder; the library puts them here."""

    def __init__(
        self,
        vectors: VectorIndex,
        facts_of: Callable[[P], FactColumns],
        ingredients: Ingredients = ALL,
        asking: "Shelf[Need] | None" = None,
    ) -> None:
        self.profiles: dict[str, P] = {}
        self.vectors = vectors
        self.ingredients = ingredients
        self.stems, self.roots = LexicalIndex(), LexicalIndex()
        self.centres = Centres(vectors.dimension, ingredients)
        self._asking = asking
        self.columns, self.copies = Columns(), CopyIndex()
        self.slots: dict[str, int] = {}
        self.keys: dict[int, str] = {}
        self.owners: defaultdict[str, set[int]] = defaultdict(set)
        self.languages: dict[int, str] = {}
        self._facts_of: Callable[[P], FactColumns] = facts_of
        self._parts = Rows(vectors.dimension)
        self._speaking: dict[int, NDArray[np.bool_]] = {}
        self._free: list[int] = []
        self._names: list[str] = []
        self._codes = np.zeros(0, dtype=np.int16)
        self._centres: Vectors | None = None
        self._lengths: Vectors | None = None
        self._part_lengths: tuple[NDArray[np.int16], Vectors] | None = None
        self.doubt = vectors.dimension * float(np.finfo(np.float32).eps)
        """How far the inner product of two vectors may be off in single precision."""

    def put(self, profile: P, vectors: Vectors) -> None:
        """Put a profile with its vectors, float32 (`rows_of`, d), in place of what had its key.

        Raises:
            InvalidProfile: the vectors have another shape, or are not all of length 1.
        """
        passages = passages_of(profile.fields)
        self._check(profile, vectors, passages)
        self.drop(profile.key)
        slot = self._free.pop() if self._free else len(self.slots)
        text = text_of(profile)
        language = language_of(text)
        words = words_of(text, language)
        self.stems.put(slot, stems_of(words, language))
        self.roots.put(slot, roots_of(words))
        # Two bytes a number: passages are many, and are read for few candidates only.
        parts = vectors[1:].astype(np.float16)
        self.place(slot, profile, Derived(language, vectors[0], parts, speaking(passages)))

    def place(self, slot: int, profile: P, derived: Derived) -> None:
        """Put a profile in a free slot with everything but its words, which are there already."""
        language = derived.language
        self.vectors.put(slot, derived.whole)
        self.copies.put(slot, text_of(profile))
        self.centres.add(language, derived.whole)
        sets, numbers = self._facts_of(profile)
        self.columns.put(slot, {**sets, "text_language": [language]}, numbers)
        self.profiles[profile.key], self.slots[profile.key] = profile, slot
        self.keys[slot], self.languages[slot] = profile.key, language
        self.owners[profile.owner].add(slot)
        self._parts.put(slot, derived.parts, derived.speaking)
        self._speaking[slot] = derived.speaking
        if language not in self._names:
            self._names.append(language)
        if slot >= len(self._codes):
            self._codes = np.pad(self._codes, (0, slot + 64), constant_values=_NO_LANGUAGE)
        self._codes[slot] = self._names.index(language)
        self._centres = self._lengths = self._part_lengths = None

    def derived(self, slot: int) -> Derived:
        """Return what was derived from the profile in a slot, for saving."""
        whole = self.vectors.rows[slot].copy()
        return Derived(self.languages[slot], whole, self._parts.of(slot), self._speaking[slot])

    def drop(self, key: str) -> None:
        """Forget a profile; nothing of it weighs on any ranking afterwards."""
        slot = self.slots.pop(key, None)
        if slot is None:
            return
        profile = self.profiles.pop(key)
        self.centres.remove(self.languages.pop(slot), self.vectors.rows[slot])
        self.vectors.drop(slot)
        self.copies.drop(slot)
        self.stems.drop(slot)
        self.roots.drop(slot)
        self.owners[profile.owner].discard(slot)
        if not self.owners[profile.owner]:
            del self.owners[profile.owner]
        self._parts.drop(slot)
        del self.keys[slot], self._speaking[slot]
        self._codes[slot] = _NO_LANGUAGE
        self._free.append(slot)
        self._centres = self._lengths = self._part_lengths = None

    def whole(self, slot: int) -> Vectors:
        """Return the vector of a whole text, float32 (d,)."""
        row: Vectors = self.vectors.rows[slot]
        return row

    def parts(self, slot: int) -> Vectors:
        """Return the vectors of passages and then of wants, float32 (n, d)."""
        return self._parts.of(slot).astype(np.float32)

    def passages(self, slot: int) -> Vectors:
        """Return the vectors of the passages alone, float32 (n, d)."""
        return self._parts.of(slot)[: len(self._speaking[slot])].astype(np.float32)

    def parts_of(self, slots: NDArray[np.int64]) -> Gathered:
        """Return the same of many slots (n,)."""
        return self._parts.every(slots)

    def telling(self, slots: NDArray[np.int64]) -> Gathered:
        """Return the vectors of the passages that speak for the profiles in slots (n,)."""
        return self._parts.gather(slots)

    def centre_for(self, need: Need, language: str) -> Vectors:
        """Return what is taken off a need in `language` before it is compared, float32 (d,).

        What the other needs in the library have in common; with few, what the texts here have.
        """
        centre, asking = self.centres.of(language), self._asking
        if asking is None or not self.ingredients.needs_centred:
            return centre
        slot, own = asking.slots.get(need.key), None
        if slot is not None and asking.languages[slot] == language:
            own = asking.whole(slot)
        return asking.centres.of_others(language, own, centre)

    def closest(self, vector: Vectors, slots: NDArray[np.int64]) -> Floats:
        """Return what the centred cosine of slots to a centred vector cannot exceed, (slots,).

        At least 0; it lies above the cosine by no more than single precision may be wrong.
        """
        raw = self.vectors.products(vector, slots)
        if self._lengths is None:
            self._lengths = self._shortest()
        codes, centres = self.spoken_in(slots)
        near = raw - (centres @ vector)[codes] + self.doubt
        return np.asarray(np.clip(near / self._lengths[slots], 0.0, 1.0), dtype=np.float64)

    def closest_passages(self, vector: Vectors, slots: NDArray[np.int64]) -> Floats:
        """Return the same of the best passage that speaks for each slot; 0 where none does.

        Passages are compared by their sketches, so it may lie above the cosine by more.
        """
        if self._part_lengths is None:
            self._part_lengths = self._shortest_parts()
        codes, lengths = self._part_lengths
        near = self._parts.bounds(vector)
        near -= (self._means() @ vector - np.float32(2 * self.doubt))[codes]
        near /= lengths
        best = self._parts.highest(near, slots)
        return np.asarray(np.clip(best, 0.0, 1.0), dtype=np.float64)

    def spoken_in(self, slots: NDArray[np.int64]) -> tuple[NDArray[np.int16], Vectors]:
        """Return which centre the texts in slots (n,) have, and the centres, float32 (k, d)."""
        return self._codes[slots], self._means()

    def speaks(self, language: str) -> NDArray[np.bool_]:
        """Return which slots hold a text in a language, bool (slots,)."""
        if language not in self._names:
            return np.zeros(len(self._codes), dtype=bool)
        return np.asarray(self._codes == self._names.index(language))

    def _means(self) -> Vectors:
        """The centre of each language in the order of the codes, (k, d)."""
        if self._centres is None:
            centres = [self.centres.of(language) for language in self._names]
            self._centres = np.array(centres).reshape(-1, self.vectors.dimension)
        return self._centres

    def _shortest(self) -> Vectors:
        """The least length that each vector may have after its mean is taken off, (slots,)."""
        rows = self.vectors.rows
        squares = np.einsum("ij,ij->i", rows, rows)
        for code, language in enumerate(self._names):
            slots = np.flatnonzero(self._codes == code)
            centre = self.centres.of(language)
            squares[slots] += centre @ centre - 2.0 * self.vectors.products(centre, slots)
        return np.asarray(np.sqrt(np.maximum(squares - 4 * self.doubt, _NO_LENGTH)))

    def _shortest_parts(self) -> tuple[NDArray[np.int16], Vectors]:
        """Of each passage which centre it has, and the same of its length, (passages,) both."""
        told = self._parts.everything()
        codes, centres = self.spoken_in(told.owners)
        own = np.einsum("ij,ij->i", centres, centres)[codes]
        across = (told.rows @ centres.T)[np.arange(len(codes)), codes]
        squares = told.squares + own - 2.0 * across - 4 * self.doubt
        return codes, np.sqrt(np.maximum(squares, _NO_LENGTH)).astype(np.float32)

    def _check(self, profile: Profile, vectors: Vectors, passages: tuple[Passage, ...]) -> None:
        expected = (rows_of(profile, passages), self.vectors.dimension)
        if vectors.shape != expected:
            raise InvalidProfile(
                f"{profile.key!r} has vectors of shape {vectors.shape} and not {expected}."
            )
        lengths = np.linalg.norm(vectors, axis=1)
        if not np.all(np.abs(lengths - 1.0) < _LENGTH_TOLERANCE):
            raise InvalidProfile(f"The vectors of {profile.key!r} are not of length 1.")
