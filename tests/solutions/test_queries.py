"""Lists of solutions: what passes which filter, in which order, and at what cost."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from marketplace.foundation.access import VISITOR, Role
from marketplace.foundation.clock import SetClock
from marketplace.foundation.paging import PageRequest
from marketplace.services import Services
from marketplace.solutions import operations
from marketplace.solutions.content import Price, PriceInterval, PriceModel
from marketplace.solutions.queries import (
    SolutionFilters,
    cards,
    facet_counts,
    get_solution,
    list_solutions,
    own_solutions,
    published_contents,
)
from tests.factories.market import STAFF, make_vendor, member
from tests.factories.queries import counted
from tests.factories.solutions import make_catalogue_solution, make_solution

FIRST = PageRequest()


def yearly(amount: str, interval: PriceInterval, currency: str = "EUR") -> Price:
    return Price(
        model=PriceModel.SUBSCRIPTION,
        minimum=Decimal(amount),
        currency=currency,
        interval=interval,
    )


@pytest.fixture
def shelf(services: Services, vendor: UUID) -> UUID:
    """A few solutions in the catalogue that differ in what filters look at."""
    del vendor
    offers: dict[str, dict[str, Any]] = {
        "Alpha Sensor": {"themes": ("EN1",), "trl": 9, "technologies": ("iot",)},
        "Beta Málaga": {"themes": ("MO",), "standards": ("mqtt",), "languages": ("it",)},
        "Gamma 100%": {"countries_served": ("IT",), "price": yearly("100", PriceInterval.MONTH)},
        "Delta free": {"price": Price(model=PriceModel.FREE), "trl": 4},
        "Eps dollars": {"price": yearly("1", PriceInterval.YEAR, "USD")},
    }
    with services.unit_of_work() as uow:
        listed = make_vendor(uow, name="Listed", verified=False)
        for name, more in offers.items():
            make_catalogue_solution(uow, listed, name=name, **more)
    return listed


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"q": "SENSOR alpha"}, {"Alpha Sensor"}),
        ({"q": "malaga"}, {"Beta Málaga"}),
        ({"q": "100%"}, {"Gamma 100%"}),
        ({"q": "%"}, {"Gamma 100%"}),
        ({"q": "listed sensor"}, {"Alpha Sensor"}),
        ({"q": "nowhere"}, set()),
        ({"theme": "MO"}, {"Beta Málaga"}),
        ({"theme": "EN", "trl_min": 5}, {"Alpha Sensor"}),
        ({"technology": "iot"}, {"Alpha Sensor"}),
        ({"standard": "mqtt"}, {"Beta Málaga"}),
        ({"language": "it"}, {"Beta Málaga"}),
        ({"country": "IT"}, {"Gamma 100%"}),
        ({"price_max": Decimal(1199)}, {"Delta free"}),
        ({"price_max": Decimal(1200)}, {"Delta free", "Gamma 100%"}),
        ({"trl_min": 4}, {"Alpha Sensor", "Delta free"}),
    ],
)
@pytest.mark.usefixtures("shelf")
def test_a_list_holds_exactly_what_passes_the_filters(
    services: Services, filters: dict[str, Any], expected: set[str]
) -> None:
    with services.unit_of_work(VISITOR) as uow:
        found = list_solutions(uow, SolutionFilters(**filters), FIRST)
    assert {card.name for card in found} == expected
    assert found.total == len(expected)


@pytest.mark.parametrize("field", ["q", "theme", "technology", "country", "stage", "state"])
@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
@pytest.mark.usefixtures("shelf")
def test_texts_that_no_database_holds_find_nothing(
    services: Services, field: str, text: str
) -> None:
    filters = SolutionFilters(**{field: text})
    with services.unit_of_work(STAFF) as uow:
        assert list_solutions(uow, filters, FIRST).total == 0
        assert facet_counts(uow, filters, ["standard"]) == {"standard": {}}


def test_filters_on_the_vendor_hold(services: Services, vendor: UUID, shelf: UUID) -> None:
    with services.unit_of_work(VISITOR) as uow:
        assert list_solutions(uow, SolutionFilters(vendor=shelf), FIRST).total == 5
        assert list_solutions(uow, SolutionFilters(vendor=vendor), FIRST).total == 0


@pytest.mark.usefixtures("shelf")
def test_pages_together_hold_every_solution_once(services: Services) -> None:
    with services.unit_of_work(VISITOR) as uow:
        pages = [
            list_solutions(uow, SolutionFilters(), PageRequest(page=n, page_size=2))
            for n in (1, 2, 3, 4)
        ]
    assert [len(page.items) for page in pages] == [2, 2, 1, 0]
    assert len({card.id for page in pages for card in page}) == 5


def test_a_solution_nobody_confirmed_for_90_days_sinks_and_is_marked(
    services: Services, vendor: UUID, clock: SetClock
) -> None:
    kept = make_solution(services, vendor, name="Confirmed")
    old = make_solution(services, vendor, name="Forgotten")
    clock.moment += timedelta(days=90)
    with services.unit_of_work(VISITOR) as uow:
        assert not get_solution(uow, old).needs_confirmation
    with services.unit_of_work(member(vendor)) as uow:
        operations.confirm(uow, kept, expected_version=3)
    clock.moment += timedelta(seconds=1)
    with services.unit_of_work(VISITOR) as uow:
        found = list_solutions(uow, SolutionFilters(), FIRST)
        stale = list_solutions(uow, SolutionFilters(stale=True), FIRST)
    assert [(c.name, c.needs_confirmation) for c in found] == [
        ("Confirmed", False),
        ("Forgotten", True),
    ]
    assert [c.name for c in stale] == ["Forgotten"]


def test_drafts_are_listed_for_their_vendor_only(services: Services, vendor: UUID) -> None:
    make_solution(services, vendor, name="Secret", state="draft")
    drafts = SolutionFilters(state="draft")
    for actor, names in ((VISITOR, []), (member(vendor, Role.VIEWER), ["Secret"])):
        with services.unit_of_work(actor) as uow:
            assert [c.name for c in list_solutions(uow, drafts, FIRST)] == names
            assert [c.name for c in own_solutions(uow, vendor, FIRST)] == names
            assert list_solutions(uow, SolutionFilters(), FIRST).total == 0


def test_strangers_cannot_tell_that_a_newer_version_is_in_the_making(
    services: Services, vendor: UUID
) -> None:
    solution_id = make_solution(services, vendor, name="Sensor")
    with services.unit_of_work(member(vendor)) as uow:
        content = get_solution(uow, solution_id).content
        operations.change_solution(uow, solution_id, content, expected_version=3)
    with services.unit_of_work(VISITOR) as uow:
        assert [c.state for c in list_solutions(uow, SolutionFilters(), FIRST)] == ["published"]
        assert list_solutions(uow, SolutionFilters(state="draft"), FIRST).total == 0


@pytest.mark.usefixtures("shelf")
def test_counts_by_code_are_those_of_the_list(services: Services) -> None:
    with services.unit_of_work(VISITOR) as uow:
        everything = facet_counts(uow, SolutionFilters(), ["theme", "country"])
        italian = facet_counts(uow, SolutionFilters(country="IT"), ["theme", "country"])
        assert everything["theme"] == {"EN": 4, "EN1": 4, "MO": 1}
        assert (italian["theme"], italian["country"]) == (
            {"EN": 1, "EN1": 1},
            everything["country"],
        )


@pytest.mark.usefixtures("shelf")
def test_contents_are_read_in_batches_without_loss(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.foundation.lists.BATCH", 2)
    with services.unit_of_work(VISITOR) as uow:
        everything = list(published_contents(uow.session))
        assert len({found.id for found in everything}) == 5
        two = {everything[1].id, everything[4].id}
        assert {found.id for found in published_contents(uow.session, two)} == two
        assert set(cards(uow, two)) == two


@pytest.mark.usefixtures("shelf")
def test_a_page_takes_one_query_however_long_it_is(services: Services) -> None:
    with counted(services.engine) as statements, services.unit_of_work(VISITOR) as uow:
        assert len(list_solutions(uow, SolutionFilters(q="a"), FIRST).items) > 2
    assert len(statements) == 1
