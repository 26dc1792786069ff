"""One thing that several needs say together, and which of their sentences is proposed for all.

Every wording is a literal sentence of one of the needs, or a code that one of them states. How
sentences come together is told in `matching.common_need`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matching.ranking.exclusions import satisfies

Floats = NDArray[np.float64]

REQUIREMENT = "requirement"
"""What an item is about when it is no fact."""


class Kind(StrEnum):
    """Whether several ask for it, one does, or they exclude each other."""

    CORE = "core"
    EXTRA = "extra"
    CONTRADICTION = "contradiction"


class Because(StrEnum):
    """Why a wording is proposed."""

    ONLY = "only"
    """All say it in these words."""
    CENTRAL = "central"
    """It is the nearest to what the others say."""
    STRICTEST = "strictest"
    """Whatever meets it meets the others too."""
    SHARED = "shared"
    """More needs say it than anything that excludes it."""
    ESSENTIAL = "essential"
    """Only this side is essential to anybody."""
    OPEN = "open"
    """None is proposed: people have to choose, or to write one."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a sentence or a code comes from: `text` is what stands in `field`, to the letter.

    `need` is the key of the need, `field` a path in it such as `requirements.2.text`.
    """

    need: str
    field: str
    text: str
    essential: bool


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is asked for. `about` is `REQUIREMENT` or the name of a fact.

    `sides` holds the sources; those of one side say the same, and only a contradiction has more
    than one. `wording` is empty where none is proposed. `part` numbers the part of the whole need
    that it belongs to, from 0; None where it belongs to none.
    """

    kind: Kind
    about: str
    wording: str
    because: Because
    sides: tuple[tuple[Source, ...], ...]
    part: int | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all sides."""
        return tuple(source for side in self.sides for source in side)

    @property
    def needs(self) -> tuple[str, ...]:
        """The keys of the needs that say it, by the alphabet."""
        return tuple(sorted({source.need for source in self.sources}))

    @property
    def essential_for(self) -> tuple[str, ...]:
        """The keys of the needs to which it is essential, by the alphabet."""
        return tuple(sorted({source.need for source in self.sources if source.essential}))


def proposed(texts: Sequence[str], close: Floats) -> tuple[str, Because]:
    """Return which of the sentences that say the same stands for all of them, and why.

    Args:
        texts: different sentences.
        close: how close each is to each other one, float64 (n, n).
    """
    if len(texts) == 1:
        return texts[0], Because.ONLY
    enough = [n for n, text in enumerate(texts) if all(satisfies(text, one) for one in texts)]
    chosen = enough or range(len(texts))
    nearest = max(chosen, key=lambda n: (round(float(close[n].sum()), 9), -n))
    is_stricter = 0 < len(enough) < len(texts)
    return texts[nearest], Because.STRICTEST if is_stricter else Because.CENTRAL


def settled(
    sides: Sequence[tuple[Source, ...]], wordings: Sequence[str], *, by_figures: bool
) -> tuple[str, Because]:
    """Return what is proposed where sides exclude each other, and why; "" where no reason is found.

    Args:
        sides: who says what.
        wordings: what stands for each side.
        by_figures: whether nothing but figures keeps them apart.
    """
    texts = [source.text for side in sides for source in side]
    strict = [text for text in wordings if all(satisfies(text, other) for other in texts)]
    if by_figures and strict:
        return strict[0], Because.STRICTEST
    counts = [len({source.need for source in side}) for side in sides]
    if counts.count(max(counts)) == 1:
        return wordings[counts.index(max(counts))], Because.SHARED
    essential = [any(source.essential for source in side) for side in sides]
    if essential.count(True) == 1:
        return wordings[essential.index(True)], Because.ESSENTIAL
    return "", Because.OPEN
