"""The middle of the library's vectors, taken off before vectors are compared.

Vectors of one model share a large common part, and those of a language the model does not know
share nearly all: raw cosines then say "same language" more than "same need". What is left after
the mean is taken off is what sets a text apart, and unrelated texts come out near 0 in every
language. Measured on judged sets, this is worth more than the choice of a fusion.

Needs have a middle of their own: they all ask, promise and plead alike. With it taken off a need,
what counts is how much closer an offering is to this need than to needs as they usually are, which
also takes from a text that tries to be close to all of them.

Where the vectors come from and where they are searched is not known here.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from matching.ranking.ingredients import ALL, Ingredients

Vectors = npt.NDArray[np.float32]
Sums = npt.NDArray[np.int64]

_SHRINKAGE = 20
"""A mean of few vectors would be mostly those very texts: so many zeros are averaged in."""

_UNITS = 2**30
"""Sums are kept in whole units: adding is exact, so order and removals leave no trace. With unit
vectors the sums stay within 64 bits up to eight thousand million texts."""


@dataclass(slots=True)
class Centres:
    """The mean of whole-text vectors, overall and for each language; empty at first."""

    dimension: int
    ingredients: Ingredients = ALL
    _sums: dict[str, Sums] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _ready: dict[str, Vectors] = field(default_factory=dict)

    def add(self, language: str, vector: Vectors) -> None:
        """Count in the unit vector (d,) of a text in `language`."""
        self._change(language, vector, 1)

    def remove(self, language: str, vector: Vectors) -> None:
        """Take out a vector that was added with the same language."""
        self._change(language, vector, -1)

    def of(self, language: str) -> Vectors:
        """The centre (d,) for texts in `language`: its own mean, drawn towards the overall one."""
        centre = self._ready.get(language)
        if centre is None:
            centre = self._ready[language] = self._centre(language)
        return centre

    def of_others(self, language: str, vector: Vectors | None, other: Vectors) -> Vectors:
        """The mean (d,) of texts in `language` without one of them, drawn towards `other` (d,).

        `vector` is of the text to leave out, if it was added; without any text the mean is `other`.
        """
        own, count = self._own(language)
        if vector is not None:
            own, count = own - _units(vector), count - 1
        centre = (own / _UNITS + _SHRINKAGE * other.astype(np.float64)) / (count + _SHRINKAGE)
        return np.asarray(centre, dtype=np.float32)

    def languages(self) -> list[str]:
        """The languages in which there is a text, by the alphabet."""
        return sorted(language for language, count in self._counts.items() if count)

    def _centre(self, language: str) -> Vectors:
        nothing = np.zeros(self.dimension, dtype=np.int64)
        if not self.ingredients.centred:
            return nothing.astype(np.float32)
        total = sum(self._sums.values(), start=nothing)
        overall = total / _UNITS / (sum(self._counts.values()) + _SHRINKAGE)
        if not self.ingredients.by_language:
            return overall.astype(np.float32)
        own, count = self._own(language)
        centre = (own / _UNITS + _SHRINKAGE * overall) / (count + _SHRINKAGE)
        return np.asarray(centre, dtype=np.float32)

    def _own(self, language: str) -> tuple[Sums, int]:
        """The sum (d,) of the vectors of one language, in units, and how many they are."""
        nothing = np.zeros(self.dimension, dtype=np.int64)
        return self._sums.get(language, nothing), self._counts.get(language, 0)

    def _change(self, language: str, vector: Vectors, sign: int) -> None:
        units = _units(vector)
        self._sums[language] = self._sums.get(language, np.zeros_like(units)) + sign * units
        self._counts[language] = self._counts.get(language, 0) + sign
        self._ready = {}


def _units(vector: Vectors) -> Sums:
    return np.asarray(np.rint(vector.astype(np.float64) * _UNITS), dtype=np.int64)


def centred(vectors: Vectors, centre: Vectors) -> Vectors:
    """`vectors` (d,) or (n, d) less `centre` (d,), at unit length; zero vectors stay zero."""
    moved = vectors - centre
    lengths = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(moved / np.maximum(lengths, 1e-9), dtype=np.float32)
