"""Vectors compared by faiss, imported by this file alone and only when used.

It compares every vector, as `exact.py` does: a graph (HNSW) is many times faster on a large
library, but misses some, and under a narrow filter most (docs/decisions/0010).
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from matching.indexing.exact import ExactIndex, Slots, Vectors


class FaissIndex(ExactIndex):
    """The exact index with products worked out by faiss."""

    kind = "faiss"

    def _compared(self, vector: Vectors, rows: Vectors) -> Vectors:
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        metric = _faiss().METRIC_INNER_PRODUCT
        one = np.ascontiguousarray(vector[None], dtype=np.float32)
        return np.asarray(_faiss().pairwise_distances(one, rows, metric=metric)[0])


def plain_index(rows: Vectors) -> Callable[[Vectors, int], Slots]:
    """Return a search of faiss's own flat index for comparisons: vector and k to places (k,)."""
    index = _faiss().IndexFlatIP(rows.shape[1])
    index.add(np.ascontiguousarray(rows, dtype=np.float32))
    return lambda vector, k: np.asarray(index.search(vector[None], k)[1][0], dtype=np.int64)


@cache
def _faiss() -> Any:
    import faiss  # noqa: PLC0415 - heavy, and not to be loaded before a server has forked

    return faiss
