"""Filters on matches say what each costs, and what-if says what a little less would find."""

from datetime import date
from decimal import Decimal

import pytest

from marketplace.challenges.content import Budget, Visibility
from marketplace.services import Services
from marketplace.solutions.content import Price, PriceInterval, PriceModel
from tests.factories.challenges import make_challenge
from tests.factories.solutions import make_solution
from tests.web.people import People, settle

RINGS = "Volunteers ring older residents every single week and note who needs a visit. "
HEATS = "Smart valves lower the heating of schools when no pupils are there. "


@pytest.fixture
def people(services: Services) -> People:
    return settle(services)


@pytest.fixture
def matches(people: People) -> str:
    dear = Price(
        model=PriceModel.ONE_OFF,
        minimum=Decimal(90_000),
        currency="EUR",
        interval=PriceInterval.ONCE,
    )
    make_solution(people.services, people.vendor_id, name="Lamp", trl=9, price=dear)
    make_solution(people.services, people.vendor_id, name="Rings", description=RINGS * 3, trl=6)
    make_solution(people.services, people.vendor_id, name="Valve", description=HEATS * 3)
    budget = Budget(maximum=Decimal(80_000), visibility=Visibility.PRIVATE)
    made = make_challenge(people.services, people.city_id, title="Alone", budget=budget)
    return f"/challenges/{made}/matches"


def test_each_filter_says_exactly_how_many_it_leaves(people: People, matches: str) -> None:
    visitor = people.browser(None)
    page = visitor.open(matches)
    assert (
        "The 3 that fit best of 3 in the running" in page.text or "Nothing here fits" in page.text
    )
    raw = visitor.client.get(matches).get_data(as_text=True)
    assert "7 and above (1)" in raw
    assert "5 and above (2)" in raw
    page = visitor.open(f"{matches}?trl_min=7&theme=EN1")
    assert "What each filter leaves of the 3 solutions in the running" in page.text
    assert "TRL: 7 and above 1" in page.text
    assert "Theme: EN1 3" in page.text
    assert "All filters together 1" in page.text


def test_a_larger_budget_is_tried_on_the_page_of_its_own_city_alone(
    people: People, matches: str
) -> None:
    relaxing = matches.replace("/matches", "/relaxing")
    page = people.browser("city").open(relaxing)
    assert "With 10 % more budget none more" in page.text
    assert "With 20 % more budget one more fits" in page.text
    assert "more budget" not in people.browser("staff").open(relaxing).text


def test_a_city_tries_figures_of_its_own_and_stricter_ones_too(
    people: People, matches: str
) -> None:
    city, relaxing = people.browser("city"), matches.replace("/matches", "/relaxing")
    page = city.open(f"{relaxing}?budget=100,000&start=2027-06-01&trl=7")
    assert "With a budget up to 100,000 one more fits" in page.text
    assert "In use by 1 June 2027 none more" in page.text
    assert "With TRL 7 at least one fewer fits" in page.text
    assert "What your own figures would find" not in city.open(relaxing).text
    assert "Write a whole number from 1 to 9." in city.open(f"{relaxing}?trl=many").text


def test_a_later_start_and_less_maturity_are_tried_for_the_city(people: People) -> None:
    make_solution(people.services, people.vendor_id, name="Slow", weeks_to_deploy_maximum=40, trl=6)
    made = make_challenge(
        people.services, people.city_id, title="Soon", start=date(2027, 3, 1), trl_minimum=7
    )
    page = people.browser("city").open(f"/challenges/{made}/relaxing")
    assert "In use 6 months later one more fits" in page.text
    assert "With TRL one level lower one more fits" in page.text
