"""The two faces of every fact and filter say the same."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from matching.indexing.columns import Columns
from matching.profiles import FACT_NAMES, Money, NeedFacts, Offering, OfferingFacts
from matching.ranking.facts import FACTS, Verdict, fact_columns, fact_verdicts, refused_by_facts
from matching.ranking.filters import Filters, passes, passing
from tests.matching.strategies import filters, need_facts, offerings

TODAY = date(2026, 1, 15)


def columns_of(offering: Offering) -> Columns:
    columns = Columns()
    columns.put(0, *fact_columns(offering))
    return columns


@given(need_facts(), offerings())
def test_a_fact_refuses_a_row_exactly_when_its_verdict_is_not_met(
    need: NeedFacts, offering: Offering
) -> None:
    columns = columns_of(offering)
    for fact in FACTS:
        if fact.needed(need):
            assert fact.name in FACT_NAMES
            not_met = fact.verdict(need, offering.facts, TODAY) is Verdict.NOT_MET
            assert fact.refused(need, columns, TODAY)[0] == not_met


@given(need_facts(), offerings())
def test_only_an_essential_fact_that_is_stated_not_met_refuses(
    need: NeedFacts, offering: Offering
) -> None:
    verdicts = fact_verdicts(need, offering.facts, TODAY)
    refused = any(v.essential and v.verdict is Verdict.NOT_MET for v in verdicts)
    assert refused_by_facts(need, columns_of(offering), TODAY)[0] == refused


@given(filters(), offerings())
def test_a_filter_keeps_a_row_exactly_when_the_offering_passes(
    wanted: Filters, offering: Offering
) -> None:
    wanted = replace(wanted, owners=frozenset(), owners_excluded=frozenset())
    assert passing(wanted, columns_of(offering))[0] == passes(wanted, offering)


def verdict(name: str, need: dict[str, Any], offered: dict[str, Any]) -> Verdict:
    verdicts = fact_verdicts(NeedFacts(**need), OfferingFacts(**offered), TODAY)
    return next(item.verdict for item in verdicts if item.name == name)


@pytest.mark.parametrize(
    ("asked", "given", "expected"),
    [
        ("eu", "buyer", Verdict.MET),
        ("eu", "eu", Verdict.MET),
        ("eu", "eea", Verdict.NOT_MET),
        ("buyer", "eu", Verdict.NOT_MET),
        ("world", "eea", Verdict.MET),
        ("eu", None, Verdict.NOT_STATED),
    ],
)
def test_data_may_stay_nearer_than_asked(asked: str, given: str | None, expected: Verdict) -> None:
    assert verdict("data_location", {"data_location": asked}, {"data_location": given}) is expected


def euros(least: int | None, most: int | None, currency: str = "EUR") -> Money:
    ends = [None if end is None else Decimal(end) for end in (least, most)]
    return Money(ends[0], ends[1], currency, "year")


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (euros(80, 120), Verdict.MET),
        (euros(None, 90), Verdict.MET),
        (euros(None, 900), Verdict.NOT_STATED),
        (euros(101, None), Verdict.NOT_MET),
        (euros(101, None, "SEK"), Verdict.NOT_STATED),
        (None, Verdict.NOT_STATED),
    ],
)
def test_the_lowest_price_has_to_be_within_the_budget(
    price: Money | None, expected: Verdict
) -> None:
    assert verdict("budget", {"budget": euros(50, 100)}, {"price": price}) is expected


def test_nobody_lists_the_standards_he_does_not_meet() -> None:
    need = {"standards": frozenset({"mim1"})}
    assert verdict("standards", need, {"standards": frozenset({"iso"})}) is Verdict.NOT_STATED


def test_time_to_deploy_is_counted_from_today() -> None:
    need = {"start": date(2026, 2, 12)}
    assert verdict("start", need, {"weeks_to_deploy_maximum": 4}) is Verdict.MET
    assert verdict("start", need, {"weeks_to_deploy_maximum": 5}) is Verdict.NOT_MET


def test_what_is_needed_and_offered_is_said_in_words() -> None:
    need = NeedFacts(country="FI", budget=euros(None, 100), essential=frozenset({"country"}))
    country, budget = fact_verdicts(
        need, OfferingFacts(countries_served=frozenset({"SE", "DK"})), TODAY
    )
    assert (country.needed, country.offered, country.essential) == ("FI", "DK, SE", True)
    assert (budget.needed, budget.offered) == ("-100 EUR year", "")


def test_what_somebody_else_estimated_never_refuses() -> None:
    need = NeedFacts(trl_minimum=7, essential=frozenset({"trl"}))
    guessed = OfferingFacts(trl=5, estimated=frozenset({"trl"}))
    (verdict,) = fact_verdicts(need, guessed, TODAY)
    assert (verdict.offered, verdict.verdict) == ("5", Verdict.NOT_STATED)
