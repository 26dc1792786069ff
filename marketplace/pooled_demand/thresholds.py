"""From which estimated value on EU procurement law asks for its own procedures.

The figures stand in `thresholds.csv`, each with the days on which it is valid and where it is
from. They were checked against the notification of the European Union to the parties of the
Agreement on Government Procurement for 2026-2027 and two published summaries of the acts; new
figures are due every second year. Values are estimated without value added tax, all lots
together (Directive 2014/24/EU, Article 5).
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files

EURO = "EUR"
SMALL_LOT = Decimal(80_000)
"""Below this, in euro, a lot of supplies or services may be left out of the rule that the sum of
all lots decides (Directive 2014/24/EU, Article 5(10), from general knowledge)."""
SMALL_LOTS_SHARE = Decimal("0.2")
"""So much of the whole the lots that are left out may be worth together."""


class Buying(StrEnum):
    """What is bought by whom, as the thresholds tell it apart."""

    SUB_CENTRAL = "sub_central"
    CENTRAL = "central"
    SOCIAL = "social"
    UTILITIES = "utilities"
    WORKS = "works"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A threshold with its validity and its source; `act` set it, below `directive`."""

    kind: Buying
    currency: str
    amount: Decimal
    valid_from: date
    valid_to: date
    directive: str
    act: str
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """Whether a value reaches a threshold."""

    threshold: Threshold
    value: Decimal

    @property
    def is_reached(self) -> bool:
        """Whether the procedures of EU law are asked for: from the threshold itself on."""
        return self.value >= self.threshold.amount


def thresholds_on(day: date) -> tuple[Threshold, ...]:
    """Those valid on that day, in the order of the file; none if nothing is known of that day."""
    return tuple(item for item in _all() if item.valid_from <= day <= item.valid_to)


def crossed(value: Decimal, currency: str, day: date) -> list[Crossed]:
    """How an estimated value stands to the thresholds of that day in its currency."""
    known = (item for item in thresholds_on(day) if item.currency == currency)
    return [Crossed(threshold=item, value=value) for item in known]


def small_lots(values: Sequence[Decimal]) -> list[bool]:
    """Which lots may be bought by national rules although the whole reaches the threshold.

    Those below the limit, taken from the smallest on as long as they are together no more than
    a fifth of the whole. `values` are in euro.
    """
    whole, taken = sum(values, Decimal(0)), Decimal(0)
    small = [False] * len(values)
    for place in sorted(range(len(values)), key=lambda place: (values[place], place)):
        if values[place] >= SMALL_LOT or taken + values[place] > whole * SMALL_LOTS_SHARE:
            break
        taken += values[place]
        small[place] = True
    return small


@cache
def _all() -> tuple[Threshold, ...]:
    text = (files(__package__) / "thresholds.csv").read_text(encoding="utf-8")
    return tuple(
        Threshold(
            kind=Buying(row["kind"]),
            currency=row["currency"],
            amount=Decimal(row["amount"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]),
            directive=row["directive"],
            act=row["act"],
            source=row["source"],
            checked_on=date.fromisoformat(row["checked_on"]),
        )
        for row in csv.DictReader(text.splitlines())
    )
