"""Who pays what: exact to the cent, fair to the cent, the same every time."""

from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from marketplace.pooled_demand.sharing import CENT, shared_out

A, B, C = (UUID(int=number) for number in (1, 2, 3))
CITIES = st.uuids(version=4)
WEIGHTS = st.dictionaries(
    CITIES, st.decimals(min_value=0, max_value=10**12, places=2), min_size=1, max_size=14
)
TOTALS = st.decimals(min_value=0, max_value=10**15, places=2)


def test_the_cents_left_over_go_to_those_to_whom_most_was_due() -> None:
    assert shared_out(Decimal("100.00"), dict.fromkeys((C, B, A), Decimal(1))) == {
        A: Decimal("33.34"),
        B: Decimal("33.33"),
        C: Decimal("33.33"),
    }
    two_to_one = shared_out(Decimal("0.01"), {A: Decimal(1), B: Decimal(2)})
    assert two_to_one == {A: Decimal("0.00"), B: Decimal("0.01")}


def test_nothing_is_shared_where_nobody_has_a_weight() -> None:
    assert shared_out(Decimal(100), {}) == {}
    assert shared_out(Decimal(100), {A: Decimal(0), B: Decimal(0)}) == {}


@given(TOTALS, WEIGHTS)
def test_shares_sum_exactly_and_none_is_a_cent_off(
    total: Decimal, weights: dict[UUID, Decimal]
) -> None:
    shares = shared_out(total, weights)
    whole = sum(weights.values())
    if not whole:
        assert shares == {}
        return
    assert sum(shares.values()) == total
    for city, paid in shares.items():
        assert paid >= 0
        assert paid == paid.quantize(CENT)
        # In whole numbers, so that the check rounds nothing: |paid - total * weight / whole| < 1 c.
        off = int(paid * 100) * int(whole * 100) - int(total * 100) * int(weights[city] * 100)
        assert abs(off) < int(whole * 100)


@given(TOTALS, WEIGHTS)
def test_the_order_of_the_cities_and_the_scale_of_the_weights_do_not_matter(
    total: Decimal, weights: dict[UUID, Decimal]
) -> None:
    shares = shared_out(total, weights)
    assert shared_out(total, dict(reversed(weights.items()))) == shares
    assert shared_out(total, {city: weight * 1000 for city, weight in weights.items()}) == shares


@given(TOTALS, WEIGHTS)
def test_who_has_more_weight_pays_at_least_as_much(
    total: Decimal, weights: dict[UUID, Decimal]
) -> None:
    shares = shared_out(total, weights)
    ordered = sorted(shares, key=lambda city: weights[city])
    for lighter, heavier in pairwise(ordered):
        assert shares[lighter] <= shares[heavier] or weights[lighter] == weights[heavier]
