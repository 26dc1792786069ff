from decimal import Decimal

import pytest
from hypothesis import given

from matching.errors import InvalidProfile
from matching.profiles import Money, Need, NeedFacts, Offering, OfferingFacts, TextField, text_of
from matching.records import need_of, offering_of, record_of
from tests.matching.shelves import need, offering
from tests.matching.strategies import needs, offerings


def test_two_fields_of_one_name_are_refused() -> None:
    with pytest.raises(InvalidProfile, match="two fields"):
        Need(key="n", owner="c", fields=(TextField("a", "x"), TextField("a", "y")))


def test_unknown_facts_and_places_of_data_are_refused() -> None:
    with pytest.raises(InvalidProfile, match="No such fact: colour"):
        NeedFacts(essential=frozenset({"colour"}))
    with pytest.raises(InvalidProfile, match="No such data location"):
        OfferingFacts(data_location="moon")


def test_an_amount_runs_upwards() -> None:
    with pytest.raises(InvalidProfile):
        Money(Decimal(2), Decimal(1), "EUR")


def test_what_an_offering_is_not_suited_for_does_not_speak_for_it() -> None:
    profile = offering("a", "For villages.", texts={"not_suited": "Large harbours."})
    assert text_of(profile) == "For villages."


def test_requirements_speak_for_a_need() -> None:
    assert text_of(need("Dark streets.", "Reports failures.")) == "Dark streets.\nReports failures."


@given(needs())
def test_a_need_survives_being_written(profile: Need) -> None:
    assert need_of(record_of(profile)) == profile


@given(offerings())
def test_an_offering_survives_being_written(profile: Offering) -> None:
    assert offering_of(record_of(profile)) == profile
