"""What every vector index promises. `exact.py` is the truth, `faiss.py` its twin."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Mask = NDArray[np.bool_]
Slots = NDArray[np.int64]


class VectorIndex(Protocol):
    """Vectors by slot; slots are small whole numbers that the caller gives, and gives again.

    Every vector that is asked for is compared, always: a ranking is exact whatever the filter.
    """

    dimension: int

    def __len__(self) -> int: ...

    @property
    def live(self) -> Mask:
        """Which slots hold a vector, bool (slots,)."""

    @property
    def rows(self) -> Vectors:
        """All vectors by slot, float32 (slots, dimension); free slots are zero."""

    def put(self, slot: int, vector: Vectors) -> None:
        """Keep `vector`, float32 (dimension,), under `slot`, in place of what was there."""

    def drop(self, slot: int) -> None:
        """Forget the vector under `slot`."""

    def products(self, vector: Vectors, slots: Slots) -> Vectors:
        """Return the inner products of a vector (dimension,) and those in slots, (slots,)."""
