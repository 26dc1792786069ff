"""What all units cost by listed prices, and what is left out of the range, with the reason."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.pooled_demand.prices import Apart, Cost, Range, cost_of, price_at, range_of
from marketplace.solutions.content import PriceBreak

TEN = PriceBreak(from_quantity=10, unit_price=Decimal("12.50"), currency="EUR", unit="Sensor")
HUNDRED = replace(TEN, from_quantity=100, unit_price=Decimal("10.00"))
LISTED = (HUNDRED, TEN)


def test_together_the_larger_quantity_counts() -> None:
    cost = cost_of(LISTED, [60, 40], unit="sensor", currency="EUR")
    assert isinstance(cost, Cost)
    assert (cost.unit_price, cost.from_quantity) == (Decimal("10.00"), 100)
    assert (cost.together, cost.alone) == (Decimal("1000.00"), Decimal("1250.00"))
    assert cost.saved == Decimal("250.00")


def test_nothing_is_said_of_buying_alone_where_no_price_is_for_so_few() -> None:
    cost = cost_of(LISTED, [95, 5], unit="sensor", currency="EUR")
    assert isinstance(cost, Cost)
    assert cost.alone is None
    assert cost.saved is None


@pytest.mark.parametrize(
    ("breaks", "units", "unit", "currency", "why"),
    [
        ((), [100], "sensor", "EUR", Apart.NOT_STATED),
        (LISTED, [100], "sensor", "SEK", Apart.CURRENCY),
        (LISTED, [100], "lamp", "EUR", Apart.UNIT),
        (LISTED, [4, 5], "sensor", "EUR", Apart.TOO_FEW),
        (LISTED, [], "sensor", "EUR", Apart.TOO_FEW),
    ],
)
def test_what_cannot_be_multiplied_stands_apart(
    breaks: tuple[PriceBreak, ...], units: list[int], unit: str, currency: str, why: Apart
) -> None:
    assert cost_of(breaks, units, unit=unit, currency=currency) is why


def test_the_range_goes_from_the_cheapest_to_the_dearest() -> None:
    dear = replace(HUNDRED, unit_price=Decimal("11.00"))
    found = [cost_of(each, [100], unit="sensor", currency="EUR") for each in (LISTED, (dear,))]
    costs = [cost for cost in found if isinstance(cost, Cost)]
    assert range_of(costs) == Range(Decimal("1000.00"), Decimal("1100.00"))
    assert range_of([]) is None


PRICES = st.lists(
    st.tuples(st.integers(1, 1000), st.decimals(min_value="0.01", max_value=10**6, places=2)),
    min_size=1,
    max_size=6,
    unique_by=lambda pair: pair[0],
)


@given(PRICES, st.integers(0, 2000))
def test_the_price_reached_is_that_of_the_largest_quantity_not_above(
    pairs: list[tuple[int, Decimal]], quantity: int
) -> None:
    breaks = [replace(TEN, from_quantity=number, unit_price=price) for number, price in pairs]
    expected = None
    for number, price in sorted(pairs):
        if number <= quantity:
            expected = price
    found = price_at(breaks, quantity)
    assert (found.unit_price if found else None) == expected
