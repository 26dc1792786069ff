"""What the units of all members would cost by listed prices: a range, and what it rests on.

Pure arithmetic on prices by quantity as vendors list them; which solutions fit is asked elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from marketplace.solutions.content import PriceBreak


class Apart(StrEnum):
    """Why the listed prices of a solution do not count in the range."""

    NOT_STATED = "not_stated"
    CURRENCY = "currency"
    UNIT = "unit"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a solution would cost by its listed prices.

    `unit_price` is that of all units bought together; `alone` the sum if each member bought
    its own, None where one of them takes fewer than any listed price is for.
    """

    unit_price: Decimal
    from_quantity: int
    together: Decimal
    alone: Decimal | None

    @property
    def saved(self) -> Decimal | None:
        """What buying together costs less than each buying its own."""
        return None if self.alone is None else self.alone - self.together


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that the units cost by listed prices."""

    least: Decimal
    most: Decimal


def cost_of(
    breaks: Sequence[PriceBreak], units: Sequence[int], *, unit: str, currency: str
) -> Cost | Apart:
    """What `units` (of each member) cost by the prices, or why that cannot be said."""
    if not breaks:
        return Apart.NOT_STATED
    if breaks[0].currency != currency:
        return Apart.CURRENCY
    if breaks[0].unit.casefold() != unit.casefold():
        return Apart.UNIT
    total = sum(units)
    reached = price_at(breaks, total)
    if reached is None:
        return Apart.TOO_FEW
    single = [(number, price_at(breaks, number)) for number in units if number]
    alone = [number * item.unit_price for number, item in single if item is not None]
    return Cost(
        unit_price=reached.unit_price,
        from_quantity=reached.from_quantity,
        together=total * reached.unit_price,
        alone=sum(alone, Decimal(0)) if len(alone) == len(single) else None,
    )


def price_at(breaks: Iterable[PriceBreak], quantity: int) -> PriceBreak | None:
    """The price of the largest listed quantity that is reached; None if none is."""
    reached = (item for item in breaks if item.from_quantity <= quantity)
    return max(reached, key=lambda item: item.from_quantity, default=None)


def range_of(costs: Iterable[Cost]) -> Range | None:
    """From the least to the most of what all units cost; None where nothing is listed."""
    sums = [cost.together for cost in costs]
    return Range(min(sums), max(sums)) if sums else None
