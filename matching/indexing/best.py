"""The best few of many scored slots, the one way all indexes choose them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Found(NamedTuple):
    """Slots, int64 (n,), and their scores, float64 (n,), best first."""

    slots: NDArray[np.int64]
    scores: NDArray[np.float64]


def best(slots: NDArray[np.int64], scores: NDArray[np.floating], k: int) -> Found:
    """Return the `k` highest scores, best first, equal scores by slot."""
    if len(slots) > k > 0:
        # All that tie with the last one stay in, so that the cut does not depend on order.
        threshold = np.partition(scores, len(scores) - k)[len(scores) - k]
        kept = scores >= threshold
        slots, scores = slots[kept], scores[kept]
    order = np.lexsort((slots, -scores))[: max(k, 0)]
    return Found(slots[order].astype(np.int64), scores[order].astype(np.float64))
