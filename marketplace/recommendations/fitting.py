"""What is kept until the index changes, such as how many solutions fit each of several challenges.

Nothing of it changes before, so what was found is kept until then, in the memory of the process.
It is kept by what was asked about as it was asked, so a budget that only some may see counts for
nobody else.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from threading import Lock
from typing import Generic, TypeVar

from matching.library import Library
from matching.mirror import Mirror, find_challenges, judged_by_all
from matching.profiles import Need, Offering
from matching.ranking.calibration import Band
from matching.ranking.weights import Weights
from matching.suppliers import find_suppliers

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")
MOST_KEPT = 500
FITTING = frozenset({Band.STRONG, Band.POSSIBLE})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a count depends on beside the need: the last fact that the index has seen, and more."""

    turn: int
    today: date
    weights: str


class Kept(Generic[Key, Found]):
    """What was worked out while all stood as it stands; any number of threads may ask at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._standing: Standing | None = None
        self._found: dict[Key, Found] = {}

    def of(self, standing: Standing, key: Key, work_out: Callable[[], Found]) -> Found:
        """What is kept under the key, or else is worked out now; the oldest gives way to it."""
        with self._lock:
            if self._standing != standing:
                self._standing, self._found = standing, {}
            kept = self._found
            if key in kept:
                return kept[key]
        found = work_out()
        with self._lock:
            kept[key] = found
            if len(kept) > MOST_KEPT:
                del kept[next(iter(kept))]
        return found


class Fitting:
    """What was counted."""

    def __init__(self) -> None:
        self._kept: Kept[Need, int] = Kept()

    def counts(
        self, library: Library, needs: Sequence[Need], standing: Standing, weights: Weights
    ) -> list[int]:
        """How many of the first ten are at least a possible fit, for each of the needs."""

        def counted(need: Need) -> int:
            best = find_suppliers(library, need, today=standing.today, weights=weights)
            return sum(match.band in FITTING for match in best)

        return [self._kept.of(standing, need, partial(counted, need)) for need in needs]


class Mirrors:
    """The challenges that solutions fit, which takes long to find: each is judged against all."""

    def __init__(self) -> None:
        self._kept: Kept[tuple[Offering, int], Mirror] = Kept()

    def of(
        self,
        library: Library,
        offering: Offering,
        standing: Standing,
        weights: Weights,
        limit: int,
    ) -> Mirror:
        """What `find_challenges` of the engine finds."""
        find = partial(find_challenges, library, offering, limit=limit, weights=weights)
        return self._kept.of(standing, (offering, limit), partial(find, today=standing.today))


def read_once(library: Library, today: date) -> None:
    """Let the engine make ready what it does not make twice: the words of texts, and its arrays."""
    needs = list(library.needs.values())[:MOST_KEPT]
    some = list(library.offerings.values())[:1]
    judged_by_all(library, some, today=today, only={need.key for need in needs})
    for need in needs[:1]:
        find_suppliers(library, need, today=today)
