"""How many solutions fit each of several challenges, for lists that show no more than the count.

Nothing of it changes until the index does, so what was counted is kept until then, in the memory
of the process. It is kept by the need as it was asked about, so a budget that only some may see
counts for nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from matching.library import Library
from matching.profiles import Need
from matching.ranking.calibration import Band
from matching.ranking.weights import Weights
from matching.suppliers import find_suppliers

FITTING = frozenset({Band.STRONG, Band.POSSIBLE})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a count depends on beside the need: the last fact that the index has seen, and more."""

    turn: int
    today: date
    weights: str


class Fitting:
    """What was counted; any number of threads may ask at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._standing: Standing | None = None
        self._found: dict[Need, int] = {}

    def counts(
        self, library: Library, needs: Sequence[Need], standing: Standing, weights: Weights
    ) -> list[int]:
        """How many of the first ten are at least a possible fit, for each of the needs."""
        with self._lock:
            if self._standing != standing:
                self._standing, self._found = standing, {}
            found = self._found
        for need in needs:
            if need not in found:
                best = find_suppliers(library, need, today=standing.today, weights=weights)
                found[need] = sum(match.band in FITTING for match in best)
        return [found[need] for need in needs]
