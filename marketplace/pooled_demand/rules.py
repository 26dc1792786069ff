"""What amounts, units and years may be, and what contradicts itself in a demand."""

from collections.abc import Iterator
from decimal import Decimal

from marketplace.foundation.errors import Fault, Invalid, shown
from marketplace.foundation.saying import say
from marketplace.pooled_demand.content import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_AMOUNT,
    MOST_UNITS,
    MOST_YEARS,
    DemandContent,
)

MOST_DECIMALS = 2


def require_amount(field: str, amount: Decimal, remedy: str) -> Decimal:
    """The amount in cents, if it is above 0.

    Raises:
        Invalid: it is 0, below, no number, too much, or has fractions of a cent; `remedy` says
            what to do about 0.
    """
    if amount == 0:
        raise Invalid.of(field, remedy, amount)
    if faults := list(_amount_faults(field, amount)):
        raise Invalid(faults)
    return amount.quantize(Decimal("0.01"))


def check(content: DemandContent, currency: str) -> None:
    """Refuse a demand that contradicts itself, or counts in another currency than the group.

    Raises:
        Invalid: with every fault.
    """
    if found := [*_faults(content), *currency_faults(content.currency, currency)]:
        raise Invalid(found)


def currency_faults(given: str, currency: str) -> Iterator[Fault]:
    """The fault of an amount in another currency than the group's."""
    if given != currency:
        remedy = say(
            "The group counts in %(currency)s. Convert the amount at a rate that your city "
            "stands by, and write it in %(currency)s.",
            currency=currency,
        )
        yield Fault("currency", remedy, shown(given))


def _faults(content: DemandContent) -> Iterator[Fault]:
    if len(content.years) > MOST_YEARS:
        yield Fault("years", say("Name at most %(most)s.", most=MOST_YEARS))
        return
    seen: set[int] = set()
    for number, need in enumerate(content.years):
        at = f"years.{number}."
        if not FIRST_YEAR <= need.year <= LAST_YEAR:
            remedy = say(
                "Write a year from %(least)s to %(most)s.", least=FIRST_YEAR, most=LAST_YEAR
            )
            yield Fault(at + "year", remedy, shown(need.year))
        if need.year in seen:
            yield Fault(at + "year", say("This year is named twice; keep one."), shown(need.year))
        seen.add(need.year)
        if not 0 <= need.units <= MOST_UNITS:
            remedy = say(
                "Write a whole number from %(least)s to %(most)s.", least=0, most=MOST_UNITS
            )
            yield Fault(at + "units", remedy, shown(need.units))
        yield from _amount_faults(at + "budget", need.budget)
        if need.units == 0 and need.budget == 0:
            yield Fault(at + "units", say("Write units or a budget, or leave out this year."), "0")
    if content.own_share is not None:
        yield from _amount_faults("own_share", content.own_share)


def _amount_faults(field: str, amount: Decimal) -> Iterator[Fault]:
    if not amount.is_finite() or not 0 <= amount <= MOST_AMOUNT:
        remedy = say(
            "Write an amount from 0 to %(most)s, such as 12000 or 12000.50.", most=MOST_AMOUNT
        )
        yield Fault(field, remedy, shown(amount))
    elif amount != round(amount, MOST_DECIMALS):
        remedy = say("Write at most two decimals, and twelve thousand as 12000.")
        yield Fault(field, remedy, shown(amount))
