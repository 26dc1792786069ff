"""The examination of a solution before it is public: signs that it was written to be found.

The engine finds the signs; here its keys become those of challenges and solutions. What
follows from a sign is decided by the operations of solutions. Nothing is stored here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from marketplace.recommendations.profiles import Origin, offering_of
from marketplace.recommendations.vectors import VectorStore
from marketplace.solutions.content import Sign, SignKind, SolutionContent
from matching.encoding import Encoder
from matching.library import Library
from matching.profiles import Offering
from matching.screening import Screen
from matching.screening import Sign as FoundSign

BATCH = 32


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is to become public: a content, and the vendor that would be its owner."""

    owner_id: UUID
    content: SolutionContent


class Examiner:
    """Examines with one encoder at a time; the sentinels are encoded once for each."""

    def __init__(self, store: VectorStore) -> None:
        self._store = store
        self._screen: Screen | None = None

    def signs(
        self, library: Library, candidates: Sequence[Candidate], today: date
    ) -> list[tuple[Sign, ...]]:
        """The signs of each candidate, in their order, beside what is public in the library."""
        screen = self._screen_of(library.encoder)
        found: list[tuple[Sign, ...]] = []
        for start in range(0, len(candidates), BATCH):
            offerings = [_offering(one, today) for one in candidates[start : start + BATCH]]
            vectors = self._store.encoded(library, offerings)
            found += [
                tuple(map(_sign, screen.signs(library, offering, rows)))
                for offering, rows in zip(offerings, vectors, strict=True)
            ]
        return found

    def _screen_of(self, encoder: Encoder) -> Screen:
        if self._screen is None or self._screen.encoder is not encoder:
            self._screen = Screen(encoder)
        return self._screen


def _offering(candidate: Candidate, today: date) -> Offering:
    """The offering as it would be; under a key of its own, so that nothing is taken for it."""
    origin = Origin(id=uuid4(), owner_id=candidate.owner_id, version=0)
    return offering_of(origin, candidate.content, today)


def _sign(found: FoundSign) -> Sign:
    return Sign(
        kind=SignKind(found.kind),
        measure=found.measure,
        texts=found.texts,
        challenges=tuple(map(UUID, found.needs)),
        solutions=tuple(map(UUID, found.offerings)),
    )
