"""What is told to staff of weights that verdicts speak for: sums and shares, nobody's words."""

from dataclasses import dataclass
from enum import StrEnum


class Ranking(StrEnum):
    """The two rankings that have weights of their own."""

    SUPPLIERS = "suppliers"
    PARTNERS = "partners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reordered:
    """A need of the golden set by its title, and the names of who enters and leaves its ten."""

    need: str
    enter: tuple[str, ...]
    leave: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightReport:
    """Shares of the factors by name, as documented and as learned, and what speaks for them.

    `intervals` are where 95 of 100 draws of cities put each share. The agreements are the
    shares of pairs of answers, 0..1, that stand in the order their city gave them, before and,
    for needs that had no part in the learning, after. `needs` counts those of the golden set
    that were ranked both ways, with the mean nDCG@10 of each.
    """

    documented: dict[str, float]
    learned: dict[str, float]
    intervals: dict[str, tuple[float, float]]
    engine_version: str
    verdicts: int
    cities: int
    pairs: int
    agreement_before: float
    agreement_after: float
    needs: int = 0
    golden_before: float = 0.0
    golden_after: float = 0.0
    reordered: tuple[Reordered, ...] = ()
