"""The best of many first, exactly, without working out the score of all.

Every slot has a ceiling, which its score cannot exceed. Slots with the highest ceilings are looked
at more closely, which lowers their ceilings, and at last are judged; what was judged is given
out once no ceiling of the others reaches it (the threshold algorithm of Fagin, Lotem and Naor).
What ceilings and judgements are made of is not known here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Floats = NDArray[np.float64]
Slots = NDArray[np.int64]

_OVER = -np.inf
"""The ceiling of what is judged already."""


class Look(NamedTuple):
    """A closer look at up to `at_once` slots (n,): it gives them lower `ceilings` (n,)."""

    at_once: int
    ceilings: Callable[[Slots], Floats]


@dataclass(frozen=True, slots=True)
class Search(Generic[T]):
    """How the best are found.

    `looks` come one after the other, each dearer than the one before; `judge` comes last, for up
    to `at_once` slots (n,), and `score_of` reads the score out of a judgement.
    """

    looks: Sequence[Look]
    judge: Callable[[Slots], Sequence[T]]
    score_of: Callable[[T], float]
    at_once: int

    def in_order(self, slots: Slots, ceilings: Floats) -> Iterator[list[T]]:
        """Yield every slot judged, in groups: each scores above all that come later.

        Within a group nothing is ordered.

        Args:
            slots: which, (n,).
            ceilings: what the score of each cannot exceed, (n,).
        """
        left, seen = ceilings.copy(), np.zeros(len(slots), dtype=np.int64)
        waiting: list[T] = []
        while len(slots):
            first = int(left.argmax())
            ready = [item for item in waiting if self.score_of(item) > left[first]]
            if ready:
                waiting = [item for item in waiting if self.score_of(item) <= left[first]]
                yield ready
            if left[first] == _OVER:
                return
            looked = int(seen[first])
            peers = np.flatnonzero(seen == looked)
            if looked < len(self.looks):
                chosen = _highest(left, peers, self.looks[looked].at_once)
                closer = self.looks[looked].ceilings(slots[chosen])
                left[chosen] = np.minimum(left[chosen], closer)
            else:
                chosen = _highest(left, peers, self.at_once)
                waiting += self.judge(slots[chosen])
                left[chosen] = _OVER
            seen[chosen] += 1


def _highest(ceilings: Floats, places: Slots, count: int) -> Slots:
    """Those `count` of the places that have the highest ceilings."""
    if len(places) <= count:
        return places
    return places[np.argpartition(ceilings[places], -count)[-count:]]
