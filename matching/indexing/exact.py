"""Vectors to candidates, exactly: every vector is compared. The truth other indexes are held to."""

import numpy as np
from numpy.typing import NDArray

from matching.indexing.best import Found, best

Vectors = NDArray[np.float32]
Mask = NDArray[np.bool_]


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

    def compares_all(self) -> bool:
        """Whether a search looks at every vector anyway."""
        return True

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

    def search(self, vector: Vectors, k: int, allowed: Mask | None = None) -> Found:
        """Return the nearest `k` of the allowed slots (bool (slots,); None for all).

        Never fewer than `k` while as many are allowed.
        """
        slots = np.flatnonzero(self._permitted(allowed))
        rows = self._rows if len(slots) == len(self._live) else self._rows[slots]
        return best(slots, rows @ vector, k)

    def _permitted(self, allowed: Mask | None) -> Mask:
        if allowed is None:
            return self._live
        permitted = np.zeros_like(self._live)
        size = min(len(allowed), len(permitted))
        permitted[:size] = self._live[:size] & allowed[:size]
        return permitted
