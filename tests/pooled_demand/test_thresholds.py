"""Thresholds of EU law: of their days alone, reached at the figure itself, lots taken together."""

from datetime import date
from decimal import Decimal

import pytest

from marketplace.pooled_demand.thresholds import Buying, crossed, small_lots, thresholds_on

TODAY = date(2026, 11, 20)


def test_the_figures_of_2026_and_2027_are_those_of_the_acts() -> None:
    assert {item.kind: int(item.amount) for item in thresholds_on(TODAY)} == {
        Buying.SUB_CENTRAL: 216_000,
        Buying.CENTRAL: 140_000,
        Buying.SOCIAL: 750_000,
        Buying.UTILITIES: 432_000,
        Buying.WORKS: 5_404_000,
    }
    for item in thresholds_on(TODAY):
        assert item.source.startswith("http://data.europa.eu/eli/")
        assert item.checked_on >= item.valid_from


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2028, 1, 1)])
def test_nothing_is_said_of_other_years(day: date) -> None:
    assert thresholds_on(day) == ()


@pytest.mark.parametrize(("value", "reached"), [("215999.99", False), ("216000.00", True)])
def test_a_threshold_is_reached_at_its_own_figure(value: str, reached: bool) -> None:  # noqa: FBT001
    found = {item.threshold.kind: item for item in crossed(Decimal(value), "EUR", TODAY)}
    assert found[Buying.SUB_CENTRAL].is_reached is reached
    assert not found[Buying.WORKS].is_reached


def test_a_value_in_another_currency_is_not_compared() -> None:
    assert crossed(Decimal(10**9), "SEK", TODAY) == []


def test_small_lots_are_those_below_the_limit_up_to_a_fifth_of_the_whole() -> None:
    values = [Decimal(value) for value in (400_000, 70_000, 60_000, 80_000)]
    assert small_lots(values) == [False, False, True, False]
    assert small_lots([Decimal(79_999)]) == [False]
    assert small_lots([Decimal(400_000), Decimal(79_999)]) == [False, True]
