"""Ranges with an end on either side: the smallest must not be above the largest."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from marketplace.foundation.errors import Fault, shown
from marketplace.foundation.saying import say

Bound = int | Decimal | date


def range_faults(
    name: str, minimum: Bound | None, maximum: Bound | None, *, separator: str = "_"
) -> Iterator[Fault]:
    """A fault at `NAME_maximum` if it is below the minimum; a missing end is open."""
    if minimum is not None and maximum is not None and maximum < minimum:  # type: ignore[operator]
        yield Fault(
            f"{name}{separator}maximum",
            say(
                "This is below the minimum of %(minimum)s; write the larger one here.",
                minimum=minimum,
            ),
            shown(maximum),
        )
