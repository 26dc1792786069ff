"""Vectors compared by numpy: the truth that other indexes are held to."""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Mask = NDArray[np.bool_]
Slots = NDArray[np.int64]

_GATHERED = 0.3
"""Below this share of the rows, copying them out is cheaper than comparing all."""


class ExactIndex:
    """Vectors by slot in one array that grows; similarity is the inner product.

    Slots are small whole numbers that the caller gives to its vectors and may give again.
    """

    kind = "exact"

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._rows: Vectors = np.zeros((0, dimension), dtype=np.float32)
        self._live: Mask = np.zeros(0, dtype=bool)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def live(self) -> Mask:
        """Which slots hold a vector, bool (slots,)."""
        return self._live

    @property
    def rows(self) -> Vectors:
        """All vectors by slot, float32 (slots, dimension); free slots are zero."""
        return self._rows

    def put(self, slot: int, vector: Vectors) -> None:
        """Keep `vector`, float32 (dimension,), under `slot`, in place of what was there."""
        self.drop(slot)
        if slot >= len(self._live):
            more = slot + 64
            self._rows = np.concatenate(
                [self._rows, np.zeros((more, self.dimension), dtype=np.float32)]
            )
            self._live = np.concatenate([self._live, np.zeros(more, dtype=bool)])
        self._rows[slot] = vector
        self._live[slot] = True
        self._count += 1

    def drop(self, slot: int) -> None:
        """Forget the vector under `slot`."""
        if slot < len(self._live) and self._live[slot]:
            self._live[slot] = False
            self._rows[slot] = 0.0
            self._count -= 1

    def products(self, vector: Vectors, slots: Slots) -> Vectors:
        """Return the inner products of a vector (dimension,) and those in slots, (slots,)."""
        if len(slots) < len(self._rows) * _GATHERED:
            return self._compared(vector, self._rows[slots])
        return self._compared(vector, self._rows)[slots]

    def _compared(self, vector: Vectors, rows: Vectors) -> Vectors:
        return np.asarray(rows @ vector)
