"""Needs and offerings of every shape, for property tests."""

from datetime import UTC, date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from matching.profiles import (
    DATA_LOCATIONS,
    FACT_NAMES,
    JointStance,
    Money,
    Need,
    NeedFacts,
    Offering,
    OfferingFacts,
    Place,
    Requirement,
    TextField,
)
from matching.ranking.filters import Filters
from tests.matching.shelves import sentences, texts

codes = st.sampled_from(["FI", "DE", "FR"])
words = st.sampled_from(["fi", "de", "fr"])
levels = st.none() | st.integers(1, 9)
residents = st.none() | st.integers(0, 50)
days = st.none() | st.dates(date(2026, 1, 1), date(2026, 6, 1))
locations = st.none() | st.sampled_from(DATA_LOCATIONS)
currencies = st.sampled_from(["EUR", "SEK"])
amounts = st.none() | st.integers(0, 40).map(lambda number: Decimal(number) / 2)


def some(values: st.SearchStrategy[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(values, max_size=3)


@st.composite
def moneys(draw: st.DrawFn) -> Money:
    ends = [draw(amounts), draw(amounts)]
    if None not in ends:
        ends = sorted(ends, key=lambda end: end or Decimal(0))
    return Money(ends[0], ends[1], draw(currencies), draw(st.sampled_from(["once", "year"])))


def need_facts() -> st.SearchStrategy[NeedFacts]:
    return st.builds(
        NeedFacts,
        country=st.none() | codes,
        languages=some(words),
        budget=st.none() | moneys(),
        start=days,
        trl_minimum=levels,
        standards=some(words),
        data_location=locations,
        population=residents,
        essential=some(st.sampled_from(FACT_NAMES)),
        earliest_start=days,
        procedure_languages=some(words),
    )


def offering_facts() -> st.SearchStrategy[OfferingFacts]:
    return st.builds(
        OfferingFacts,
        countries_served=some(codes),
        countries_not_served=some(codes),
        languages=some(words),
        price=st.none() | moneys(),
        trl=levels,
        standards=some(words),
        data_location=locations,
        weeks_to_deploy_maximum=residents,
        population_minimum=residents,
        population_maximum=residents,
        estimated=some(st.sampled_from(FACT_NAMES)),
    )


def needs() -> st.SearchStrategy[Need]:
    wants = st.builds(Requirement, sentences, st.booleans(), st.just(value=True))
    return st.builds(
        Need,
        key=st.just("need"),
        owner=st.just("city"),
        fields=texts.map(lambda text: (TextField("problem", text),)),
        requirements=st.lists(wants, max_size=3).map(tuple),
        facts=need_facts(),
        themes=some(words),
        place=st.none() | st.builds(Place, codes, st.none() | codes, st.none() | st.just(60.0)),
        joint=st.none() | st.builds(JointStance, st.booleans(), some(st.just("lead_buyer"))),
        procedure=st.none() | st.just("open_procedure"),
        version=st.text(max_size=3),
    )


def offerings(**fixed: Any) -> st.SearchStrategy[Offering]:
    given: dict[str, Any] = {
        "key": st.text(min_size=1, max_size=5),
        "owner": st.sampled_from(["a", "b", "c", "d"]),
        "fields": texts.map(lambda text: (TextField("description", text),)),
        "facts": offering_facts(),
        "themes": some(words),
        "technologies": some(words),
        "confirmed_on": days,
        "public_since": st.none() | st.datetimes(timezones=st.just(UTC)),
        "version": st.text(max_size=3),
    }
    return st.builds(Offering, **(given | fixed))


def many_offerings(most: int = 8) -> st.SearchStrategy[list[Offering]]:
    return st.lists(offerings(), max_size=most, unique_by=lambda item: item.key)


def filters() -> st.SearchStrategy[Filters]:
    return st.builds(
        Filters,
        themes=some(words),
        technologies=some(words),
        countries=some(codes),
        languages=some(words),
        standards=some(words),
        price_max=amounts,
        currency=currencies,
        trl_min=levels,
        data_location=locations,
        owners=some(st.sampled_from(["a", "b"])),
        owners_excluded=some(st.sampled_from(["c", "d"])),
    )
