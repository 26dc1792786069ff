"""What has just become public reaches those whom it fits, once, and nobody else."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.challenges.content import Importance, Requirement
from marketplace.foundation.clock import SetClock
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications import lookout, searches
from marketplace.notifications.choices import choose
from marketplace.notifications.content import ListPage
from marketplace.notifications.lookout import BOOKMARK
from marketplace.notifications.models import Bookmark, SavedSearch
from marketplace.notifications.searches import asked_by, save_search
from marketplace.organisations.queries import actor_of
from marketplace.recommendations.results import Band, SolutionMatch
from marketplace.worker import work
from tests.factories.challenges import make_challenge
from tests.factories.market import make_vendor
from tests.factories.solutions import make_catalogue_solution, make_solution
from tests.notifications.inboxes import CITY, VENDOR, WATCHER, Market, person

HEAT = "Heat is lost in old houses and nobody knows where it goes, winter after winter. " * 2
ALIKE: dict[str, Any] = {
    "problem": HEAT,
    "requirements": (Requirement(text="Finds heat losses.", importance=Importance.ESSENTIAL),),
}


def act(uow: UnitOfWork, market: Market, email: str) -> None:
    uow.actor = actor_of(uow.session, person(market, email))


@pytest.fixture
def bands(monkeypatch: pytest.MonkeyPatch, market: Market) -> list[Band]:
    """Every pair fits as the last of these says; the test model has no sense of its own."""
    said = [Band.POSSIBLE]
    rank = market.services.matcher.suppliers

    def suppliers(*asked: Any, **more: Any) -> list[SolutionMatch]:
        return [replace(match, band=said[-1]) for match in rank(*asked, **more)]

    monkeypatch.setattr(market.services.matcher, "suppliers", suppliers)
    return said


@pytest.mark.usefixtures("bands")
def test_a_vendor_hears_of_a_new_challenge_that_it_fits_once(market: Market) -> None:
    make_solution(market.services, market.vendor, name="Heat", description=HEAT)
    market.deliver()
    make_challenge(market.services, market.city, title="Warm homes", **ALIKE)
    market.deliver()
    with market.services.unit_of_work() as uow:
        uow.session.get_one(Bookmark, BOOKMARK).number = 0
    market.deliver()

    assert market.told(VENDOR).count("challenge_fits") == 1
    assert "challenge_fits" not in market.told(CITY)


@pytest.mark.usefixtures("bands")
def test_a_city_hears_of_a_new_solution_that_fits_its_challenge(market: Market) -> None:
    make_challenge(market.services, market.city, title="Warm homes", **ALIKE)
    market.deliver()
    with market.services.unit_of_work() as uow:
        rival = make_vendor(uow, name="Rival", verified=False)
        make_catalogue_solution(uow, rival, name="Heat", description=HEAT)
    market.deliver()

    assert "solution_fits" in market.told(CITY)
    assert "solution_fits" not in market.told(VENDOR)


def test_only_fits_above_the_persons_own_threshold_are_told(
    market: Market, bands: list[Band]
) -> None:
    with market.services.unit_of_work() as uow:
        act(uow, market, VENDOR)
        choose(uow, {}, "strong")
    make_solution(market.services, market.vendor, name="Heat", description=HEAT)
    for band, times in ((Band.WEAK, 0), (Band.POSSIBLE, 0), (Band.STRONG, 1)):
        bands.append(band)
        make_challenge(market.services, market.city, title=f"Warm {band}", **ALIKE)
        market.deliver()
        assert market.told(VENDOR).count("challenge_fits") == times


@pytest.mark.usefixtures("bands")
def test_what_an_essential_fact_keeps_out_is_no_match(market: Market) -> None:
    served = {"countries_served": ("IT",), "description": HEAT}
    make_solution(market.services, market.vendor, name="Heat", **served)
    make_challenge(market.services, market.city, title="Warm", essential=("country",), **ALIKE)
    market.deliver()

    assert "challenge_fits" not in market.told(VENDOR)


def test_a_search_is_alerted_of_what_came_after_it(market: Market, clock: SetClock) -> None:
    make_solution(market.services, market.vendor, name="Old heat")
    clock.moment += timedelta(hours=1)
    with market.services.unit_of_work() as uow:
        act(uow, market, WATCHER)
        save_search(uow, "solutions", [("q", "losses"), ("country", "AT")], "Heat")
        save_search(uow, "challenges", [("q", "warm")], "Warm")
    clock.moment += timedelta(hours=1)
    make_solution(market.services, market.vendor, name="New heat")
    make_solution(market.services, market.vendor, name="Far heat", countries_served=("IT",))
    buses = {"description": "Buses run on time. " * 20, "problem": "Nobody knows when."}
    make_solution(market.services, market.vendor, name="Buses", features=("Runs.",), **buses)
    make_challenge(market.services, market.city, title="Warm homes")
    market.deliver()

    assert market.told(WATCHER) == ["found", "found"]


@pytest.mark.parametrize("amount", ["1e30", "1e99999", "-1", "NaN", "sNaN", "-Infinity"])
def test_an_amount_that_no_list_takes_keeps_nobody_from_being_told(
    market: Market, amount: str
) -> None:
    with market.services.unit_of_work() as uow:
        act(uow, market, WATCHER)
        save_search(uow, "solutions", [("q", "losses"), ("price_max", amount)], "Heat")
    make_solution(market.services, market.vendor, name="New heat")
    market.deliver()

    assert market.told(WATCHER) == ["found"]


def test_a_person_who_cannot_be_told_keeps_nobody_waiting_and_catches_up(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = market.services
    for email in (CITY, WATCHER):
        with services.unit_of_work() as uow:
            act(uow, market, email)
            save_search(uow, "solutions", [("q", "losses")], email)
    found, unlucky = lookout._found, {market.people[CITY]}

    def failing(uow: UnitOfWork, matcher: Any, new: Any, user_id: int) -> Any:
        if user_id in unlucky:
            raise ValueError("This search was kept by a release that nobody remembers.")
        return found(uow, matcher, new, user_id)

    monkeypatch.setattr(lookout, "_found", failing)
    make_solution(services, market.vendor, name="New heat")

    assert work(services, threading.Event(), once=True) == 1
    assert market.told(WATCHER) == ["found"]
    assert market.told(CITY) == []
    make_solution(services, market.vendor, name="Newer heat")
    work(services, threading.Event(), once=True)
    assert market.told(WATCHER) == ["found", "found"]

    unlucky.clear()
    assert work(services, threading.Event(), once=True) == 0
    assert market.told(CITY) == market.told(WATCHER) == ["found", "found"]
    with services.unit_of_work() as uow:
        assert [mark.name for mark in uow.session.scalars(select(Bookmark))] == [BOOKMARK]


QUERY = st.lists(
    st.tuples(
        st.sampled_from(["q", "theme", "country", "trl_min", "price_max"]), st.text("a1 é&=")
    ),
    max_size=6,
)


@given(pairs=QUERY)
def test_a_search_is_kept_as_it_was_asked(pairs: list[tuple[str, str]]) -> None:
    asked = dict(reversed([(name, value.strip()) for name, value in pairs if value.strip()]))
    row = SavedSearch(page="solutions", query=searches._query(ListPage.SOLUTIONS, pairs))

    assert asked_by(row) == asked
