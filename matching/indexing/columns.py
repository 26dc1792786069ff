"""Facts by slot in columns, so that a filter over a large library is a few array operations.

It knows names, sets and numbers; what they mean is said in `matching.ranking.filters`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
_WORD_BITS = 64


class _Sets:
    """One set of values per slot, a bit for each value."""

    def __init__(self, slots: int) -> None:
        self._bits: dict[str, int] = {}
        self._words = np.zeros((slots, 1), dtype=np.uint64)

    def grow(self, slots: int) -> None:
        self._words = _grown(self._words, slots)

    def put(self, slot: int, values: Iterable[str]) -> None:
        self._words[slot] = 0
        for value in sorted(values):
            bit = self._bits.setdefault(value, len(self._bits))
            if bit // _WORD_BITS >= self._words.shape[1]:
                self._words = np.pad(self._words, ((0, 0), (0, 1)))
            self._words[slot, bit // _WORD_BITS] |= np.uint64(1 << bit % _WORD_BITS)

    def holds(self, value: str) -> Mask:
        bit = self._bits.get(value)
        if bit is None:
            return np.zeros(len(self._words), dtype=bool)
        return (self._words[:, bit // _WORD_BITS] >> np.uint64(bit % _WORD_BITS)) & np.uint64(1) > 0

    def stated(self) -> Mask:
        return np.asarray(self._words.any(axis=1))


class Columns:
    """Sets and numbers by slot. What was never put is an empty set, and not a number."""

    def __init__(self) -> None:
        self._slots = 0
        self._sets: defaultdict[str, _Sets] = defaultdict(lambda: _Sets(self._slots))
        self._numbers: defaultdict[str, NDArray[np.float64]] = defaultdict(
            lambda: np.full(self._slots, np.nan)
        )

    def put(
        self, slot: int, sets: Mapping[str, Collection[str]], numbers: Mapping[str, float | None]
    ) -> None:
        """Note sets and numbers of `slot`; call it with the same names for every slot."""
        if slot >= self._slots:
            self._grow(2 * slot + 64)
        for name, values in sets.items():
            self._sets[name].put(slot, values)
        for name, number in numbers.items():
            self._numbers[name][slot] = np.nan if number is None else number

    def any_of(self, name: str, values: Iterable[str]) -> Mask:
        """Return which slots hold one of the values, bool (slots,)."""
        mask = np.zeros(self._slots, dtype=bool)
        for value in values:
            mask |= self._sets[name].holds(value)
        return mask

    def all_of(self, name: str, values: Iterable[str]) -> Mask:
        """Return which slots hold all of the values, bool (slots,)."""
        mask = np.ones(self._slots, dtype=bool)
        for value in values:
            mask &= self._sets[name].holds(value)
        return mask

    def stated(self, name: str) -> Mask:
        """Return which slots hold any value at all, bool (slots,)."""
        return self._sets[name].stated()

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return the numbers of all slots, float64 (slots,), NaN where none is stated."""
        return self._numbers[name]

    def _grow(self, slots: int) -> None:
        for column in self._sets.values():
            column.grow(slots)
        for name, values in self._numbers.items():
            self._numbers[name] = np.concatenate([values, np.full(slots - len(values), np.nan)])
        self._slots = slots


def _grown(words: NDArray[np.uint64], slots: int) -> NDArray[np.uint64]:
    return np.pad(words, ((0, slots - len(words)), (0, 0)))
