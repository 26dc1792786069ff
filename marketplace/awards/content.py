"""Criteria, points and outcomes, as typed values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

SCALES = (5, 10, 20, 100)
"""The most points there can be; with each of them a share of 100 is an exact decimal."""

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What offers are judged by: `weight` of 100, and fewer points than `minimum` exclude.

    `key` stays the same when the name is mended; `about` says what is looked at.
    """

    key: str
    name: str
    weight: Decimal
    minimum: Decimal = Decimal(0)
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """All criteria; their weights add up to 100, and each is given 0 to `scale` points."""

    scale: int
    items: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The points for one criterion, and why."""

    criterion: str
    points: Decimal
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """One mark for each criterion."""

    items: tuple[Mark, ...] = ()

    def of(self, criterion: str) -> Mark | None:
        """The mark for the criterion of this key."""
        return next((mark for mark in self.items if mark.criterion == criterion), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TendererContent:
    """Who made an offer, for which lot (none: for all), and where more stands about it.

    `solution_id` is set where it was taken from a long list.
    """

    name: str
    lot_id: UUID | None = None
    link: str | None = None
    solution_id: UUID | None = None


class Result(StrEnum):
    """What came of a joint procurement."""

    AWARDED = "awarded"
    CANCELLED = "cancelled"
    NONE_SUITABLE = "none_suitable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One contract: to whom, for which lot (none: for all), for how much, from when to when.

    `value` is in the currency of the procurement. The name and the title of the lot are kept as
    they were then; some are of a time when a lot was named in words alone, without `lot_id`.
    """

    tenderer_id: UUID
    name: str
    lot: str
    value: Decimal
    begins: date | None = None
    ends: date | None = None
    lot_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeContent:
    """What was decided on which day, how many offers there were, and why; `awards` if any."""

    result: Result
    decided_on: date
    offers: int
    currency: str
    reason: str = ""
    link: str | None = None
    awards: tuple[Award, ...] = ()

    @property
    def value(self) -> Decimal:
        """The sum of all contracts."""
        return sum((award.value for award in self.awards), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a member saved, and what that is compared with."""

    amount: Decimal
    basis: str
