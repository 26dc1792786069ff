"""Vectors to candidates, fast: faiss, imported by this file alone and only when searched.

Up to some tens of thousands of vectors, and whenever a filter is narrow, every permitted vector
is compared: a graph under a narrow filter returns short and wrong lists. Above that a graph
(HNSW) is searched, and its short lists are made good by comparing all.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.indexing.best import Found, best
from matching.indexing.exact import ExactIndex

Vectors = NDArray[np.float32]
Mask = NDArray[np.bool_]

FLAT_UP_TO = 120_000
"""Vectors up to which all are compared. At 100,000 that takes 10 ms of a ranking's 60, and a
graph half a minute to build while everybody waits."""

NARROW = 0.2
"""Share of the vectors below which a filter is narrow: measured, the graph misses many there."""

_NOWHERE = -1
_NEIGHBOURS = 32
_BUILD_WIDTH = 80
_SEARCH_WIDTH = 256
_STALE_SHARE = 0.25
"""Share of forgotten vectors in the graph above which it is built anew."""


class FaissIndex(ExactIndex):
    """The exact index with a graph beside it once there are many vectors."""

    kind = "faiss"

    def __init__(self, dimension: int, flat_up_to: int = FLAT_UP_TO) -> None:
        super().__init__(dimension)
        self._flat_up_to = flat_up_to
        self._graph: Any = None
        self._places: list[int] = []
        self._current: NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def compares_all(self) -> bool:
        """Whether a search looks at every vector anyway."""
        return len(self) <= self._flat_up_to

    def put(self, slot: int, vector: Vectors) -> None:
        """Keep `vector`, float32 (dimension,), under `slot`, in place of what was there."""
        super().put(slot, vector)
        if self._graph is not None:
            self._add(np.array([slot]))

    def drop(self, slot: int) -> None:
        """Forget the vector under `slot`; the graph passes over it from now on."""
        super().drop(slot)
        if slot < len(self._current):
            self._current[slot] = _NOWHERE

    def search(self, vector: Vectors, k: int, allowed: Mask | None = None) -> Found:
        """Return the nearest `k` of the allowed slots, never fewer while as many are allowed."""
        permitted = self._permitted(allowed)
        count = int(permitted.sum())
        if self.compares_all() or count <= max(k, NARROW * len(self)):
            return self._flat(vector, k, permitted)
        found = self._walk(vector, k, permitted)
        return found if len(found.slots) == min(k, count) else self._flat(vector, k, permitted)

    def warm(self) -> None:
        """Build the graph now, if there are enough vectors, and not at the next search."""
        if not self.compares_all() and self._outdated():
            self._graph = _graph_of(self.dimension)
            self._places, self._current = [], np.zeros(0, dtype=np.int64)
            self._add(np.flatnonzero(self.live))

    def _flat(self, vector: Vectors, k: int, permitted: Mask) -> Found:
        slots = np.flatnonzero(permitted)
        if not len(slots) or k <= 0:
            return best(slots, np.zeros(len(slots)), 0)
        rows = self.rows if len(slots) == len(self.live) else self.rows[slots]
        scores, places = _faiss().knn(
            np.ascontiguousarray(vector[None], dtype=np.float32),
            rows,
            min(k, len(slots)),
            metric=_faiss().METRIC_INNER_PRODUCT,
        )
        return best(slots[places[0]], scores[0], k)

    def _walk(self, vector: Vectors, k: int, permitted: Mask) -> Found:
        self.warm()
        places = self._current[permitted]
        settings = _faiss().SearchParametersHNSW(
            efSearch=max(_SEARCH_WIDTH, 2 * k), sel=_faiss().IDSelectorBatch(places)
        )
        scores, found = self._graph.search(vector[None], k, params=settings)
        hit = found[0] >= 0
        slots = np.array([self._places[place] for place in found[0][hit].tolist()], dtype=np.int64)
        return best(slots, scores[0][hit], k)

    def _add(self, slots: NDArray[np.int64]) -> None:
        grown = np.full(len(self.live), _NOWHERE, dtype=np.int64)
        grown[: len(self._current)] = self._current
        grown[slots] = np.arange(len(self._places), len(self._places) + len(slots))
        self._current = grown
        self._places += slots.tolist()
        self._graph.add(np.ascontiguousarray(self.rows[slots]))

    def _outdated(self) -> bool:
        forgotten = len(self._places) - len(self)
        return self._graph is None or forgotten > _STALE_SHARE * len(self._places)


def _graph_of(dimension: int) -> Any:
    graph = _faiss().IndexHNSWFlat(dimension, _NEIGHBOURS, _faiss().METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = _BUILD_WIDTH
    return graph


@cache
def _faiss() -> Any:
    import faiss  # noqa: PLC0415 - heavy, and not to be loaded before a server has forked

    return faiss
