"""The figures count what is public, and no budget that is not stated to everybody."""

from dataclasses import replace
from decimal import Decimal

import pytest

from marketplace.challenges.content import Budget, BudgetInterval, Visibility
from marketplace.foundation.access import VISITOR
from marketplace.pulse.figures import Figures, figures
from marketplace.pulse.places import Asked, other_cities, places
from marketplace.services import Services
from marketplace.solutions.content import Price, PriceModel
from tests.factories.challenges import budget, make_challenge
from tests.factories.market import add_words, make_city, make_vendor
from tests.factories.solutions import make_solution


def counted(services: Services) -> Figures:
    with services.unit_of_work(VISITOR, writes=False) as uow:
        return figures(uow)


def test_what_is_public_counts_and_nothing_else(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_words(uow)
        city, vendor = make_city(uow, name="Graz"), make_vendor(uow, name="Heatwise")
        make_city(uow, name="Turin", country="IT")
    for state in ("open", "draft", "in_review", "closed", "awarded", "withdrawn"):
        make_challenge(services, city, title=state, state=state)
    for state in ("published", "draft", "in_review", "withdrawn", "archived", "held"):
        make_solution(services, vendor, name=state, state=state, themes=("EN1", "EN", "MO"))
    found = counted(services)
    assert [(one.code, one.solutions, one.calls) for one in found.themes] == [
        ("EN", 1, 1),
        ("MO", 1, 0),
    ]
    assert [(one.code, one.solutions, one.calls) for one in found.countries] == [("AT", 1, 1)]
    totals = found.totals
    assert (totals.solutions, totals.vendors, totals.cities) == (1, 1, 2)
    assert (totals.calls, totals.examples, totals.awarded) == (1, 0, 1)


@pytest.mark.parametrize("visibility", Visibility)
def test_only_a_budget_that_everybody_sees_counts(
    services: Services, visibility: Visibility
) -> None:
    with services.unit_of_work() as uow:
        add_words(uow)
        city = make_city(uow, name="Graz")
    make_challenge(services, city, title="Dark", budget=budget(visibility, maximum=123_456))
    found = counted(services)
    shown = 1 if visibility is Visibility.PUBLIC else 0
    assert [one.challenges for one in found.values] == [0, 0, shown, 0, 0]
    assert found.unbudgeted == 1 - shown


def test_amounts_are_for_the_whole_or_a_year_and_in_euro(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_words(uow)
        city, vendor = make_city(uow, name="Graz"), make_vendor(uow, name="Heatwise")
    monthly = replace(
        budget(Visibility.PUBLIC), maximum=Decimal(10_000), interval=BudgetInterval.MONTH
    )
    foreign = Budget(minimum=Decimal(5), currency="SEK", visibility=Visibility.PUBLIC)
    wordy = Budget(visibility=Visibility.PUBLIC, note="From the climate fund.")
    for title, said in (("Monthly", monthly), ("Foreign", foreign), ("Wordy", wordy)):
        make_challenge(services, city, title=title, budget=said)
    price = Price(model=PriceModel.ONE_OFF, minimum=Decimal(25_000), currency="EUR")
    make_solution(services, vendor, name="Priced", price=price)
    make_solution(services, vendor, name="Free", price=Price(model=PriceModel.FREE))
    make_solution(services, vendor, name="Silent")
    found = counted(services)
    assert [(one.solutions, one.challenges) for one in found.values] == [
        (1, 0),
        (1, 0),
        (0, 1),
        (0, 0),
        (0, 0),
    ]
    assert (found.unpriced, found.unbudgeted, found.foreign) == (1, 1, 1)


def test_the_map_has_the_cities_that_ask_and_their_commonest_theme_first(
    services: Services,
) -> None:
    with services.unit_of_work() as uow:
        add_words(uow)
        graz = make_city(uow, name="Graz")
        turin = make_city(uow, name="Turin", country="IT")
        make_city(uow, name="Silent")
    make_challenge(services, graz, title="Cold", themes=("EN1",))
    make_challenge(services, graz, title="Slow", themes=("EN", "MO"))
    make_challenge(services, turin, title="Jammed", themes=("MO",))
    make_challenge(services, turin, title="Draft", state="draft")
    with services.unit_of_work(VISITOR, writes=False) as uow:
        every = places(uow.session, Asked())
        assert [(one.name, one.challenges, one.themes) for one in every] == [
            ("Graz", 2, ("EN", "MO")),
            ("Turin", 1, ("MO",)),
        ]
        slow = places(uow.session, Asked(theme="MO", country="AT"))
        assert [(one.name, one.challenges) for one in slow] == [("Graz", 1)]
        others = other_cities(uow.session, Asked(), {one.city_id for one in every})
        assert [row.name for row in others] == ["Silent"]
