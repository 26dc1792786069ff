"""What every vector index promises. `exact.py` is the truth, `faiss.py` its fast twin."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matching.indexing.best import Found

Vectors = NDArray[np.float32]
Mask = NDArray[np.bool_]


class VectorIndex(Protocol):
    """Vectors by slot; slots are small whole numbers that the caller gives, and gives again."""

    dimension: int

    def __len__(self) -> int: ...

    def compares_all(self) -> bool:
        """Whether a search looks at every vector anyway."""

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

    def search(self, vector: Vectors, k: int, allowed: Mask | None = None) -> Found:
        """Return the nearest `k` of the allowed slots, never fewer while as many are allowed."""
