"""What a member needs and can pay, what the group counts in, and what is committed."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MOST_AMOUNT = Decimal(10**12)
MOST_UNITS = 10**9
FIRST_YEAR, LAST_YEAR = 2020, 2060
MOST_YEARS = 20
LONGEST_UNIT = 80


class SharingKey(StrEnum):
    """By what a sum is shared among the members."""

    EQUAL = "equal"
    UNITS = "units"
    POPULATION = "population"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearNeed:
    """How many units a member needs in a year, and its budget for them without VAT."""

    year: int
    units: int = 0
    budget: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandContent:
    """What one member needs by year; `own_share` is what it says it pays of the whole.

    All amounts are in `currency` (ISO 4217): a budget in another one is the member's to convert.
    """

    currency: str
    years: tuple[YearNeed, ...] = ()
    own_share: Decimal | None = None

    @property
    def units(self) -> int:
        """The units of all years."""
        return sum(need.units for need in self.years)

    @property
    def budget(self) -> Decimal:
        """The budget of all years."""
        return sum((need.budget for need in self.years), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the group counts in, such as “sensor”, and by what it shares the cost."""

    unit: str
    sharing: SharingKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """What may be committed in all, in `currency`; None: as much as anybody wants."""

    currency: str
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """What a member commits, to the whole or (with its id as text) to one lot."""

    amount: Decimal
    currency: str
    lot: str = ""
