"""Which figures can be taken: points, weights and money, each refused with what to do instead."""

from decimal import Decimal

from marketplace.foundation.errors import Fault
from marketplace.foundation.saying import say

MOST_MONEY = Decimal(10**12)
MOST_DECIMALS = 2


def is_exact(value: Decimal) -> bool:
    """Whether it is a number with at most two decimals."""
    return value.is_finite() and -int(value.normalize().as_tuple().exponent) <= MOST_DECIMALS


def points_fault(field: str, points: Decimal, scale: int) -> Fault | None:
    """What is wrong with points; None if nothing is."""
    if is_exact(points) and 0 <= points <= scale:
        return None
    remedy = say("Give 0 to %(most)s points, with at most two decimals.", most=scale)
    return Fault(field, remedy, str(points))


def money_fault(field: str, amount: Decimal, *, zero: bool = False) -> Fault | None:
    """What is wrong with an amount; None if nothing is. `zero`: nothing at all is an amount."""
    least = 0 if zero else Decimal("0.01")
    if is_exact(amount) and least <= amount <= MOST_MONEY:
        return None
    remedy = say(
        "Write an amount from %(least)s to %(most)s, with at most two decimals.",
        least=least,
        most=MOST_MONEY,
    )
    return Fault(field, remedy, str(amount))
