"""Who pays what: a sum shared out by a key, exact to the cent.

Pure arithmetic; where the figures come from and who may see them is not its business.
"""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from uuid import UUID

CENT = Decimal("0.01")


def shared_out(total: Decimal, weights: Mapping[UUID, Decimal]) -> dict[UUID, Decimal]:
    """What each pays of `total` (at least 0, whole cents) in proportion to its weight.

    By the largest remainder: each pays what is due to it without fractions of a cent, and the
    cents left over go one by one to those to whom the largest fraction was due; of equal ones
    the lower id is first. So the shares sum up exactly, and none is a cent off what is due.
    Without weights, or with no weight above 0, nothing can be shared, and nobody pays.
    """
    whole = sum(weights.values(), Decimal(0))
    if whole <= 0:
        return {}
    cents = int(total / CENT)
    # Whole numbers have no end of their digits, as decimals have.
    scaled = _whole_numbers(weights)
    weight = sum(scaled.values())
    due = {key: divmod(cents * value, weight) for key, value in scaled.items()}
    left = cents - sum(paid for paid, _ in due.values())
    first = sorted(due, key=lambda key: (-due[key][1], key))[:left]
    return {key: (paid + (key in first)) * CENT for key, (paid, _) in due.items()}


def _whole_numbers(weights: Mapping[UUID, Decimal]) -> dict[UUID, int]:
    """The weights in the unit of their last decimal."""
    places = max(-min(int(value.as_tuple().exponent), 0) for value in weights.values())
    return {
        key: int((value * 10**places).to_integral_value(ROUND_FLOOR))
        for key, value in weights.items()
    }
